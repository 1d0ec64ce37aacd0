#pragma once

#include <string_view>
#include <vector>

#include "interview/verdict.h"

namespace mtm {

/// What a device's log tells about how an interview was held: questions that were answered faster
/// than their label can be read aloud (interview/reading_time.h), places that a mock-location app
/// gave, a log that cannot be read. The time on a question is all of its visits together; on a page
/// of several questions it is that of the page, against the labels of all that are answered there.
/// Questions that answer themselves (a default, a calculation) are passed over.
[[nodiscard]] std::vector<Flag> verdict_on_log(const Router& router,
                                               const RoutedInterview& interview,
                                               std::string_view audit_log,
                                               int language);

}  // namespace mtm
