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
        case DraftShape::unknown:
            return unknown;
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
        case DraftShape::entries:
            return entries;
        case DraftShape::entries_number:
            return entries_number;
        case DraftShape::entries_asked:
            return entries_asked;
        case DraftShape::means:
            return means;
    }
    CHECK(false);
}

const DraftPatterns* draft_patterns_in(std::string_view language) {
    const std::string_view code = language.substr(0, language.find_first_of("-_"));
    for (const DraftPatterns* patterns :
         {&english_draft(), &russian_draft(), &kazakh_draft(), &uzbek_draft()}) {
        if (patterns->language == code) return patterns;
    }
    return nullptr;
}

}  // namespace mtm
