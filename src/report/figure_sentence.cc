#include "report/figure_sentence.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/text.h"

namespace mtm {
namespace {

// Code points before the figure, and after: no sentence that anybody should write is longer, and a
// paragraph without a full stop still fits a cell of a spreadsheet.
constexpr std::size_t longest_side = 1000;

// A block as it is read, and where in it the figure begins and ends.
struct ReadBlock {
    std::string text;
    std::size_t begin = std::string::npos;
    std::size_t end = 0;
};

void read_inlines(const std::vector<Inline>& inlines,
                  const Document& document,
                  int figure,
                  ReadBlock& out) {
    for (const Inline& piece : inlines) {
        switch (piece.kind) {
            case InlineKind::figure:
                if (piece.index == figure) out.begin = out.text.size();
                out.text += document.figures[static_cast<std::size_t>(piece.index)].text;
                if (piece.index == figure) out.end = out.text.size();
                break;
            case InlineKind::line_break:
                out.text += ' ';
                break;
            case InlineKind::footnote:
                break;
            default:
                out.text += piece.text;
                read_inlines(piece.children, document, figure, out);
        }
    }
}

bool ends_sentence(std::string_view text, std::size_t at) {
    return (text[at] == '.' || text[at] == '!' || text[at] == '?') && at + 1 < text.size() &&
           text[at + 1] == ' ';
}

// The byte so many code points from the front, or the end of the text.
std::size_t after_code_points(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count-- == 0) break;
        ++at;
    }
    return at;
}

// Too long a side is cut at the nearest word.
FigureSentence sentence_in(const ReadBlock& block) {
    const std::string_view text = block.text;
    std::size_t from = block.begin;
    while (from > 0 && !(from >= 2 && ends_sentence(text, from - 2)))
        --from;
    std::size_t to = block.end;
    while (to < text.size() && !(to > 0 && to > block.end && ends_sentence(text, to - 1)))
        ++to;
    bool cut_before = false;
    bool cut_after = false;
    const std::size_t before = length_utf8(text.substr(from, block.begin - from));
    if (before > longest_side) {
        const std::size_t earliest =
            from + after_code_points(text.substr(from), before - longest_side);
        const std::size_t space = text.find(' ', earliest);
        if (space < block.begin) {
            from = space + 1;
            cut_before = true;
        }
    }
    if (length_utf8(text.substr(block.end, to - block.end)) > longest_side) {
        const std::size_t latest =
            block.end + after_code_points(text.substr(block.end), longest_side);
        const std::size_t space = text.rfind(' ', latest);
        if (space != std::string_view::npos && space >= block.end) {
            to = space;
            cut_after = true;
        }
    }
    while (from < block.begin && text[from] == ' ')
        ++from;
    FigureSentence out;
    out.before = (cut_before ? "… " : "") + std::string(text.substr(from, block.begin - from));
    out.figure = std::string(text.substr(block.begin, block.end - block.begin));
    out.after = std::string(text.substr(block.end, to - block.end));
    while (out.after.ends_with(' '))
        out.after.pop_back();
    if (cut_after) out.after += " …";
    return out;
}

std::optional<FigureSentence> find_in(const std::vector<Block>& blocks,
                                      const Document& document,
                                      int figure) {
    for (const Block& block : blocks) {
        if (block.kind == BlockKind::fact && block.children.size() == 2) {
            ReadBlock fact;
            for (const Block& child : block.children) {
                read_inlines(child.inlines, document, figure, fact);
                fact.text += ' ';
            }
            if (fact.begin != std::string::npos) return sentence_in(fact);
        }
        ReadBlock read;
        read_inlines(block.inlines, document, figure, read);
        if (read.begin != std::string::npos) return sentence_in(read);
        if (auto found = find_in(block.children, document, figure)) return found;
    }
    return std::nullopt;
}

}  // namespace

FigureSentence sentence_of_figure(const Document& document, int figure) {
    for (const DocumentSection& section : document.sections) {
        ReadBlock title;
        read_inlines(section.title, document, figure, title);
        if (title.begin != std::string::npos) {
            FigureSentence out = sentence_in(title);
            out.section = title.text;
            return out;
        }
        auto found = find_in(section.blocks, document, figure);
        for (const int note : section.notes) {
            if (found) break;
            ReadBlock read;
            read_inlines(
                document.notes[static_cast<std::size_t>(note)].inlines, document, figure, read);
            if (read.begin != std::string::npos) found = sentence_in(read);
        }
        if (!found) continue;
        found->section = title.text;
        return std::move(*found);
    }
    return {};
}

}  // namespace mtm
