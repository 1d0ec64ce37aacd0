#include "report/chart_files.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/front_matter.h"
#include "report/phrases.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

// Titles and descriptions are the first children of an SVG (SVG 2, section 5.8).
std::string described(const std::string& svg,
                      const std::string& title,
                      const std::string& alternative,
                      const std::string& made_from) {
    const std::size_t end = svg.find('>');
    if (end == std::string::npos) return svg;
    std::string out = svg;
    out.insert(end + 1,
               "<title>" + escape_xml(title) + "</title><desc>" + escape_xml(alternative) +
                   (made_from.empty() ? "" : " " + escape_xml(made_from)) + "</desc>");
    return out + "\n";
}

std::string with_origin(const DrawingSource& source, const std::string& title, const Json& origin) {
    Json specification = Json::parse(source.specification, nullptr, false);
    if (!specification.is_object()) return source.specification;
    specification["description"] = source.alternative;
    specification["usermeta"] = origin;
    specification["usermeta"]["title"] = title;
    return specification.dump(1) + "\n";
}

std::vector<std::string> row_of(const Document& document,
                                const ExhibitRow& row,
                                std::size_t cell,
                                const std::string& group,
                                const std::string& base) {
    const ExhibitCell& shown = row.cells[cell];
    return {row.label,
            group,
            shown.value == "null" ? std::string() : shown.value,
            shown.text,
            shown.detail,
            base,
            document.rehearsal ? "yes" : ""};
}

const std::vector<std::string> csv_head{
    "answer", "group", "value", "printed", "detail", "base", "invented"};

std::string csv_of(const Document& document, const Exhibit& exhibit) {
    std::vector<std::vector<std::string>> rows{csv_head};
    for (std::size_t g = 0; g < exhibit.columns.size(); ++g) {
        for (const ExhibitRow& row : exhibit.rows) {
            if (g >= row.cells.size()) continue;
            rows.push_back(
                row_of(document, row, g, exhibit.columns[g].label, exhibit.columns[g].base));
        }
    }
    return write_csv(rows);
}

std::string csv_of(const Document& document, const CoverageMap& map) {
    std::vector<std::vector<std::string>> rows{csv_head};
    for (const ExhibitRow& row : map.areas) {
        if (!row.cells.empty()) rows.push_back(row_of(document, row, 0, "", ""));
    }
    return write_csv(rows);
}

}  // namespace

std::vector<ChartFiles> chart_files(const Document& document) {
    const std::string made_from = made_from_line(document);
    Json origin = {{"report", full_title(document)}, {"language", document.language}};
    if (!made_from.empty()) origin["made_from"] = made_from;
    if (document.rehearsal) origin["warning"] = phrases_in(document.language).invented;
    std::vector<ChartFiles> out;
    const auto add = [&](int drawing, std::string name, const std::string& title, std::string csv) {
        const auto index = static_cast<std::size_t>(drawing);
        if (drawing < 0 || index >= document.sources.size()) return;
        const DrawingSource& source = document.sources[index];
        if (source.svg.empty()) return;
        out.push_back({drawing,
                       std::move(name),
                       described(source.svg, title, source.alternative, made_from),
                       with_origin(source, title, origin),
                       std::move(csv)});
    };
    if (document.map) {
        add(document.map->wide,
            "mtm-map",
            std::string(phrases_in(document.language).map_title),
            csv_of(document, *document.map));
    }
    for (const Exhibit& exhibit : document.exhibits) {
        constexpr std::string_view before = "table-";
        const std::string name =
            exhibit.anchor.substr(exhibit.anchor.starts_with(before) ? before.size() : 0);
        add(exhibit.wide, name, exhibit.title, csv_of(document, exhibit));
    }
    return out;
}

}  // namespace mtm
