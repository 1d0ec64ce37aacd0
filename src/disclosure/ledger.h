#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tabulate/row_set.h"

namespace mtm {

/// What a reader can tell of the size of a set: at least `low` and at most `high` rows.
struct KnownCount {
    RowSet rows;
    std::size_t low = 0;
    std::size_t high = 0;
};

/// Known to the row.
[[nodiscard]] KnownCount known_exactly(RowSet rows);

/// Known from a percentage that is printed whole.
[[nodiscard]] KnownCount known_from_percentage(RowSet rows, std::size_t base);

/// Sets without common rows that stand beside each other, as those of a column of a table do:
/// readers add them up.
using Line = std::vector<KnownCount>;

/// Everything that one publication says of how many there are. Two sets give a third back if one
/// holds the other and their sizes are known: so do a set and those of a line that lie in it or
/// cover it. No such third set may be that of 1 to threshold-1 people. Sets are of rows; people are
/// the interviews that have them.
class ReleaseLedger {
public:
    explicit ReleaseLedger(std::size_t threshold) : threshold_(threshold) {}

    /// Whether this, beside all that was published, would give a few people back.
    [[nodiscard]] bool gives_back(const KnownCount& candidate) const;

    /// Which of the first `printed` counts of a line to leave out because something published gives
    /// a few people back with them; `printed` if nothing does.
    [[nodiscard]] std::size_t to_leave_out(const Line& line, std::size_t printed) const;

    void add(const KnownCount& known);
    void add(const Line& line);

    /// Tables with levels share cells with others by what they are, as their subtotals do.
    enum class TableKind { plain, with_levels };

    /// Enters that a table did not print how many these are.
    void add_withheld(const RowSet& rows, TableKind by);

    /// Whether the number of exactly these was printed, or was withheld and is not known otherwise,
    /// by tables of that kind or by any.
    [[nodiscard]] bool knows(const RowSet& rows) const;
    [[nodiscard]] bool has_withheld(const RowSet& rows) const;
    [[nodiscard]] bool has_withheld(const RowSet& rows, TableKind by) const;

    [[nodiscard]] std::size_t threshold() const { return threshold_; }

    /// The same knowledge of the same people, whose rows are numbered otherwise.
    [[nodiscard]] ReleaseLedger moved(const std::function<RowSet(const RowSet&)>& move) const;

private:
    // What is left of one set without others, and what a reader can tell of its size.
    struct Remainder {
        RowSet rows;
        long long low = 0;
        long long high = 0;
    };

    struct KeptLine {
        Line counts;
        RowSet all;
        std::size_t smallest = 0;  // rows of its smallest count
        std::size_t size = 0;      // rows of all
        std::size_t hash = 0;
    };

    [[nodiscard]] static KeptLine kept(const Line& line);

    [[nodiscard]] std::size_t widest(const RowSet& rows) const;
    [[nodiscard]] bool closes_in(const Remainder& remainder) const;
    [[nodiscard]] bool lies_close(const RowSet& whole, const Line& line) const;
    [[nodiscard]] bool gives_back(const KnownCount& outer, const KnownCount& inner) const;
    [[nodiscard]] bool gives_back(const KnownCount& whole, const KeptLine& line) const;
    [[nodiscard]] bool can_lie_close(const RowSet& whole,
                                     std::size_t size,
                                     const KeptLine& line) const;
    [[nodiscard]] bool lines_give_back(const KnownCount& whole) const;
    [[nodiscard]] KnownCount as_known(const KnownCount& count) const;
    [[nodiscard]] bool sums_give_back(const KnownCount& whole, const Line& line) const;
    [[nodiscard]] static std::size_t smallest_that_meets(const RowSet& rows,
                                                         const Line& line,
                                                         std::size_t printed);
    [[nodiscard]] const KnownCount* find(const RowSet& rows) const;
    [[nodiscard]] bool pair_gives_back(const KnownCount& candidate) const;

    std::size_t threshold_;
    std::vector<KnownCount> known_;
    std::unordered_map<std::size_t, std::vector<std::size_t>> by_hash_;
    std::map<std::pair<int, std::size_t>, std::vector<std::size_t>> by_size_;  // level and rows
    std::vector<std::vector<KeptLine>> lines_;  // those of the same rows together
    std::unordered_map<std::size_t, std::size_t> line_groups_;
    std::unordered_set<std::size_t> line_hashes_;
    // By hash; a set is there once for each kind of table that withheld it.
    std::unordered_map<std::size_t, std::vector<std::pair<RowSet, TableKind>>> withheld_;
};

}  // namespace mtm
