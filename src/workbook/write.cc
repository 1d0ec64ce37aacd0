#include "workbook/write.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "workbook/memory_file.h"

namespace mtm {
namespace {

constexpr std::size_t text_max = 32'767;

Error refused(const SheetOut& sheet, int row, int column, std::string_view why) {
    return {fmt::format("sheet “{}”, cell {}: {}", sheet.name, cell_name(row, column), why)};
}

Status check_cell(const SheetOut& sheet, int row, int column, const CellOut& cell) {
    if (const auto* text = std::get_if<std::string>(&cell.value)) {
        if (!is_utf8(*text)) return refused(sheet, row, column, "the text is not UTF-8");
        if (text->find('\0') != std::string::npos) {
            return refused(sheet, row, column, "the text holds a zero byte");
        }
        if (length_utf8(*text) > text_max) {
            return refused(sheet, row, column, "the text is longer than 32,767 characters");
        }
    }
    const auto* number = std::get_if<double>(&cell.value);
    if (number != nullptr && !std::isfinite(*number)) {
        return refused(sheet, row, column, "the number is not finite");
    }
    return Done{};
}

bool inside(const CellRange& range) {
    return range.first_row >= 0 && range.first_column >= 0 && range.first_row <= range.last_row &&
           range.first_column <= range.last_column && range.last_row < row_max &&
           range.last_column < column_max;
}

Status check_sheet(const SheetOut& sheet) {
    if (sheet.rows.size() > row_max) {
        return Error{fmt::format("sheet “{}” has more than {} rows", sheet.name, row_max)};
    }
    for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
        if (sheet.rows[row].size() > column_max) {
            return Error{
                fmt::format("sheet “{}” has more than {} columns", sheet.name, column_max)};
        }
        for (std::size_t column = 0; column < sheet.rows[row].size(); ++column) {
            TRY(check_cell(
                sheet, static_cast<int>(row), static_cast<int>(column), sheet.rows[row][column]));
        }
    }
    const bool ranges = std::ranges::all_of(sheet.merged, inside) &&
                        (!sheet.autofilter || inside(*sheet.autofilter));
    if (!ranges) return Error{fmt::format("sheet “{}” has a range beyond its bounds", sheet.name)};
    return Done{};
}

Status check_links(const SheetOut& sheet, const std::vector<std::string>& names) {
    for (const SheetLink& link : sheet.links) {
        const auto row = static_cast<std::size_t>(link.row);
        const bool there = link.row >= 0 && link.column >= 0 && row < sheet.rows.size() &&
                           static_cast<std::size_t>(link.column) < sheet.rows[row].size();
        CHECK(there);
        if (std::ranges::find(names, link.sheet) == names.end()) {
            return refused(sheet, link.row, link.column, "it links to a sheet that is not there");
        }
    }
    return Done{};
}

Status check_workbook(const WorkbookOut& workbook) {
    CHECK(workbook.created.time_since_epoch().count() > 0);
    if (workbook.sheets.empty()) return Error{"a workbook needs at least one sheet"};
    if (std::ranges::all_of(workbook.sheets, &SheetOut::hidden)) {
        return Error{"a workbook needs at least one sheet that is not hidden"};
    }
    std::vector<std::string> names;
    for (const SheetOut& sheet : workbook.sheets) {
        if (!is_utf8(sheet.name) || sheet_name_for(sheet.name, names) != sheet.name) {
            return Error{
                fmt::format("“{}” cannot be the name of a sheet: names are unique, have at "
                            "most 31 characters and none of []:*?/\\",
                            sheet.name)};
        }
        names.push_back(sheet.name);
        TRY(check_sheet(sheet));
    }
    for (const SheetOut& sheet : workbook.sheets)
        TRY(check_links(sheet, names));
    return Done{};
}

lxw_color_t color_of(std::string_view text) {
    lxw_color_t value = 0;
    CHECK(text.size() == 7 && text.starts_with('#'));
    const auto end = std::from_chars(text.data() + 1, text.data() + 7, value, 16);
    CHECK(end.ptr == text.data() + 7);
    return value;
}

lxw_format* make_format(lxw_workbook* book, const CellStyle& style) {
    lxw_format* format = workbook_add_format(book);
    if (!style.number_format.empty()) format_set_num_format(format, style.number_format.c_str());
    if (style.bold) format_set_bold(format);
    if (style.italic) format_set_italic(format);
    if (style.wrap) format_set_text_wrap(format);
    if (style.wrap) format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (style.line_below) format_set_bottom(format, LXW_BORDER_THIN);
    if (style.align == CellStyle::Align::left) format_set_align(format, LXW_ALIGN_LEFT);
    if (style.align == CellStyle::Align::center) format_set_align(format, LXW_ALIGN_CENTER);
    if (style.align == CellStyle::Align::right) format_set_align(format, LXW_ALIGN_RIGHT);
    if (style.indent > 0) format_set_indent(format, static_cast<uint8_t>(style.indent));
    if (style.font_points > 0) format_set_font_size(format, style.font_points);
    if (!style.color.empty()) format_set_font_color(format, color_of(style.color));
    if (!style.background.empty()) format_set_bg_color(format, color_of(style.background));
    return format;
}

// A text that would read as a coded character ("_x0041_") has its first underscore coded.
std::string coded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool code = text.compare(i, 2, "_x") == 0 && i + 6 < text.size() &&
                          text[i + 6] == '_' &&
                          text.find_first_not_of("0123456789abcdefABCDEF", i + 2) == i + 6;
        out += code ? "_x005F_" : std::string(1, text[i]);
    }
    return out;
}

