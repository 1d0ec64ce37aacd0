#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mtm {

/// Where `text` holds the separator, a quote or a line end (LF or CR), in order: all that a reader
/// of separated values has to look at. Written to `marks`; says how many. 64 bytes at a time (after
/// Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1).
/// REQUIRES: the text has fewer than 2^32 bytes; there is room for as many marks.
[[nodiscard]] std::size_t find_csv_marks(std::string_view text,
                                         char separator,
                                         std::span<std::uint32_t> marks);

}  // namespace mtm
