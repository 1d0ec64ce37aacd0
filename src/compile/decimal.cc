#include "compile/decimal.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace mtm {
namespace {

constexpr int digits_max = 18;

Decimal::Mantissa power_of_ten(int exponent) {
    Decimal::Mantissa out = 1;
    for (int i = 0; i < exponent; ++i)
        out *= 10;
    return out;
}

// Both mantissas at the finer of the two scales.
std::pair<Decimal::Mantissa, Decimal::Mantissa> aligned(const Decimal& a, const Decimal& b) {
    const int scale = std::max(a.scale, b.scale);
    return {a.mantissa * power_of_ten(scale - a.scale), b.mantissa * power_of_ten(scale - b.scale)};
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    text = trim(text);
    int exponent = 0;
    if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
        std::string_view digits = text.substr(e + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
        text = text.substr(0, e);
    }
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    Decimal out;
    int digits = 0;
    bool point = false;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > digits_max) return std::nullopt;
        out.mantissa = out.mantissa * 10 + (c - '0');
        if (point) ++out.scale;
    }
    if (digits == 0) return std::nullopt;
    out.scale -= exponent;
    if (out.scale > digits_max || out.scale < -digits_max) return std::nullopt;
    if (out.scale < 0) {
        out.mantissa *= power_of_ten(-out.scale);
        out.scale = 0;
    }
    if (negative) out.mantissa = -out.mantissa;
    return out;
}

bool Decimal::is_whole() const {
    return mantissa % power_of_ten(scale) == 0;
}

Decimal operator-(const Decimal& a, const Decimal& b) {
    const auto [x, y] = aligned(a, b);
    return {.mantissa = x - y, .scale = std::max(a.scale, b.scale)};
}

int compare(const Decimal& a, const Decimal& b) {
    const auto [x, y] = aligned(a, b);
    return x < y ? -1 : (x > y ? 1 : 0);
}

Decimal absolute(Decimal a) {
    if (a.mantissa < 0) a.mantissa = -a.mantissa;
    return a;
}

bool is_multiple(const Decimal& a, const Decimal& b) {
    const auto [x, y] = aligned(a, b);
    return x % y == 0;
}

}  // namespace mtm
