#include "report/typst_blocks.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "base/typst_text.h"
#include "report/front_matter.h"
#include "report/icons.h"
#include "report/link_target.h"

namespace mtm {
namespace {

// Icons take their colours from the page's style; on paper they bring them.
std::string icon_on_paper(const std::string& name) {
    const auto drawing = icon(name);
    if (!drawing) return {};
    return replace_all(*drawing,
                       "<svg ",
                       "<svg xmlns=\"http://www.w3.org/2000/svg\" fill=\"none\" stroke=\"#0b5394\" "
                       "stroke-width=\"2.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\" ");
}

}  // namespace

TypstBlocks::TypstBlocks(const Document& document)
    : document_(document),
      words_(phrases_in(document.language)),
      marks_(typst_strings(marks_of(document))),
      anchors_(anchors_of(document)),
      noted_(document.notes.size(), false) {}

void TypstBlocks::write(const DocumentSection& section, std::string& out) {
    if (!section.title.empty()) write_heading(1, section.anchor, section.title, out);
    const auto bounds = [](const Block& block) {
        return block.kind == BlockKind::heading || block.kind == BlockKind::page_break;
    };
    auto begin = section.blocks.begin();
    while (begin != section.blocks.end()) {
        const auto end = std::find_if(begin, section.blocks.end(), bounds);
        write_stretch({begin, end}, out);
        if (end == section.blocks.end()) break;
        write(*end, out);
        begin = end + 1;
    }
}

// What stands between two headings. A chart may change places with the text before and after it, so
// that no page is left half empty: it has a place beside each of them, and report.typ prints it in
// one.
void TypstBlocks::write_stretch(std::span<const Block> blocks, std::string& out) {
    const auto is_text = [](const Block& block) {
        return block.kind == BlockKind::paragraph || block.kind == BlockKind::list;
    };
    std::vector<std::string> written(blocks.size());
    std::vector<std::string> places(blocks.size() + 1);  // before each block, and after the last
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        write(blocks[i], written[i]);
        if (!is_chart(blocks[i])) continue;
        out += fmt::format("#let chart_{} = {}", charts_, written[i].substr(1));
        written[i].clear();
        const auto place = [&](std::size_t at, int moved) {
            places[at] += fmt::format("#place_for({0}, {1}, chart_{0})\n", charts_, moved);
        };
        place(i, 0);
        for (std::size_t at = i; at > 0 && is_text(blocks[at - 1]); --at)
            place(at - 1, static_cast<int>(at - 1) - static_cast<int>(i));
        for (std::size_t at = i + 1; at < blocks.size() && is_text(blocks[at]); ++at)
            place(at + 1, static_cast<int>(at - i));
    }
    for (std::size_t i = 0; i < blocks.size(); ++i)
        out += places[i] + written[i];
    out += places.back();
}

bool TypstBlocks::is_chart(const Block& block) const {
    if (block.kind == BlockKind::map) return document_.map && can_draw(document_.map->wide);
    if (block.kind != BlockKind::exhibit || block.index < 0) return false;
    const Exhibit& exhibit = document_.exhibits[static_cast<std::size_t>(block.index)];
    return can_draw(exhibit.wide) && exhibit.parts.empty();
}

void TypstBlocks::write_heading(int level,
                                const std::string& anchor,
                                const std::vector<Inline>& title,
                                std::string& out) {
    out += fmt::format("#[#heading(level: {})[", level);
    in_heading_ = true;
    write(title, out);
    in_heading_ = false;
    out += fmt::format("]#label({})]\n", typst_string(anchor));
}

void TypstBlocks::write(const std::vector<Block>& blocks, std::string& out) {
    for (const Block& block : blocks)
        write(block, out);
}

void TypstBlocks::write(const Block& block, std::string& out) {
    const auto wrap = [&](std::string_view before, std::string_view after) {
        out += before;
        write(block.inlines, out);
        write(block.children, out);
        out += after;
    };
    switch (block.kind) {
        case BlockKind::heading:
            write_heading(block.level, block.text, block.inlines, out);
            break;
        case BlockKind::paragraph:
            wrap("#par[", boxed_ ? "]\n" : "#end]\n");
            break;
        case BlockKind::list:
            write_list(block, out);
            break;
        case BlockKind::item:
            wrap("[", "]");
            break;
        case BlockKind::quote:
            boxed_ = true;
            wrap("#quote(block: true)[", "]\n");
            boxed_ = false;
            break;
        case BlockKind::code:
            out += fmt::format("#raw({}, block: true)\n", typst_string(block.text));
            break;
        case BlockKind::table:
            write_table(block, out);
            break;
        case BlockKind::row:
        case BlockKind::cell:
        case BlockKind::fact:
            break;  // written by what holds them
        case BlockKind::rule:
            out += "#line(length: 100%, stroke: 0.4pt + line_colour)\n";
            break;
        case BlockKind::exhibit:
            if (block.index >= 0) {
                write_exhibit(document_.exhibits[static_cast<std::size_t>(block.index)], out);
            }
            break;
        case BlockKind::facts:
            write_facts(block, out);
            break;
        case BlockKind::map:
            write_map(out);
            break;
        case BlockKind::contents:
            out += fmt::format("#contents({})\n", typst_string(words_.contents));
            break;
        case BlockKind::figures:
            write_figures(block, out);
            break;
        case BlockKind::note:
            boxed_ = true;
            wrap("#note[", "]\n");
            boxed_ = false;
            break;
        case BlockKind::directive:  // never in a document
            break;
        case BlockKind::page_break:
            out += "#pagebreak(weak: true)\n";
            break;
    }
}

