#pragma once

#include <string>
#include <vector>

#include "capture/identity.h"
#include "capture/service.h"
#include "store/interview_store.h"

namespace mtm {

/// How much of a study's interviews someone sees: whose they are, and what is left out of them.
struct Sight {
    Scope scope;
    bool identifiers = false;  // names, numbers, points, files: whatever points at a respondent
    bool staff = false;        // enumerators, devices, senders, comments of reviewers; exact points

    /// The filter cut to the scope.
    [[nodiscard]] InterviewFilter within(InterviewFilter filter) const;
};

/// REQUIRES: `who` has a role in the study.
[[nodiscard]] Sight sight_of(const Identity& who, const ServedStudy& study);

/// By question: true where it could point at someone, so that its answers are for those alone who
/// may see identifiers. Marked so in the questionnaire; points, files and barcodes; what the device
/// says of itself; the enumerator's name; and everything calculated from one of these.
[[nodiscard]] std::vector<bool> identifying_questions(const Questionnaire& form,
                                                      const Fieldwork& fieldwork);

/// Whether an expression names one of the questions marked so.
[[nodiscard]] bool rests_on_identifying(const Expression& expression,
                                        const Questionnaire& form,
                                        const std::vector<bool>& identifying);

}  // namespace mtm
