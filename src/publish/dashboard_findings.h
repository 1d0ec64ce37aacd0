#pragma once

#include <string>

#include "publish/dashboard_speaker.h"
#include "publish/dashboard_view.h"
#include "publish/text_pool.h"
#include "study/study.h"

namespace mtm {

/// What stands out in a view, in a sentence or two (chart/finding.h): of the whole in a chart of
/// that kind, and of each answer where groups are compared by one answer at a time.
void add_findings(DashboardView& view,
                  const std::string& kind,
                  DashboardSpeakers& speakers,
                  TextPool& texts);

/// The classes of each answer on a map that is shaded by it (chart/map_classes.h), as printed, with
/// what they are filled with.
void add_map_classes(DashboardView& view,
                     Statistic statistic,
                     DashboardSpeakers& speakers,
                     TextPool& texts);

}  // namespace mtm