void TypstBlocks::write_list(const Block& block, std::string& out) {
    const bool tight = std::ranges::all_of(block.children, [](const Block& item) {
        return item.children.size() <= 1 && item.inlines.size() < 2;
    });
    out += block.ordered ? fmt::format("#enum(start: {}, tight: {}", block.start, tight)
                         : fmt::format("#list(tight: {}", tight);
    for (const Block& item : block.children) {
        out += ", ";
        // A single paragraph of an item needs no element of its own.
        if (item.children.size() == 1 && item.children[0].kind == BlockKind::paragraph) {
            out += "[";
            write(item.inlines, out);
            write(item.children[0].inlines, out);
            out += &item == &block.children.back() ? "#end]" : "]";
        } else {
            write(item, out);
        }
    }
    out += ")\n";
}

void TypstBlocks::write_table(const Block& block, std::string& out) {
    std::size_t columns = 0;
    for (const Block& row : block.children)
        columns = std::max(columns, row.children.size());
    std::string head;
    std::string cells;
    for (const Block& row : block.children) {
        std::string& into = row.head ? head : cells;
        for (std::size_t i = 0; i < columns; ++i) {
            into += (i < row.children.size() ? content(row.children[i].inlines) : "[]") + ", ";
        }
    }
    out += fmt::format("#grid_table({}, ({}), {})\n", columns, head, cells);
}

void TypstBlocks::write_facts(const Block& block, std::string& out) {
    out += fmt::format("#facts({}", marks_);
    for (const Block& fact : block.children) {
        if (fact.children.size() != 2) continue;
        const std::string drawing = icon_on_paper(fact.text);
        out += fmt::format(", fact({}, ", drawing.empty() ? "none" : typst_string(drawing));
        out += content(fact.children[0].inlines) + ", ";
        out += content(fact.children[1].inlines) + ")";
    }
    out += ")\n";
}

bool TypstBlocks::can_draw(int drawing) const {
    const auto index = static_cast<std::size_t>(drawing);
    return drawing >= 0 && index < document_.sources.size() &&
           !document_.sources[index].svg.empty();
}

void TypstBlocks::write_figures(const Block& block, std::string& out) {
    out += fmt::format("#figures({}", block.text.empty() ? "none" : typst_string(block.text));
    for (const Block& item : block.children) {
        const std::vector<Inline>& entry = item.children.front().inlines;
        out += fmt::format(", ({}, {})",
                           typst_string(entry.front().target.substr(1)),
                           typst_string(plain_text(entry)));
    }
    out += ")\n";
}

void TypstBlocks::write_exhibit(const Exhibit& exhibit, std::string& out) {
    if (!exhibit.instead.empty()) {
        out += fmt::format(
            "#withheld({})[#{};", typst_string(exhibit.anchor), typst_string(exhibit.instead));
        if (exhibit.note >= 0) write_note(exhibit.note, out);
        out += "]\n";
        return;
    }
    std::string title = fmt::format("[#{};", typst_string(captioned(exhibit.label, exhibit.title)));
    if (exhibit.note >= 0) write_note(exhibit.note, title);
    title += "]";
    if (!exhibit.parts.empty()) {
        write_parts(exhibit, title, out);
    } else if (can_draw(exhibit.wide)) {
        write_chart(exhibit.anchor, title, exhibit.wide, exhibit.base, exhibit.remarks, out);
    } else {
        write_numbers(exhibit, title, out);
    }
}

void TypstBlocks::write_chart(const std::string& name,
                              const std::string& title,
                              int drawing,
                              const std::string& base,
                              const std::vector<std::string>& remarks,
                              std::string& out) {
    const DrawingSource& source = document_.sources[static_cast<std::size_t>(drawing)];
    out += fmt::format("#chart({}, {}, {}, {}, {}, {}, {}, {})\n",
                       ++charts_,
                       typst_string(name),
                       title,
                       marks_,
                       typst_string(source.svg),
                       typst_string(source.alternative),
                       typst_string(base),
                       typst_strings(remarks));
}

void TypstBlocks::write_parts(const Exhibit& exhibit,
                              const std::string& title,
                              std::string& out) const {
    std::vector<std::string> drawings;
    for (const int part : exhibit.parts)
        drawings.push_back(document_.sources[static_cast<std::size_t>(part)].svg);
    out += fmt::format(
        "#chart_in_parts({}, {}, {}, {}, {}, {}, {}, {})\n",
        typst_string(exhibit.anchor),
        title,
        typst_string(captioned(exhibit.label, exhibit.title)),
        marks_,
        typst_strings(drawings),
        typst_string(document_.sources[static_cast<std::size_t>(exhibit.wide)].alternative),
        typst_string(exhibit.base),
        typst_strings(exhibit.remarks));
}

