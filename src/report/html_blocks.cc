#include "report/html_blocks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/front_matter.h"
#include "report/html_levels.h"
#include "report/icons.h"
#include "report/link_target.h"

namespace mtm {
namespace {

void add_attribute(std::string& out, std::string_view name, std::string_view value) {
    out += fmt::format(" {}=\"{}\"", name, escape_xml(value));
}

std::string chart_pair(const std::string& wide, const std::string& narrow) {
    return "<div class=\"chart wide\">" + wide + "</div>\n<div class=\"chart narrow\">" + narrow +
           "</div>\n";
}

/// "Figure 3. ", to stand before a title.
std::string numbered(const std::string& label) {
    return label.empty() ? "" : "<span class=\"label\">" + escape_xml(label) + ".</span> ";
}

std::string paragraphs(std::string_view css_class, const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) {
        out += fmt::format("<p class=\"{}\">{}</p>\n", css_class, escape_xml(text));
    }
    return out;
}

/// Text inside a script element, to HTML and to XML readers alike.
std::string script_json(std::string_view json) {
    return replace_all(
        replace_all(replace_all(json, "&", "\\u0026"), "<", "\\u003c"), ">", "\\u003e");
}

/// A file name of Latin letters, digits and hyphens.
std::string file_stem(std::string_view name) {
    std::string out;
    for (const char letter : name) {
        const bool plain = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= 'a' && letter <= 'z');
        out += plain ? letter : '-';
    }
    return out;
}

}  // namespace

HtmlBlocks::HtmlBlocks(const Document& document)
    : document_(document),
      words_(phrases_in(document.language)),
      references_(document.notes.size(), 0) {}

std::string HtmlBlocks::mark(std::string_view element) const {
    std::string out;
    if (document_.rehearsal) {
        out += fmt::format("<{0} class=\"mark\">{1}</{0}>\n", element, escape_xml(words_.invented));
    }
    if (document_.edition == Edition::internal) {
        out += fmt::format("<{0} class=\"mark\">{1}</{0}>\n", element, escape_xml(words_.internal));
    }
    return out;
}

void HtmlBlocks::write(const std::vector<Block>& blocks, std::string& out) {
    for (const Block& block : blocks)
        write(block, out);
}

void HtmlBlocks::write(const Block& block, std::string& out) {
    switch (block.kind) {
        case BlockKind::heading: {
            const std::string name = fmt::format("h{}", std::min(block.level + 1, 6));
            out += fmt::format("<{} id=\"{}\">", name, escape_xml(block.text));
            write(block.inlines, out);
            out += fmt::format("</{}>\n", name);
            break;
        }
        case BlockKind::paragraph:
            write_element("p", block, out);
            break;
        case BlockKind::list:
            write_list(block, out);
            break;
        case BlockKind::item:
            write_element("li", block, out);
            break;
        case BlockKind::quote:
            write_element("blockquote", block, out);
            break;
        case BlockKind::code:
            out += "<pre><code>" + escape_xml(block.text) + "</code></pre>\n";
            break;
        case BlockKind::table:
            write_table(block, out);
            break;
        case BlockKind::row:
            write_element("tr", block, out);
            break;
        case BlockKind::cell:
            write_element("td", block, out);
            break;
        case BlockKind::rule:
            out += "<hr/>\n";
            break;
        case BlockKind::exhibit:
            if (block.index >= 0) {
                write_exhibit(document_.exhibits[static_cast<std::size_t>(block.index)], out);
            }
            break;
        case BlockKind::facts:
            write_facts(block, out);
            break;
        case BlockKind::fact:
            break;
        case BlockKind::map:
            write_map(out);
            break;
        case BlockKind::contents:
            write_contents(out);
            break;
        case BlockKind::figures:
            write_figures(block, out);
            break;
        case BlockKind::note:
            out += "<div class=\"note\" role=\"note\">\n";
            write(block.children, out);
            out += "</div>\n";
            break;
        case BlockKind::page_break:
            out += "<div class=\"page-break\"></div>\n";
            break;
        case BlockKind::directive:
            break;  // of narratives alone
    }
}

