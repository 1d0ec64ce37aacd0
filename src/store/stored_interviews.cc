#include "store/stored_interviews.h"

#include <algorithm>
#include <iterator>

namespace mtm {

// Without versions that were in the field there is only one form, and no need to look.
const SubmissionNames& SubmissionForms::of(std::string_view xml) {
    const Questionnaire& form =
        study_.versions.empty() ? study_.questionnaire : study_.form_of(version_of_submission(xml));
    return names_.try_emplace(&form, form).first->second;
}

Standing standing_of(const StoredInterview& interview) {
    if (interview.review == ReviewState::rejected) return Standing::rejected;
    return interview.pilot ? Standing::pilot : Standing::counts;
}

ReadInterview read_stored(const InterviewStore::Current& current,
                          SubmissionForms& forms,
                          const std::vector<Correction>& corrections) {
    const SubmissionNames& form = forms.of(current.xml);
    ReadInterview out = read_submission(form, current.xml, "study.db");
    Interview& interview = out.interview;
    interview.instance_id = current.interview.instance_id;
    interview.provenance.row = static_cast<int>(current.interview.sequence);
    interview.standing = standing_of(current.interview);
    if (corrections.empty()) return out;
    std::ranges::move(apply_corrections(form.questionnaire(), corrections, interview),
                      std::back_inserter(out.diagnostics));
    return out;
}

}  // namespace mtm
