#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// A published text file of comma separated values (RFC 4180) whose first record names its
/// columns, as somebody from outside reads it: nothing is known of it but its text.
struct PublicCsv {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  // each as long as `columns`

    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;

    /// Empty if no column has that name. REQUIRES: row < rows.size().
    [[nodiscard]] const std::string& at(std::size_t row, std::string_view name) const;
};

/// A byte order mark and lines that are empty are passed over. Errors: a quote that is never closed
/// or is followed by text, a record longer than the first, two columns of one name, no record.
[[nodiscard]] Result<PublicCsv> read_public_csv(std::string_view text);

}  // namespace mtm
