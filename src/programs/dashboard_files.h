#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "publish/rounds_in_dashboard.h"
#include "report/document.h"
#include "rounds/comparison.h"
#include "store/files.h"
#include "study/study.h"

namespace mtm {

/// What a dashboard is made of, as a command has it once the tables of the plan are released.
struct DashboardSource {
    const std::string& directory;  // of the study
    const Study& study;
    const Dataset& dataset;
    const std::vector<Released<SafeTable>>& tables;
    const DisclosureControl& control;  // that released them
    MadeFrom made_from = {};
    std::string annex = {};                   // a file beside it that has every table; empty: none
    const RoundComparison* rounds = nullptr;  // with the round before, from both publications
};

/// The files of a study's dashboard (publish/dashboard.h), in the languages of its reports. Texts
/// of the cover come from its narratives where they have them; a study without a narrative has a
/// dashboard too. An error where a file of the study cannot be read.
Result<std::vector<FileOut>> dashboard_files(const DashboardSource& source);

/// Two rounds as a dashboard shows them: only what the comparison tells.
[[nodiscard]] std::vector<RoundsOfQuestion> rounds_of(const RoundComparison& comparison);

}  // namespace mtm
