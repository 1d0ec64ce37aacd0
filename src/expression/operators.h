#pragma once

#include <string_view>

namespace mtm {

/// How tightly an operator binds its operands, from `or` (1) to `|` (8).
enum class Precedence {
    none = 0,
    disjunction,
    conjunction,
    equality,
    relation,
    sum,
    product,
    negation,
    set_union
};

/// `Precedence::none` for what is no binary operator.
[[nodiscard]] constexpr Precedence precedence(std::string_view op) {
    if (op == "or") return Precedence::disjunction;
    if (op == "and") return Precedence::conjunction;
    if (op == "=" || op == "!=") return Precedence::equality;
    if (op == "<" || op == "<=" || op == ">" || op == ">=") return Precedence::relation;
    if (op == "+" || op == "-") return Precedence::sum;
    if (op == "*" || op == "div" || op == "mod") return Precedence::product;
    if (op == "|") return Precedence::set_union;
    return Precedence::none;
}

}  // namespace mtm
