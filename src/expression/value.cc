#include "expression/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "expression/date.h"

namespace mtm {
namespace {

std::string_view without_white_space(std::string_view text) {
    constexpr std::string_view space = " \t\n\r";
    const std::size_t begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

// Number ::= '-'? (Digits ('.' Digits?)? | '.' Digits), XPath 1.0 section 4.4.
bool spells_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    bool digits = false;
    bool point = false;
    for (const char c : text) {
        if (is_digit(c)) {
            digits = true;
        } else if (c == '.' && !point) {
            point = true;
        } else {
            return false;
        }
    }
    return digits;
}

double overflowed(std::string_view text) {
    // from_chars leaves the value alone where it is too large or too small for a double.
    const std::size_t point = text.find('.');
    const bool large = text.substr(0, point).find_first_of("123456789") != std::string_view::npos;
    const double size = large ? std::numeric_limits<double>::infinity() : 0;
    return text.starts_with('-') ? -size : size;
}

}  // namespace

bool to_boolean(const Value& value) {
    switch (value.index()) {
        case 0:
            return std::get<bool>(value);
        case 1: {
            const double number = std::get<double>(value);
            return number != 0 && !std::isnan(number);
        }
        case 2:
            return !std::get<std::string>(value).empty();
        default: {
            const std::vector<std::string>& values = std::get<NodeSet>(value).values;
            return !values.empty() && !values.front().empty();
        }
    }
}

double to_number(const Value& value) {
    switch (value.index()) {
        case 0:
            return std::get<bool>(value) ? 1 : 0;
        case 1:
            return std::get<double>(value);
        case 2:
            return number_from(std::get<std::string>(value));
        default: {
            const std::vector<std::string>& values = std::get<NodeSet>(value).values;
            return values.empty() ? nan_number : number_from(values.front());
        }
    }
}

std::string to_string(const Value& value) {
    switch (value.index()) {
        case 0:
            return std::get<bool>(value) ? "true" : "false";
        case 1:
            return print_number(std::get<double>(value));
        case 2:
            return std::get<std::string>(value);
        default: {
            const std::vector<std::string>& values = std::get<NodeSet>(value).values;
            return values.empty() ? "" : values.front();
        }
    }
}

double number_from(std::string_view text) {
    text = without_white_space(text);
    if (text.empty()) return nan_number;
    if (spells_number(text)) {
        double number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        return read.ec == std::errc{} ? number : overflowed(text);
    }
    if (!is_digit(text[0])) return nan_number;
    const std::optional<DateTime> date = date_time_from(text);
    return date ? days_since_epoch(*date) : nan_number;
}

std::string print_number(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    if (number == 0) return "0";
    std::array<char, 400> buffer{};
    const auto written = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    return {buffer.data(), written.ptr};
}

}  // namespace mtm
