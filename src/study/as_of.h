#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace mtm {

/// A point in time as which a study is looked at.
struct AsOf {
    std::int64_t until = 0;  // milliseconds since 1970-01-01T00:00:00Z, itself included
    std::string words;       // "2024-05-14", or "2024-05-14T10:30:00.000+05:00"
};

/// Reads "2024-05-14", which is the end of that day in the time zone, or an instant
/// ("2024-05-14T10:30", with or without seconds and offset), which without an offset is of the time
/// zone's clocks. An error says how to write it.
[[nodiscard]] Result<AsOf> as_of(const std::string& text, const std::string& timezone);

}  // namespace mtm
