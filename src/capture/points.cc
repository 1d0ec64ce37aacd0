#include <cmath>

#include "capture/fieldwork_calls.h"
#include "capture/interview_filter.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr int usual_points = 2'000;
constexpr int most_points = 5'000;

// To a grid of a tenth of a degree (about 11 km from north to south), so that no point of an
// analyst's map is a place where someone was interviewed.
double to_grid(double degrees) {
    return std::round(degrees * 10) / 10;
}

}  // namespace

Response list_points(const Call& call) {
    const Sight sight = sight_of(call.who, *call.study);
    Mistakes mistakes;
    const InterviewQuery query =
        read_interview_query(call.request, sight, usual_points, most_points, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    Json out = Json::array();
    for (const StoredInterview& interview :
         TRY_ANSWER(call.study->store->list(query.filter, query.before, query.limit))) {
        const FieldworkFacts& facts = interview.facts;
        if (!facts.latitude || !facts.longitude) continue;
        out.push_back({{"id", interview.instance_id},
                       {"lat", sight.staff ? *facts.latitude : to_grid(*facts.latitude)},
                       {"lon", sight.staff ? *facts.longitude : to_grid(*facts.longitude)}});
    }
    return json_response(200, out);
}

}  // namespace mtm
