#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expression/parse.h"

namespace mtm {

enum class TokenKind {
    number,
    string,
    reference,
    name,       // of a function, an axis or an element; "*" where any element is meant
    operation,  // + - * div mod and or = != < <= > >= |
    mark,       // ( ) [ ] , / // . .. @ ::
    end
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string_view text;  // of the source, or an operator
    double number = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The tokens of an expression, which must outlive them; the last of kind `end`. Words and `*` are
/// told apart by what stands before them, as XPath 1.0 section 3.7 says: `div` is an operator only
/// after an operand. What is wrong is reported and replaced by what was probably meant, so that
/// parsing can go on.
[[nodiscard]] std::vector<Token> tokens(std::string_view source, std::vector<SyntaxError>& errors);

}  // namespace mtm
