#include "disclosure/interviews_told.h"

#include "disclosure/controlled_rounding.h"

namespace mtm {

InterviewsTold interviews_told(const StudyFile& rules, const Dataset& dataset, Edition edition) {
    InterviewsTold out{
        static_cast<std::size_t>(dataset.received), dataset.counted(), dataset.left_out};
    if (rules.round_to <= 0 || edition == Edition::internal) return out;
    const auto unit = static_cast<std::size_t>(rules.round_to);
    out.received = nearest_multiple(out.received, unit);
    out.counted = nearest_multiple(out.counted, unit);
    for (LeftOut& left : out.left_out)
        left.interviews =
            static_cast<int>(nearest_multiple(static_cast<std::size_t>(left.interviews), unit));
    std::erase_if(out.left_out, [](const LeftOut& left) { return left.interviews == 0; });
    return out;
}

}  // namespace mtm
