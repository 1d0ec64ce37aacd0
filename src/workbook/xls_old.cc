#include "workbook/xls_old.h"

#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <freexl.h>

#include "workbook/cell_value.h"
#include "workbook/memory_file.h"
#include "workbook/xlsx_sheet.h"

namespace mtm {
namespace {

struct CloseXls {
    void operator()(const void* handle) const { freexl_close(handle); }
};

using XlsHandle = std::unique_ptr<const void, CloseXls>;

// freexl writes days as "2024-03-01", times as "10:20:30" and both as "2024-03-01 10:20:30".
Cell date_cell(std::string text) {
    if (const std::size_t space = text.find(' '); space != std::string::npos) text[space] = 'T';
    return {Cell::Kind::date, std::move(text)};
}

Cell cell_of(const FreeXL_CellValue& value) {
    switch (value.type) {
        case FREEXL_CELL_INT:
            return {Cell::Kind::number, std::to_string(value.value.int_value)};
        case FREEXL_CELL_DOUBLE:
            return {Cell::Kind::number, number_text(value.value.double_value)};
        case FREEXL_CELL_TEXT:
        case FREEXL_CELL_SST_TEXT:
            return text_cell(value.value.text_value == nullptr ? "" : value.value.text_value);
        case FREEXL_CELL_DATE:
        case FREEXL_CELL_DATETIME:
        case FREEXL_CELL_TIME:
            return date_cell(value.value.text_value);
        default:
            return {};
    }
}

Status read_sheet(const void* handle, unsigned short index, CellBudget& budget, Sheet& sheet) {
    const char* name = nullptr;
    unsigned int rows = 0;
    unsigned short columns = 0;
    if (freexl_get_worksheet_name(handle, index, &name) != FREEXL_OK ||
        freexl_select_active_worksheet(handle, index) != FREEXL_OK ||
        freexl_worksheet_dimensions(handle, &rows, &columns) != FREEXL_OK) {
        return Error{fmt::format("sheet {} of the old Excel file is damaged", index + 1)};
    }
    sheet.name = name == nullptr ? "" : name;
    for (unsigned int row = 0; row < rows; ++row) {
        for (unsigned short column = 0; column < columns; ++column) {
            FreeXL_CellValue value{};
            if (freexl_get_cell_value(handle, row, column, &value) != FREEXL_OK) continue;
            if (!set_within(budget, sheet, static_cast<int>(row), column, cell_of(value))) {
                return Error{fmt::format(
                    "the sheet “{}” holds more than a workbook may (ReadLimits)", sheet.name)};
            }
        }
    }
    return Done{};
}

}  // namespace

Result<Workbook> read_old_xls(std::string_view bytes, const ReadLimits& limits) {
    MemoryFile file = TRY(MemoryFile::create());
    TRY(file.write(bytes));
    const void* opened = nullptr;
    const int code = freexl_open(file.path().c_str(), &opened);
    const XlsHandle handle(opened);
    unsigned int sheets = 0;
    if (code != FREEXL_OK ||
        freexl_get_info(opened, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK) {
        return Error{
            fmt::format("the old Excel file cannot be read (libfreexl says {}). Open it in "
                        "Excel or LibreOffice and save it as Excel workbook (.xlsx).",
                        code)};
    }
    Workbook workbook;
    workbook.notes.emplace_back(
        "The file was written by Excel 95 or older: cells with formulas were not read.");
    CellBudget budget{limits.cells, limits.text_bytes};
    for (unsigned int index = 0; index < sheets; ++index) {
        TRY(read_sheet(
            opened, static_cast<unsigned short>(index), budget, workbook.sheets.emplace_back()));
    }
    return workbook;
}

}  // namespace mtm
