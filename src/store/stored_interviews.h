#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "interview/correction.h"
#include "interview/interview.h"
#include "interview/submission_names.h"
#include "store/interview_store.h"
#include "study/study.h"

namespace mtm {

/// The forms of a study's interviews, each made ready once. The study must outlive it.
class SubmissionForms {
public:
    explicit SubmissionForms(const Study& study) : study_(study) {}

    /// That which the submission was filled under.
    [[nodiscard]] const SubmissionNames& of(std::string_view xml);

private:
    const Study& study_;
    std::map<const Questionnaire*, SubmissionNames> names_;
};

/// What reviews say of an interview.
[[nodiscard]] Standing standing_of(const StoredInterview& interview);

/// An interview of a store as it counts: corrections, oldest first, replayed over its current
/// state, and known by its first instanceID. REQUIRES: it is not sealed.
[[nodiscard]] ReadInterview read_stored(const InterviewStore::Current& current,
                                        SubmissionForms& forms,
                                        const std::vector<Correction>& corrections);

}  // namespace mtm
