#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "study/study.h"

namespace mtm {

/// A warning where a table cannot be drawn as it asks and is drawn as bars, or not at all: a donut
/// of too many answers, a pyramid of other than two groups, a map of a table without areas.
[[nodiscard]] std::optional<Diagnostic> check_chart(const TableSpec& spec,
                                                    const Study& study,
                                                    const Place& place);

}  // namespace mtm
