#include "programs/area_files.h"

#include "store/files.h"
#include "study/map_areas.h"

namespace mtm {

Result<AreaFiles> read_area_files(const std::string& directory, const Study& study) {
    const Areas& settings = study.file.areas;
    AreaFiles out;
    if (settings.file.empty()) return out;
    out.geojson = TRY(read_file(directory + "/" + settings.file));
    if (!settings.aliases.empty()) out.aliases = TRY(read_file(directory + "/" + settings.aliases));
    const auto areas = MapAreas::read(out.geojson, settings);
    if (areas) {
        out.diagnostics = join_areas(study, *areas, out.aliases).diagnostics;
    } else {
        Place place;
        place.file = directory + "/" + settings.file;
        out.diagnostics.push_back({.code = "bad-areas-file",
                                   .severity = Severity::error,
                                   .place = place,
                                   .message = "No map can be drawn: " + areas.error().message + ".",
                                   .remedy = "Correct the file, or [areas] key in study.toml."});
    }
    return out;
}

}  // namespace mtm
