#pragma once

#include "base/diagnostic.h"
#include "study/study.h"

namespace mtm {

/// What [sample] and [weights] of study.toml say of the questionnaire: questions that it does not
/// have. Names are not looked up where they may be columns of [sample] file, which is not at hand.
/// `place` is the file's.
[[nodiscard]] Diagnostics check_weighting(const Study& study, const Place& place);

}  // namespace mtm
