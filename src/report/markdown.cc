#include "report/markdown.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "base/text.h"
#include "report/blocks.h"
#include "report/directive.h"
#include "report/figure_marks.h"
#include "report/include.h"
#include "report/narrative_structure.h"

namespace mtm {
namespace {

using Lines = std::span<const NumberedLine>;

/// Reads the lines of a narrative from first to last: Markdown between directives and footnotes.
class NarrativeReader {
public:
    NarrativeReader(MarkedText marked, IncludedText included)
        : lines_(std::move(marked.lines)), of_files_(std::move(included.diagnostics)) {
        const std::string& file_name = included.files.front();
        narrative_.file = file_name;
        if (included.files.size() > 1) {
            narrative_.files = std::move(included.files);
            narrative_.origins = std::move(included.origins);
        }
        narrative_.figures = std::move(marked.figures);
        context_.file = file_name;
        context_.figures = &narrative_.figures;
        context_.figure_used.assign(narrative_.figures.size(), false);
        context_.diagnostics = std::move(marked.diagnostics);
    }

    ReadNarrative read() {
        narrative_.blocks = read_lines(lines_);
        take_anchors(narrative_.blocks);
        for (Diagnostic& found : check_structure(narrative_))
            context_.diagnostics.push_back(std::move(found));
        drop_figures_in_code();
        std::stable_sort(
            context_.diagnostics.begin(),
            context_.diagnostics.end(),
            [](const Diagnostic& a, const Diagnostic& b) { return a.place.row < b.place.row; });
        if (!narrative_.origins.empty()) {
            for (Diagnostic& found : context_.diagnostics) {
                const Place written = narrative_.place(found.place.row);
                found.place.file = written.file;
                found.place.row = written.row;
            }
        }
        std::move(of_files_.begin(), of_files_.end(), std::back_inserter(context_.diagnostics));
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
        if (*kind == DirectiveKind::otherwise) {
            report(number,
                   Severity::error,
                   "unopened-directive",
                   "“::: else” stands in no condition.",
                   "Write “::: if CONDITION” before it.");
            return at + 1;
        }
        if (*kind == DirectiveKind::include) return at + 1;  // said already
        if (!holds_text(*kind)) {
            blocks.push_back(single_line(*kind, line, number));
            return at + 1;
        }
        if (*kind == DirectiveKind::condition || *kind == DirectiveKind::each)
            return read_nested(*kind, line, lines, at, blocks);
        const std::size_t close = closing_line(lines, at + 1);
        const bool closed = close < lines.size() && split_directive(lines[close].text).name.empty();
        if (!closed) report_unclosed(line, number);
        const Lines inside = lines.subspan(at + 1, close - at - 1);
        if (*kind == DirectiveKind::cover) {
            read_cover(inside);
            return closed ? close + 1 : close;
        }
        Block block;
        block.line = number;
        if (*kind == DirectiveKind::glossary) {
            block = directive_block(*kind, line, number);
            block.children = read_terms(inside);
        } else {
            block.kind = *kind == DirectiveKind::facts ? BlockKind::facts : BlockKind::note;
            block.children =
                *kind == DirectiveKind::facts ? read_facts(inside) : read_lines(inside);
        }
        blocks.push_back(std::move(block));
        return closed ? close + 1 : close;
    }

    /// “- title: …”: a text of study.toml in the language of the narrative.
    void read_cover(Lines lines) {
        for (const NumberedLine& item : items_in(lines)) {
            const std::string_view text = item.text;
            const std::size_t colon = text.find(':');
            const std::string key(
                trim(text.substr(std::min<std::size_t>(2, text.size()),
                                 colon == std::string_view::npos || colon < 2 ? 0 : colon - 2)));
            const auto& keys = cover_keys();
            if (!text.starts_with("- ") || std::find(keys.begin(), keys.end(), key) == keys.end()) {
                report(item.number,
                       Severity::error,
                       "bad-cover-text",
                       "“" + key + "” is no text of the cover.",
                       did_you_mean(
                           key, keys, "Write “- KEY: text”; keys are " + join(keys, ", ") + "."));
                continue;
            }
            narrative_.cover[key].emplace_back(trim(text.substr(colon + 1)));
        }
    }

    void report_unclosed(const DirectiveLine& line, int number) {
        report(number,
               Severity::error,
               "unclosed-directive",
               "“::: " + line.name + "” is not closed.",
               "Write a line “:::” after its text.");
    }

    Block directive_block(DirectiveKind kind, const DirectiveLine& line, int number) {
        Block block;
        block.kind = BlockKind::directive;
        block.line = number;
        block.index = static_cast<int>(narrative_.directives.size());
        narrative_.directives.push_back(
            read_narrative_directive(kind, line, place(number), context_.diagnostics));
        return block;
    }

    /// The lines of a condition or a loop, whose text may hold others.
    struct Nested {
        std::size_t otherwise = 0;  // the line of “::: else”; that of `close` without one
        std::size_t close = 0;
        bool closed = false;
    };

    static Nested nested_lines(Lines lines, std::size_t from) {
        Nested out;
        out.otherwise = lines.size();
        std::string fence;
        int depth = 0;
        std::size_t at = from;
        for (; at < lines.size(); ++at) {
            const bool in_fence = step_fence(lines[at].text, fence) || !fence.empty();
            if (in_fence || !is_directive(lines[at].text)) continue;
            const std::string name = split_directive(lines[at].text).name;
            const auto kind = directive_named(name);
            if (name.empty() && depth-- == 0) {
                out.closed = true;
                break;
            }
            if (kind && holds_text(*kind)) ++depth;
            if (kind == DirectiveKind::otherwise && depth == 0) out.otherwise = at;
        }
        out.close = at;
        out.otherwise = std::min(out.otherwise, at);
        return out;
    }

