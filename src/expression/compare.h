#pragma once

#include <string_view>

#include "expression/value.h"

namespace mtm {

/// XPath 1.0 section 3.4: = != < <= > >= between any two values. A node-set compares true if one of
/// its nodes does; with a truth it is first made one.
[[nodiscard]] bool compare(std::string_view op, const Value& left, const Value& right);

/// The same between numbers; false for NaN, but for `!=`.
[[nodiscard]] bool compare_numbers(std::string_view op, double left, double right);

}  // namespace mtm
