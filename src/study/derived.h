#pragma once

#include <string_view>

#include "study/study.h"

namespace mtm {

/// The definition of a category that holds under `where` (null: no subset). `variable` names a
/// derived variable or the question that it is made from. Of several definitions of one name, the
/// last whose own subset is `where` or a part of it joined with “and” holds, else the first without
/// a subset; null if there is none.
[[nodiscard]] const DerivedCategory* category_under(const Plan& plan,
                                                    std::string_view variable,
                                                    std::string_view category,
                                                    const Node* where);

}  // namespace mtm
