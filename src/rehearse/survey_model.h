#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"
#include "rehearse/condition.h"
#include "rehearse/condition_compiler.h"
#include "rehearse/published_figure.h"
#include "rehearse/variable.h"
#include "study/study.h"

namespace mtm {

/// A published figure as a claim about variables: of the people in `base` (the figure's base and
/// subset together), those in `part` are printed.
struct Claim {
    const PublishedFigure* figure = nullptr;
    Condition base;
    Condition part;          // in base and in the category; for a mean: in base with a number
    int mean_variable = -1;  // for a mean
    std::vector<int> scope;  // variables that decide base and part
};

/// What can be true of one person: variables, and rules that hold for everybody. Skip logic is part
/// of the rules: a question is asked if and only if its relevance holds.
struct SurveyModel {
    std::vector<Variable> variables;
    std::vector<Condition> rules;
    std::vector<Claim> claims;
    std::map<int, QuestionVariables> by_question;
    std::vector<std::string> undecided;  // conditions that the model leaves free
    Diagnostics diagnostics;             // figures that name what does not exist
};

/// Builds the model of the questions that the figures need, directly or through skip logic.
/// `counted` holds for everyone interviewed (consent, an age gate). Figures about a change claim
/// nothing and are left out. The claims point into `figures`.
[[nodiscard]] SurveyModel survey_model(const Questionnaire& questionnaire,
                                       const Plan& plan,
                                       const std::vector<PublishedFigure>& figures,
                                       const std::vector<Expression>& counted);

/// Conditions that stand before more than half of the questions that people answer: consent and the
/// like. They hold for every counted interview.
[[nodiscard]] std::vector<Expression> gates(const Questionnaire& questionnaire);

/// What holds for every counted interview: what study.toml says of consent and counting, or else
/// the gates.
[[nodiscard]] std::vector<Expression> counting_rules(const Study& study);

}  // namespace mtm