void HtmlBlocks::write_element(std::string_view name, const Block& block, std::string& out) {
    out += fmt::format("<{}>", name);
    write(block.inlines, out);
    // A single paragraph of a list item needs no element of its own.
    if (block.kind == BlockKind::item && block.children.size() == 1 &&
        block.children[0].kind == BlockKind::paragraph) {
        write(block.children[0].inlines, out);
    } else {
        write(block.children, out);
    }
    out += fmt::format("</{}>\n", name);
}

void HtmlBlocks::write_list(const Block& block, std::string& out) {
    if (block.ordered && block.start != 1) {
        out += fmt::format("<ol start=\"{}\">\n", block.start);
    } else {
        out += block.ordered ? "<ol>\n" : "<ul>\n";
    }
    write(block.children, out);
    out += block.ordered ? "</ol>\n" : "</ul>\n";
}

void HtmlBlocks::write_table(const Block& block, std::string& out) {
    out += "<table>\n";
    for (const Block& row : block.children) {
        out += "<tr>";
        for (const Block& cell : row.children) {
            out += row.head ? "<th scope=\"col\">" : "<td>";
            write(cell.inlines, out);
            out += row.head ? "</th>" : "</td>";
        }
        out += "</tr>\n";
    }
    out += "</table>\n";
}

void HtmlBlocks::write_facts(const Block& block, std::string& out) {
    out += "<div class=\"facts-box\">\n" + mark("p") + "<ul class=\"facts\">\n";
    for (const Block& fact : block.children) {
        if (fact.children.size() != 2) continue;
        out += "<li>" + icon(fact.text).value_or("") + "<strong class=\"number\">";
        write(fact.children[0].inlines, out);
        out += "</strong><span class=\"what\">";
        write(fact.children[1].inlines, out);
        out += "</span></li>\n";
    }
    out += "</ul>\n</div>\n";
}

void HtmlBlocks::write_contents(std::string& out) const {
    out += fmt::format(
        "<nav class=\"contents\" aria-labelledby=\"contents\">\n"
        "<h2 id=\"contents\">{}</h2>\n<ol>\n",
        escape_xml(words_.contents));
    for (const DocumentSection& section : document_.sections) {
        if (section.title.empty()) continue;
        out += fmt::format("<li><a href=\"#{}\">{}</a>",
                           escape_xml(section.anchor),
                           escape_xml(printed_text(section.title, document_)));
        std::string inner;
        for (const Block& block : section.blocks) {
            if (block.kind != BlockKind::heading || block.level != 2) continue;
            inner += fmt::format("<li><a href=\"#{}\">{}</a></li>\n",
                                 escape_xml(block.text),
                                 escape_xml(printed_text(block.inlines, document_)));
        }
        out += inner.empty() ? "</li>\n" : "\n<ul>\n" + inner + "</ul>\n</li>\n";
    }
    out += "</ol>\n</nav>\n";
}

void HtmlBlocks::write_figures(const Block& block, std::string& out) {
    if (block.text.empty()) {
        out += "<ul class=\"figures\">\n";
    } else {
        out += fmt::format(
            "<nav class=\"contents\" aria-labelledby=\"mtm-figures\">\n"
            "<h2 id=\"mtm-figures\">{}</h2>\n<ul class=\"figures\">\n",
            escape_xml(block.text));
    }
    write(block.children, out);
    out += block.text.empty() ? "</ul>\n" : "</ul>\n</nav>\n";
}

const std::string& HtmlBlocks::drawing(int number) const {
    return document_.drawings[static_cast<std::size_t>(number)];
}

/// Links to take a chart away. Its numbers are in the link itself; picture and specification are
/// made from what the page has by a script, without which those two stay hidden.
void HtmlBlocks::write_downloads(int source, std::string& out) const {
    if (source < 0) return;
    const ChartSource& chart = document_.charts[static_cast<std::size_t>(source)];
    const std::string stem = escape_xml(file_stem(chart.name));
    out += fmt::format(
        "<p class=\"downloads\">{0}: <a download=\"{1}.svg\" href=\"#{1}\" data-download=\"svg\" "
        "hidden=\"hidden\">{2}</a> <a download=\"{1}.vl.json\" href=\"#{1}\" "
        "data-download=\"json\" hidden=\"hidden\">{3}</a> <a download=\"{1}.csv\" "
        "href=\"data:text/csv;charset=utf-8,{4}\">{5}</a></p>\n"
        "<script type=\"application/json\">{6}</script>\n",
        escape_xml(words_.download),
        stem,
        escape_xml(words_.download_picture),
        escape_xml(words_.download_specification),
        percent_encoded("\xEF\xBB\xBF" + chart.csv),
        escape_xml(words_.download_data),
        script_json(chart.specification));
}

