#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "study/study.h"

namespace mtm {

/// Most answers along a line, and most lines of a slope chart; more become bars.
inline constexpr std::size_t most_points = 12;

/// A warning where a table cannot be drawn as it asks and is drawn as bars, or not at all: a donut
/// or a line of too many answers, a pyramid of other than two groups, a map of a table without
/// areas.
[[nodiscard]] std::optional<Diagnostic> check_chart(const TableSpec& spec,
                                                    const Study& study,
                                                    const Place& place);

}  // namespace mtm