class SheetWriter {
public:
    SheetWriter(lxw_worksheet* sheet, const std::vector<lxw_format*>& formats)
        : sheet_(sheet), formats_(formats) {}

    lxw_error write(const SheetOut& out) {
        lay_out(out);
        for (const CellRange& range : out.merged) {
            if (range.first_row == range.last_row && range.first_column == range.last_column) {
                continue;
            }
            keep(worksheet_merge_range(sheet_,
                                       static_cast<lxw_row_t>(range.first_row),
                                       static_cast<lxw_col_t>(range.first_column),
                                       static_cast<lxw_row_t>(range.last_row),
                                       static_cast<lxw_col_t>(range.last_column),
                                       "",
                                       formats_[style_at(out, range)]));
        }
        for (std::size_t row = 0; row < out.rows.size(); ++row) {
            for (std::size_t column = 0; column < out.rows[row].size(); ++column) {
                write_cell(static_cast<lxw_row_t>(row),
                           static_cast<lxw_col_t>(column),
                           out.rows[row][column]);
            }
        }
        for (const SheetLink& link : out.links)
            write_link(out, link);
        return first_error_;
    }

private:
    void keep(lxw_error error) {
        if (first_error_ == LXW_NO_ERROR) first_error_ = error;
    }

    static std::size_t style_at(const SheetOut& out, const CellRange& range) {
        const auto row = static_cast<std::size_t>(range.first_row);
        const auto column = static_cast<std::size_t>(range.first_column);
        const bool there = row < out.rows.size() && column < out.rows[row].size();
        return there ? static_cast<std::size_t>(out.rows[row][column].style) : 0;
    }

    void lay_out(const SheetOut& out) {
        for (std::size_t i = 0; i < out.column_widths.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            if (out.column_widths[i] <= 0) continue;
            keep(worksheet_set_column(sheet_, column, column, out.column_widths[i], nullptr));
        }
        for (const auto& [row, points] : out.row_heights) {
            keep(worksheet_set_row(sheet_, static_cast<lxw_row_t>(row), points, nullptr));
        }
        if (out.freeze_rows > 0 || out.freeze_columns > 0) {
            worksheet_freeze_panes(sheet_,
                                   static_cast<lxw_row_t>(out.freeze_rows),
                                   static_cast<lxw_col_t>(out.freeze_columns));
        }
        if (out.freeze_rows > 0) {
            keep(worksheet_repeat_rows(sheet_, 0, static_cast<lxw_row_t>(out.freeze_rows - 1)));
        }
        if (out.autofilter) {
            keep(worksheet_autofilter(sheet_,
                                      static_cast<lxw_row_t>(out.autofilter->first_row),
                                      static_cast<lxw_col_t>(out.autofilter->first_column),
                                      static_cast<lxw_row_t>(out.autofilter->last_row),
                                      static_cast<lxw_col_t>(out.autofilter->last_column)));
        }
        constexpr uint8_t a4 = 9;
        worksheet_set_paper(sheet_, a4);
        worksheet_fit_to_pages(sheet_, 1, 0);
        if (out.landscape) worksheet_set_landscape(sheet_);
        if (out.hidden) worksheet_hide(sheet_);
    }

