#include "capture/arrivals.h"

#include <algorithm>
#include <map>
#include <memory>
#include <unordered_map>

#include "store/files.h"

namespace mtm {
namespace {

constexpr int page_size = 1'000;
constexpr std::int64_t latest_instant = 253'402'300'799'000;  // nobody knows when it came

using RowOf = std::unordered_map<std::string_view, std::size_t>;

RowOf rows_by_id(const Dataset& dataset) {
    RowOf out;
    for (std::size_t row = 0; row < dataset.instance_ids.size(); ++row)
        out.emplace(dataset.instance_ids[row], row);
    return out;
}

}  // namespace

Result<std::vector<ArrivalFacts>> arrivals_of(const Study& study,
                                              const Dataset& dataset,
                                              const std::vector<Interview>& interviews,
                                              const InterviewStore* store) {
    const RowOf row_of = rows_by_id(dataset);
    std::vector<ArrivalFacts> out(dataset.instance_ids.size());
    std::vector<std::uint8_t> known(out.size(), 0);
    std::int64_t before = 0;
    while (store != nullptr) {
        const std::vector<StoredInterview> page = TRY(store->list({}, before, page_size));
        for (const StoredInterview& each : page) {
            before = each.sequence;
            for (const std::string* id : {&each.instance_id, &each.current_id}) {
                const auto row = row_of.find(*id);
                if (row == row_of.end()) continue;
                known[row->second] = 1;
                out[row->second] = {.device = each.device_id,
                                    .version = each.version,
                                    .flags = each.flags,
                                    .missing_files = each.files_expected - each.files_present};
            }
        }
        if (page.size() < page_size) break;
    }
    std::map<const Questionnaire*, std::unique_ptr<Router>> routers;
    for (const Interview& interview : interviews) {
        const auto row = row_of.find(interview.instance_id);
        if (row == row_of.end() || known[row->second] != 0) continue;
        const Questionnaire& form = study.form_of(interview.version);
        std::unique_ptr<Router>& router = routers[&form];
        if (router == nullptr) router = std::make_unique<Router>(form);
        out[row->second] = {
            .device = {},
            .version = interview.version,
            .flags = verdict_on(*router, router->route(interview), {.received = latest_instant})};
    }
    return out;
}

Result<std::optional<AreaPolygons>> area_polygons_of(const Study& study) {
    const Areas& areas = study.file.areas;
    if (areas.file.empty() || areas.key.empty()) return std::optional<AreaPolygons>();
    const std::string path = study.directory + "/" + areas.file;
    const std::string geojson = TRY(read_file(path));
    auto polygons = AreaPolygons::read(geojson, areas.key);
    if (!polygons) return Error{path + ": " + polygons.error().message};
    return std::optional<AreaPolygons>(std::move(*polygons));
}

}  // namespace mtm
