#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "study/study.h"

namespace mtm {

/// The files of a study's map, and what is wrong with them: choices that lie in no area, aliases of
/// areas that are not there. Empty where the study has no map.
struct AreaFiles {
    std::string geojson;
    std::string aliases;
    Diagnostics diagnostics;
};

[[nodiscard]] Result<AreaFiles> read_area_files(const std::string& directory, const Study& study);

}  // namespace mtm
