#pragma once

#include "publish/dashboard_speaker.h"
#include "publish/dashboard_view.h"
#include "publish/rounds_in_dashboard.h"
#include "publish/text_pool.h"

namespace mtm {

/// The numbers of rounds as columns, and the last difference after them.
[[nodiscard]] DashboardView view_of_rounds(const RoundsOfQuestion& rounds,
                                           DashboardSpeakers& speakers,
                                           TextPool& texts);

}  // namespace mtm
