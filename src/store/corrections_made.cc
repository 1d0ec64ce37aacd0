#include "store/corrections_made.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "base/text.h"
#include "store/correction_conflicts.h"

namespace mtm {
namespace {

// A reason that several corrections have is a group; one that stands alone may be of one person.
constexpr int least_of_a_reason = 2;

bool adds_option(const Questionnaire& form, const CorrectionRow& row) {
    const std::size_t slash = row.path.rfind('/');
    const int question =
        form.find(slash == std::string::npos ? row.path : row.path.substr(slash + 1));
    if (question < 0) return false;
    const Question& asked = form.questions[static_cast<std::size_t>(question)];
    if (!is_select(asked.type) || asked.list < 0) return false;
    const ChoiceList& list = form.choices_of(question);
    return std::ranges::any_of(words(row.new_value),
                               [&list](std::string_view code) { return list.find(code) < 0; });
}

int& kind_of(const Questionnaire& form, const CorrectionRow& row, CorrectionsMade& made) {
    if (row.old_value == row.new_value) return made.confirmed;
    if (row.new_value.empty()) return made.blanked;
    return adds_option(form, row) ? made.option_added : made.changed;
}

}  // namespace

CorrectionsMade count_corrections(const Study& study, const InterviewsRead& read) {
    CorrectionsMade out;
    std::set<std::string_view> interviews;
    std::map<std::string, int> reasons;
    for (const CorrectionRow& row : read.corrections) {
        if (!row.applied) continue;
        ++kind_of(study.questionnaire, row, out);
        if (!row.verified) ++out.unverified;
        if (!row.reason.empty()) ++reasons[row.reason];
        interviews.insert(row.instance_id);
    }
    out.interviews = static_cast<int>(interviews.size());
    for (const CorrectionConflict& conflict : conflicts_in(read.corrections))
        ++(conflict.settled ? out.settled_conflicts : out.open_conflicts);
    out.removed = static_cast<int>(
        std::ranges::count(read.interviews, Standing::rejected, &Interview::standing));
    out.not_applied = static_cast<int>(
        std::ranges::count(read.diagnostics, "correction-not-applied", &Diagnostic::code));
    for (const auto& [reason, times] : reasons) {
        if (times >= least_of_a_reason) out.reasons.emplace_back(reason, times);
    }
    std::ranges::stable_sort(
        out.reasons, std::ranges::greater{}, &std::pair<std::string, int>::second);
    return out;
}

std::vector<Interview> without_corrections(const InterviewsRead& read) {
    std::vector<Interview> out = read.interviews;
    for (Interview& interview : out) {
        const auto received = read.uncorrected.find(interview.instance_id);
        const Standing standing = interview.standing;
        if (received != read.uncorrected.end()) interview = received->second;
        interview.standing = standing == Standing::rejected ? Standing::counts : standing;
    }
    return out;
}

}  // namespace mtm
