#include "workbook/cells.h"

#include <algorithm>
#include <utility>

#include "base/result.h"
#include "base/text.h"

namespace mtm {

const Cell& Sheet::cell(int row, int column) const {
    static const Cell nothing;
    if (row < 0 || column < 0 || row >= row_count()) return nothing;
    const std::vector<Cell>& cells = rows_[static_cast<std::size_t>(row)];
    const auto at = static_cast<std::size_t>(column);
    return at < cells.size() ? cells[at] : nothing;
}

int Sheet::row_length(int row) const {
    if (row < 0 || row >= row_count()) return 0;
    return static_cast<int>(rows_[static_cast<std::size_t>(row)].size());
}

void Sheet::set(int row, int column, Cell cell) {
    CHECK(row >= 0 && column >= 0);
    const auto y = static_cast<std::size_t>(row);
    const auto x = static_cast<std::size_t>(column);
    const bool beyond = y >= rows_.size() || x >= rows_[y].size();
    if (beyond && cell.kind == Cell::Kind::empty) return;
    if (y >= rows_.size()) rows_.resize(y + 1);
    if (x >= rows_[y].size()) rows_[y].resize(x + 1);
    rows_[y][x] = std::move(cell);
    column_count_ = std::max(column_count_, column + 1);
}

const Sheet* Workbook::find(std::string_view name) const {
    const std::string wanted = lower_ascii(trim(name));
    const auto found = std::ranges::find_if(
        sheets, [&wanted](const Sheet& sheet) { return lower_ascii(trim(sheet.name)) == wanted; });
    return found == sheets.end() ? nullptr : &*found;
}

std::string column_name(int column) {
    std::string name;
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return name;
}

std::string cell_name(int row, int column) {
    return column_name(column) + std::to_string(row + 1);
}

}  // namespace mtm
