#include "workbook/row_reader.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {

bool holds_something(std::span<const RowCell> cells) {
    return std::ranges::any_of(cells, [](const RowCell& cell) { return !trim(cell.text).empty(); });
}

Result<bool> SheetSource::next() {
    while (++row_ < sheet_.row_count()) {
        cells_.clear();
        for (int column = 0; column < sheet_.row_length(row_); ++column) {
            const Cell& cell = sheet_.cell(row_, column);
            cells_.push_back({cell.text, cell.kind});
        }
        if (holds_something(cells_)) return true;
    }
    cells_.clear();
    return false;
}

Status SheetSource::rewind() {
    row_ = -1;
    cells_.clear();
    return Done{};
}

}  // namespace mtm