    std::size_t read_nested(DirectiveKind kind,
                            const DirectiveLine& line,
                            Lines lines,
                            std::size_t at,
                            std::vector<Block>& blocks) {
        const int number = lines[at].number;
        Block block = directive_block(kind, line, number);
        const Nested nested = nested_lines(lines, at + 1);
        if (!nested.closed) report_unclosed(line, number);
        if (kind == DirectiveKind::each) {
            block.children = read_lines(lines.subspan(at + 1, nested.close - at - 1));
        } else {
            Block yes;
            yes.kind = BlockKind::directive;
            Block no = yes;
            yes.children = read_lines(lines.subspan(at + 1, nested.otherwise - at - 1));
            if (nested.otherwise < nested.close) {
                no.children = read_lines(
                    lines.subspan(nested.otherwise + 1, nested.close - nested.otherwise - 1));
            }
            block.children = {std::move(yes), std::move(no)};
        }
        blocks.push_back(std::move(block));
        return nested.closed ? nested.close + 1 : nested.close;
    }

    /// “- term: what it means”, over as many lines as it takes.
    std::vector<Block> read_terms(Lines lines) {
        std::vector<Block> terms;
        std::set<std::string> written;
        for (const NumberedLine& item : items_in(lines)) {
            const std::string_view text = item.text;
            const std::size_t colon = text.find(": ");
            if (!text.starts_with("- ") || colon == std::string_view::npos) {
                report(item.number,
                       Severity::error,
                       "bad-term",
                       "This is no entry of a glossary.",
                       "Write “- term: what it means”.");
                continue;
            }
            Block term;
            term.kind = BlockKind::item;
            term.line = item.number;
            term.inlines = paragraph(text.substr(2, colon - 2), item.number).inlines;
            term.text = plain_text(term.inlines);
            term.children.push_back(paragraph(text.substr(colon + 1), item.number));
            // Terms that differ in a figure alone are two.
            if (!written.insert(std::string(trim(text.substr(2, colon - 2)))).second) {
                report(item.number,
                       Severity::error,
                       "duplicate-term",
                       "“" + term.text + "” is explained twice.",
                       "Keep one of the two.");
            }
            terms.push_back(std::move(term));
        }
        return terms;
    }

    void report_unknown(const DirectiveLine& line, int number) {
        if (line.name.empty()) {
            report(number,
                   Severity::error,
                   "unopened-directive",
                   "“:::” closes nothing.",
                   "Remove the line, or open a block with “::: note”, “::: facts” or “::: if” "
                   "before it.");
            return;
        }
        report(
            number,
            Severity::error,
            "unknown-directive",
            "There is no directive “" + line.name + "”.",
            did_you_mean(
                line.name, directive_names(), "Known are " + join(directive_names(), ", ") + "."));
    }

    Block single_line(DirectiveKind kind, const DirectiveLine& line, int number) {
        Block block;
        block.line = number;
        switch (kind) {
            case DirectiveKind::table:
            case DirectiveKind::rounds:
                block.kind = BlockKind::exhibit;
                block.index = static_cast<int>(narrative_.tables.size());
                narrative_.tables.push_back(
                    read_table_directive(line, place(number), context_.diagnostics));
                use_figures_in(narrative_.tables.back().title);
                break;
            case DirectiveKind::map:
                block.kind = BlockKind::map;
                break;
            case DirectiveKind::page:
                block.kind = BlockKind::page_break;
                break;
            case DirectiveKind::figures:
            case DirectiveKind::annex:
                return directive_block(kind, line, number);
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

    /// The items of a list, each as one line.
    static std::vector<NumberedLine> items_in(Lines lines) {
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
        return items;
    }

    std::vector<Block> read_facts(Lines lines) {
        std::vector<Block> facts;
        for (const NumberedLine& item : items_in(lines))
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

    /// A title may name the group that a loop is at.
    void use_figures_in(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const Mark mark = mark_at(text.substr(i));
            if (mark.kind == Mark::Kind::figure && mark.index < context_.figure_used.size())
                context_.figure_used[mark.index] = true;
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
    Diagnostics of_files_;  // what cannot be included
    Narrative narrative_;
    BlockContext context_;
};

}  // namespace

const std::vector<std::string>& cover_keys() {
    static const std::vector<std::string> keys = {"title",
                                                  "round",
                                                  "period",
                                                  "organisation",
                                                  "design_note",
                                                  "citation",
                                                  "disclaimer",
                                                  "map_disclaimer",
                                                  "areas_credit",
                                                  "funders",
                                                  "contact"};
    return keys;
}

Place Narrative::place(int line, int column) const {
    Place out;
    out.file = file;
    out.row = line;
    if (column > 0) out.column = std::to_string(column);
    if (line < 1 || static_cast<std::size_t>(line) > origins.size()) return out;
    const LineOrigin& origin = origins[static_cast<std::size_t>(line) - 1];
    out.file = files[origin.file];
    out.row = origin.line;
    return out;
}

ReadNarrative read_narrative(std::string_view text,
                             const std::string& file_name,
                             const NarrativeIncludes& includes) {
    IncludedText included = include_files(text, file_name, includes);
    MarkedText marked = take_out_figures(included.text, file_name);
    return NarrativeReader(std::move(marked), std::move(included)).read();
}

}  // namespace mtm
