#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "expression/parse.h"
#include "tabulate/level_columns.h"

namespace mtm {

/// A study and its answers written as two tables, for tests.
///
/// The questionnaire has a row a question: `type | name | choices`, where `x?` is a choice that
/// means "I do not know" and `x!` one that means a refusal; then rows
/// `derived | name | question | category | expression | where`.
/// The answer sheet names questions in its first row; `-` is a question that was not asked and an
/// empty cell one left blank.
struct SmallSurvey {
    Study study;
    Dataset dataset;
};

inline Expression expression_of(std::string_view source) {
    const Parsed parsed = parse(source);
    EXPECT_TRUE(parsed.expression.has_value()) << source;
    return parsed.expression.value_or(Expression{});
}

namespace small_survey {

inline std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    for (const std::string_view cell : split(line, '|'))
        cells.emplace_back(trim(cell));
    return cells;
}

inline std::vector<std::vector<std::string>> rows_of(std::string_view text) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string_view line : split(text, '\n')) {
        if (!trim(line).empty()) rows.push_back(cells_of(line));
    }
    return rows;
}

inline Choice choice_of(std::string_view written) {
    Choice choice;
    if (written.back() == '?') choice.missing = MissingChoice::unknown;
    if (written.back() == '!') choice.missing = MissingChoice::refused;
    if (choice.missing != MissingChoice::answer) written.remove_suffix(1);
    choice.name = std::string(written);
    choice.label.by_language = {"The " + choice.name};
    return choice;
}

inline void add_question(const std::vector<std::string>& row, Study& study) {
    Question question;
    question.name = row[1];
    question.label.by_language = {row[1] + "?"};
    question.type = row[0] == "select_one"        ? QuestionType::select_one
                    : row[0] == "select_multiple" ? QuestionType::select_multiple
                    : row[0] == "integer"         ? QuestionType::integer
                                                  : QuestionType::text;
    if (is_select(question.type)) {
        question.list = static_cast<int>(study.questionnaire.lists.size());
        ChoiceList list;
        list.name = row[1];
        for (const std::string_view choice : words(row[2])) {
            list.choices.push_back(choice_of(choice));
        }
        study.questionnaire.lists.push_back(std::move(list));
    }
    study.questionnaire.questions.push_back(std::move(question));
}

inline void add_derived(const std::vector<std::string>& row, Study& study) {
    auto& all = study.plan.derived;
    if (all.empty() || all.back().name != row[1]) {
        all.emplace_back();
        all.back().name = row[1];
        all.back().question = row[2];
    }
    DerivedCategory category;
    category.name = row[3];
    category.label.by_language = {"The " + row[3]};
    category.expression = expression_of(row[4]);
    if (row.size() > 5 && !row[5].empty()) category.where = expression_of(row[5]);
    all.back().categories.push_back(std::move(category));
}

inline std::int32_t code_of(const std::string& text, Column& column) {
    for (std::size_t c = 0; c < column.dictionary.size(); ++c) {
        if (column.dictionary[c] == text) return static_cast<std::int32_t>(c);
    }
    column.dictionary.push_back(text);
    column.numbers.push_back(number_from(text));
    column.meaning.push_back(MissingChoice::answer);
    return static_cast<std::int32_t>(column.dictionary.size() - 1);
}

inline Column column_of(const Study& study, int index) {
    const Question& question = study.questionnaire.questions[static_cast<std::size_t>(index)];
    Column column;
    column.question = index;
    column.name = question.name;
    if (!is_select(question.type)) return column;
    for (const Choice& choice : study.questionnaire.choices_of(index).choices) {
        column.dictionary.push_back(choice.name);
        column.numbers.push_back(number_from(choice.name));
        column.meaning.push_back(choice.missing);
    }
    column.choice_count = static_cast<int>(column.dictionary.size());
    if (question.type == QuestionType::select_multiple) {
        column.words_per_row = (column.choice_count + 63) / 64;
    }
    return column;
}

inline void append_answer(const std::string& cell, Column& column) {
    const bool asked = cell != "-";
    column.asked.push_back(asked ? 1 : 0);
    column.codes.push_back(!asked || cell.empty() ? -1 : code_of(cell, column));
    const std::size_t first = column.members.size();
    column.members.resize(first + static_cast<std::size_t>(column.words_per_row));
    if (column.words_per_row == 0 || !asked) return;
    for (const std::string_view choice : words(cell)) {
        const auto bit = static_cast<std::size_t>(code_of(std::string(choice), column));
        column.members[first + bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
}

inline Column derived_column(const SmallSurvey& survey, const DerivedVariable& derived) {
    const LevelColumns columns(survey.study, survey.dataset, 0);
    const Column& source = *columns.find(derived.question);
    Column column;
    column.name = derived.name;
    column.asked = source.asked;
    column.codes.assign(source.size(), -1);
    column.choice_count = static_cast<int>(derived.categories.size());
    column.words_per_row = 1;
    column.members.assign(source.size(), 0);
    for (std::size_t c = 0; c < derived.categories.size(); ++c) {
        column.dictionary.push_back(derived.categories[c].name);
        column.numbers.push_back(NAN);
        column.meaning.push_back(MissingChoice::answer);
        const auto holds = evaluate_truth(derived.categories[c].expression.root, columns);
        for (std::size_t r = 0; r < source.size(); ++r) {
            if (holds[r] != 0 && source.asked[r] != 0) column.members[r] |= std::uint64_t{1} << c;
        }
    }
    return column;
}

}  // namespace small_survey

inline SmallSurvey small_survey_of(std::string_view questionnaire, std::string_view answers) {
    SmallSurvey survey;
    survey.study.file.design = "snowball";
    survey.study.questionnaire.languages = {{"English (en)", "en"}};
    for (const auto& row : small_survey::rows_of(questionnaire)) {
        if (row[0] == "derived") {
            small_survey::add_derived(row, survey.study);
        } else {
            small_survey::add_question(row, survey.study);
        }
    }
    const auto rows = small_survey::rows_of(answers);
    Level level;
    level.rows = rows.size() - 1;
    for (std::size_t q = 0; q < rows[0].size(); ++q) {
        Column column =
            small_survey::column_of(survey.study, survey.study.questionnaire.find(rows[0][q]));
        for (std::size_t r = 1; r < rows.size(); ++r) {
            small_survey::append_answer(rows[r][q], column);
        }
        level.columns.push_back(std::move(column));
    }
    survey.dataset.levels.push_back(std::move(level));
    survey.dataset.received = static_cast<int>(survey.dataset.levels[0].rows);
    for (const DerivedVariable& derived : survey.study.plan.derived) {
        survey.dataset.levels[0].columns.push_back(small_survey::derived_column(survey, derived));
    }
    return survey;
}

}  // namespace mtm
