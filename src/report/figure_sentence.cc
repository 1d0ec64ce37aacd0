#include "report/figure_sentence.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

// Code points before the figure, and after: no sentence that anybody should write is longer, and a
// paragraph without a full stop still fits a cell of a spreadsheet.
constexpr std::size_t longest_side = 1000;

// Where a figure stands in a text, in bytes.
struct FigureSpan {
    int index = -1;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// A block as it is read, and the figures in it.
struct ReadBlock {
    std::string text;
    std::vector<FigureSpan> figures;
};

void read_inlines(const std::vector<Inline>& inlines, const Document& document, ReadBlock& out) {
    for (const Inline& piece : inlines) {
        switch (piece.kind) {
            case InlineKind::figure: {
                const std::size_t begin = out.text.size();
                out.text += document.figures[static_cast<std::size_t>(piece.index)].text;
                out.figures.push_back({piece.index, begin, out.text.size()});
                break;
            }
            case InlineKind::line_break:
                out.text += ' ';
                break;
            case InlineKind::footnote:
                break;
            default:
                out.text += piece.text;
                read_inlines(piece.children, document, out);
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
FigureSentence sentence_in(const std::string_view text, const FigureSpan& figure) {
    std::size_t from = figure.begin;
    while (from > 0 && !(from >= 2 && ends_sentence(text, from - 2)))
        --from;
    std::size_t to = figure.end;
    while (to < text.size() && !(to > 0 && to > figure.end && ends_sentence(text, to - 1)))
        ++to;
    bool cut_before = false;
    bool cut_after = false;
    const std::size_t before = length_utf8(text.substr(from, figure.begin - from));
    if (before > longest_side) {
        const std::size_t earliest =
            from + after_code_points(text.substr(from), before - longest_side);
        const std::size_t space = text.find(' ', earliest);
        if (space < figure.begin) {
            from = space + 1;
            cut_before = true;
        }
    }
    if (length_utf8(text.substr(figure.end, to - figure.end)) > longest_side) {
        const std::size_t latest =
            figure.end + after_code_points(text.substr(figure.end), longest_side);
        const std::size_t space = text.rfind(' ', latest);
        if (space != std::string_view::npos && space >= figure.end) {
            to = space;
            cut_after = true;
        }
    }
    while (from < figure.begin && text[from] == ' ')
        ++from;
    FigureSentence out;
    out.before = (cut_before ? "… " : "") + std::string(text.substr(from, figure.begin - from));
    out.figure = std::string(text.substr(figure.begin, figure.end - figure.begin));
    out.after = std::string(text.substr(figure.end, to - figure.end));
    while (out.after.ends_with(' '))
        out.after.pop_back();
    if (cut_after) out.after += " …";
    return out;
}

/// Walks over a document as it is read: the notes of a section after its text.
class SentenceReader {
public:
    explicit SentenceReader(const Document& document) : document_(document) {}

    std::vector<FigureSentence> read() {
        for (const DocumentSection& section : document_.sections) {
            headings_.clear();
            if (!section.title.empty()) read_heading(1, section.title);
            read(section.blocks);
            headings_.resize(std::min<std::size_t>(headings_.size(), 1));
            for (const int note : section.notes)
                read_text(document_.notes[static_cast<std::size_t>(note)].inlines);
        }
        return std::move(out_);
    }

private:
    struct OpenHeading {
        int level = 0;
        std::string title;
    };

    void read(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::heading) {
                read_heading(block.level, block.inlines);
                continue;
            }
            if (block.kind == BlockKind::fact && block.children.size() == 2) {
                read_fact(block);
                continue;
            }
            read_text(block.inlines);
            const std::vector<OpenHeading> around = headings_;
            read(block.children);
            headings_ = around;  // a heading in a box is over with it
        }
    }

    // It stands under itself.
    void read_heading(int level, const std::vector<Inline>& title) {
        while (!headings_.empty() && headings_.back().level >= level)
            headings_.pop_back();
        ReadBlock read;
        read_inlines(title, document_, read);
        headings_.push_back({level, read.text});
        add(read);
    }

    // Its number and what it says are one sentence.
    void read_fact(const Block& fact) {
        ReadBlock read;
        for (const Block& child : fact.children) {
            read_inlines(child.inlines, document_, read);
            read.text += ' ';
        }
        add(read);
    }

    void read_text(const std::vector<Inline>& inlines) {
        ReadBlock read;
        read_inlines(inlines, document_, read);
        add(read);
    }

    void add(const ReadBlock& read) {
        for (const FigureSpan& figure : read.figures) {
            FigureSentence sentence = sentence_in(read.text, figure);
            sentence.index = figure.index;
            sentence.section = path();
            out_.push_back(std::move(sentence));
        }
    }

    [[nodiscard]] std::string path() const {
        std::string out;
        for (const OpenHeading& heading : headings_)
            out += (out.empty() ? "" : " > ") + heading.title;
        return out;
    }

    const Document& document_;
    std::vector<OpenHeading> headings_;  // of the text that is read, the highest first
    std::vector<FigureSentence> out_;
};

}  // namespace

std::vector<FigureSentence> sentences_of_figures(const Document& document) {
    return SentenceReader(document).read();
}

FigureSentence sentence_of_figure(const Document& document, int figure) {
    std::vector<FigureSentence> all = sentences_of_figures(document);
    const auto found = std::ranges::find(all, figure, &FigureSentence::index);
    return found == all.end() ? FigureSentence{} : std::move(*found);
}

}  // namespace mtm
