#include "study/back_check_rules.h"

#include <charconv>
#include <cmath>

#include "base/text.h"

namespace mtm {
namespace {

Result<OkRange::Bound> parse_bound(std::string_view text, double sign) {
    OkRange::Bound out;
    text = trim(text);
    if (text.empty()) return out;
    if (text.ends_with('%')) {
        out.is_per_cent = true;
        text = trim(text.substr(0, text.size() - 1));
    }
    if (text.starts_with('+')) text.remove_prefix(1);
    double amount = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(amount))
        return Error{"“" + std::string(text) + "” is no number"};
    if (amount * sign < 0) {
        return Error{sign < 0 ? "the first bound is how far below: it must be negative or 0"
                              : "the second bound is how far above: it must not be negative"};
    }
    out.amount = std::abs(amount);
    return out;
}

}  // namespace

Result<OkRange> parse_ok_range(std::string_view text) {
    const std::string_view whole = trim(text);
    const auto comma = whole.find(',');
    if (whole.size() < 2 || whole.front() != '[' || whole.back() != ']' ||
        comma == std::string_view::npos) {
        return Error{"“" + std::string(text) + "” is no range such as [-1, 1] or [-5%, 5%]"};
    }
    OkRange out;
    out.below = TRY(parse_bound(whole.substr(1, comma - 1), -1));
    out.above = TRY(parse_bound(whole.substr(comma + 1, whole.size() - comma - 2), 1));
    return out;
}

}  // namespace mtm
