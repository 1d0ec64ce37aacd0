#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace mtm {

/// The number that a cell spells, with a point; spaces between thousands are passed over. Nothing
/// for anything else: a comma may stand for thousands or for the point, and infinities count
/// nobody.
[[nodiscard]] inline std::optional<double> number_in(std::string_view cell) {
    std::string text = replace_all(replace_all(cell, "\u00A0", ""), "\u202F", "");
    std::erase(text, ' ');
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

}  // namespace mtm
