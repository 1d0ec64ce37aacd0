#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mtm {

/// Appends where `text` holds the separator, a quote or a line end (LF or CR), in order: all that
/// a reader of separated values has to look at. 64 bytes at a time (after Langdale and Lemire,
/// "Parsing Gigabytes of JSON per Second", 2019, section 3.1).
/// REQUIRES: the text has fewer than 2^32 bytes.
void find_csv_marks(std::string_view text, char separator, std::vector<std::uint32_t>& marks);

}  // namespace mtm
