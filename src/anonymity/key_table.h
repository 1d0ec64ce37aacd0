#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mtm {

/// A variable by which somebody who knows a person could find their record: sex, age, origin.
struct KeyVariable {
    std::string name;
    std::vector<std::int32_t> codes;  // by record: 0 … categories-1, or missing_key
    std::int32_t categories = 0;
};

/// No value, or a blanked one. A reader must take it for any value.
inline constexpr std::int32_t missing_key = -1;

/// Records as far as somebody from outside could know them (Hundepool et al. 2012, 3.2).
struct KeyTable {
    std::vector<KeyVariable> keys;
    std::vector<double> weights;           // of how many people each tells; empty: of itself alone
    std::vector<std::int32_t> households;  // by record, any numbers; empty: unknown

    [[nodiscard]] std::size_t records() const { return keys.empty() ? 0 : keys[0].codes.size(); }
};

}  // namespace mtm
