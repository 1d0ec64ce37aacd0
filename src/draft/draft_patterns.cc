#include "draft/draft_patterns.h"

#include "base/result.h"

namespace mtm {

const std::vector<std::string_view>& DraftPatterns::of(DraftShape shape) const {
    switch (shape) {
        case DraftShape::prevailing:
            return prevailing;
        case DraftShape::majority:
            return majority;
        case DraftShape::leading:
            return leading;
        case DraftShape::close:
            return close;
        case DraftShape::several:
            return several;
        case DraftShape::number:
            return number;
        case DraftShape::second:
            return second;
        case DraftShape::asked:
            return asked;
        case DraftShape::difference:
            return difference;
        case DraftShape::range:
            return range;
        case DraftShape::change:
            return change;
    }
    CHECK(false);
}

const DraftPatterns& draft_patterns_in(std::string_view language) {
    if (language.substr(0, language.find_first_of("-_")) == "ru") return russian_draft();
    return english_draft();
}

}  // namespace mtm
