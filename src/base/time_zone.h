#pragma once

#include <cstdint>
#include <string>

namespace mtm {

/// The ISO 8601 date that calendars in a time zone (IANA name) show at an instant, given in
/// milliseconds since 1970-01-01T00:00:00Z. In UTC if there is no such zone. Safe for many threads.
[[nodiscard]] std::string date_in_zone(std::int64_t instant, const std::string& zone);

/// Milliseconds that clocks in a time zone are ahead of UTC at an instant. 0 if there is no such
/// zone. Safe for many threads.
[[nodiscard]] std::int64_t offset_in_zone(std::int64_t instant, const std::string& zone);

/// Whether a text is an ISO 8601 date that the calendar has: "2024-05-31".
[[nodiscard]] bool is_iso_date(const std::string& text);

}  // namespace mtm
