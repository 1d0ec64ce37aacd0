#pragma once

#include <cstdint>
#include <map>
#include <shared_mutex>
#include <vector>

#include "base/result.h"
#include "store/interview_store.h"
#include "store/sqlite.h"

namespace mtm {

/// One row of the tally as it stands in the database.
struct TallyCount {
    std::int64_t id = 0;
    TallyRow row;
    std::int64_t newest = 0;  // no interview of this row has a higher sequence
};

/// Which rows of the tally a filter asks for (its flag aside).
struct Selection {
    std::vector<bool> has;                                    // by id
    std::vector<std::pair<std::int64_t, std::int64_t>> rows;  // id and newest
    std::int64_t interviews = 0;
    std::int64_t newest = 0;
    bool everything = false;

    [[nodiscard]] bool contains(std::int64_t id) const {
        return id >= 0 && static_cast<std::size_t>(id) < has.size() &&
               has[static_cast<std::size_t>(id)];
    }
};

/// The tally of a study, held in memory beside the table that is the truth: totals and the
/// choice of a page's interviews are read from here. Safe for many threads.
class Tallies {
public:
    Status load(Database& database);
    void put(const std::vector<TallyCount>& counts);
    [[nodiscard]] std::vector<TallyRow> rows() const;
    [[nodiscard]] Selection select(const InterviewFilter& filter) const;

private:
    struct Less {
        bool operator()(const TallyRow& a, const TallyRow& b) const;
    };

    struct Entry {
        std::int64_t id = 0;
        int interviews = 0;
        int flagged = 0;
        std::int64_t newest = 0;
    };

    using Entries = std::map<TallyRow, Entry, Less>;  // the rows' own counts are 0

    mutable std::shared_mutex mutex_;
    Entries entries_;
    std::int64_t last_id_ = 0;
};

}  // namespace mtm
