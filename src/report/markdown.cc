#include "report/markdown.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "base/text.h"
#include "report/blocks.h"
#include "report/directive.h"
#include "report/figure_marks.h"

namespace mtm {
namespace {

using Lines = std::span<const NumberedLine>;

/// Reads the lines of a narrative from first to last: Markdown between directives and footnotes.
class NarrativeReader {
public:
    NarrativeReader(MarkedText marked, const std::string& file_name) : lines_(marked.lines) {
        narrative_.file = file_name;
        narrative_.figures = std::move(marked.figures);
        context_.file = file_name;
        context_.figures = &narrative_.figures;
        context_.figure_used.assign(narrative_.figures.size(), false);
        context_.diagnostics = std::move(marked.diagnostics);
    }

    ReadNarrative read() {
        narrative_.blocks = read_lines(lines_);
        check_headings();
        check_footnotes();
        drop_figures_in_code();
        std::stable_sort(
            context_.diagnostics.begin(),
            context_.diagnostics.end(),
            [](const Diagnostic& a, const Diagnostic& b) { return a.place.row < b.place.row; });
        return {std::move(narrative_), std::move(context_.diagnostics)};
    }

private:
    [[nodiscard]] Place place(int line) const {
        Place out;
        out.file = narrative_.file;
        out.row = line;
        return out;
    }

    void report(
        int line, Severity severity, std::string code, std::string message, std::string remedy) {
        context_.diagnostics.push_back(
            {std::move(code), severity, place(line), std::move(message), std::move(remedy)});
    }

    std::vector<Block> read_lines(Lines lines) {
        std::vector<Block> blocks;
        std::size_t begin = 0;
        const auto flush = [&](std::size_t end) {
            for (Block& block : read_blocks(lines.subspan(begin, end - begin), context_)) {
                blocks.push_back(std::move(block));
            }
        };
        std::string fence;
        for (std::size_t i = 0; i < lines.size();) {
            const std::string& line = lines[i].text;
            const bool in_fence = step_fence(line, fence) || !fence.empty();
            if (!in_fence && is_directive(line)) {
                flush(i);
                i = begin = read_directive(lines, i, blocks);
            } else if (!in_fence && is_definition(line)) {
                flush(i);
                i = begin = read_definition(lines, i);
            } else {
                ++i;
            }
        }
        flush(lines.size());
        return blocks;
    }

    /// True on the lines that open and close fenced code; keeps the fence that is open.
    static bool step_fence(std::string_view line, std::string& fence) {
        const std::string_view text = trim(line);
        if (fence.empty()) {
            if (!text.starts_with("```") && !text.starts_with("~~~")) return false;
            fence = text.substr(0, 3);
            return true;
        }
        if (!text.starts_with(fence)) return false;
        fence.clear();
        return true;
    }

    static bool is_definition(std::string_view line) {
        const std::size_t close = line.find("]:");
        return line.starts_with("[^") && close != std::string_view::npos && close > 2 &&
               line.substr(0, close).find_first_of(" \t") == std::string_view::npos;
    }

    std::size_t read_definition(Lines lines, std::size_t at) {
        const NumberedLine& first = lines[at];
        const std::size_t close = first.text.find("]:");
        Footnote note;
        note.label = first.text.substr(2, close - 2);
        note.line = first.number;
        std::vector<NumberedLine> text = {
            {std::string(trim(std::string_view(first.text).substr(close + 2))), first.number}};
        std::size_t next = at + 1;
        for (; next < lines.size(); ++next) {
            const std::string& line = lines[next].text;
            if (trim(line).empty() || is_definition(line) || is_directive(line)) break;
            text.push_back({std::string(trim(line)), lines[next].number});
        }
        for (Block& block : read_blocks(text, context_)) {
            if (!note.inlines.empty()) note.inlines.push_back(text_piece(" "));
            for (Inline& piece : block.inlines)
                note.inlines.push_back(std::move(piece));
        }
        narrative_.footnotes.push_back(std::move(note));
        return next;
    }

    /// Reads the directive at a line and returns the index of the line after it.
    std::size_t read_directive(Lines lines, std::size_t at, std::vector<Block>& blocks) {
        const DirectiveLine line = split_directive(lines[at].text);
        const int number = lines[at].number;
        const auto kind = directive_named(line.name);
        if (!kind) {
            report_unknown(line, number);
            return at + 1;
        }
        if (!holds_text(*kind)) {
            blocks.push_back(single_line(*kind, line, number));
            return at + 1;
        }
        const std::size_t close = closing_line(lines, at + 1);
        const bool closed = close < lines.size() && split_directive(lines[close].text).name.empty();
        if (!closed) {
            report(number,
                   Severity::error,
                   "unclosed-directive",
                   "“::: " + line.name + "” is not closed.",
                   "Write a line “:::” after its text.");
        }
        const Lines inside = lines.subspan(at + 1, close - at - 1);
        Block block;
        block.line = number;
        block.kind = *kind == DirectiveKind::facts ? BlockKind::facts : BlockKind::note;
        block.children = *kind == DirectiveKind::facts ? read_facts(inside) : read_lines(inside);
        blocks.push_back(std::move(block));
        return closed ? close + 1 : close;
    }

    void report_unknown(const DirectiveLine& line, int number) {
        if (line.name.empty()) {
            report(number,
                   Severity::error,
                   "unopened-directive",
                   "“:::” closes nothing.",
                   "Remove the line, or open a block with “::: note” or “::: facts” before it.");
            return;
        }
        report(number,
               Severity::error,
               "unknown-directive",
               "There is no directive “" + line.name + "”.",
               did_you_mean(line.name,
                            directive_names(),
                            "Known are table, facts, map, contents, note and page."));
    }