void TypstBlocks::write_numbers(const Exhibit& exhibit,
                                const std::string& title,
                                std::string& out) const {
    const auto cell = [](const std::string& text, const std::string& detail) {
        if (detail.empty()) return typst_string(text);
        return fmt::format("[#{}; #linebreak() #std.text(size: 0.85em, fill: quiet, {});]",
                           typst_string(text),
                           typst_string(detail));
    };
    const auto label_of = [&](const ExhibitRow& row) {
        std::string label = typst_string(row.label);
        if (row.missing) label = "emph(" + label + ")";
        if (row.heading) label = "strong(" + label + ")";
        if (!row.base.empty())
            label = fmt::format("[#{}; #linebreak() #std.text(size: 0.85em, fill: quiet, {});]",
                                label,
                                typst_string(row.base));
        return row.indent == 0 ? label : fmt::format("std.pad(left: {}em, {})", row.indent, label);
    };
    std::string head = typst_string(words_.answer) + ", ";
    for (const ExhibitColumn& column : exhibit.columns)
        head += cell(column.label, column.base) + ", ";
    std::string rows;
    for (const ExhibitRow& row : exhibit.rows) {
        if (row.heading) {
            rows += fmt::format("(table.cell(colspan: {}, align: left, {}), ), ",
                                exhibit.columns.size() + 1,
                                label_of(row));
            continue;
        }
        rows += "(" + label_of(row) + ", ";
        for (const ExhibitCell& each : row.cells)
            rows += cell(each.text, details_under(each)) + ", ";
        rows += "), ";
    }
    out += fmt::format("#numbers({}, {}, {}, ({}), ({}), {}, {})\n",
                       typst_string(exhibit.anchor),
                       title,
                       marks_,
                       head,
                       rows,
                       typst_string(exhibit.base),
                       typst_strings(remarks_without_chart(exhibit)));
}

void TypstBlocks::write_map(std::string& out) {
    if (!document_.map || !can_draw(document_.map->wide)) return;
    const CoverageMap& map = *document_.map;
    write_chart("map",
                typst_string(captioned(map.label, words_.map_title)),
                map.wide,
                "",
                map.remarks,
                out);
}

std::string TypstBlocks::content(const std::vector<Inline>& inlines) {
    std::string out = "[";
    write(inlines, out);
    return out + "]";
}

void TypstBlocks::write(const std::vector<Inline>& inlines, std::string& out) {
    for (const Inline& piece : inlines)
        write(piece, out);
}

void TypstBlocks::write(const Inline& piece, std::string& out) {
    const auto wrap = [&](std::string_view name) {
        out += fmt::format("#{}[", name);
        write(piece.children, out);
        out += "];";
    };
    switch (piece.kind) {
        case InlineKind::text:
            out += fmt::format("#{};", typst_string(replace_all(piece.text, "\n", " ")));
            break;
        case InlineKind::emphasis:
            wrap("emph");
            break;
        case InlineKind::strong:
            wrap("strong");
            break;
        case InlineKind::strike:
            wrap("strike");
            break;
        case InlineKind::code:
            out += fmt::format("#raw({});", typst_string(piece.text));
            break;
        case InlineKind::link:
            write_link(piece, out);
            break;
        case InlineKind::line_break:
            out += "#linebreak();";
            break;
        case InlineKind::figure:
            out += fmt::format(
                "#{};",
                typst_string(document_.figures[static_cast<std::size_t>(piece.index)].text));
            break;
        case InlineKind::footnote:
            write_note(piece.index, out);
            break;
    }
}

void TypstBlocks::write_link(const Inline& piece, std::string& out) {
    const bool inside = piece.target.starts_with("#");
    const std::string anchor = inside ? piece.target.substr(1) : std::string();
    // A label that is not there would stop Typst.
    if (!is_safe_link(piece.target) || (inside && !anchors_.contains(anchor))) {
        write(piece.children, out);
        return;
    }
    out += inside ? fmt::format("#link(label({}))", typst_string(anchor))
                  : fmt::format("#link({})", typst_string(piece.target));
    out += content(piece.children) + ";";
}

void TypstBlocks::write_note(int index, std::string& out) {
    const auto at = static_cast<std::size_t>(index);
    const DocumentNote& note = document_.notes[at];
    const std::string label = typst_string("mtm-note-" + std::to_string(note.number));
    if (noted_[at]) {
        out += fmt::format("#footnote(label({}));", label);
        return;
    }
    noted_[at] = true;
    // Contents and running heads repeat a heading: its note has one place.
    const bool repeated = std::exchange(in_heading_, false);
    if (repeated) out += "#unless_repeated[";
    out += "#footnote" + content(note.inlines) + "#label(" + label + ");";
    if (repeated) out += "];";
    in_heading_ = repeated;
}

}  // namespace mtm
