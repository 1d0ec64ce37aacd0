#pragma once

#include <cstddef>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/released.h"

namespace mtm {

/// How many interviews were received, counted and left out, as an edition tells it.
struct InterviewsTold {
    std::size_t received = 0;
    std::size_t counted = 0;
    std::vector<LeftOut> left_out;
};

/// Where the published edition rounds numbers of people (round_to in [protection]), these are
/// rounded too, to the nearest multiples, and a reason that rounds to none is left away: beside
/// exact ones, a single interview that is withdrawn would show.
[[nodiscard]] InterviewsTold interviews_told(const StudyFile& rules,
                                             const Dataset& dataset,
                                             Edition edition);

}  // namespace mtm
