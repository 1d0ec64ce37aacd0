#pragma once

#include <string_view>

namespace mtm {

/// Whether the records that describe an SPSS file's variables lie within it and have the sizes that
/// they say. ReadStat 1.1.8 believes some of them, and would read beyond the memory that it has.
/// REQUIRES: the bytes begin as an SPSS file's do.
[[nodiscard]] bool are_sound_sav_records(std::string_view bytes);

}  // namespace mtm
