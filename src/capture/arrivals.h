#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "quality/fieldwork_rows.h"
#include "store/interview_store.h"
#include "study/area_polygons.h"

namespace mtm {

/// What is known of the dataset's interviews beside their answers, one for each row: from the store
/// that received them, and of those that lie in files, by judging them here. `store` may be null.
[[nodiscard]] Result<std::vector<ArrivalFacts>> arrivals_of(
    const Study& study,
    const Dataset& dataset,
    const std::vector<Interview>& interviews,
    const InterviewStore* store);

/// The areas of the study's map; absent if it has none.
[[nodiscard]] Result<std::optional<AreaPolygons>> area_polygons_of(const Study& study);

}  // namespace mtm
