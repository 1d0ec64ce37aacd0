#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace mtm {

/// A number as JSON has it: null where there is none, whole numbers without a decimal point (as
/// long as a double holds them exactly), others as the shortest text that reads back the same.
[[nodiscard]] inline nlohmann::ordered_json number_json(const std::optional<double>& value) {
    if (!value) return nullptr;
    if (std::abs(*value) < 9e15 && *value == std::trunc(*value)) {
        return static_cast<std::int64_t>(*value);
    }
    return *value;
}

}  // namespace mtm
