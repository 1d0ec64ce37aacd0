#include "report/pandoc_blocks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/drawing_size.h"
#include "report/front_matter.h"
#include "report/link_target.h"
#include "report/paper_parts.h"

namespace mtm {
namespace {

using pandoc::Element;

// Of a chart on the page, in centimetres.
constexpr double picture_width_cm = paper_chart_width_mm / 10;
constexpr double picture_height_max_cm = paper_chart_height_mm / 10;

std::string bookmark_start(int id, const std::string& name) {
    return fmt::format("<w:bookmarkStart w:id=\"{}\" w:name=\"{}\"/>", id, name);
}

std::string field(std::string_view instruction, const std::string& shown, std::string_view looks) {
    return fmt::format(
        "<w:r>{0}<w:fldChar w:fldCharType=\"begin\"/></w:r>"
        "<w:r>{0}<w:instrText xml:space=\"preserve\"> {1} </w:instrText></w:r>"
        "<w:r>{0}<w:fldChar w:fldCharType=\"separate\"/></w:r>"
        "<w:r>{0}<w:t>{2}</w:t></w:r>"
        "<w:r>{0}<w:fldChar w:fldCharType=\"end\"/></w:r>",
        looks,
        instruction,
        escape_xml(shown));
}

// A title that leads to a bookmark and tells its page. `begins` stands before it.
std::string line_of_contents(int level,
                             std::string_view begins,
                             const std::string& name,
                             const std::string& title) {
    return fmt::format(
        "<w:p><w:pPr><w:pStyle w:val=\"TOC{}\"/></w:pPr>{}<w:hyperlink w:anchor=\"{}\" "
        "w:history=\"1\"><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:r><w:tab/></w:r>{}"
        "</w:hyperlink></w:p>",
        level,
        begins,
        name,
        escape_xml(title),
        field("PAGEREF " + name + " \\h", "", ""));
}

}  // namespace

PandocBlocks::PandocBlocks(const Document& document, const std::vector<std::string>& pictures)
    : document_(document),
      pictures_(pictures),
      words_(phrases_in(document.language)),
      numbers_of_notes_(document.notes.size(), 0) {
    for (const std::string& anchor : anchors_of(document)) {
        bookmarks_[anchor] = "place" + std::to_string(bookmarks_.size() + 1);
    }
}

std::string PandocBlocks::bookmark(const std::string& anchor) {
    const auto [found, is_new] = bookmarks_.try_emplace(anchor);
    if (is_new) found->second = "place" + std::to_string(bookmarks_.size());
    return found->second;
}

Element PandocBlocks::heading(int level, const std::string& anchor, Element title) {
    return pandoc::element(
        "Header", Element::array({level, pandoc::attributes(bookmark(anchor)), std::move(title)}));
}

void PandocBlocks::write(const DocumentSection& section, Element& out) {
    if (!section.title.empty()) out.push_back(heading(1, section.anchor, inlines(section.title)));
    write(section.blocks, out);
}

void PandocBlocks::write(const std::vector<Block>& blocks, Element& out) {
    for (const Block& block : blocks)
        write(block, out);
}

void PandocBlocks::write(const Block& block, Element& out) {
    switch (block.kind) {
        case BlockKind::heading:
            out.push_back(heading(block.level, block.text, inlines(block.inlines)));
            break;
        case BlockKind::paragraph:
            out.push_back(pandoc::para(inlines(block.inlines)));
            break;
        case BlockKind::list:
            out.push_back(list(block));
            break;
        case BlockKind::item:
            if (!block.inlines.empty()) out.push_back(pandoc::plain(inlines(block.inlines)));
            write(block.children, out);
            break;
        case BlockKind::quote: {
            Element inner = Element::array();
            write(block.children, inner);
            out.push_back(pandoc::element("BlockQuote", std::move(inner)));
            break;
        }
        case BlockKind::code:
            out.push_back(
                pandoc::element("CodeBlock", Element::array({pandoc::attributes(), block.text})));
            break;
        case BlockKind::table:
            out.push_back(narrative_table(block));
            break;
        case BlockKind::row:
        case BlockKind::cell:
        case BlockKind::fact:
            break;  // written by what holds them
        case BlockKind::rule:
            out.push_back(pandoc::element("HorizontalRule"));
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
            out.push_back(contents());
            break;
        case BlockKind::figures:
            out.push_back(list_of_figures(block));
            break;
        case BlockKind::note: {
            Element inner = Element::array();
            write(block.children, inner);
            out.push_back(pandoc::styled("Note Box", std::move(inner)));
            break;
        }
        case BlockKind::directive:  // never in a document
            break;
        case BlockKind::page_break:
            out.push_back(pandoc::raw_block("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"));
            break;
    }
}

Element PandocBlocks::list(const Block& block) {
    Element items = Element::array();
    for (const Block& item : block.children) {
        Element blocks = Element::array();
        write(item, blocks);
        items.push_back(std::move(blocks));
    }
    if (!block.ordered) return pandoc::element("BulletList", std::move(items));
    Element numbering =
        Element::array({block.start, pandoc::element("Decimal"), pandoc::element("Period")});
    return pandoc::element("OrderedList", Element::array({std::move(numbering), std::move(items)}));
}

Element PandocBlocks::narrative_table(const Block& block) {
    std::size_t columns = 1;
    for (const Block& row : block.children)
        columns = std::max(columns, row.children.size());
    Element head = Element::array();
    Element rows = Element::array();
    for (const Block& row : block.children) {
        Element cells = Element::array();
        for (std::size_t i = 0; i < columns; ++i) {
            cells.push_back(pandoc::cell(i < row.children.size() ? inlines(row.children[i].inlines)
                                                                 : Element::array()));
        }
        (row.head ? head : rows).push_back(std::move(cells));
    }
    return pandoc::table(
        head, rows, std::vector<double>(columns, 1.0 / static_cast<double>(columns)));
}

void PandocBlocks::write_marks(Element& out) const {
    for (const std::string& mark : marks_of(document_)) {
        out.push_back(pandoc::styled(
            "Exhibit Mark", Element::array({pandoc::para(Element::array({pandoc::text(mark)}))})));
    }
}

void PandocBlocks::write_facts(const Block& block, Element& out) {
    write_marks(out);
    Element facts = Element::array();
    for (const Block& fact : block.children) {
        if (fact.children.size() != 2) continue;
        Element line =
            Element::array({pandoc::styled_text("Fact Number", inlines(fact.children[0].inlines)),
                            pandoc::text("  ")});
        for (Element& piece : inlines(fact.children[1].inlines))
            line.push_back(std::move(piece));
        facts.push_back(pandoc::para(std::move(line)));
    }
    out.push_back(pandoc::styled("Fact", std::move(facts)));
}

bool PandocBlocks::has_picture(int drawing) const {
    const auto index = static_cast<std::size_t>(drawing);
    return drawing >= 0 && index < pictures_.size() && !pictures_[index].empty();
}

Element PandocBlocks::picture(int drawing) const {
    const auto index = static_cast<std::size_t>(drawing);
    const DrawingSource& source = document_.sources[index];
    const DrawingSize size = drawing_size(source.svg);
    const double width_cm =
        std::min(picture_width_cm, picture_height_max_cm * size.width / size.height);
    Element attributes = pandoc::attributes();
    attributes[2] = Element::array({Element::array({"width", fmt::format("{:.2f}cm", width_cm)})});
    return pandoc::element("Image",
                           Element::array({std::move(attributes),
                                           Element::array({pandoc::text(source.alternative)}),
                                           Element::array({pictures_[index], ""})}));
}

void PandocBlocks::write_picture(int drawing, Element& out) const {
    out.push_back(pandoc::styled(
        "Exhibit Picture", Element::array({pandoc::para(Element::array({picture(drawing)}))})));
}

void PandocBlocks::write_under(const std::string& base,
                               const std::vector<std::string>& remarks,
                               Element& out) const {
    // One paragraph, so that none of it is torn onto the next page.
    Element said = Element::array();
    if (!base.empty()) said.push_back(pandoc::strong(Element::array({pandoc::text(base)})));
    for (const std::string& remark : remarks) {
        if (!said.empty()) said.push_back(pandoc::element("LineBreak"));
        said.push_back(pandoc::text(remark));
    }
    if (said.empty()) return;
    out.push_back(
        pandoc::styled("Exhibit Remark", Element::array({pandoc::para(std::move(said))})));
}

void PandocBlocks::write_exhibit(const Exhibit& exhibit, Element& out) {
    if (!exhibit.instead.empty()) {
        Element said = Element::array({pandoc::text(exhibit.instead)});
        if (exhibit.note >= 0) write_note(exhibit.note, said);
        Element named = pandoc::element(
            "Span",
            Element::array({pandoc::attributes(bookmark(exhibit.anchor)), std::move(said)}));
        out.push_back(pandoc::styled(
            "Exhibit Remark", Element::array({pandoc::para(Element::array({std::move(named)}))})));
        return;
    }
    Element title = Element::array({pandoc::text(captioned(exhibit.label, exhibit.title))});
    if (exhibit.note >= 0) write_note(exhibit.note, title);
    Element named = pandoc::element(
        "Span", Element::array({pandoc::attributes(bookmark(exhibit.anchor)), std::move(title)}));
    out.push_back(pandoc::styled(
        "Exhibit Title", Element::array({pandoc::para(Element::array({std::move(named)}))})));
    write_marks(out);
    const bool in_parts =
        !exhibit.parts.empty() &&
        std::ranges::all_of(exhibit.parts, [this](int part) { return has_picture(part); });
    if (in_parts) {
        for (const int part : exhibit.parts)
            write_picture(part, out);
    } else if (has_picture(exhibit.wide)) {
        write_picture(exhibit.wide, out);
    } else {
        out.push_back(numbers(exhibit));
        return write_under(exhibit.base, remarks_without_chart(exhibit), out);
    }
    write_under(exhibit.base, exhibit.remarks, out);
}

void PandocBlocks::write_map(Element& out) {
    if (!document_.map || !has_picture(document_.map->wide)) return;
    Element named = pandoc::element(
        "Span",
        Element::array(
            {pandoc::attributes(bookmark("map")),
             Element::array({pandoc::text(captioned(document_.map->label, words_.map_title))})}));
    out.push_back(pandoc::styled(
        "Exhibit Title", Element::array({pandoc::para(Element::array({std::move(named)}))})));
    write_marks(out);
    write_picture(document_.map->wide, out);
    write_under("", document_.map->remarks, out);
}

Element PandocBlocks::numbers(const Exhibit& exhibit) const {
    const auto with_detail = [](const std::string& text, const std::string& detail) {
        Element out = Element::array({pandoc::text(text)});
        if (detail.empty()) return out;
        out.push_back(pandoc::element("LineBreak"));
        out.push_back(pandoc::styled_text("Table Detail", Element::array({pandoc::text(detail)})));
        return out;
    };
    Element head =
        Element::array({pandoc::cell(Element::array({pandoc::text(std::string(words_.answer))}))});
    for (const ExhibitColumn& column : exhibit.columns)
        head.push_back(pandoc::cell(with_detail(column.label, column.base), true));
    Element rows = Element::array();
    for (const ExhibitRow& row : exhibit.rows) {
        std::string indent;
        for (int level = 0; level < row.indent; ++level)
            indent += "\u2003";
        Element label = with_detail(indent + row.label, row.base.empty() ? "" : indent + row.base);
        if (row.missing) label = Element::array({pandoc::element("Emph", std::move(label))});
        if (row.heading) label = Element::array({pandoc::element("Strong", std::move(label))});
        Element cells = Element::array({pandoc::cell(std::move(label))});
        for (const ExhibitCell& each : row.cells)
            cells.push_back(pandoc::cell(with_detail(each.text, details_under(each)), true));
        rows.push_back(std::move(cells));
    }
    const auto columns = static_cast<double>(exhibit.columns.size());
    std::vector<double> widths{std::max(2.0, 6.0 - columns) /
                               (std::max(2.0, 6.0 - columns) + columns)};
    widths.resize(exhibit.columns.size() + 1, (1.0 - widths[0]) / std::max(1.0, columns));
    return pandoc::table(Element::array({std::move(head)}), rows, widths);
}

Element PandocBlocks::contents() {
    std::string lines;
    const auto add = [&](int level, const std::string& anchor, const std::string& title) {
        const std::string name = bookmark(anchor);
        const std::string begins =
            lines.empty()
                ? "<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r>"
                  "<w:r><w:instrText xml:space=\"preserve\"> TOC \\o &quot;1-2&quot; \\h \\z "
                  "\\u </w:instrText></w:r>"
                  "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
                : "";
        lines += line_of_contents(level, begins, name, title);
    };
    for (const DocumentSection& section : document_.sections) {
        if (section.title.empty()) continue;
        add(1, section.anchor, printed_text(section.title, document_));
        for (const Block& block : section.blocks) {
            if (block.kind != BlockKind::heading || block.level != 2) continue;
            add(2, block.text, printed_text(block.inlines, document_));
        }
    }
    if (lines.empty()) return pandoc::raw_block("<w:p/>");
    return pandoc::raw_block(fmt::format(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/>"
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        "<w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>{}"
        "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>",
        escape_xml(words_.contents),
        lines));
}

Element PandocBlocks::list_of_figures(const Block& block) {
    std::string lines;
    if (!block.text.empty()) {
        lines += fmt::format(
            "<w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>",
            escape_xml(block.text));
    }
    for (const Block& item : block.children) {
        const std::vector<Inline>& entry = item.children.front().inlines;
        lines +=
            line_of_contents(2, "", bookmark(entry.front().target.substr(1)), plain_text(entry));
    }
    return pandoc::raw_block(lines.empty() ? "<w:p/>" : lines);
}

Element PandocBlocks::inlines(const std::vector<Inline>& pieces) {
    Element out = Element::array();
    for (const Inline& piece : pieces)
        write(piece, out);
    return out;
}

void PandocBlocks::write(const Inline& piece, Element& out) {
    switch (piece.kind) {
        case InlineKind::text:
            out.push_back(pandoc::text(replace_all(piece.text, "\n", " ")));
            break;
        case InlineKind::emphasis:
            out.push_back(pandoc::element("Emph", inlines(piece.children)));
            break;
        case InlineKind::strong:
            out.push_back(pandoc::strong(inlines(piece.children)));
            break;
        case InlineKind::strike:
            out.push_back(pandoc::element("Strikeout", inlines(piece.children)));
            break;
        case InlineKind::code:
            out.push_back(
                pandoc::element("Code", Element::array({pandoc::attributes(), piece.text})));
            break;
        case InlineKind::link: {
            const bool inside = piece.target.starts_with("#");
            const auto place = bookmarks_.find(inside ? piece.target.substr(1) : "");
            if (!is_safe_link(piece.target) || (inside && place == bookmarks_.end())) {
                for (const Inline& child : piece.children)
                    write(child, out);
                break;
            }
            const std::string target = inside ? "#" + place->second : piece.target;
            out.push_back(pandoc::element("Link",
                                          Element::array({pandoc::attributes(),
                                                          inlines(piece.children),
                                                          Element::array({target, ""})})));
            break;
        }
        case InlineKind::line_break:
            out.push_back(pandoc::element("LineBreak"));
            break;
        case InlineKind::figure:
            out.push_back(
                pandoc::text(document_.figures[static_cast<std::size_t>(piece.index)].text));
            break;
        case InlineKind::footnote:
            write_note(piece.index, out);
            break;
    }
}

// A note is printed where it is first called; further calls are fields that refer to it. Word has
// no notes in notes: there the inner one stands in brackets.
void PandocBlocks::write_note(int index, Element& out) {
    const auto at = static_cast<std::size_t>(index);
    const DocumentNote& note = document_.notes[at];
    if (inside_note_) {
        out.push_back(pandoc::text(" ["));
        for (Element& piece : inlines(note.inlines))
            out.push_back(std::move(piece));
        out.push_back(pandoc::text("]"));
        return;
    }
    const std::string name = "note" + std::to_string(note.number);
    if (numbers_of_notes_[at] > 0) {
        out.push_back(
            pandoc::raw_inline(field("NOTEREF " + name + " \\f \\h",
                                     std::to_string(numbers_of_notes_[at]),
                                     "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>")));
        return;
    }
    numbers_of_notes_[at] = ++last_note_;
    inside_note_ = true;
    Element said = Element::array({pandoc::para(inlines(note.inlines))});
    inside_note_ = false;
    const int id = 900000 + note.number;
    out.push_back(pandoc::raw_inline(bookmark_start(id, name)));
    out.push_back(pandoc::element("Note", std::move(said)));
    out.push_back(pandoc::raw_inline(fmt::format("<w:bookmarkEnd w:id=\"{}\"/>", id)));
}

}  // namespace mtm
