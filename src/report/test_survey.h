#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "dataset/dataset.h"
#include "expression/parse.h"
#include "study/study.h"

namespace mtm::test_survey {

inline Expression expression(std::string_view text) {
    return *parse(text).expression;
}

inline Translated english(std::string text) {
    return {{std::move(text)}};
}

inline int add_list(Questionnaire& form, std::string name, std::vector<std::string> choices) {
    ChoiceList list;
    list.name = std::move(name);
    for (std::string& choice : choices) {
        Choice one;
        one.label = english(choice);
        one.label.by_language[0][0] = static_cast<char>(choice[0] - 'a' + 'A');
        one.name = std::move(choice);
        list.choices.push_back(std::move(one));
    }
    form.lists.push_back(std::move(list));
    return static_cast<int>(form.lists.size()) - 1;
}

inline Question question(std::string name, QuestionType type, std::string label, int list = -1) {
    Question out;
    out.name = std::move(name);
    out.type = type;
    out.label = english(std::move(label));
    out.list = list;
    return out;
}

/// sex, age, works (yes, no); sector where works = yes; reasons (several), asked of everyone.
inline Study study() {
    Study out;
    Questionnaire& form = out.questionnaire;
    form.form_id = "test";
    form.languages = {{"English (en)", "en"}};
    form.questions = {
        question("sex", QuestionType::select_one, "Sex", add_list(form, "sex", {"male", "female"})),
        question("age", QuestionType::integer, "Age"),
        question("works",
                 QuestionType::select_one,
                 "Do you work?",
                 add_list(form, "yes_no", {"yes", "no"})),
        question("sector",
                 QuestionType::select_one,
                 "In which sector?",
                 add_list(form, "sector", {"construction", "trade"})),
        question("reasons",
                 QuestionType::select_multiple,
                 "Why did you come?",
                 add_list(form, "reasons", {"income", "friends"}))};
    form.questions[3].relevant = expression("${works} = 'yes'");
    StudyFile& file = out.file;
    file.title = "Test survey";
    file.round = "Round 1";
    file.country = "KZ";
    file.languages = {"en"};
    file.threshold = 3;
    out.plan.bases.push_back({"working", expression("${works} = 'yes'"), english("have work"), 2});
    DerivedVariable band;
    band.name = "age_band";
    band.question = "age";
    band.categories = {{"young", std::nullopt, expression("${age} < 30"), english("Under 30"), 2},
                       {"old", std::nullopt, expression("${age} >= 30"), english("30 and over"), 3},
                       {"old",
                        expression("${sex} = 'female'"),
                        expression("${age} >= 60"),
                        english("60 and over"),
                        4}};
    out.plan.derived.push_back(band);
    return out;
}

/// "male 20 yes trade income,friends": a row an interview; "-" is no answer.
inline Dataset dataset(const Study& study, const std::vector<std::string>& rows) {
    std::vector<Interview> interviews;
    for (const std::string& row : rows) {
        Interview interview;
        interview.instance_id = "uuid:" + std::to_string(interviews.size());
        interview.form_id = "test";
        const auto values = words(row);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] == "-") continue;
            interview.answers.push_back(
                {static_cast<int>(i), {}, replace_all(values[i], ",", " ")});
        }
        interviews.push_back(std::move(interview));
    }
    return assemble(study, interviews).dataset;
}

/// Twenty people: 12 men, 8 women; 15 work, 9 of them in construction.
inline Dataset twenty(const Study& study) {
    std::vector<std::string> rows;
    for (int i = 0; i < 20; ++i) {
        const std::string sex = i < 12 ? "male" : "female";
        const std::string age = std::to_string(20 + 2 * i);
        const std::string sector = i < 9 ? "construction" : "trade";
        rows.push_back(sex + " " + age + (i < 15 ? " yes " + sector : " no -") +
                       (i % 2 == 0 ? " income,friends" : " income"));
    }
    return dataset(study, rows);
}

}  // namespace mtm::test_survey
