#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression/node.h"

namespace mtm {

/// What is wrong with an expression, and where in its source (byte offsets).
struct SyntaxError {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string message;
    std::string remedy;
};

struct Parsed {
    std::optional<Expression> expression;  // absent if there were errors
    std::vector<SyntaxError> errors;
};

/// Parses the XPath 1.0 subset of XLSForm, with `${name}` references. Names of functions and the
/// number of their arguments are checked against the table in functions.h (unknown ones get a
/// "did you mean"). Typographic quotes, `==`, `&&`, `||`, `<>` and unbalanced parentheses get a
/// remedy of their own.
[[nodiscard]] Parsed parse(std::string_view source);

/// With straight quotes for typographic ones, as pyxform replaces them in every cell before it
/// reads an expression. Places in the result are not places in the source.
[[nodiscard]] std::string straight_quotes(std::string_view source);

}  // namespace mtm
