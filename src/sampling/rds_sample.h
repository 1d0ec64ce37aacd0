#pragma once

#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "sampling/rds_bootstrap.h"
#include "sampling/rds_diagnostics.h"

namespace mtm {

/// What a study's interviews say of recruitment.
struct RdsSample {
    bool has_tree = false;   // the interviews tell who recruited whom, and somebody did
    bool has_sizes = false;  // and one for network size, which somebody answered
    RecruitmentTree tree;    // everybody a seed where `has_tree` is false
    std::vector<double> sizes;
    int replaced_sizes = 0;
    int coupons_given = 0;
    std::vector<std::int32_t> order;  // rows, as interviews were held
    Diagnostics diagnostics;
};

/// Reads recruitment and network sizes by [respondent_driven] of study.toml. Where a diagnostic is
/// an error, nothing should be estimated.
[[nodiscard]] RdsSample rds_sample(const Study& study, const Dataset& dataset);

/// A group of a question: an answer, or one of the ways to give none.
struct RdsGroup {
    std::string name = {};  // of the choice; empty where it is none
    std::string label = {};
    std::size_t n = 0;
    std::size_t variable = 0;  // of RdsQuestionColumns::variables
    std::size_t group = 0;     // of that variable; 0 for the mean of a number
};

/// A question as columns to estimate from. Its base is everybody who was asked; of a number,
/// everybody who gave one.
struct RdsQuestionColumns {
    std::string name;
    std::string label;
    bool number = false;
    bool multiple = false;  // several answers were possible: a variable for each, in it or not
    std::size_t base = 0;   // everybody who was asked
    std::vector<RdsGroup> groups;  // those with somebody in them
    std::vector<RdsVariable> variables;
};

/// Absent, with the reason, for what cannot be estimated: no such question, one in a repeat, one
/// whose answers tell who somebody is, a text.
[[nodiscard]] Result<RdsQuestionColumns> rds_question(const Study& study,
                                                      const Dataset& dataset,
                                                      const std::string& name);

/// The questions that are estimated when none is named: closed ones and numbers, asked once in an
/// interview, that are no identifiers.
[[nodiscard]] std::vector<std::string> rds_questions(const Study& study, const Dataset& dataset);

}  // namespace mtm
