// Pages of a list of interviews, latest first, also among a million of them.
//
// Each interview carries the id of its row of the tally, and the index interview_by_tally holds
// (row, sequence). A filter is first answered over the rows of the tally, in memory; then
//   - all rows:    the table is read backwards from where the page begins;
//   - few rows:    their sequences are merged, each a run of the index, and only so many of them
//   are
//                  looked at as the page needs: a row whose newest interview is older than the
//                  page's last cannot give any;
//   - many rows:   the table is read backwards, and what is in other rows is stepped over. So many
//                  rows hold a good part of all interviews, so the next is never far.
// A flag has an index of its own, (code, sequence), with the row beside it.
#include <algorithm>
#include <queue>

#include "store/interview_reader.h"

namespace mtm {
namespace {

constexpr std::size_t few_rows = 3000;

}  // namespace

Result<std::vector<StoredInterview>> InterviewReader::list(const Selection& selection,
                                                           const std::string& flag,
                                                           std::int64_t before,
                                                           int limit) {
    std::vector<StoredInterview> out;
    if (limit <= 0 || selection.interviews == 0) return out;
    const std::int64_t start =
        before > 0 ? std::min(before, selection.newest + 1) : selection.newest + 1;
    const std::vector<std::int64_t> sequences =
        flag.empty() ? TRY(page(selection, start, limit))
                     : TRY(flagged_page(selection, flag, start, limit));
    for (const std::int64_t sequence : sequences) {
        if (auto one = TRY(interview(sequence))) out.push_back(std::move(*one));
    }
    return out;
}

Result<std::vector<std::int64_t>> InterviewReader::page(const Selection& selection,
                                                        std::int64_t before,
                                                        int limit) {
    if (!selection.everything && selection.rows.size() <= few_rows) {
        return merged_page(selection, before, limit);
    }
    std::vector<std::int64_t> out;
    auto query = TRY(database_.query(
        "SELECT sequence, tally FROM interview WHERE sequence < ? ORDER BY sequence DESC", before));
    while (static_cast<int>(out.size()) < limit && TRY(query.next())) {
        if (selection.everything || selection.contains(query.integer(1))) {
            out.push_back(query.integer(0));
        }
    }
    return out;
}

Result<std::vector<std::int64_t>> InterviewReader::merged_page(const Selection& selection,
                                                               std::int64_t before,
                                                               int limit) {
    struct Run {
        std::int64_t bound = 0;  // none of the row's interviews that are left is later
        bool exact = false;      // the bound is one of them
        std::int64_t row = 0;

        bool operator<(const Run& other) const { return bound < other.bound; }
    };

    std::priority_queue<Run> runs;
    for (const auto& [row, newest] : selection.rows) {
        runs.push({std::min(newest, before - 1), false, row});
    }
    std::vector<std::int64_t> out;
    while (static_cast<int>(out.size()) < limit && !runs.empty()) {
        Run run = runs.top();
        runs.pop();
        if (run.exact) {
            out.push_back(run.bound);
            --run.bound;
            run.exact = false;
        } else {
            const auto found = TRY(database_.number(
                "SELECT sequence FROM interview INDEXED BY interview_by_tally"
                " WHERE tally = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1",
                run.row,
                run.bound));
            if (!found) continue;
            run.bound = *found;
            run.exact = true;
        }
        runs.push(run);
    }
    return out;
}

Result<std::vector<std::int64_t>> InterviewReader::flagged_page(const Selection& selection,
                                                                const std::string& flag,
                                                                std::int64_t before,
                                                                int limit) {
    std::vector<std::int64_t> out;
    auto query =
        TRY(database_.query("SELECT interview, tally FROM interview_flag"
                            " WHERE code = ? AND interview < ? ORDER BY interview DESC",
                            flag,
                            before));
    while (static_cast<int>(out.size()) < limit && TRY(query.next())) {
        if (selection.contains(query.integer(1))) out.push_back(query.integer(0));
    }
    return out;
}

Result<std::int64_t> InterviewReader::count_flagged(const Selection& selection,
                                                    const std::string& flag) {
    std::int64_t count = 0;
    auto query = TRY(database_.query("SELECT tally FROM interview_flag WHERE code = ?", flag));
    while (TRY(query.next()))
        count += selection.contains(query.integer(0)) ? 1 : 0;
    return count;
}

}  // namespace mtm
