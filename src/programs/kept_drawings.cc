#include "programs/kept_drawings.h"

#include "store/sha256.h"

namespace mtm {

KeptDrawings::KeptDrawings(const std::string& study_directory)
    : folder_(study_directory + "/out/cache/charts"),
      drawn_with_(MTM_VERSION + sha256(ChartPress::drawn_with())) {}

std::optional<std::string> KeptDrawings::find(const std::string& specification) {
    auto svg = folder_.find(drawn_with_ + specification, ".svg");
    if (svg && svg->starts_with("<svg") && svg->ends_with("</svg>")) return svg;
    return std::nullopt;
}

void KeptDrawings::keep(const std::string& specification, const std::string& svg) {
    folder_.keep(drawn_with_ + specification, ".svg", svg);
}

}  // namespace mtm
