#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "interview/interview.h"
#include "study/study.h"

namespace mtm {

/// What is exported: interviews as columns, a table for each repeat. A view: the study and the
/// dataset must outlive it.
struct ExportSource {
    const Study& study;
    const Dataset& dataset;             // its levels are those of Levels(study.questionnaire)
    std::vector<std::string> versions;  // of the form, by row of level 0
    std::vector<std::string> states;    // what is said of an interview as a whole, by row
    /// By level and row: which round it is within its parent's, from 0, as it was sent. A dataset
    /// has no rows for rounds that hold nothing.
    std::vector<std::vector<std::int32_t>> rounds;
};

struct ExportOptions {
    bool labels = false;            // a column more for each question with choices, and language
    int language = -1;              // of the labels; −1: of all, and the study's first where one
    bool with_identifiers = false;  // questions marked as identifying a person
};

/// The interviews that the figures are made of, as the dataset holds them.
[[nodiscard]] ExportSource counted_interviews(const Study& study,
                                              const Dataset& dataset,
                                              const std::vector<Interview>& interviews);

/// All interviews as they were sent, none left out and no skip logic followed: a question counts as
/// asked where it was answered. Answers that an earlier version of the form asked for stand under
/// the question that it is now. Of two under one instanceID the first is taken.
[[nodiscard]] Dataset dataset_as_received(const Study& study,
                                          const std::vector<Interview>& interviews);

/// Such a dataset, with what review says of each.
[[nodiscard]] ExportSource received_interviews(const Study& study,
                                               const Dataset& dataset,
                                               const std::vector<Interview>& interviews);

/// Whether a question is written: not a note, and no identifier unless they are asked for.
[[nodiscard]] bool is_exported(const Question& question, const ExportOptions& options);

/// Names of the questions that are left out because they identify a person.
[[nodiscard]] std::vector<std::string> withheld_identifiers(const Questionnaire& form);

}  // namespace mtm
