#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace mtm {

/// Days since 1970-01-01 of an ISO 8601 date; 0 if it is none.
[[nodiscard]] long long days_from(std::string_view date);

/// "2024-05-03".
[[nodiscard]] std::string date_from(long long days);

/// When one interview took place.
struct InterviewTime {
    std::string start;  // ISO 8601 with offset
    std::string end;
    std::string date;
};

/// How long one interview takes: log-normal round the median, from 3 minutes to 3 hours.
[[nodiscard]] long long duration_ms(double median_minutes, Random& random);

/// An interview that begins so many milliseconds after midnight.
[[nodiscard]] InterviewTime interview_instants(long long day,
                                               long long start_ms,
                                               long long duration_ms,
                                               const std::string& utc_offset);

/// Working hours of a day from `first_day` to `last_day` (not a Sunday, if there is another), and a
/// log-normal duration round the median.
[[nodiscard]] InterviewTime interview_time(long long first_day,
                                           long long last_day,
                                           const std::string& utc_offset,
                                           double median_minutes,
                                           Random& random);

}  // namespace mtm
