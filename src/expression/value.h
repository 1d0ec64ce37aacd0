#pragma once

#include <limits>
#include <string>
#include <variant>
#include <vector>

namespace mtm {

/// The strings of a node-set, in document order: the answers that a reference reaches. A question
/// outside repeats gives exactly one (empty if not asked or not answered).
struct NodeSet {
    std::vector<std::string> values;

    bool operator==(const NodeSet&) const = default;
};

/// A value of XPath 1.0.
using Value = std::variant<bool, double, std::string, NodeSet>;

/// The conversions of XPath 1.0, sections 4.2 to 4.4; a node-set converts by its first node. As in
/// ODK, a date or dateTime string converts to a number of days since 1970-01-01.
[[nodiscard]] bool to_boolean(const Value& value);
[[nodiscard]] double to_number(const Value& value);
[[nodiscard]] std::string to_string(const Value& value);

inline constexpr double nan_number = std::numeric_limits<double>::quiet_NaN();

/// The number that a text spells, NaN if it spells none ("" too).
[[nodiscard]] double number_from(std::string_view text);

/// As XPath prints numbers: "1", "0.5", "-0.25", "NaN", "Infinity"; never an exponent.
[[nodiscard]] std::string print_number(double number);

}  // namespace mtm
