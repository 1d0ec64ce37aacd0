#include "capture/quality_sight.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "quality/quality_page.h"

namespace mtm {
namespace {

// Who and where somebody is, and who is the same person.
constexpr std::array<std::string_view, 4> about_persons{
    "same-identifier", "outside-area", "same-place", "too-far-too-soon"};
// They count all interviews of an enumerator.
constexpr std::array<std::string_view, 3> about_enumerators{"many-a-day", "same-place", "no-place"};

bool is_among(const auto& codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end();
}

Json number_or_none(bool told, double value) {
    return told && std::isfinite(value) ? Json(value) : Json();
}

Json suggestion_json(const Finding& finding) {
    if (!finding.suggestion) return {};
    return {{"change", finding.suggestion->change_type},
            {"question", finding.suggestion->question},
            {"old", finding.suggestion->old_value},
            {"new", finding.suggestion->new_value}};
}

}  // namespace

QualitySight::QualitySight(const Identity& who, const ServedStudy& study, const QualityNow& now)
    : study_(study), sight_(sight_of(who, study)) {
    if (!sight_.identifiers) {
        const Questionnaire& form = study.study.questionnaire;
        identifying_ = identifying_questions(form, study.study.file.fieldwork);
        for (const QualityRule& rule : study.study.file.quality.rules) {
            if (rule.wrong && rests_on_identifying(*rule.wrong, form, identifying_))
                hidden_rules_.push_back(rule.name + ": ");
        }
    }
    if (sight_.scope.everyone || now.enumerators == nullptr) return;
    for (const WatchedEnumerator& each : *now.enumerators) {
        if (!std::ranges::all_of(each.senders, [&](const std::string& sender) {
                return sight_.scope.holds(sender);
            }))
            elsewhere_.insert(each.measures.name);
    }
}

bool QualitySight::sees(const WatchedFinding& finding) const {
    if (sight_.scope.everyone) return true;
    if (!finding.interview.empty())
        return sight_.scope.holds(finding.sender) &&
               (finding.other.empty() || sight_.scope.holds(finding.other_sender));
    return !finding.finding.enumerator.empty() && sees_all_of(finding.finding.enumerator);
}

bool QualitySight::sees_all_of(const std::string& enumerator) const {
    return !elsewhere_.contains(enumerator);
}

bool QualitySight::sees_some_of(const WatchedEnumerator& enumerator) const {
    return std::ranges::any_of(
        enumerator.senders, [&](const std::string& sender) { return sight_.scope.holds(sender); });
}

bool QualitySight::is_identifying(int question) const {
    return question >= 0 && static_cast<std::size_t>(question) < identifying_.size() &&
           identifying_[static_cast<std::size_t>(question)];
}

bool QualitySight::tells_words_of(const WatchedFinding& each) const {
    const Finding& finding = each.finding;
    if (!sight_.scope.everyone) {
        // More interviews than these two have it: some may be another team's.
        if (finding.code == "same-identifier" && finding.value > 2) return false;
        if (is_among(about_enumerators, finding.code) && !sees_all_of(finding.enumerator))
            return false;
    }
    if (sight_.identifiers) return true;
    if (is_among(about_persons, finding.code) || is_identifying(finding.question) ||
        is_identifying(finding.second_question))
        return false;
    return finding.code != "rule" ||
           std::ranges::none_of(hidden_rules_, [&](const std::string& rule) {
               return finding.detail.starts_with(rule);
           });
}

Json QualitySight::finding_json(const WatchedFinding& each) const {
    const Finding& finding = each.finding;
    const CheckDefinition& check = definition_of(finding.code);
    const bool words = tells_words_of(each);
    const bool compared = words && !each.other.empty();
    Json question;
    if (finding.question >= 0)
        question =
            study_.study.questionnaire.questions[static_cast<std::size_t>(finding.question)].name;
    return {{"code", check.code},
            {"priority", name_of(check.priority)},
            {"title", check.title},
            {"remedy", check.remedy},
            {"detail", words ? Json(finding.detail) : Json()},
            {"interview", each.interview.empty() ? Json() : Json(each.interview)},
            {"name", each.interview.empty() ? Json() : Json(short_name(each.interview))},
            {"day", each.day.empty() ? Json() : Json(each.day)},
            {"enumerator",
             sight_.staff && !finding.enumerator.empty() ? Json(finding.enumerator) : Json()},
            {"question", question},
            {"value", number_or_none(words, finding.value)},
            {"expected", number_or_none(words, finding.expected)},
            {"other", compared ? Json(each.other) : Json()},
            {"otherName", compared ? Json(short_name(each.other)) : Json()},
            {"suggestion", words ? suggestion_json(finding) : Json()},
            {"state", each.approved ? "done" : "open"}};
}

}  // namespace mtm
