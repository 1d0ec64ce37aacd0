#include <cmath>
#include <limits>

#include "expression/call.h"
#include "expression/date.h"

namespace mtm {
namespace {

// A number counts days since 1970; a text is read as a date or dateTime.
std::optional<DateTime> moment(const Value& value) {
    if (const auto* number = std::get_if<double>(&value)) return date_time_of(*number);
    if (std::holds_alternative<bool>(value)) return std::nullopt;
    const std::string text = to_string(value);
    if (const std::optional<DateTime> date = date_time_from(text)) return date;
    return date_time_of(number_from(text));
}

Value now(const FunctionCall& call) {
    return call.source().now();
}

Value today(const FunctionCall& call) {
    return call.source().now().substr(0, 10);
}

Value date(const FunctionCall& call) {
    const std::optional<DateTime> when = moment(call.value(0));
    return when ? print_date(*when) : std::string();
}

Value date_time(const FunctionCall& call) {
    const std::optional<DateTime> when = moment(call.value(0));
    return when ? print_date_time(*when) : std::string();
}

Value decimal_date_time(const FunctionCall& call) {
    return call.number(0);
}

Value decimal_time(const FunctionCall& call) {
    const Value value = call.value(0);
    if (const std::optional<double> time = time_of_day_from(to_string(value))) return *time;
    std::optional<DateTime> when = moment(value);
    if (!when) return std::numeric_limits<double>::quiet_NaN();
    when->offset_minutes.reset();
    const double days = days_since_epoch(*when);
    return days - std::floor(days);
}

Value formatted(const FunctionCall& call) {
    const std::optional<DateTime> when = moment(call.value(0));
    return when ? format(*when, call.text(1)) : std::string();
}

constexpr Implementation date_table[] = {
    {"now", now},
    {"today", today},
    {"date", date},
    {"date-time", date_time},
    {"decimal-date-time", decimal_date_time},
    {"decimal-time", decimal_time},
    {"format-date", formatted},
    {"format-date-time", formatted},
};

}  // namespace

std::span<const Implementation> date_functions() {
    return date_table;
}

}  // namespace mtm
