#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workbook/byte_stream.h"
#include "workbook/cells.h"
#include "workbook/limits.h"
#include "workbook/row_reader.h"

namespace mtm {

/// Tables of one or more files, to be read row by row, and what they are read from.
class OpenTables {
public:
    /// A file as read_tables() takes it. Of separated texts, in a zip or not, no cell is kept: only
    /// the bytes. Errors as there, but mistakes within a text come when its rows are read.
    Status add(std::string bytes, std::string_view file_name, const ReadLimits& limits = {});

    /// Separated text, as it comes.
    void add(std::unique_ptr<ByteStream> text, std::string_view file_name);

    void add(Workbook workbook);

    [[nodiscard]] const std::vector<std::unique_ptr<RowReader>>& rows() const { return rows_; }

private:
    std::vector<std::unique_ptr<std::string>> texts_;
    std::vector<std::unique_ptr<Workbook>> workbooks_;
    std::vector<std::unique_ptr<ByteStream>> streams_;
    std::vector<std::unique_ptr<RowReader>> rows_;
};

/// False if a file that begins so is a workbook, an archive, a picture or the like: see
/// read_workbook().
[[nodiscard]] bool may_be_separated_text(std::string_view beginning);

}  // namespace mtm
