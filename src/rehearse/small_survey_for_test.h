#pragma once

#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "expression/value.h"
#include "interview/instance_source.h"
#include "interview/routing.h"
#include "rehearse/figure_condition.h"
#include "rehearse/round4_for_test.h"

namespace mtm {

/// A questionnaire from lines such as "select_one job farmer,nurse,none if ${works} = 'yes'".
inline Questionnaire form_of(const std::vector<std::string>& lines) {
    Questionnaire form;
    for (const std::string& line : lines) {
        const std::size_t condition = line.find(" if ");
        const std::vector<std::string_view> parts =
            words(std::string_view(line).substr(0, condition));
        Question question;
        question.name = std::string(parts[1]);
        question.required = expression("true()");
        question.type = parts[0] == "integer"           ? QuestionType::integer
                        : parts[0] == "decimal"         ? QuestionType::decimal
                        : parts[0] == "select_multiple" ? QuestionType::select_multiple
                                                        : QuestionType::select_one;
        if (condition != std::string::npos)
            question.relevant = expression(line.substr(condition + 4));
        if (is_numeric(question.type)) {
            question.constraint =
                expression(". >= " + std::string(parts[2]) + " and . <= " + std::string(parts[3]));
        } else {
            question.list = static_cast<int>(form.lists.size());
            form.lists.push_back(
                choice_list(question.name, replace_all(std::string(parts[2]), ",", ";")));
        }
        form.questions.push_back(std::move(question));
    }
    return form;
}

/// Figures from lines such as "A sex male all 1845 83 1525 | ${age} > 30": id, variable, category,
/// base, people in it, printed, n; "-" for nothing.
inline std::vector<PublishedFigure> figures_of(const std::vector<std::string>& lines) {
    CsvRows rows = {{"id", "variable", "category", "base", "base_n", "pct", "n", "subset", "stat"}};
    for (const std::string& line : lines) {
        const std::size_t bar = line.find(" | ");
        std::vector<std::string> row;
        for (const std::string_view word : words(std::string_view(line).substr(0, bar)))
            row.emplace_back(word == "-" ? "" : word);
        row.push_back(bar == std::string::npos ? "" : line.substr(bar + 3));
        row.push_back(row[2] == "mean" ? "mean" : "pct");
        rows.push_back(std::move(row));
    }
    PublishedFigures read = published_figures(rows, "figures.csv");
    EXPECT_TRUE(read.diagnostics.empty()) << print(read.diagnostics.front());
    return read.figures;
}

struct Tally {
    long long base = 0;
    long long part = 0;
    double sum = 0;
};

/// Counts a figure's people one interview after the other.
inline Tally tally(const Questionnaire& form,
                   const Plan& plan,
                   const PublishedFigure& figure,
                   const Router& router,
                   const std::vector<RoutedInterview>& interviews) {
    Diagnostics diagnostics;
    const auto condition = figure_condition(form, plan, figure, diagnostics);
    Tally out;
    if (!condition) return out;
    for (const RoutedInterview& interview : interviews) {
        const InstanceSource source(router, interview, 0, -1);
        if (!to_boolean(evaluate(condition->base, source))) continue;
        if (condition->subset && !to_boolean(evaluate(*condition->subset, source))) continue;
        ++out.base;
        if (condition->category) {
            out.part += to_boolean(evaluate(*condition->category, source)) ? 1 : 0;
            continue;
        }
        const std::string value =
            source.answers(form.questions[static_cast<std::size_t>(condition->question)].name)
                .values[0];
        if (value.empty()) continue;
        ++out.part;
        out.sum += number_from(value);
    }
    return out;
}

/// Whether the tally prints as the figure does, in plain long division.
inline bool prints_as(const PublishedFigure& figure, const Tally& tally) {
    if (figure.base_n && *figure.base_n != tally.base) return false;
    if (figure.n && *figure.n != tally.part) return false;
    if (!figure.printed) return true;
    const PrintedNumber& printed = *figure.printed;
    const bool mean = figure.kind == FigureKind::mean;
    const long long below = mean ? tally.part : tally.base;
    if (below == 0) return false;
    const long long fine = mean ? 1'000'000 : 1;
    const long long above = mean ? std::llround(tally.sum * 1e6) : 100 * tally.part;
    const long long scaled = above * printed.scale;
    const long long rounded = (2 * scaled + below * fine) / (2 * below * fine);
    if (printed.below) return tally.part > 0 && rounded < printed.value;
    if (!mean && printed.value == 0) return tally.part == 0;
    return rounded == printed.value;
}

inline std::vector<RoutedInterview> routed(const Router& router,
                                           const std::vector<Interview>& interviews) {
    std::vector<RoutedInterview> out;
    for (const Interview& interview : interviews)
        out.push_back(router.route(interview));
    return out;
}

}  // namespace mtm
