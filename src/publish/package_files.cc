#include "publish/package_files.h"

#include <array>

namespace mtm {
namespace {

constexpr std::array<PackageFileKind, 10> kinds{{
    {".csv", "CSV", "text/csv"},
    {".xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".sav", "SPSS", "application/x-spss-sav"},
    {".dta", "Stata", "application/x-stata-dta"},
    {".parquet", "Parquet", "application/vnd.apache.parquet"},
    {".jsonld", "JSON-LD", "application/ld+json"},
    {".json", "JSON", "application/json"},
    {".xml", "XML", "application/xml"},
    {".md", "Markdown", "text/markdown"},
    {"", "Text", "text/plain"},
}};

constexpr std::pair<std::string_view, std::string_view> fixed_names[] = {
    {"microdata.xlsx", "The records as a workbook, with labels beside codes; repeats are sheets"},
    {"tables.csv", "All published tables, a record for each cell"},
    {"tables.json", "All published tables, with their bases and notes"},
    {"api.json", "The cells of all published tables with places, date and round, for programs"},
    {"codebook.xml", "Codebook in DDI-Codebook 2.5"},
    {"nada.json", "The same for a catalogue of IHSN's NADA"},
    {"datapackage.json", "Data Package v2: columns, types and categories of the CSV files"},
    {"hdx.json", "Record for the Humanitarian Data Exchange"},
    {"dataset.jsonld", "Description for search engines (schema.org), to embed in a page"},
    {"dcat.jsonld", "Description for catalogues (DCAT 3)"},
    {"README.md", "This page"},
    {"CHECKSUMS.sha256", "SHA-256 of every other file"}};

std::string_view microdata_words(std::string_view ending) {
    if (ending == ".csv") return "as CSV, in UTF-8: codes, a header of one row";
    if (ending == ".sav") return "for SPSS, with labels and missing values";
    if (ending == ".dta") return "for Stata, with labels and missing values";
    if (ending == ".parquet") return "as Parquet, for R, Python and DuckDB";
    return "as JSON: a list of objects with the columns of the CSV";
}

}  // namespace

const PackageFileKind& kind_of_file(std::string_view name) {
    for (const PackageFileKind& kind : kinds) {
        if (name.ends_with(kind.ending)) return kind;
    }
    return kinds.back();
}

std::string description_of_file(std::string_view name) {
    for (const auto& [known, words] : fixed_names) {
        if (name == known) return std::string(words);
    }
    const std::string_view stem = name.substr(0, name.find('.'));
    const bool hxl = stem.ends_with("-hxl");
    const std::string_view table = hxl ? stem.substr(0, stem.size() - 4) : stem;
    constexpr std::string_view microdata = "microdata";
    std::string out = table == microdata
                          ? "The records"
                          : "The rounds of " + std::string(table.substr(microdata.size() + 1));
    if (hxl) return out + " as CSV with a row of HXL hashtags under the header, and labels";
    return out + " " + std::string(microdata_words(kind_of_file(name).ending));
}

bool is_data_file(std::string_view name) {
    return name.starts_with("microdata") || name.starts_with("tables.");
}

}  // namespace mtm
