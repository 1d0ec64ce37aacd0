#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>

#include "expression/call.h"

namespace mtm {
namespace {

// XPath 1.0 section 4.4: the nearest whole number, the larger of two.
double round_half_up(double number) {
    const double below = std::floor(number);
    return number - below >= 0.5 ? below + 1 : below;
}

// Rounds the decimal digits that the number prints with, as spreadsheets and ODK do: 1.005 to two
// places is 1.01, although the double nearest to 1.005 lies below it. Halves go up.
double round_places(double number, int places) {
    std::string text = print_number(std::fabs(number));
    std::size_t point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += '.';
    }
    const std::size_t last = point + static_cast<std::size_t>(places);
    if (last + 1 >= text.size()) return number;
    const char next = text[last + 1];
    const bool half = next == '5' && text.find_first_not_of('0', last + 2) == std::string::npos;
    const bool up = half ? number > 0 : next >= '5';
    text.resize(last + 1);
    if (up) {
        std::size_t i = text.size();
        while (i > 0 && (text[i - 1] == '9' || text[i - 1] == '.')) {
            --i;
            if (text[i] == '9') text[i] = '0';
        }
        if (i == 0) {
            text.insert(text.begin(), '1');
        } else {
            ++text[i - 1];
        }
    }
    double rounded = 0;
    std::from_chars(text.data(), text.data() + text.size(), rounded);
    return number < 0 ? -rounded : rounded;
}

Value round(const FunctionCall& call) {
    const double number = call.number(0);
    const double places = call.size() > 1 ? std::trunc(call.number(1)) : 0;
    if (std::isnan(places) || std::fabs(places) > 30) return nan_number;
    if (!std::isfinite(number)) return number;
    if (places == 0) return round_half_up(number);
    if (places > 0) return round_places(number, static_cast<int>(places));
    const double unit = std::pow(10.0, -places);
    return round_half_up(number / unit) * unit;
}

Value largest(const FunctionCall& call) {
    double best = nan_number;
    for (const double number : call.numbers(0)) {
        if (!(number <= best) && !std::isnan(number)) best = number;
    }
    return best;
}

Value smallest(const FunctionCall& call) {
    double best = nan_number;
    for (const double number : call.numbers(0)) {
        if (!(number >= best) && !std::isnan(number)) best = number;
    }
    return best;
}

Value number(const FunctionCall& call) {
    return call.size() > 0 ? call.number(0) : number_from(call.source().self());
}

constexpr Implementation number_table[] = {
    {"abs", [](const FunctionCall& call) -> Value { return std::fabs(call.number(0)); }},
    {"acos", [](const FunctionCall& call) -> Value { return std::acos(call.number(0)); }},
    {"asin", [](const FunctionCall& call) -> Value { return std::asin(call.number(0)); }},
    {"atan", [](const FunctionCall& call) -> Value { return std::atan(call.number(0)); }},
    {"atan2",
     [](const FunctionCall& call) -> Value { return std::atan2(call.number(0), call.number(1)); }},
    {"ceiling", [](const FunctionCall& call) -> Value { return std::ceil(call.number(0)); }},
    {"cos", [](const FunctionCall& call) -> Value { return std::cos(call.number(0)); }},
    {"exp", [](const FunctionCall& call) -> Value { return std::exp(call.number(0)); }},
    {"exp10", [](const FunctionCall& call) -> Value { return std::pow(10.0, call.number(0)); }},
    {"floor", [](const FunctionCall& call) -> Value { return std::floor(call.number(0)); }},
    {"int", [](const FunctionCall& call) -> Value { return std::trunc(call.number(0)); }},
    {"log", [](const FunctionCall& call) -> Value { return std::log(call.number(0)); }},
    {"log10", [](const FunctionCall& call) -> Value { return std::log10(call.number(0)); }},
    {"max", largest},
    {"min", smallest},
    {"number", number},
    {"pi", [](const FunctionCall&) -> Value { return std::numbers::pi; }},
    {"pow",
     [](const FunctionCall& call) -> Value { return std::pow(call.number(0), call.number(1)); }},
    {"round", round},
    {"sin", [](const FunctionCall& call) -> Value { return std::sin(call.number(0)); }},
    {"sqrt", [](const FunctionCall& call) -> Value { return std::sqrt(call.number(0)); }},
    {"tan", [](const FunctionCall& call) -> Value { return std::tan(call.number(0)); }},
};

}  // namespace

std::span<const Implementation> number_functions() {
    return number_table;
}

}  // namespace mtm
