#include "report/tree.h"

#include <utility>

namespace mtm {

Inline text_piece(std::string text) {
    Inline piece;
    piece.text = std::move(text);
    return piece;
}

Inline piece_of(InlineKind kind) {
    Inline piece;
    piece.kind = kind;
    return piece;
}

std::string plain_text(const std::vector<Inline>& inlines) {
    std::string out;
    for (const Inline& piece : inlines) {
        if (piece.kind == InlineKind::text || piece.kind == InlineKind::code) out += piece.text;
        if (piece.kind == InlineKind::line_break) out += ' ';
        out += plain_text(piece.children);
    }
    return out;
}

}  // namespace mtm
