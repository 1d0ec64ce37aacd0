#include "report/document.h"

namespace mtm {

std::string printed_text(const std::vector<Inline>& inlines, const Document& document) {
    std::string out;
    for (const Inline& piece : inlines) {
        switch (piece.kind) {
            case InlineKind::text:
            case InlineKind::code:
                out += piece.text;
                break;
            case InlineKind::line_break:
                out += ' ';
                break;
            case InlineKind::figure:
                out += document.figures[static_cast<std::size_t>(piece.index)].text;
                break;
            default:
                break;
        }
        if (piece.kind != InlineKind::footnote) out += printed_text(piece.children, document);
    }
    return out;
}

}  // namespace mtm
