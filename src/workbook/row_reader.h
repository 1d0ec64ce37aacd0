#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workbook/cells.h"

namespace mtm {

/// A cell of a row that is being read: a view, as Cell says.
struct RowCell {
    std::string_view text = {};
    Cell::Kind kind = Cell::Kind::empty;
};

/// A table that is read row by row, so that it may be larger than the memory.
class RowReader {
public:
    virtual ~RowReader() = default;

    /// Of the sheet, or of the file without its ending.
    [[nodiscard]] virtual const std::string& name() const = 0;

    /// Whether it is read from separated text, of whose cells nobody says what they are.
    [[nodiscard]] virtual bool is_separated_text() const = 0;

    /// Goes to the next row that holds more than white space; false after the last.
    [[nodiscard]] virtual Result<bool> next() = 0;

    /// Of the present row, by column of the sheet from 0; cells beyond them are empty. Valid until
    /// next() or rewind().
    [[nodiscard]] virtual std::span<const RowCell> cells() const = 0;

    /// Of the present row, from 1.
    [[nodiscard]] virtual int row_number() const = 0;

    /// Before the first row again.
    virtual Status rewind() = 0;
};

/// The rows of a sheet in memory, which must outlive it.
class SheetSource final : public RowReader {
public:
    explicit SheetSource(const Sheet& sheet) : sheet_(sheet) {}

    explicit SheetSource(Sheet&&) = delete;

    [[nodiscard]] const std::string& name() const override { return sheet_.name; }

    [[nodiscard]] bool is_separated_text() const override { return false; }

    [[nodiscard]] Result<bool> next() override;

    [[nodiscard]] std::span<const RowCell> cells() const override { return cells_; }

    [[nodiscard]] int row_number() const override { return row_ + 1; }

    Status rewind() override;

private:
    const Sheet& sheet_;
    int row_ = -1;
    std::vector<RowCell> cells_;
};

/// True if one of them holds more than white space.
[[nodiscard]] bool holds_something(std::span<const RowCell> cells);

}  // namespace mtm
