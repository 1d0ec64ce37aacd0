#pragma once

#include <string>
#include <vector>

#include "rounds/comparison.h"
#include "tabulate/small_survey.h"

namespace mtm {

/// A round of a survey written as tables (tabulate/small_survey.h).
inline ComparedRound round_for_test(const std::string& name,
                                    std::string_view questionnaire,
                                    std::string_view answers) {
    SmallSurvey survey = small_survey_of(questionnaire, answers);
    return {name, std::move(survey.study), std::move(survey.dataset)};
}

inline Question& question_of(ComparedRound& round, const std::string& name) {
    Questionnaire& form = round.study.questionnaire;
    return form.questions[static_cast<std::size_t>(form.find(name))];
}

/// Of two rounds, each in a publication of its own that begins with the comparison.
inline RoundComparison compare_for_test(const ComparedRound& before,
                                        const ComparedRound& now,
                                        Edition edition = Edition::internal) {
    DisclosureControl was(before.study.file.threshold, edition);
    DisclosureControl is(now.study.file.threshold, edition);
    return compare_rounds({before, was}, {now, is});
}

inline const ComparedQuestion* find_question(const RoundComparison& comparison,
                                             const std::string& name) {
    for (const ComparedQuestion& question : comparison.questions) {
        if (question.name == name) return &question;
    }
    return nullptr;
}

inline const DifferenceRow* find_row(const RoundComparison& comparison,
                                     const std::string& question,
                                     const std::string& category) {
    const ComparedQuestion* found = find_question(comparison, question);
    if (found == nullptr) return nullptr;
    for (const DifferenceRow& row : found->rows) {
        if (row.category.name == category) return &row;
    }
    return nullptr;
}

inline std::string why_not(const RoundComparison& comparison, const std::string& name) {
    for (const NotCompared& each : comparison.not_compared) {
        if (each.name == name) return each.reason;
    }
    return {};
}

}  // namespace mtm
