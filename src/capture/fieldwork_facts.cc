#include "capture/fieldwork_facts.h"

#include <algorithm>

#include "base/time_zone.h"
#include "expression/place.h"
#include "expression/value.h"
#include "interview/instance_source.h"

namespace mtm {
namespace {

// The answer to a question of the interview itself; nothing of what stands in repeats.
std::string_view answer_to(const Router& router,
                           const RoutedInterview& interview,
                           std::string_view name) {
    const int question = name.empty() ? -1 : router.find(name);
    if (question < 0) return {};
    const auto q = static_cast<std::size_t>(question);
    if (router.levels().level_of[q] != 0) return {};
    return interview.instances[0].values[static_cast<std::size_t>(router.levels().slot_of[q])];
}

bool holds(const Expression& rule, const Router& router, const RoutedInterview& interview) {
    return to_boolean(evaluate(rule.root, InstanceSource(router, interview, 0, -1)));
}

void read_point(std::string_view answer, FieldworkFacts& out) {
    const auto point = point_from(answer);
    if (!point) return;
    out.latitude = point->latitude;
    out.longitude = point->longitude;
}

void find_point(const Router& router, const RoutedInterview& interview, FieldworkFacts& out) {
    const std::vector<Question>& questions = router.questionnaire().questions;
    for (const int question : router.levels().levels[0].questions) {
        const Question& q = questions[static_cast<std::size_t>(question)];
        const bool is_point = q.type == QuestionType::geopoint || q.metadata == "start-geopoint";
        if (is_point && !out.latitude) read_point(answer_to(router, interview, q.name), out);
    }
}

}  // namespace

FieldworkFacts fieldwork_facts(const Study& study,
                               const Router& router,
                               const RoutedInterview& interview,
                               Instant received) {
    const StudyFile& file = study.file;
    FieldworkFacts out;
    const InterviewTimes times = times_of(router, interview);
    out.started = times.start;
    out.ended = times.end;
    out.day = date_in_zone(times.start.value_or(received), file.timezone);
    out.area = answer_to(router, interview, file.fieldwork.area);
    out.group = answer_to(router, interview, file.fieldwork.group);
    out.enumerator = answer_to(router, interview, file.fieldwork.enumerator);
    out.language = answer_to(router, interview, file.fieldwork.language);
    find_point(router, interview, out);
    const bool agreed = !file.consent || holds(*file.consent, router, interview);
    if (file.consent) out.consent = agreed ? "yes" : "no";
    out.counted = agreed && (!file.counted || holds(*file.counted, router, interview));
    return out;
}

FieldworkFacts facts_of_sealed(const Study& study, Instant received) {
    FieldworkFacts out;
    out.day = date_in_zone(received, study.file.timezone);
    return out;
}

}  // namespace mtm
