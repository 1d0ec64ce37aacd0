// How the fieldwork goes: totals from the store's tally, which holds a row for each day, area,
// group, enumerator, sender and language; interviews themselves are not read, however many there
// are.
#include <algorithm>
#include <map>
#include <set>

#include "capture/fieldwork_calls.h"
#include "capture/interview_filter.h"
#include "capture/route.h"

namespace mtm {
namespace {

struct Totals {
    std::int64_t interviews = 0;  // whose respondent did not refuse
    std::int64_t refused = 0;
    std::int64_t flagged = 0;
    std::string last_day;

    void add(const TallyRow& row) {
        (row.consent == "no" ? refused : interviews) += row.interviews;
        flagged += row.flagged;
        last_day = std::max(last_day, row.day);
    }
};

struct Summary {
    Totals all;
    std::int64_t received = 0;  // pilots too
    std::int64_t pilot = 0;
    std::int64_t counted = 0;
    std::map<std::string, Totals> by_day;
    std::map<std::string, Totals> by_area;
    std::map<std::string, Totals> by_enumerator;
    std::map<std::string, Totals> by_language;
    std::map<ReviewState, std::int64_t> by_review;
    std::map<std::pair<std::string, std::string>, std::int64_t> towards_target;  // area and group
};

// Towards a target counts what will be in the figures.
bool is_counted(const TallyRow& row) {
    return row.counted && row.consent != "no" && row.review != ReviewState::rejected;
}

Summary summarise(const std::vector<TallyRow>& rows, const Scope& scope, bool pilots) {
    Summary out;
    for (const TallyRow& row : rows) {
        if (!scope.holds(row.sender)) continue;
        out.received += row.interviews;
        if (row.pilot) out.pilot += row.interviews;
        if (row.pilot != pilots) continue;
        out.all.add(row);
        out.by_day[row.day].add(row);
        out.by_area[row.area].add(row);
        out.by_enumerator[row.enumerator].add(row);
        out.by_language[row.language].add(row);
        out.by_review[row.review] += row.interviews;
        if (is_counted(row)) {
            out.counted += row.interviews;
            out.towards_target[{row.area, row.group}] += row.interviews;
        }
    }
    return out;
}

std::int64_t reached(const Summary& summary, const Target& target) {
    std::int64_t out = 0;
    for (const auto& [key, interviews] : summary.towards_target) {
        const bool area = target.area.empty() || target.area == key.first;
        const bool group = target.group.empty() || target.group == key.second;
        if (area && group) out += interviews;
    }
    return out;
}

Json targets_json(const Summary& summary, const std::vector<Target>& targets) {
    Json out = Json::array();
    for (const Target& target : targets) {
        const std::int64_t interviews = reached(summary, target);
        out.push_back({{"area", target.area},
                       {"group", target.group},
                       {"target", target.interviews},
                       {"interviews", interviews},
                       {"full", interviews >= target.interviews}});
    }
    return out;
}

// Of an area: the target for all its groups, or the sum of those for each.
Json target_of_area(const std::vector<Target>& targets, const std::string& area) {
    int sum = 0;
    for (const Target& target : targets) {
        if (target.area != area) continue;
        if (target.group.empty()) return target.interviews;
        sum += target.interviews;
    }
    return sum > 0 ? Json(sum) : Json();
}

std::map<std::string, std::string> area_labels(const ServedStudy& study,
                                               const Questionnaire& form,
                                               std::size_t language) {
    std::map<std::string, std::string> out;
    const int q = form.find(study.study.file.fieldwork.area);
    if (q < 0 || form.questions[static_cast<std::size_t>(q)].list < 0) return out;
    for (const Choice& choice : form.choices_of(q).choices) {
        out[choice.name] = choice.label.in(language);
    }
    return out;
}

Json areas_json(const Summary& summary,
                const std::vector<Target>& targets,
                const std::map<std::string, std::string>& labels) {
    // Areas with a target and no interview yet are what the officer looks for.
    std::map<std::string, Totals> areas = summary.by_area;
    for (const Target& target : targets) {
        if (!target.area.empty()) areas.try_emplace(target.area);
    }
    Json out = Json::array();
    for (const auto& [area, totals] : areas) {
        const auto label = labels.find(area);
        out.push_back(
            {{"area", area},
             {"label", label == labels.end() || label->second.empty() ? area : label->second},
             {"interviews", totals.interviews},
             {"target", target_of_area(targets, area)}});
    }
    return out;
}

Json days_json(const Summary& summary) {
    Json out = Json::array();
    for (const auto& [day, totals] : summary.by_day) {
        out.push_back(
            {{"day", day}, {"interviews", totals.interviews}, {"refused", totals.refused}});
    }
    return out;
}

Json enumerators_json(const Summary& summary,
                      const std::vector<std::pair<std::string, double>>& medians) {
    const std::map<std::string, double> by_enumerator(medians.begin(), medians.end());
    Json out = Json::array();
    for (const auto& [enumerator, totals] : summary.by_enumerator) {
        const auto median = by_enumerator.find(enumerator);
        out.push_back(
            {{"enumerator", enumerator},
             {"interviews", totals.interviews},
             {"refused", totals.refused},
             {"flagged", totals.flagged},
             {"medianDurationS", median == by_enumerator.end() ? Json() : Json(median->second)},
             {"lastDay", totals.last_day}});
    }
    return out;
}

Json languages_json(const Summary& summary) {
    Json out = Json::array();
    for (const auto& [language, totals] : summary.by_language) {
        out.push_back({{"language", language}, {"interviews", totals.interviews + totals.refused}});
    }
    return out;
}

Json reviews_json(const Summary& summary) {
    Json out = Json::object();
    for (const ReviewState state : {ReviewState::none,
                                    ReviewState::has_issues,
                                    ReviewState::approved,
                                    ReviewState::rejected}) {
        const auto at = summary.by_review.find(state);
        out[std::string(name_of(state))] = at == summary.by_review.end() ? 0 : at->second;
    }
    return out;
}

Json devices_json(const std::vector<DeviceContact>& contacts, const Scope& scope) {
    Json out = Json::array();
    for (const DeviceContact& contact : contacts) {
        if (!scope.holds(contact.sender)) continue;
        out.push_back({{"device", contact.device_id},
                       {"sender", contact.sender},
                       {"lastContact", iso_time(contact.last)},
                       {"lastVersion", contact.last_form_version},
                       {"interviews", contact.interviews}});
    }
    return out;
}

// What is said of people who work in the field, and of what they carry: not to analysts. The
// median is that of the whole study, so not to who sees a part of it.
Status add_staff(const ServedStudy& study, const Summary& summary, const Sight& sight, Json& out) {
    if (!sight.staff) {
        out["byEnumerator"] = Json::array();
        out["devices"] = Json::array();
        return Done{};
    }
    out["byEnumerator"] = enumerators_json(summary, TRY(study.store->median_durations()));
    out["devices"] = devices_json(TRY(study.store->devices()), sight.scope);
    return Done{};
}

Result<Json> median_of_all(const ServedStudy& study, const Sight& sight) {
    if (!sight.scope.everyone) return Json();
    const std::optional<double> median = TRY(study.store->median_duration());
    return median ? Json(*median) : Json();
}

// Area, language, enumerator and consent are answers. Of versions that were not encrypted the
// server knows them: a part of the interviews, which would be taken for all.
void say_nothing_of_answers(Json& out) {
    for (const char* figures : {"byArea", "targets", "byLanguage", "byEnumerator"})
        out[figures] = Json::array();
}

Result<Json> summary_json(const Call& call, bool pilots, std::size_t language) {
    const ServedStudy& study = *call.study;
    const Sight sight = sight_of(call.who, study);
    const Summary summary = summarise(TRY(study.store->tally()), sight.scope, pilots);
    const FormVersion* current = study.current();
    const bool encrypted = current != nullptr && current->encrypted;
    Json median = TRY(median_of_all(study, sight));
    Json out{{"asOf", iso_time(call.request.now)},
             {"encrypted", encrypted},
             {"received", summary.received},
             {"counted", encrypted ? Json() : Json(summary.counted)},
             {"refused", encrypted ? Json() : Json(summary.all.refused)},
             {"flagged", summary.all.flagged},
             {"pilot", summary.pilot},
             {"medianDurationS", encrypted ? Json() : std::move(median)},
             {"byDay", days_json(summary)},
             {"byReview", reviews_json(summary)}};
    TRY(add_staff(study, summary, sight, out));
    if (encrypted) {
        say_nothing_of_answers(out);
        return out;
    }
    const std::map<std::string, std::string> labels =
        current == nullptr ? std::map<std::string, std::string>()
                           : area_labels(study, current->questionnaire, language);
    out["byArea"] = areas_json(summary, study.targets, labels);
    out["targets"] = targets_json(summary, study.targets);
    out["byLanguage"] = languages_json(summary);
    return out;
}

}  // namespace

Response show_fieldwork(const Call& call) {
    Mistakes mistakes;
    refuse_unknown_parameters(call.request, {"pilot", "language"}, mistakes);
    const std::optional<std::string_view> pilot = call.request.parameter("pilot");
    if (pilot && *pilot != "true" && *pilot != "false") {
        mistakes.push_back({"pilot", "must be true or false."});
    }
    const FormVersion* current = call.study->current();
    const std::size_t language =
        current == nullptr ? 0 : language_of(call, current->questionnaire, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    return json_response(
        200, TRY_ANSWER(summary_json(call, pilot == std::string_view("true"), language)));
}

}  // namespace mtm
