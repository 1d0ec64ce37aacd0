#include "report/markdown_blocks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/front_matter.h"
#include "report/link_target.h"

namespace mtm {
namespace {

constexpr std::string_view always_escaped = "\\`*_[]<>|~&$^";

// Lines after the first stand under it.
std::string indented(std::string_view text, std::size_t by, std::string_view first) {
    std::string out(first);
    const std::string room(by, ' ');
    bool begins = false;
    for (const char c : trim(text)) {
        if (begins && c != '\n') out += room;
        begins = c == '\n';
        out += c;
    }
    return out + "\n";
}

std::string quoted(std::string_view text) {
    std::string out;
    for (const std::string_view line : split(trim(text), '\n')) {
        out += line.empty() ? ">" : "> " + std::string(line);
        out += '\n';
    }
    return out + "\n";
}

std::string spaced(const std::string& text) {
    return text.empty() ? std::string() : text + "\n\n";
}

// Three or more, and more than any in the text.
std::string fence_around(std::string_view text) {
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(longest + 1, '`');
}

std::string code_span(const std::string& text) {
    const std::string fence =
        fence_around(text).substr(text.find('`') == std::string::npos ? 2 : 0);
    return fence + (fence.size() > 1 ? " " + text + " " : text) + fence;
}

}  // namespace

std::string markdown_text(std::string_view text, bool line_start) {
    std::string out;
    for (const char c : text) {
        const bool begins = line_start && trim(out).empty();
        const bool marks_line =
            begins && (c == '#' || c == '+' || c == '-' || c == '=' || c == ':');
        if (always_escaped.find(c) != std::string_view::npos || marks_line) out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    // "1. " and "1) " would begin a list.
    std::size_t digits = 0;
    while (digits < out.size() && out[digits] >= '0' && out[digits] <= '9')
        ++digits;
    if (line_start && digits > 0 && digits < out.size() &&
        (out[digits] == '.' || out[digits] == ')')) {
        out.insert(digits, "\\");
    }
    return out;
}

std::string pipe_table(const std::vector<std::vector<std::string>>& rows, bool numbers) {
    std::string out;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        out += "|";
        for (const std::string& cell : rows[r])
            out += " " + cell + " |";
        out += "\n";
        if (r > 0) continue;
        out += "|";
        for (std::size_t c = 0; c < rows[0].size(); ++c)
            out += numbers && c > 0 ? " ---: |" : " --- |";
        out += "\n";
    }
    return out + "\n";
}

MarkdownBlocks::MarkdownBlocks(const Document& document, const std::vector<std::string>& pictures)
    : document_(document),
      pictures_(pictures),
      words_(phrases_in(document.language)),
      anchors_(anchors_of(document)) {}

std::string MarkdownBlocks::blocks(const std::vector<Block>& blocks) {
    std::string out;
    for (const Block& each : blocks)
        out += block(each);
    return out;
}

std::string MarkdownBlocks::block(const Block& block) {
    switch (block.kind) {
        case BlockKind::heading:
            return std::string(static_cast<std::size_t>(std::min(block.level + 1, 6)), '#') + " " +
                   spaced(inlines(block.inlines));
        case BlockKind::paragraph:
            return spaced(inlines(block.inlines, true));
        case BlockKind::list:
            return list(block);
        case BlockKind::item:
            return spaced(inlines(block.inlines, true)) + blocks(block.children);
        case BlockKind::quote:
        case BlockKind::note:
            return quoted(blocks(block.children));
        case BlockKind::code: {
            const std::string fence = fence_around(block.text);
            return fence + "\n" + block.text + (block.text.ends_with('\n') ? "" : "\n") + fence +
                   "\n\n";
        }
        case BlockKind::table:
            return table(block);
        case BlockKind::row:
        case BlockKind::cell:
        case BlockKind::fact:
            return {};  // written by what holds them
        case BlockKind::rule:
            return "---\n\n";
        case BlockKind::exhibit:
            if (block.index < 0) return {};
            return exhibit(document_.exhibits[static_cast<std::size_t>(block.index)]);
        case BlockKind::facts:
            return facts(block);
        case BlockKind::map:
            return map();
        case BlockKind::contents:
            return contents();
        case BlockKind::figures: {
            Block entries = block;
            entries.kind = BlockKind::list;
            return (block.text.empty() ? "" : "## " + markdown_text(block.text) + "\n\n") +
                   list(entries);
        }
        case BlockKind::directive:  // never in a document
        case BlockKind::page_break:
            return {};
    }
    return {};
}

std::string MarkdownBlocks::list(const Block& block) {
    std::string out;
    unsigned number = block.start;
    for (const Block& item : block.children) {
        const std::string mark = block.ordered ? std::to_string(number++) + ". " : "- ";
        out += indented(this->block(item), mark.size(), mark);
    }
    return out + "\n";
}

std::string MarkdownBlocks::table(const Block& block) {
    std::size_t columns = 1;
    for (const Block& row : block.children)
        columns = std::max(columns, row.children.size());
    std::vector<std::vector<std::string>> rows;
    for (const Block& row : block.children) {
        std::vector<std::string>& cells = rows.emplace_back();
        for (const Block& cell : row.children)
            cells.push_back(inlines(cell.inlines));
        cells.resize(columns);
    }
    return pipe_table(rows, false);
}

std::string MarkdownBlocks::marks() const {
    std::string out;
    for (const std::string& mark : marks_of(document_))
        out += spaced("**" + markdown_text(mark) + "**");
    return out;
}

std::string MarkdownBlocks::facts(const Block& block) {
    std::string out = marks();
    for (const Block& fact : block.children) {
        if (fact.children.size() != 2) continue;
        out += "- **" + inlines(fact.children[0].inlines) + "** " +
               inlines(fact.children[1].inlines) + "\n";
    }
    return out + "\n";
}

std::string MarkdownBlocks::picture(int drawing) const {
    const auto index = static_cast<std::size_t>(drawing);
    if (drawing < 0 || index >= pictures_.size() || pictures_[index].empty()) return {};
    return spaced("![" + markdown_text(document_.sources[index].alternative) + "](<" +
                  pictures_[index] + ">)");
}

std::string MarkdownBlocks::exhibit(const Exhibit& exhibit) {
    if (!exhibit.instead.empty()) {
        return spaced(markdown_text(exhibit.instead, true) +
                      (exhibit.note >= 0 ? note(exhibit.note) : ""));
    }
    std::string out = "**" + markdown_text(captioned(exhibit.label, exhibit.title)) + "**";
    if (exhibit.note >= 0) out += note(exhibit.note);
    out += "\n\n" + marks();
    const std::string drawn = picture(exhibit.wide);
    out += drawn.empty() ? numbers(exhibit) : drawn;
    out += spaced(markdown_text(exhibit.base, true));
    for (const std::string& remark :
         drawn.empty() ? remarks_without_chart(exhibit) : exhibit.remarks)
        out += spaced(markdown_text(remark, true));
    return out;
}

std::string MarkdownBlocks::numbers(const Exhibit& exhibit) const {
    if (exhibit.rows.empty()) return {};
    const auto with_detail = [](const std::string& text, const std::string& detail) {
        return markdown_text(text) + (detail.empty() ? "" : " (" + markdown_text(detail) + ")");
    };
    std::vector<std::vector<std::string>> rows{{markdown_text(words_.answer)}};
    for (const ExhibitColumn& column : exhibit.columns)
        rows[0].push_back(with_detail(column.label, column.base));
    for (const ExhibitRow& row : exhibit.rows) {
        std::string label = markdown_text(row.label);
        if (row.missing) label = "*" + label + "*";
        if (row.heading) label = "**" + label + "**";
        if (!row.base.empty()) label += " (" + markdown_text(row.base) + ")";
        for (int level = 0; level < row.indent; ++level)
            label.insert(0, "&emsp;");
        rows.push_back({std::move(label)});
        for (const ExhibitCell& cell : row.cells)
            rows.back().push_back(with_detail(cell.text, details_under(cell)));
        rows.back().resize(rows[0].size());
    }
    return pipe_table(rows, true);
}

std::string MarkdownBlocks::map() const {
    if (!document_.map) return {};
    std::string out =
        spaced("**" + markdown_text(captioned(document_.map->label, words_.map_title)) + "**") +
        marks() + picture(document_.map->wide);
    for (const std::string& remark : document_.map->remarks)
        out += spaced(markdown_text(remark, true));
    return out;
}

std::string MarkdownBlocks::contents() const {
    std::string out = "## " + markdown_text(words_.contents) + "\n\n";
    const auto add = [&](int depth, const std::string& anchor, const std::vector<Inline>& title) {
        out += fmt::format("{}- [{}](<#{}>)\n",
                           depth == 1 ? "" : "  ",
                           markdown_text(printed_text(title, document_)),
                           anchor);
    };
    for (const DocumentSection& section : document_.sections) {
        if (section.title.empty()) continue;
        add(1, section.anchor, section.title);
        for (const Block& block : section.blocks) {
            if (block.kind == BlockKind::heading && block.level == 2) {
                add(2, block.text, block.inlines);
            }
        }
    }
    return out + "\n";
}

std::string MarkdownBlocks::inlines(const std::vector<Inline>& pieces, bool line_start) {
    std::string out;
    for (const Inline& piece : pieces) {
        const auto wrap = [&](std::string_view mark) {
            out += std::string(mark) + inlines(piece.children) + std::string(mark);
        };
        switch (piece.kind) {
            case InlineKind::text:
                out += markdown_text(piece.text, line_start && out.empty());
                break;
            case InlineKind::emphasis:
                wrap("*");
                break;
            case InlineKind::strong:
                wrap("**");
                break;
            case InlineKind::strike:
                wrap("~~");
                break;
            case InlineKind::code:
                out += code_span(piece.text);
                break;
            case InlineKind::link:
                out += link(piece);
                break;
            case InlineKind::line_break:
                out += "\\\n";
                break;
            case InlineKind::figure:
                out += markdown_text(document_.figures[static_cast<std::size_t>(piece.index)].text,
                                     line_start && out.empty());
                break;
            case InlineKind::footnote:
                out += note(piece.index);
                break;
        }
    }
    return out;
}

std::string MarkdownBlocks::link(const Inline& piece) {
    const std::string& target = piece.target;
    const bool nowhere = target.starts_with("#") && !anchors_.contains(target.substr(1));
    const bool breaks = target.find_first_of("<>\n") != std::string::npos;
    if (!is_safe_link(target) || nowhere || breaks) return inlines(piece.children);
    return "[" + inlines(piece.children) + "](<" + target + ">)";
}

std::string MarkdownBlocks::note(int index) {
    if (std::ranges::find(called_, index) == called_.end()) called_.push_back(index);
    return fmt::format("[^{}]", document_.notes[static_cast<std::size_t>(index)].number);
}

std::string MarkdownBlocks::notes() {
    std::string out;
    // NOLINTNEXTLINE(modernize-loop-convert): a note may call others
    for (std::size_t i = 0; i < called_.size(); ++i) {
        const DocumentNote& note = document_.notes[static_cast<std::size_t>(called_[i])];
        const std::string said = inlines(note.inlines);
        out += fmt::format("[^{}]: {}\n\n", note.number, said);
    }
    return out;
}

}  // namespace mtm
