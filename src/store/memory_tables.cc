// Tables of MemoryInterviewStore: the same answers as store/table_rows.cc, by looking at
// everything.
#include <algorithm>

#include "store/memory_store.h"

namespace mtm {
namespace {

bool is_asked_for(const RowQuery& query, const StoredInterview& interview) {
    const std::vector<std::string>& senders = query.filter.senders;
    if (interview.pilot || (query.from > 0 && interview.sequence > query.from)) return false;
    if (!senders.empty() && std::ranges::count(senders, interview.sender) == 0) return false;
    return !query.accept || query.accept({.received = interview.received,
                                          .updated = interview.updated,
                                          .review = interview.review,
                                          .edits = interview.edits,
                                          .sender = interview.sender});
}

}  // namespace

std::vector<RowRun> MemoryInterviewStore::all_runs(const RowQuery& query) const {
    std::vector<RowRun> out;
    for (auto at = records_.rbegin(); at != records_.rend(); ++at) {
        if (!is_asked_for(query, summary(at->first))) continue;
        std::int64_t rows = query.place.empty() ? 1 : 0;
        const State& state = current_of(at->first);
        for (const auto& [place, instances] :
             state.repeats.value_or(std::vector<std::pair<std::string, int>>())) {
            if (place == query.place) rows = instances;
        }
        if (rows > 0) out.push_back({at->first, 0, rows, rows});
    }
    return out;
}

Result<std::vector<RowRun>> MemoryInterviewStore::row_runs(const RowQuery& query) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("row_runs", [&]() -> Result<std::vector<RowRun>> {
        std::vector<RowRun> out;
        std::int64_t skip = query.skip;
        std::int64_t left = query.rows;
        for (RowRun run : all_runs(query)) {
            if (left <= 0) break;
            run.first = std::min(skip, run.all);
            run.rows = std::min(run.all - run.first, left);
            skip -= run.first;
            left -= run.rows;
            if (run.rows > 0) out.push_back(run);
        }
        return out;
    });
}

Result<std::int64_t> MemoryInterviewStore::count_rows(const RowQuery& query) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("count_rows", [&]() -> Result<std::int64_t> {
        std::int64_t count = 0;
        for (const RowRun& run : all_runs(query))
            count += run.all;
        return count;
    });
}

Result<std::vector<WholeInterview>> MemoryInterviewStore::read_whole(
    const std::vector<std::int64_t>& sequences) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("read_whole", [&]() -> Result<std::vector<WholeInterview>> {
        std::vector<WholeInterview> out;
        for (const std::int64_t sequence : sequences) {
            if (!records_.contains(sequence)) continue;
            out.push_back({summary(sequence), current_of(sequence).bytes.xml, {}});
            for (const CorrectionRow& correction : corrections_) {
                if (interview_of(correction.instance_id) != sequence || !correction.applied)
                    continue;
                out.back().corrections.push_back(correction);
                out.back().corrections.back().instance_id = out.back().interview.instance_id;
            }
        }
        return out;
    });
}

Result<std::vector<UncountedState>> MemoryInterviewStore::uncounted(int limit) const {
    const std::lock_guard lock(mutex_);
    return faults_.run("uncounted", [&]() -> Result<std::vector<UncountedState>> {
        std::vector<UncountedState> out;
        for (const auto& [id, state] : states_) {
            if (state.repeats || static_cast<int>(out.size()) >= limit) continue;
            out.push_back({state.number, state.bytes.version, state.bytes.xml});
        }
        std::ranges::sort(out, {}, &UncountedState::number);
        return out;
    });
}

Status MemoryInterviewStore::count_states(const std::vector<CountedState>& states) {
    const std::lock_guard lock(mutex_);
    return faults_.run("count_states", [&]() -> Status {
        for (auto& [id, state] : states_) {
            const auto at = std::ranges::find(states, state.number, &CountedState::number);
            if (at != states.end() && !state.repeats) state.repeats = at->repeats;
        }
        return Done{};
    });
}

}  // namespace mtm
