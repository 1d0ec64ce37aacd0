#include "workbook/read.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "workbook/archive.h"
#include "workbook/cell_value.h"
#include "workbook/csv.h"
#include "workbook/open_tables.h"
#include "workbook/xls_reader.h"
#include "workbook/xlsx_reader.h"
#include "workbook/xlsx_sheet.h"

namespace mtm {
namespace {

// What text that opens with a tag is; empty for other text.
std::string_view markup_kind(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::string opening = lower_ascii(trim(bytes.substr(0, 2048)));
    if (!opening.starts_with('<')) return {};
    if (opening.find("office:spreadsheet") != std::string::npos) {
        return "an Excel 2003 XML spreadsheet";
    }
    if (opening.find("<html") != std::string::npos || opening.find("<table") != std::string::npos ||
        opening.starts_with("<!doctype html")) {
        return "a web page (HTML)";
    }
    return opening.starts_with("<?xml") ? "an XML file" : std::string_view();
}

// What a file is by its first bytes, if it is no spreadsheet; empty if it may be one.
std::string_view other_kind(std::string_view bytes) {
    constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {"%PDF", "a PDF document"},
        {"{\\rtf", "a text document (RTF)"},
        {"\x1F\x8B", "a gzip archive"},
        {"Rar!", "a RAR archive"},
        {"7z\xBC\xAF", "a 7-Zip archive"},
        {"\x89PNG", "a picture"},
        {"\xFF\xD8\xFF", "a picture"},
        {"$FL2", "an SPSS data file"},
        {"$FL3", "an SPSS data file"},
        {"<stata_dta>", "a Stata data file"},
        {"SQLite format 3", "an SQLite database"},
    };
    for (const auto& [magic, kind] : kinds) {
        if (bytes.starts_with(magic)) return kind;
    }
    return markup_kind(bytes);
}

Status add_text(std::string_view bytes,
                std::string_view file_name,
                CellBudget& budget,
                Workbook& workbook) {
    CsvRecords records = TRY(read_csv_records(bytes));
    Sheet& sheet = workbook.sheets.emplace_back();
    sheet.name = table_name_of(file_name);
    for (std::size_t row = 0; row < records.rows.size(); ++row) {
        std::vector<std::string>& values = records.rows[row];
        for (std::size_t column = 0; column < values.size(); ++column) {
            const bool fits = set_within(budget,
                                         sheet,
                                         static_cast<int>(row),
                                         static_cast<int>(column),
                                         text_cell(std::move(values[column])));
            if (!fits) {
                return Error{
                    fmt::format("line {}: it holds more than a workbook may (ReadLimits): "
                                "split the file",
                                records.lines[row])};
            }
        }
    }
    return Done{};
}

Result<Workbook> read_text(std::string_view bytes,
                           std::string_view file_name,
                           const ReadLimits& limits) {
    Workbook workbook;
    CellBudget budget{limits.cells, limits.text_bytes};
    TRY(add_text(bytes, file_name, budget, workbook));
    return workbook;
}

bool is_zip(std::string_view bytes) {
    return bytes.starts_with("PK\3\4") || bytes.starts_with("PK\5\6");
}

Result<Workbook> read_any(std::string_view bytes,
                          std::string_view file_name,
                          const ReadLimits& limits) {
    if (bytes.empty()) return Error{"the file is empty"};
    if (is_zip(bytes)) return read_xlsx(bytes, limits);
    if (is_xls(bytes)) return read_xls(bytes, limits);
    if (const std::string_view kind = other_kind(bytes); !kind.empty()) {
        return Error{fmt::format(
            "this is {}, whatever its name says. Open it in Excel or LibreOffice and save it as "
            "Excel workbook (.xlsx).",
            kind)};
    }
    return read_text(bytes, file_name, limits);
}

}  // namespace

bool is_separated_text(std::string_view bytes) {
    if (!is_zip(bytes)) return !is_xls(bytes) && other_kind(bytes).empty();
    const auto archive = Archive::open(bytes, {});
    return archive && !archive->has("[Content_Types].xml");
}

Result<Workbook> read_workbook(std::string_view bytes,
                               std::string_view file_name,
                               const ReadLimits& limits) {
    Result<Workbook> workbook = read_any(bytes, file_name, limits);
    if (!workbook) return workbook.error().in(file_name);
    return workbook;
}

Result<Workbook> read_tables(std::string_view bytes,
                             std::string_view file_name,
                             const ReadLimits& limits) {
    const std::vector<NamedText> texts = TRY(texts_in_zip(bytes, file_name, limits));
    if (texts.empty()) return read_workbook(bytes, file_name, limits);
    Workbook workbook;
    CellBudget budget{limits.cells, limits.text_bytes};
    for (const NamedText& text : texts) {
        if (const Status added = add_text(text.text, text.name, budget, workbook); !added)
            return added.error().in(text.name).in(file_name);
    }
    return workbook;
}

Result<std::vector<NamedText>> texts_in_zip(std::string_view bytes,
                                            std::string_view file_name,
                                            const ReadLimits& limits) {
    std::vector<NamedText> out;
    if (!is_zip(bytes)) return out;
    Result<Archive> opened = Archive::open(bytes, limits);
    if (!opened) return opened.error().in(file_name);
    Archive& archive = *opened;
    if (archive.has("[Content_Types].xml")) return out;
    for (const std::string& part : archive.parts()) {
        if (!part.ends_with(".csv") || part.starts_with("__macosx/")) continue;
        if (static_cast<int>(out.size()) >= limits.sheets)
            return Error{fmt::format("{}: it has more than {} tables", file_name, limits.sheets)};
        Result<std::string> text = archive.read(part);
        if (!text) return text.error().in(file_name);
        if (!text->empty()) out.push_back({part, std::move(*text)});
    }
    return out;
}

bool may_be_separated_text(std::string_view beginning) {
    return !beginning.empty() && !is_zip(beginning) && !is_xls(beginning) &&
           other_kind(beginning).empty();
}

std::string table_name_of(std::string_view file_name) {
    const std::string_view name = file_name.substr(file_name.find_last_of("/\\") + 1);
    return std::string(name.substr(0, name.rfind('.')));
}

}  // namespace mtm
