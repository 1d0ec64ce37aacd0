#pragma once

#include <string>
#include <vector>

#include "publish/dashboard_areas.h"
#include "publish/dashboard_speaker.h"
#include "publish/dashboard_view.h"
#include "publish/text_pool.h"

namespace mtm {

/// Keys of [dashboard] in languages/ that the page itself speaks with.
[[nodiscard]] const std::vector<std::string>& dashboard_phrase_keys();

/// The script data.js: one object, `window.mtm_dashboard`. Numbers stand in cells and nowhere else.
[[nodiscard]] std::string dashboard_data(const DashboardInput& input,
                                         const std::vector<DashboardTopic>& topics,
                                         const DashboardMap& map,
                                         TextPool& texts);

}  // namespace mtm
