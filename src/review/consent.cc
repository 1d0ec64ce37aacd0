#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "review/findings.h"
#include "review/personal_data.h"

namespace mtm {
namespace {

bool speaks_of(const std::optional<Expression>& logic, const std::string& name) {
    if (!logic) return false;
    const std::vector<std::string> names = references(logic->root);
    return std::ranges::find(names, name) != names.end();
}

// Whether anything depends on the answer: what is asked, or what may be answered.
bool has_effect(const Questionnaire& form, const Question& consent) {
    if (consent.constraint) return true;
    const auto by_question = [&consent](const Question& question) {
        return speaks_of(question.relevant, consent.name) ||
               speaks_of(question.calculation, consent.name) ||
               speaks_of(question.constraint, consent.name);
    };
    const auto by_group = [&consent](const Group& group) {
        return speaks_of(group.relevant, consent.name);
    };
    return std::ranges::any_of(form.questions, by_question) ||
           std::ranges::any_of(form.groups, by_group);
}

}  // namespace

void review_consent(const Questionnaire& form, Findings& findings) {
    const auto asked = [](const Question& question) {
        return is_answered_by_people(question.type) && question.row > 0;
    };
    if (std::ranges::none_of(form.questions, asked)) return;
    const int at = consent_question(form);
    if (at < 0) {
        findings.add(
            "no-consent-asked",
            "survey",
            0,
            {},
            "No question asks whether the respondent agrees to be interviewed.",
            "Begin with a select_one “consent”, and ask the rest only of those who agree.");
        return;
    }
    const Question& consent = form.questions[static_cast<std::size_t>(at)];
    if (consent.type == QuestionType::select_one && !has_effect(form, consent)) {
        findings.add(
            "consent-without-effect",
            "survey",
            consent.row,
            "relevant",
            fmt::format("Nothing depends on “{}”: whoever refuses is asked all the same.",
                        consent.name),
            fmt::format("Put what follows into a group that is relevant where ${{{}}} says "
                        "yes.",
                        consent.name));
    }
}

}  // namespace mtm
