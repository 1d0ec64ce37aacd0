// Finding a page of a table among the rows of a million interviews.
//
// place_rows says for each table and interview how many rows there are; place_block sums them up
// over 1,024 interviews each. To pass over many rows, whole blocks are stepped over first, then the
// interviews of one block; nothing is read of those that are passed over. Where only some
// interviews are asked for (a team's, or by a filter) the blocks do not help, and place_rows is
// walked: its rows are a few bytes each.
#include "store/table_rows.h"

#include <algorithm>
#include <cstdint>

#include "store/interview_reader.h"

namespace mtm {
namespace {

constexpr int block_bits = 10;  // as in the triggers of store/study_schema.cc

// Cuts runs out of rows as they come by.
class RunCutter {
public:
    RunCutter(std::int64_t skip, std::int64_t rows) : skip_(skip), left_(rows) {}

    [[nodiscard]] bool is_done() const { return left_ <= 0; }

    void add(std::int64_t sequence, std::int64_t rows) {
        if (skip_ >= rows) {
            skip_ -= rows;
            return;
        }
        const std::int64_t taken = std::min(rows - skip_, left_);
        runs_.push_back({sequence, skip_, taken, rows});
        left_ -= taken;
        skip_ = 0;
    }

    std::vector<RowRun> runs() && { return std::move(runs_); }

private:
    std::int64_t skip_;
    std::int64_t left_;
    std::vector<RowRun> runs_;
};

}  // namespace

// Steps over whole blocks as far as the rows to skip allow.
Result<InterviewReader::RowStart> InterviewReader::step_over_blocks(const RowQuery& query) {
    RowStart start{query.from > 0 ? query.from : INT64_MAX, query.skip};
    if (query.from > 0) {
        // The block in which the page begins is a part of one: its rows are counted.
        const std::int64_t first = query.from >> block_bits << block_bits;
        const std::int64_t rows =
            TRY(database_.number("SELECT sum(rows) FROM place_rows"
                                 " WHERE place = ? AND interview BETWEEN ? AND ?",
                                 query.place,
                                 first,
                                 query.from))
                .value_or(0);
        if (start.skip < rows) return start;
        start = {first - 1, start.skip - rows};
    }
    auto blocks = TRY(database_.query(
        "SELECT block, rows FROM place_block WHERE place = ? AND block <= ? ORDER BY block DESC",
        query.place,
        start.from >> block_bits));
    while (TRY(blocks.next())) {
        const std::int64_t rows = blocks.integer(1);
        if (start.skip < rows) return start;
        start = {(blocks.integer(0) << block_bits) - 1, start.skip - rows};
    }
    return start;
}

// Calls `each(sequence, rows)` until it gives false.
template <typename Each>
Status InterviewReader::walk_rows(const Selection& selection,
                                  const RowQuery& query,
                                  std::int64_t from,
                                  const Each& each) {
    if (!query.accept) {
        auto rows =
            TRY(database_.query("SELECT interview, rows, tally FROM place_rows"
                                " WHERE place = ? AND interview <= ? ORDER BY interview DESC",
                                query.place,
                                from));
        while (TRY(rows.next())) {
            if (!selection.everything && !selection.contains(rows.integer(2))) continue;
            if (!each(rows.integer(0), rows.integer(1))) break;
        }
        return Done{};
    }
    auto rows = TRY(database_.query(
        "SELECT p.interview, p.rows, p.tally, i.received, i.updated, i.review, i.states, t.sender"
        " FROM place_rows p CROSS JOIN interview i ON i.sequence = p.interview"
        " CROSS JOIN tally t ON t.id = p.tally"
        " WHERE p.place = ? AND p.interview <= ? ORDER BY p.interview DESC",
        query.place,
        from));
    while (TRY(rows.next())) {
        if (!selection.everything && !selection.contains(rows.integer(2))) continue;
        const RowKey key{.received = rows.integer(3),
                         .updated = rows.integer(4),
                         .review = static_cast<ReviewState>(rows.integer(5)),
                         .edits = static_cast<int>(rows.integer(6)) - 1,
                         .sender = rows.text(7)};
        if (query.accept(key) && !each(rows.integer(0), rows.integer(1))) break;
    }
    return Done{};
}

Result<std::vector<RowRun>> InterviewReader::row_runs(const Selection& selection,
                                                      const RowQuery& query) {
    if (query.rows <= 0) return std::vector<RowRun>();
    RowStart start{query.from > 0 ? query.from : INT64_MAX, query.skip};
    if (selection.everything && !query.accept && query.skip > 0) {
        start = TRY(step_over_blocks(query));
    }
    RunCutter cutter(start.skip, query.rows);
    TRY(walk_rows(selection, query, start.from, [&](std::int64_t sequence, std::int64_t rows) {
        cutter.add(sequence, rows);
        return !cutter.is_done();
    }));
    return std::move(cutter).runs();
}

Result<std::int64_t> InterviewReader::count_rows(const Selection& selection,
                                                 const RowQuery& query) {
    if (selection.everything && !query.accept && query.from <= 0) {
        return TRY(database_.number("SELECT sum(rows) FROM place_block WHERE place = ?",
                                    query.place))
            .value_or(0);
    }
    std::int64_t count = 0;
    const std::int64_t from = query.from > 0 ? query.from : INT64_MAX;
    TRY(walk_rows(selection, query, from, [&](std::int64_t, std::int64_t rows) {
        count += rows;
        return true;
    }));
    return count;
}

Result<std::vector<WholeInterview>> InterviewReader::read_whole(
    const std::vector<std::int64_t>& sequences) {
    const bool corrected = TRY(database_.number("SELECT 1 FROM correction LIMIT 1")).has_value();
    std::vector<WholeInterview> out;
    out.reserve(sequences.size());
    for (const std::int64_t sequence : sequences) {
        auto one = TRY(current_of(sequence));
        if (!one) continue;
        out.push_back({std::move(one->interview), std::move(one->xml), {}});
        if (corrected) out.back().corrections = TRY(corrections(out.back().interview.instance_id));
    }
    return out;
}

Result<std::vector<UncountedState>> InterviewReader::uncounted(int limit) {
    std::vector<UncountedState> out;
    auto query =
        TRY(database_.query("SELECT s.number, s.version, s.xml FROM uncounted u JOIN submission s"
                            " ON s.number = u.submission ORDER BY u.submission LIMIT ?",
                            limit));
    while (TRY(query.next()))
        out.push_back({query.integer(0), query.text(1), query.text(2)});
    return out;
}

}  // namespace mtm
