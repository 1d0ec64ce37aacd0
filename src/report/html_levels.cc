#include "report/html_levels.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {

namespace {

bool has_row_bases(const Exhibit& exhibit) {
    return std::ranges::any_of(exhibit.rows,
                               [](const ExhibitRow& row) { return !row.base.empty(); });
}

// Heads of several columns say so; those above the last row belong to the columns below them.
void write_heads(const Exhibit& exhibit, std::string_view stub, std::string& out) {
    const std::size_t rows = exhibit.heads.size();
    out += "<thead>\n";
    std::vector<std::size_t> left;  // rows that the head of a column still covers
    left.assign(exhibit.columns.size(), 0);
    for (std::size_t r = 0; r < rows; ++r) {
        out += "<tr>";
        if (r == 0)
            out += stub.empty()
                       ? fmt::format("<td rowspan=\"{}\"></td>", rows)
                       : fmt::format(
                             "<th scope=\"col\" rowspan=\"{}\">{}</th>", rows, escape_xml(stub));
        std::size_t column = 0;
        for (const ExhibitHead& head : exhibit.heads[r]) {
            while (column < left.size() && left[column] > 0)
                ++column;
            const bool group = head.columns > 1;
            std::string n;
            if (r + head.rows == rows && !group && column < exhibit.columns.size() &&
                !exhibit.columns[column].base.empty()) {
                n = " <span class=\"n\">" + escape_xml(exhibit.columns[column].base) + "</span>";
            }
            out += fmt::format("<th scope=\"{}\"{}{}{}>{}{}</th>",
                               group ? "colgroup" : "col",
                               group ? " class=\"over\"" : "",
                               group ? fmt::format(" colspan=\"{}\"", head.columns) : "",
                               head.rows > 1 ? fmt::format(" rowspan=\"{}\"", head.rows) : "",
                               escape_xml(head.label),
                               n);
            for (std::size_t c = 0; c < head.columns && column < left.size(); ++c)
                left[column++] = head.rows;
        }
        for (std::size_t& rows_left : left)
            rows_left -= rows_left > 0 ? 1 : 0;
        out += "</tr>\n";
    }
    out += "</thead>\n";
}

void write_row(const Exhibit& exhibit, const ExhibitRow& row, std::string& out) {
    const std::string indent =
        row.indent > 0 ? fmt::format(" class=\"in{}\"", std::min(row.indent, 4)) : "";
    if (row.heading) {
        out += fmt::format(
            "<tr class=\"level\"><th scope=\"rowgroup\" colspan=\"{}\"{}>{}</th></tr>\n",
            exhibit.columns.size() + 1,
            indent,
            escape_xml(row.label));
        return;
    }
    out += fmt::format("<tr{}><th scope=\"row\"{}>{}",
                       row.missing ? " class=\"missing\"" : "",
                       indent,
                       escape_xml(row.label));
    if (!row.base.empty()) out += " <span class=\"n\">" + escape_xml(row.base) + "</span>";
    out += "</th>";
    for (const ExhibitCell& cell : row.cells)
        out += "<td>" + cell_in_html(cell) + "</td>";
    out += "</tr>\n";
}

}  // namespace

std::string cell_in_html(const ExhibitCell& cell) {
    std::string out = escape_xml(cell.text);
    const auto add = [&out](std::string_view kind, const std::string& text) {
        if (text.empty()) return;
        out += fmt::format(" <span class=\"{}\">{}</span>", kind, escape_xml(text));
    };
    add("letters", cell.letters);
    add("interval", cell.interval);
    add("n", cell.detail);
    return out;
}

void open_wide_table(const std::string& title, std::string& out) {
    out +=
        fmt::format("<div class=\"wide-table\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n",
                    escape_xml(title));
}

void write_levels(const Exhibit& exhibit, std::string_view stub, std::string& out) {
    open_wide_table(exhibit.title, out);
    out += fmt::format("<table class=\"numbers levels\">\n<caption>{}</caption>\n",
                       escape_xml(exhibit.title));
    write_heads(exhibit, has_row_bases(exhibit) ? "" : stub, out);
    out += "<tbody>\n";
    for (const ExhibitRow& row : exhibit.rows)
        write_row(exhibit, row, out);
    out += "</tbody>\n</table>\n</div>\n";
}

}  // namespace mtm
