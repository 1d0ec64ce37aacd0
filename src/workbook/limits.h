#pragma once

#include <cstddef>

namespace mtm {

/// What a workbook may grow to before it is refused as a bomb. The defaults admit a survey of a
/// hundred thousand interviews and keep a reader under some two gigabytes.
struct ReadLimits {
    std::size_t inflated_bytes = std::size_t{1} << 30;  // all parts of the archive together
    // Past the first 64 MiB, also no more than so many bytes for each of the archive: sheets of
    // text take 5 to 30, a bomb 1,000.
    std::size_t inflation = 100;
    std::size_t cells = 20'000'000;  // places kept, empty ones between included
    std::size_t shared_strings = 5'000'000;
    std::size_t text_bytes = std::size_t{1} << 30;  // all cells together
    int sheets = 1000;
};

/// More than any cell holds, so that no single one can fill the memory.
inline constexpr std::size_t longest_cell_bytes = std::size_t{16} << 20U;

}  // namespace mtm
