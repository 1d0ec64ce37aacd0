// What the checks found, cut to what the asker may see: docs/rights.md.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "capture/fieldwork_calls.h"
#include "capture/interview_filter.h"
#include "capture/quality_sight.h"
#include "capture/quality_watch.h"
#include "capture/query_reader.h"
#include "capture/route.h"
#include "quality/phone_list.h"

namespace mtm {
namespace {

constexpr int usual_page = 50;
constexpr int largest_page = 200;
constexpr std::size_t told_of_round = 50;
constexpr std::size_t most_skipped = 1'000'000;

// Where the checks stand. An encrypted study's answers are on nobody's server.
std::string_view state_of(const ServedStudy& study, const QualityNow& now) {
    const FormVersion* form = study.current();
    if (form != nullptr && form->encrypted) return "sealed";
    return now.ready ? "ready" : "reading";
}

// Findings that the asker may see, the weightiest first, of the latest interviews first.
std::vector<const WatchedFinding*> visible(const QualityNow& now, const QualitySight& sight) {
    std::vector<const WatchedFinding*> out;
    if (now.findings != nullptr) {
        for (const WatchedFinding& each : *now.findings) {
            if (sight.sees(each)) out.push_back(&each);
        }
    }
    for (const WatchedFinding& each : now.of_new) {
        if (sight.sees(each)) out.push_back(&each);
    }
    if (now.of_new.empty()) return out;
    std::ranges::stable_sort(out, std::greater<>(), [](const WatchedFinding* each) {
        return std::pair(
            priority_of(each->finding),
            each->interview.empty() ? std::numeric_limits<std::int64_t>::max() : each->sequence);
    });
    return out;
}

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

struct FindingQuery {
    std::string priority;
    std::string check;
    std::string enumerator;
    std::string interview;
    std::string day;
    std::string state;
    std::size_t from = 0;
    std::size_t limit = 0;
};

void refuse_unless_among(const std::string& value,
                         const std::string& name,
                         const std::vector<std::string>& known,
                         const std::string& sentence,
                         QueryReader& read) {
    if (!value.empty() && std::ranges::find(known, value) == known.end()) read.fail(name, sentence);
}

FindingQuery read_query(const Request& request, const QualitySight& sight, Mistakes& mistakes) {
    std::vector<std::string> known{
        "priority", "check", "interview", "day", "state", "from", "limit"};
    if (sight.names_staff()) known.emplace_back("enumerator");
    refuse_unknown_parameters(request, known, mistakes);
    QueryReader read(request, mistakes);
    FindingQuery out;
    out.priority = read.text("priority");
    refuse_unless_among(
        out.priority, "priority", {"high", "medium", "low"}, "must be high, medium or low.", read);
    out.check = read.text("check");
    std::vector<std::string> codes;
    for (const CheckDefinition& check : check_definitions())
        codes.emplace_back(check.code);
    refuse_unless_among(
        out.check, "check", codes, "is no check; docs/quality.md lists them.", read);
    if (sight.names_staff()) out.enumerator = read.text("enumerator");
    out.interview = read.text("interview");
    out.day = read.day("day");
    out.state = read.text("state");
    refuse_unless_among(out.state, "state", {"open", "done"}, "must be open or done.", read);
    out.from = static_cast<std::size_t>(read.number("from", 0, 0, most_skipped));
    out.limit = static_cast<std::size_t>(read.number("limit", usual_page, 1, largest_page));
    return out;
}

bool fits(const WatchedFinding& each, const FindingQuery& query) {
    const Finding& finding = each.finding;
    return (query.priority.empty() || name_of(priority_of(finding)) == query.priority) &&
           (query.check.empty() || finding.code == query.check) &&
           (query.enumerator.empty() || finding.enumerator == query.enumerator) &&
           (query.interview.empty() || each.interview == query.interview) &&
           (query.day.empty() || each.day == query.day) &&
           (query.state.empty() || (query.state == "done") == each.approved);
}

// What has happened to an interview since it was checked: a withdrawn one is not told of any more.
Result<bool> still_counts(const ServedStudy& study, const std::string& id, bool& approved) {
    if (id.empty()) return true;
    const auto now = TRY(study.store->find(id));
    if (!now || now->review == ReviewState::rejected) return false;
    approved = now->review == ReviewState::approved;
    return true;
}

Json check_json(const CheckDefinition& check) {
    return {{"code", check.code},
            {"priority", name_of(check.priority)},
            {"title", check.title},
            {"remedy", check.remedy}};
}

Json calls_json(const std::vector<PhoneCall>& calls,
                const std::map<const Finding*, const WatchedFinding*>& whole,
                const QualitySight& sight) {
    Json out = Json::array();
    for (const PhoneCall& call : calls) {
        Json own = Json::array();
        for (const Finding* finding : call.own)
            own.push_back(sight.finding_json(*whole.at(finding)));
        Json kinds = Json::array();
        for (const auto& [code, findings] : call.kinds) {
            Json kind = check_json(definition_of(code));
            kind["findings"] = findings;
            kinds.push_back(std::move(kind));
        }
        out.push_back({{"enumerator", call.enumerator},
                       {"high", call.by_priority[2]},
                       {"medium", call.by_priority[1]},
                       {"low", call.by_priority[0]},
                       {"own", std::move(own)},
                       {"kinds", std::move(kinds)}});
    }
    return out;
}

Json phone_json(const std::vector<const WatchedFinding*>& seen, const QualitySight& sight) {
    if (!sight.names_staff()) return Json::array();
    std::vector<const Finding*> open;
    std::map<const Finding*, const WatchedFinding*> whole;
    for (const WatchedFinding* each : seen) {
        if (each->approved) continue;
        open.push_back(&each->finding);
        whole[&each->finding] = each;
    }
    return calls_json(phone_list(open), whole, sight);
}

Json checks_json(const std::vector<const WatchedFinding*>& seen) {
    std::map<std::string_view, std::pair<int, int>> counts;
    for (const WatchedFinding* each : seen) {
        auto& [findings, open] = counts[each->finding.code];
        ++findings;
        open += each->approved ? 0 : 1;
    }
    Json out = Json::array();
    for (const CheckDefinition& check : check_definitions()) {
        const auto found = counts.find(check.code);
        if (found == counts.end()) continue;
        Json json = check_json(check);
        json["findings"] = found->second.first;
        json["open"] = found->second.second;
        out.push_back(std::move(json));
    }
    return out;
}

Json round_json(const std::vector<const WatchedFinding*>& seen, const QualitySight& sight) {
    Json out = Json::array();
    for (const WatchedFinding* each : seen) {
        if (each->interview.empty() && each->finding.enumerator.empty() &&
            out.size() < told_of_round)
            out.push_back(sight.finding_json(*each));
    }
    return out;
}

Json enumerators_json(const QualityNow& now,
                      const std::vector<const WatchedFinding*>& seen,
                      const QualitySight& sight) {
    Json out = Json::array();
    if (!sight.names_staff() || now.enumerators == nullptr) return out;
    std::map<std::string_view, std::array<int, 2>> counts;  // findings, of them high
    std::map<std::string_view, Json> stands_out;
    for (const WatchedFinding* each : seen) {
        const Finding& finding = each->finding;
        if (finding.enumerator.empty()) continue;
        auto& count = counts[finding.enumerator];
        ++count[0];
        count[1] += priority_of(finding) == Priority::high ? 1 : 0;
        if (each->interview.empty()) stands_out[finding.enumerator].push_back(finding.code);
    }
    for (const WatchedEnumerator& each : *now.enumerators) {
        if (!sight.sees_some_of(each)) continue;
        const EnumeratorMeasures& of = each.measures;
        // Measures are of all their interviews: not for whom some of these do not exist.
        const bool whole = sight.sees_all_of(of.name);
        const auto told = [&](double value) { return whole ? number_or_null(value) : Json(); };
        const auto own = stands_out.find(of.name);
        out.push_back({{"enumerator", of.name},
                       {"interviews", whole ? Json(of.interviews) : Json()},
                       {"findings", counts[of.name][0]},
                       {"high", counts[of.name][1]},
                       {"minutes", told(of.minutes)},
                       {"pace", told(of.pace)},
                       {"asked", told(of.asked)},
                       {"unknown", told(of.unknown)},
                       {"refused", told(of.refused)},
                       {"blank", told(of.blank)},
                       {"heaped", told(of.heaped)},
                       {"straight", told(of.straight)},
                       {"atNight", told(of.at_night)},
                       {"likeness", told(of.likeness)},
                       {"entropy", told(of.entropy)},
                       {"standsOut", own == stands_out.end() ? Json::array() : own->second}});
    }
    return out;
}

}  // namespace

Response show_quality(const Call& call) {
    Mistakes mistakes;
    refuse_unknown_parameters(call.request, {}, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    const auto now = call.study->quality->ask(call.request.now);
    const QualitySight sight(call.who, *call.study, *now);
    const std::vector<const WatchedFinding*> seen = visible(*now, sight);
    std::array<int, 3> open{};
    for (const WatchedFinding* each : seen) {
        if (!each->approved) ++open[static_cast<std::size_t>(priority_of(each->finding))];
    }
    // How many interviews others hold is not for those who see their own alone.
    const bool all = sight.sees_everyone();
    return json_response(200,
                         {{"state", state_of(*call.study, *now)},
                          {"asOf", now->as_of == 0 ? Json() : Json(iso_time(now->as_of))},
                          {"interviews", all ? Json(now->interviews) : Json()},
                          {"sealed", all ? Json(now->sealed) : Json()},
                          {"older", all ? Json(now->older) : Json()},
                          {"leftOut", all ? Json(now->left_out) : Json()},
                          {"open", {{"high", open[2]}, {"medium", open[1]}, {"low", open[0]}}},
                          {"phone", phone_json(seen, sight)},
                          {"enumerators", enumerators_json(*now, seen, sight)},
                          {"checks", checks_json(seen)},
                          {"round", round_json(seen, sight)}});
}

Response list_findings(const Call& call) {
    const auto now = call.study->quality->ask(call.request.now);
    const QualitySight sight(call.who, *call.study, *now);
    Mistakes mistakes;
    const FindingQuery query = read_query(call.request, sight, mistakes);
    if (!mistakes.empty()) return mistakes_response(mistakes);
    std::vector<const WatchedFinding*> found = visible(*now, sight);
    std::erase_if(found, [&](const WatchedFinding* each) { return !fits(*each, query); });
    Json findings = Json::array();
    const std::size_t end = std::min(found.size(), query.from + query.limit);
    for (std::size_t i = query.from; i < end; ++i) {
        WatchedFinding each = *found[i];
        bool other_approved = false;
        if (!TRY_ANSWER(still_counts(*call.study, each.interview, each.approved)) ||
            !TRY_ANSWER(still_counts(*call.study, each.other, other_approved)))
            continue;
        if (query.state.empty() || (query.state == "done") == each.approved)
            findings.push_back(sight.finding_json(each));
    }
    return json_response(200,
                         {{"state", state_of(*call.study, *now)},
                          {"findings", std::move(findings)},
                          {"next", end < found.size() ? Json(end) : Json()},
                          {"total", found.size()}});
}

}  // namespace mtm