void HtmlBlocks::write_exhibit(const Exhibit& exhibit, std::string& out) {
    if (!exhibit.instead.empty()) {
        out += fmt::format("<p class=\"remark\" id=\"{}\">{}",
                           escape_xml(exhibit.anchor),
                           escape_xml(exhibit.instead));
        if (exhibit.note >= 0) write_reference(exhibit.note, out);
        out += "</p>\n";
        return;
    }
    const bool drawn = exhibit.wide >= 0;
    out += fmt::format(
        "<figure class=\"exhibit{}\" id=\"{}\">\n<figcaption><span class=\"title\">{}{}",
        drawn ? "" : " alone",
        escape_xml(exhibit.anchor),
        numbered(exhibit.label),
        escape_xml(exhibit.title));
    if (exhibit.note >= 0) write_reference(exhibit.note, out);
    out += "</span>\n" + mark("span") + "</figcaption>\n";
    if (drawn) out += chart_pair(drawing(exhibit.wide), drawing(exhibit.narrow));
    if (drawn) out += "<p class=\"base\">" + escape_xml(exhibit.base) + "</p>\n";
    if (drawn) {
        out += paragraphs("remark", exhibit.remarks);
        out += fmt::format("<details><summary>{}</summary>\n", escape_xml(words_.table_behind));
        write_numbers(exhibit, out);
        out += paragraphs("remark", exhibit.table_remarks) + "</details>\n";
        write_downloads(exhibit.source, out);
    } else {
        write_numbers(exhibit, out);
        out += "<p class=\"base\">" + escape_xml(exhibit.base) + "</p>\n";
        out += paragraphs("remark", remarks_without_chart(exhibit));
    }
    out += "</figure>\n";
}

void HtmlBlocks::write_numbers(const Exhibit& exhibit, std::string& out) const {
    if (!exhibit.heads.empty()) {
        write_levels(exhibit, words_.answer, out);
        return;
    }
    // Many columns stand below each other on a phone; few but wide ones are scrolled.
    open_wide_table(exhibit.title, out);
    out += fmt::format(
        "<table class=\"numbers{}\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
        exhibit.columns.size() > 4 ? " many" : "",
        escape_xml(exhibit.title),
        escape_xml(words_.answer));
    for (const ExhibitColumn& column : exhibit.columns) {
        out += fmt::format("<th scope=\"col\">{} <span class=\"n\">{}</span></th>",
                           escape_xml(column.label),
                           escape_xml(column.base));
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const ExhibitRow& row : exhibit.rows) {
        out += fmt::format("<tr{}><th scope=\"row\">{}</th>",
                           row.missing ? " class=\"missing\"" : "",
                           escape_xml(row.label));
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            out += "<td";
            add_attribute(out, "data-label", exhibit.columns[i].label);
            out += ">" + cell_in_html(row.cells[i]) + "</td>";
        }
        out += "</tr>\n";
    }
    out += "</tbody>\n</table>\n</div>\n";
}

void HtmlBlocks::write_map(std::string& out) const {
    if (!document_.map) return;
    const CoverageMap& map = *document_.map;
    out += "<figure class=\"exhibit map\" id=\"map\">\n<figcaption><span class=\"title\">" +
           numbered(map.label) + escape_xml(words_.map_title) + "</span>\n" + mark("span") +
           "</figcaption>\n";
    if (map.wide >= 0) out += chart_pair(drawing(map.wide), drawing(map.narrow));
    out += paragraphs("remark", map.remarks);
    out += fmt::format(
        "<details><summary>{}</summary>\n<table class=\"numbers\">\n<thead><tr>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        escape_xml(words_.table_behind),
        escape_xml(words_.area),
        escape_xml(words_.interviews));
    for (const ExhibitRow& row : map.areas) {
        out += fmt::format(
            "<tr><th scope=\"row\">{}</th><td>{} <span class=\"n\">{}</span></td></tr>\n",
            escape_xml(row.label),
            escape_xml(row.cells[0].text),
            escape_xml(row.cells[0].detail));
    }
    out += "</tbody>\n</table>\n</details>\n";
    write_downloads(map.source, out);
    out += "</figure>\n";
}

