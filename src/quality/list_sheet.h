#pragma once

#include <string>
#include <vector>

#include "workbook/write.h"

namespace mtm {

/// Styles of sheets that hold a list.
struct ListStyles {
    explicit ListStyles(WorkbookOut& book);

    int header = 0;
    int wrapped = 0;
    int share = 0;
    int mark = 0;
};

/// A new sheet under a row of headers that stays in sight, below the mark of invented interviews if
/// it is made of such. Good until the next sheet is begun.
SheetOut& begin_list_sheet(WorkbookOut& book,
                           const ListStyles& styles,
                           const std::string& name,
                           const std::vector<std::string>& headers,
                           const std::vector<double>& widths,
                           bool rehearsal);

/// Once its rows are there: they can be filtered.
void end_list_sheet(SheetOut& sheet);

}  // namespace mtm
