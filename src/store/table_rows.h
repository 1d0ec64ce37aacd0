#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "store/interview_store.h"

namespace mtm {

// A study as tables: one row for each interview, and for each repeat of its form a table with a row
// for each instance. A page of a table is found without opening the interviews before it: how many
// rows an interview has in each table is written down when it arrives, and summed up over blocks
// of interviews. Pilots are in no table.

/// What a row can be chosen by, without its XML.
struct RowKey {
    Instant received = 0;
    Instant updated = 0;
    ReviewState review = ReviewState::none;
    int edits = 0;
    std::string sender;  // of its interview's first state
};

/// A part of a table. Rows go from the latest interview to the first, and within an interview in
/// the order of its XML.
struct RowQuery {
    std::string place = {};       // path of the repeat, "household/member"; empty: the interviews
    InterviewFilter filter = {};  // `flag` and `pilot` are not looked at
    std::function<bool(const RowKey&)> accept = {};  // by interview; may be null: all
    std::int64_t from = 0;  // begins with the interview of this sequence; 0: the latest
    std::int64_t skip = 0;  // rows to pass over first
    std::int64_t rows = 0;  // at most so many
};

/// Rows `first` … `first + rows - 1` of an interview, of `all` that it has in the table.
struct RowRun {
    std::int64_t sequence = 0;
    std::int64_t first = 0;
    std::int64_t rows = 0;
    std::int64_t all = 0;

    bool operator==(const RowRun&) const = default;
};

/// An interview with the XML of its current state and all its corrections, oldest first.
struct WholeInterview {
    StoredInterview interview;
    std::string xml;
    std::vector<CorrectionRow> corrections;
};

struct UncountedState {
    std::int64_t number = 0;  // known to the store alone
    std::string version;
    std::string xml;
};

struct CountedState {
    std::int64_t number = 0;
    std::vector<std::pair<std::string, int>> repeats;  // as in Arrival
};

}  // namespace mtm