    void write_link(const SheetOut& out, const SheetLink& link) {
        const auto row = static_cast<std::size_t>(link.row);
        const auto column = static_cast<std::size_t>(link.column);
        const CellOut& cell = out.rows[row][column];
        const auto* text = std::get_if<std::string>(&cell.value);
        const std::string shown = coded(text == nullptr ? link.sheet : *text);
        const std::string target =
            fmt::format("internal:'{}'!A1", replace_all(link.sheet, "'", "''"));
        keep(worksheet_write_url_opt(
            sheet_,
            static_cast<lxw_row_t>(row),
            static_cast<lxw_col_t>(column),
            target.c_str(),
            cell.style == 0 ? nullptr : formats_[static_cast<std::size_t>(cell.style)],
            shown.c_str(),
            nullptr));
    }

    void write_cell(lxw_row_t row, lxw_col_t column, const CellOut& cell) {
        lxw_format* format =
            cell.style == 0 ? nullptr : formats_[static_cast<std::size_t>(cell.style)];
        if (const auto* text = std::get_if<std::string>(&cell.value); text && !text->empty()) {
            keep(worksheet_write_string(sheet_, row, column, coded(*text).c_str(), format));
        } else if (const auto* number = std::get_if<double>(&cell.value)) {
            keep(worksheet_write_number(sheet_, row, column, *number, format));
        } else if (const auto* truth = std::get_if<bool>(&cell.value)) {
            keep(worksheet_write_boolean(sheet_, row, column, *truth ? 1 : 0, format));
        } else if (format != nullptr) {
            keep(worksheet_write_blank(sheet_, row, column, format));
        }
    }

    lxw_worksheet* sheet_;
    const std::vector<lxw_format*>& formats_;
    lxw_error first_error_ = LXW_NO_ERROR;
};

lxw_error fill(lxw_workbook* book, const WorkbookOut& out) {
    std::string title = out.title;
    std::string author = out.author;
    std::string comments = out.comments;
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.author = author.data();
    if (!comments.empty()) properties.comments = comments.data();
    properties.created = static_cast<time_t>(out.created.time_since_epoch().count());
    lxw_error error = workbook_set_properties(book, &properties);
    std::vector<lxw_format*> formats;
    for (const CellStyle& style : out.styles)
        formats.push_back(make_format(book, style));
    bool visible_seen = false;
    for (const SheetOut& sheet_out : out.sheets) {
        lxw_worksheet* sheet = workbook_add_worksheet(book, sheet_out.name.c_str());
        if (sheet == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
        if (!sheet_out.hidden && !std::exchange(visible_seen, true)) worksheet_activate(sheet);
        const lxw_error sheet_error = SheetWriter(sheet, formats).write(sheet_out);
        if (error == LXW_NO_ERROR) error = sheet_error;
    }
    return error;
}

}  // namespace

void SheetOut::add_row(const std::vector<std::string>& texts, int style) {
    std::vector<CellOut>& row = rows.emplace_back();
    for (const std::string& text : texts)
        row.push_back({text, style});
}

int WorkbookOut::add_style(const CellStyle& style) {
    const auto found = std::ranges::find(styles, style);
    if (found != styles.end()) return static_cast<int>(found - styles.begin());
    styles.push_back(style);
    return static_cast<int>(styles.size()) - 1;
}

Result<std::string> write_workbook(const WorkbookOut& workbook) {
    TRY(check_workbook(workbook));
    const MemoryFile file = TRY(MemoryFile::create());
    lxw_workbook* book = workbook_new(file.path().c_str());
    CHECK(book != nullptr);
    const lxw_error filled = fill(book, workbook);
    const lxw_error closed = workbook_close(book);
    for (const lxw_error error : {filled, closed}) {
        if (error != LXW_NO_ERROR) {
            return Error{lxw_strerror(error)}.in("writing a workbook");
        }
    }
    return file.read_all();
}

}  // namespace mtm
