#pragma once

#include <string>

#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "programs/command.h"
#include "rounds/round_changes.h"
#include "study/study.h"

namespace mtm {

/// Drafts a narrative in each language of the study: report.md, and report.LANGUAGE.md. A narrative
/// that is there is somebody's work and stays: the draft then stands in `folder`, as draft.md.
/// Prints the names of the files written.
Exit write_drafts(const std::string& directory,
                  const std::string& folder,
                  const Study& study,
                  const Dataset& dataset,
                  DisclosureControl& control,
                  RoundChanges* changes);

}  // namespace mtm
