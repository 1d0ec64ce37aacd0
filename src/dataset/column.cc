#include "dataset/column.h"

namespace mtm {

Missing Column::missing(std::size_t row) const {
    if (asked[row] == 0) return Missing::not_asked;
    const std::int32_t code = codes[row];
    if (code < 0) return Missing::no_answer;
    switch (meaning[static_cast<std::size_t>(code)]) {
        case MissingChoice::answer:
            return Missing::none;
        case MissingChoice::unknown:
            return Missing::unknown;
        case MissingChoice::refused:
            return Missing::refused;
    }
    return Missing::none;
}

}  // namespace mtm