    Block single_line(DirectiveKind kind, const DirectiveLine& line, int number) {
        Block block;
        block.line = number;
        switch (kind) {
            case DirectiveKind::table:
                block.kind = BlockKind::exhibit;
                block.index = static_cast<int>(narrative_.tables.size());
                narrative_.tables.push_back(
                    read_table_directive(line, place(number), context_.diagnostics));
                break;
            case DirectiveKind::map:
                block.kind = BlockKind::map;
                break;
            case DirectiveKind::page:
                block.kind = BlockKind::page_break;
                break;
            default:
                block.kind = BlockKind::contents;
                break;
        }
        return block;
    }

    /// The line that closes a block, or the next directive, or the end.
    static std::size_t closing_line(Lines lines, std::size_t from) {
        std::size_t at = from;
        while (at < lines.size() && !is_directive(lines[at].text))
            ++at;
        return at;
    }

    std::vector<Block> read_facts(Lines lines) {
        std::vector<Block> facts;
        std::vector<NumberedLine> items;
        for (const NumberedLine& line : lines) {
            const std::string_view text = trim(line.text);
            if (text.empty()) continue;
            if (text.starts_with("- ") || text.starts_with("* ") || items.empty()) {
                items.push_back({std::string(text), line.number});
            } else {
                items.back().text += ' ' + std::string(text);
            }
        }
        for (const NumberedLine& item : items)
            read_fact(item, facts);
        return facts;
    }

    void read_fact(const NumberedLine& item, std::vector<Block>& facts) {
        const std::string_view text = item.text;
        const std::size_t colon = text.find(':');
        const std::size_t bar = text.find('|');
        if (!text.starts_with("- ") || colon == std::string_view::npos ||
            bar == std::string_view::npos || bar < colon) {
            report(item.number,
                   Severity::error,
                   "bad-fact",
                   "This is not a fact.",
                   "Write “- ICON: {{ figure }} | what it says”.");
            return;
        }
        Block fact;
        fact.kind = BlockKind::fact;
        fact.line = item.number;
        fact.text = std::string(trim(text.substr(2, colon - 2)));
        fact.children.push_back(paragraph(text.substr(colon + 1, bar - colon - 1), item.number));
        fact.children.push_back(paragraph(text.substr(bar + 1), item.number));
        facts.push_back(std::move(fact));
    }

    Block paragraph(std::string_view text, int number) {
        const NumberedLine line{std::string(trim(text)), number};
        std::vector<Block> blocks = read_blocks(Lines(&line, 1), context_);
        return blocks.empty() ? Block{} : std::move(blocks.front());
    }

    void check_headings() {
        int level = 0;
        for (const Block& block : narrative_.blocks) {
            if (block.kind != BlockKind::heading) continue;
            if (level > 0 && block.level > level + 1) {
                report(block.line,
                       Severity::warning,
                       "heading-level-jump",
                       "A heading of level " + std::to_string(block.level) +
                           " follows one of level " + std::to_string(level) + ".",
                       "Use level " + std::to_string(level + 1) + ".");
            }
            level = block.level;
        }
    }

    void check_footnotes() {
        std::set<std::string> defined;
        std::vector<std::string> labels;
        for (const Footnote& note : narrative_.footnotes) {
            labels.push_back(note.label);
            if (defined.insert(note.label).second) continue;
            report(note.line,
                   Severity::error,
                   "duplicate-footnote",
                   "The footnote “" + note.label + "” is defined twice.",
                   "Give one of them another label.");
        }
        std::set<std::string> used;
        visit(narrative_.blocks, [&](const Inline& piece) {
            if (piece.kind != InlineKind::footnote || !used.insert(piece.text).second) return;
            if (defined.count(piece.text) != 0) return;
            report(piece.line,
                   Severity::error,
                   "undefined-footnote",
                   "The footnote “" + piece.text + "” is not defined.",
                   did_you_mean(
                       piece.text, labels, "Add a line “[^" + piece.text + "]: …” with its text."));
        });
        for (const Footnote& note : narrative_.footnotes) {
            if (used.count(note.label) != 0) continue;
            report(note.line,
                   Severity::warning,
                   "unreferenced-footnote",
                   "Nothing refers to the footnote “" + note.label + "”.",
                   "Write [^" + note.label + "] where it belongs, or remove it.");
        }
    }

    template <typename Act>
    static void visit(const std::vector<Inline>& inlines, const Act& act) {
        for (const Inline& piece : inlines) {
            act(piece);
            visit(piece.children, act);
        }
    }

    template <typename Act>
    static void visit(const std::vector<Block>& blocks, const Act& act) {
        for (const Block& block : blocks) {
            visit(block.inlines, act);
            visit(block.children, act);
        }
    }

    /// What stands in code is an example, not a figure: mistakes in it are nobody's concern.
    void drop_figures_in_code() {
        for (std::size_t i = 0; i < narrative_.figures.size(); ++i) {
            if (context_.figure_used[i]) continue;
            NarrativeFigure& figure = narrative_.figures[i];
            std::erase_if(context_.diagnostics, [&](const Diagnostic& diagnostic) {
                return diagnostic.code == "figure-syntax" && diagnostic.place.row == figure.line;
            });
            figure.expression.reset();
        }
    }

    std::vector<NumberedLine> lines_;
    Narrative narrative_;
    BlockContext context_;
};

}  // namespace

ReadNarrative read_narrative(std::string_view text, const std::string& file_name) {
    return NarrativeReader(take_out_figures(text, file_name), file_name).read();
}

}  // namespace mtm
