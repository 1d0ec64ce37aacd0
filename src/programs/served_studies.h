#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "capture/service.h"

namespace mtm {

/// The studies of a server, opened.
struct ServedStudies {
    std::vector<std::unique_ptr<ServedStudy>> studies;
    Diagnostics diagnostics;  // errors: nothing may be served
};

/// Opens study folders with the versions of their forms. A study that was never deployed is served
/// as it stands, which makes it a pilot. Stores come from `before` where the study was open there
/// already (a second look at the same folders), else they are opened; with `rehearsal` in a folder
/// of their own, so that invented interviews never meet real ones. Project numbers are kept in the
/// organisation's settings.
[[nodiscard]] Result<ServedStudies> open_served_studies(const std::vector<std::string>& folders,
                                                        bool rehearsal,
                                                        OrganisationStore& organisation,
                                                        const Service* before);

/// Gives a study the versions of its form that were deployed, or its questionnaire as it stands
/// where none was. What keeps it from being used is among the diagnostics.
Status add_versions(ServedStudy& served, Diagnostics& diagnostics);

}  // namespace mtm
