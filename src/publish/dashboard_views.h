#pragma once

#include <functional>
#include <string>
#include <vector>

#include "publish/dashboard.h"
#include "publish/dashboard_view.h"
#include "publish/text_pool.h"

namespace mtm {

/// The key of the area that a choice of the map's question lies in; empty where there is none.
using AreaOfChoice = std::function<std::string(const std::string& choice)>;

/// Every table of the input as topics, in the order of the plan: tables of one question and
/// statistic are views of one topic, and so are its numbers of several rounds. A topic that has no
/// table of everyone gets one from the totals of its first.
[[nodiscard]] std::vector<DashboardTopic> dashboard_topics(const DashboardInput& input,
                                                           const AreaOfChoice& area_of,
                                                           TextPool& texts);

}  // namespace mtm
