#include "store/correction_conflicts.h"

#include <map>
#include <utility>

namespace mtm {
namespace {

// While the history of one answer is walked through.
struct AnswerHistory {
    const CorrectionRow* last = nullptr;  // that was applied
    std::vector<std::size_t> open;        // conflicts that nothing has settled yet
};

}  // namespace

std::vector<CorrectionConflict> conflicts_in(const std::vector<CorrectionRow>& history) {
    std::map<std::pair<std::string_view, std::string_view>, AnswerHistory> answers;
    std::vector<CorrectionConflict> out;
    for (const CorrectionRow& row : history) {
        AnswerHistory& answer = answers[{row.instance_id, row.path}];
        if (row.applied) {
            for (const std::size_t conflict : answer.open)
                out[conflict].settled = true;
            answer.open.clear();
            answer.last = &row;
            continue;
        }
        answer.open.push_back(out.size());
        out.push_back({row, answer.last == nullptr ? CorrectionRow{} : *answer.last, false});
    }
    return out;
}

bool has_open_conflict(const std::vector<CorrectionRow>& history,
                       std::string_view instance_id,
                       std::string_view path) {
    bool open = false;
    for (const CorrectionRow& row : history) {
        if (row.instance_id == instance_id && row.path == path) open = !row.applied;
    }
    return open;
}

std::vector<std::string> earlier_values(const std::vector<CorrectionRow>& history,
                                        std::string_view instance_id,
                                        std::string_view path) {
    std::vector<std::string> out;
    for (const CorrectionRow& row : history) {
        if (row.instance_id == instance_id && row.path == path && row.applied)
            out.push_back(row.old_value);
    }
    return out;
}

}  // namespace mtm
