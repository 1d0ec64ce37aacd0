#include "study/as_of.h"

#include "base/text.h"
#include "base/time_zone.h"
#include "expression/date.h"

namespace mtm {
namespace {

// The instant at which clocks of the zone show what UTC's show at `wall`. Where clocks are put back
// and show it twice, the earlier one.
std::int64_t instant_of_wall(std::int64_t wall, const std::string& timezone) {
    const std::int64_t guess = wall - offset_in_zone(wall, timezone);
    return wall - offset_in_zone(guess, timezone);
}

}  // namespace

Result<AsOf> as_of(const std::string& text, const std::string& timezone) {
    const auto read = date_time_from(trim(text));
    if (!read) {
        return Error{"“" + text +
                     "” is no day and no instant; write 2024-05-14 (the end of that day) or "
                     "2024-05-14T10:30"};
    }
    AsOf out;
    out.words = read->has_time ? print_date_time(*read) : print_date(*read);
    if (read->offset_minutes) {
        out.until = milliseconds_since_epoch(*read);
        return out;
    }
    constexpr std::int64_t day_ms = 86'400'000;
    const std::int64_t wall = milliseconds_since_epoch(*read);
    if (!read->has_time) {
        out.until = instant_of_wall(wall + day_ms, timezone) - 1;
        return out;
    }
    out.until = instant_of_wall(wall, timezone);
    DateTime shown = *read;
    shown.offset_minutes = static_cast<int>((wall - out.until) / 60'000);
    out.words = print_date_time(shown);
    return out;
}

}  // namespace mtm
