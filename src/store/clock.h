#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace mtm {

/// "+05:00": how far a time zone (IANA name) is ahead of UTC at noon of an ISO 8601 date, by the
/// system's own time zone data. An error if the system does not know the zone. Sets the process's
/// TZ for a moment: not for use beside other threads.
Result<std::string> utc_offset(const std::string& timezone, const std::string& date);

/// This instant in UTC as ISO 8601: "2024-05-31T09:30:00Z".
[[nodiscard]] std::string utc_now();

/// This instant in milliseconds since 1970-01-01T00:00:00Z.
[[nodiscard]] std::int64_t present_instant();

/// Milliseconds since 1970-01-01T00:00:00Z of an instant as `utc_now` writes it; 0 if it is none.
[[nodiscard]] std::int64_t instant_of_utc(const std::string& text);

}  // namespace mtm
