#pragma once

#include <string>
#include <string_view>

#include "report/print_number.h"

namespace mtm {

/// Follows running text and knows where in its sentence the next word stands: inside round
/// brackets, at the beginning, or in between.
class Sentence {
public:
    /// What a number is where no sentence tells: in a cell or a fact it is as in brackets.
    explicit Sentence(Position otherwise = Position::sentence_start) : otherwise_(otherwise) {}

    void add(std::string_view text);

    [[nodiscard]] Position next() const;

private:
    Position otherwise_;
    std::string text_;
    int depth_ = 0;
};

}  // namespace mtm
