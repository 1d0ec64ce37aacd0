#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workbook/byte_stream.h"
#include "workbook/row_reader.h"
#include "workbook/text_encoding.h"

namespace mtm {

/// Separated values read a window at a time: what read_csv_records() takes, row by row, in memory
/// that the file's length does not change. Rows of blank lines are not counted, as there. The first
/// mistake of the file (a byte that is no UTF-8, a zero byte, a quoted value that is not closed) is
/// an error with its line once it is come to.
class CsvSource final : public RowReader {
public:
    /// A row that is longer than this is an error: most often its quotes are not closed.
    static constexpr std::size_t longest_row_bytes = std::size_t{64} << 20U;

    /// The table is named after the file, as table_name_of() says; errors name the file. The stream
    /// must outlive it; it is read `block_bytes` at a time.
    CsvSource(std::string_view file_name,
              ByteStream& stream,
              std::size_t block_bytes = std::size_t{128} << 10U);

    [[nodiscard]] const std::string& name() const override { return name_; }

    [[nodiscard]] bool is_separated_text() const override { return true; }

    [[nodiscard]] Result<bool> next() override;

    [[nodiscard]] std::span<const RowCell> cells() const override { return cells_; }

    [[nodiscard]] int row_number() const override { return row_; }

    Status rewind() override;

private:
    enum class Scanned { row, blank_line, incomplete };

    Result<bool> advance();
    Status begin();
    Status load();
    Status decode(std::string_view raw);
    Status check(std::size_t from);
    Error error_at(std::uint64_t offset, std::string what);
    void find_marks();
    void skip_separator_line();
    Result<Scanned> scan();
    std::optional<std::size_t> close_of_quoted(std::size_t& mark, bool& doubled) const;
    Error not_closed(std::size_t opening) const;
    void undouble_quotes();

    std::string file_;
    std::string name_;
    ByteStream& stream_;
    std::size_t block_bytes_;
    bool begun_ = false;
    bool ended_ = false;  // the stream
    TextEncoding encoding_ = TextEncoding::utf8;
    char separator_ = ',';

    std::string raw_;         // of UTF-16: bytes that are not decoded yet
    std::string window_;      // text that has been loaded and not been passed
    std::size_t whole_ = 0;   // of the window: up to the last whole character
    std::uint64_t base_ = 0;  // where the window begins in the file (in UTF-8)
    std::size_t at_ = 0;      // in the window: where the next row begins
    std::vector<std::uint32_t> marks_;
    std::size_t mark_count_ = 0;
    std::size_t mark_ = 0;  // the first at or behind at_

    int line_ = 1;
    int row_ = 0;
    std::vector<RowCell> cells_;
    std::vector<std::size_t> doubled_;  // cells with doubled quotes
};

}  // namespace mtm