void HtmlBlocks::write(const std::vector<Inline>& inlines, std::string& out) {
    for (const Inline& piece : inlines)
        write_inline(piece, out);
}

void HtmlBlocks::write_inline(const Inline& piece, std::string& out) {
    const auto wrap = [&](std::string_view name) {
        out += fmt::format("<{}>", name);
        write(piece.children, out);
        out += fmt::format("</{}>", name);
    };
    switch (piece.kind) {
        case InlineKind::text:
            out += escape_xml(piece.text);
            break;
        case InlineKind::emphasis:
            wrap("em");
            break;
        case InlineKind::strong:
            wrap("strong");
            break;
        case InlineKind::strike:
            wrap("s");
            break;
        case InlineKind::code:
            out += "<code>" + escape_xml(piece.text) + "</code>";
            break;
        case InlineKind::link:
            if (!is_safe_link(piece.target)) {
                write(piece.children, out);
                break;
            }
            out += "<a";
            add_attribute(out, "href", piece.target);
            out += ">";
            write(piece.children, out);
            out += "</a>";
            break;
        case InlineKind::line_break:
            out += "<br/>";
            break;
        case InlineKind::figure:
            write_figure(document_.figures[static_cast<std::size_t>(piece.index)], out);
            break;
        case InlineKind::footnote:
            write_reference(piece.index, out);
            break;
    }
}

void HtmlBlocks::write_figure(const PrintedFigure& figure, std::string& out) const {
    out += "<span class=\"figure\" tabindex=\"0\"";
    add_attribute(out, "data-expression", figure.expression);
    if (!figure.value.empty()) add_attribute(out, "data-value", figure.value);
    if (figure.n) out += fmt::format(" data-n=\"{}\"", *figure.n);
    if (figure.base) out += fmt::format(" data-base=\"{}\"", *figure.base);
    if (!figure.basis.empty()) add_attribute(out, "data-basis", figure.basis);
    out += ">" + escape_xml(figure.text) + "</span>";
}

void HtmlBlocks::write_reference(int note, std::string& out) {
    const auto index = static_cast<std::size_t>(note);
    const int number = document_.notes[index].number;
    const int reference = ++references_[index];
    const std::string label = fmt::format(fmt::runtime(words_.note), fmt::arg("number", number));
    out += fmt::format(
        "<sup class=\"ref\" id=\"ref-{0}-{1}\"><a href=\"#note-{0}\" "
        "aria-label=\"{2}\">{0}</a></sup>",
        number,
        reference,
        escape_xml(label));
}

void HtmlBlocks::write_notes(const std::vector<int>& notes, std::string& out) {
    if (notes.empty()) return;
    out += fmt::format("<div class=\"notes\" role=\"group\" aria-label=\"{}\">\n<ol>\n",
                       escape_xml(words_.notes));
    for (const int index : notes) {
        const DocumentNote& note = document_.notes[static_cast<std::size_t>(index)];
        out += fmt::format("<li id=\"note-{0}\" value=\"{0}\">", note.number);
        write(note.inlines, out);
        const int count = references_[static_cast<std::size_t>(index)];
        const std::string label =
            fmt::format(fmt::runtime(words_.back), fmt::arg("number", note.number));
        for (int reference = 1; reference <= count; ++reference) {
            out += fmt::format(" <a class=\"back\" href=\"#ref-{}-{}\" aria-label=\"{}\">↩</a>",
                               note.number,
                               reference,
                               escape_xml(label));
        }
        out += "</li>\n";
    }
    out += "</ol>\n</div>\n";
}

}  // namespace mtm
