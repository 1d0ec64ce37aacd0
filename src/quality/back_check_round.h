#pragma once

#include <map>
#include <string>
#include <vector>

#include "quality/back_check.h"
#include "quality/fieldwork_rows.h"
#include "study/study.h"

namespace mtm {

/// What a round's back-checks are compared from.
struct BackCheckSides {
    const FieldworkRows* first = nullptr;  // counted interviews, with corrections
    /// The same as they were received: an enumerator's mistake stays theirs though somebody has
    /// corrected it. Null, or without an interview: the corrected answers.
    const Dataset* received = nullptr;
    const FieldworkRows* second = nullptr;  // of study_of_back_check()
    std::map<std::string, Place> places;    // of second interviews in their file, by instanceID
};

/// The first and second interviews of a round, compared.
struct BackCheckRound {
    const Study* study = nullptr;
    bool rehearsal = false;
    std::vector<BackCheckInterview> first;  // by row of the dataset
    std::vector<BackCheckInterview> second;
    std::vector<std::string> codes;  // of the first ones, as interview_codes() gives them
    BackCheckResult result;
};

/// REQUIRES: the study has [back_check], and a question that says who interviewed.
[[nodiscard]] BackCheckRound compare_round(const BackCheckSides& sides);

/// The study that the back-check's own form makes: the same place and rules of consent, and its
/// enumerators are the back-checkers.
[[nodiscard]] Study study_of_back_check(const Study& study, Questionnaire form);

/// By what the team calls each interview of a dataset: eight characters of its instanceID
/// (short_name()), or all of it where two would have the same.
[[nodiscard]] std::vector<std::string> interview_codes(const Dataset& dataset);

/// An answer in words: a choice's label, numbers and texts as they are. Of a question marked as
/// `identifier`, only whether there is one.
[[nodiscard]] std::string words_of_answer(const Study& study,
                                          const BackCheckQuestion& question,
                                          const BackCheckAnswer& answer);

}  // namespace mtm
