#pragma once

#include <string>

#include "base/result.h"

namespace mtm {

/// "+05:00": how far a time zone (IANA name) is ahead of UTC at noon of an ISO 8601 date, by the
/// system's own time zone data. An error if the system does not know the zone. Sets the process's
/// TZ for a moment: not for use beside other threads.
Result<std::string> utc_offset(const std::string& timezone, const std::string& date);

/// This instant in UTC as ISO 8601: "2024-05-31T09:30:00Z".
[[nodiscard]] std::string utc_now();

}  // namespace mtm
