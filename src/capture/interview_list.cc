#include <algorithm>

#include "capture/fieldwork_calls.h"
#include "capture/interview_filter.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr int usual_page = 50;
constexpr int largest_page = 200;

Json flags_json(const std::vector<Flag>& flags) {
    Json out = Json::array();
    for (const Flag& flag : flags) {
        out.push_back({{"code", flag.code}, {"question", flag.question}, {"detail", flag.detail}});
    }
    return out;
}

Json duration_of(const FieldworkFacts& facts) {
    if (!facts.started || !facts.ended || *facts.ended < *facts.started) return {};
    return static_cast<double>(*facts.ended - *facts.started) / 1000;
}

}  // namespace

bool came_sealed(const ServedStudy& study, const StoredInterview& interview) {
    const auto has = [&interview](std::string_view code) {
        return std::ranges::find(interview.flags, code, &Flag::code) != interview.flags.end();
    };
    const FormVersion* form = form_of(study, interview);
    if (form != nullptr && form->encrypted) return !has("not-encrypted");
    return has("encrypted-unasked");
}

Json interview_json(const ServedStudy& study,
                    const StoredInterview& interview,
                    const Sight& sight) {
    const FieldworkFacts& facts = interview.facts;
    return {{"sequence", interview.sequence},
            {"id", interview.instance_id},
            {"current", interview.current_id},
            {"version", interview.version},
            {"receivedAt", iso_time(interview.received)},
            {"updatedAt", iso_time(interview.updated)},
            {"day", facts.day},
            {"area", facts.area},
            {"group", facts.group},
            {"enumerator", sight.staff ? Json(facts.enumerator) : Json()},
            {"sender", sight.staff ? Json(interview.sender) : Json()},
            {"language", facts.language},
            {"consent", facts.consent},
            {"review", name_of(interview.review)},
            {"edits", interview.edits},
            {"filesPresent", interview.files_present},
            {"filesExpected", interview.files_expected},
            {"durationS", duration_of(facts)},
            {"pilot", interview.pilot},
            {"sealed", came_sealed(study, interview)},
            {"flags", flags_json(interview.flags)}};
}

Response list_interviews(const Call& call) {
    const Sight sight = sight_of(call.who, *call.study);
    Mistakes mistakes;
    const InterviewQuery query =
        read_interview_query(call.request, sight, usual_page, largest_page, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    std::vector<StoredInterview> found =
        TRY_ANSWER(call.study->store->list(query.filter, query.before, query.limit + 1));
    Json next;
    if (found.size() > static_cast<std::size_t>(query.limit)) {
        found.pop_back();
        next = found.back().sequence;
    }
    Json interviews = Json::array();
    for (const StoredInterview& interview : found) {
        interviews.push_back(interview_json(*call.study, interview, sight));
    }
    return json_response(200,
                         {{"interviews", interviews},
                          {"next", next},
                          {"total", TRY_ANSWER(call.study->store->count(query.filter))}});
}

}  // namespace mtm
