#include "quality/list_sheet.h"

#include "dataset/dataset.h"

namespace mtm {

ListStyles::ListStyles(WorkbookOut& book)
    : header(book.add_style({.bold = true, .wrap = true, .line_below = true})),
      wrapped(book.add_style({.wrap = true})),
      share(book.add_style({.number_format = "0.0%"})),
      mark(book.add_style({.bold = true, .color = "#8A1F3D"})) {}

SheetOut& begin_list_sheet(WorkbookOut& book,
                           const ListStyles& styles,
                           const std::string& name,
                           const std::vector<std::string>& headers,
                           const std::vector<double>& widths,
                           bool rehearsal) {
    SheetOut& sheet = book.sheets.emplace_back();
    sheet.name = name;
    sheet.column_widths = widths;
    sheet.landscape = true;
    if (rehearsal) sheet.add_row({invented_mark}, styles.mark);
    sheet.add_row(headers, styles.header);
    sheet.freeze_rows = static_cast<int>(sheet.rows.size());
    return sheet;
}

void end_list_sheet(SheetOut& sheet) {
    const int header = sheet.freeze_rows - 1;
    const int last = static_cast<int>(sheet.rows.size()) - 1;
    const int width = static_cast<int>(sheet.rows[static_cast<std::size_t>(header)].size());
    if (last > header)
        sheet.autofilter = CellRange{
            .first_row = header, .first_column = 0, .last_row = last, .last_column = width - 1};
}

}  // namespace mtm
