#pragma once

#include <string>
#include <vector>

#include "expression/node.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// A comparison in which a number that stands for no answer counts: 999 for "I do not know" is more
/// than 60.
struct MissingNumberCompared {
    const Node* node = nullptr;
    const Question* question = nullptr;
};

/// Comparisons by <, <=, > or >= of a question with numbers that are marked as no answer, which
/// such a number fulfils and nothing beside it keeps out (`${age} > 60 and ${age} != 999`,
/// `${age} > 60 and ${age} <= 99`). Conditions see answers as skip logic does.
[[nodiscard]] std::vector<MissingNumberCompared> missing_numbers_compared(const Questionnaire& form,
                                                                          const Node& condition);

/// What to say of one, and how to mend it.
[[nodiscard]] std::string words_of(const MissingNumberCompared& found);
[[nodiscard]] std::string remedy_for(const MissingNumberCompared& found);

}  // namespace mtm
