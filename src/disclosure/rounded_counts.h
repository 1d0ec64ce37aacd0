#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "tabulate/figure.h"
#include "tabulate/row_set.h"
#include "tabulate/table.h"

namespace mtm {

/// The numbers of people of one publication, rounded to multiples of a unit so that they could be
/// those of another survey, in which nobody is fewer than a unit:
///
/// - the same people have the same number wherever they are told of;
/// - what adds up in a table adds up rounded, as the parts of a question or of those asked do in
///   other tables;
/// - a survey whose counts are such multiples would be published as it is. So who knows all that is
///   printed, and how it was rounded, cannot tell the survey from that other one.
///
/// Each number is the nearest multiple, or as near to its count as sums allow. Nothing is random:
/// the same interviews give the same numbers.
class RoundedCounts {
public:
    /// REQUIRES: unit is at least 1.
    explicit RoundedCounts(std::size_t unit) : unit_(unit) {}

    /// The table with rounded counts, and values made of those alone: no precision, no rows behind
    /// it, no parts. Nothing where what was printed before leaves no way.
    /// REQUIRES: it counts people, and its rows are known.
    [[nodiscard]] std::optional<Table> of_table(const Table& table);

    /// How many these are said to be. The set is known.
    [[nodiscard]] std::size_t of_set(const RowSet& rows);

    /// An aggregate of a figure that counts people who fulfil a condition, as of_table has cells.
    /// Weighted percentages are whole, and weighted counts told to as much as a unit of people
    /// make: from a total that is known otherwise, as one of the margins is, a count would follow.
    [[nodiscard]] FigurePart of_part(const FigurePart& part);

    [[nodiscard]] std::size_t unit() const { return unit_; }

    /// The same of the same people, whose rows are numbered otherwise.
    [[nodiscard]] RoundedCounts moved(const std::function<RowSet(const RowSet&)>& move) const;

private:
    friend class TableRounding;

    struct Told {
        RowSet rows;
        std::size_t size = 0;  // of rows
        std::size_t rounded = 0;
    };

    // Sets without common rows that make up a whole, and are all told of or nobody.
    struct ToldLine {
        RowSet whole;
        std::size_t size = 0;
        std::vector<std::size_t> parts;  // indices of told_
    };

    [[nodiscard]] const Told* find(const RowSet& rows) const;
    [[nodiscard]] std::optional<std::size_t> told(const RowSet& rows) const;
    [[nodiscard]] std::optional<std::size_t> as_sum(const RowSet& rows, const ToldLine& line) const;
    [[nodiscard]] std::optional<std::size_t> as_sum_within(const RowSet& rows,
                                                           const RowSet& whole) const;
    [[nodiscard]] std::optional<std::size_t> as_any_sum(const RowSet& rows) const;
    [[nodiscard]] std::optional<std::size_t> as_rest(const RowSet& rows) const;
    [[nodiscard]] std::size_t most_within(const RowSet& rows) const;
    [[nodiscard]] std::size_t between_others(const RowSet& rows) const;
    void tell(const RowSet& rows, std::size_t rounded);
    void tell_line(const RowSet& whole, const std::vector<RowSet>& parts);
    void forget_from(std::size_t first);

    std::size_t unit_;
    std::vector<Told> told_;
    std::unordered_map<std::size_t, std::vector<std::size_t>> by_hash_;
    std::vector<ToldLine> lines_;
    std::unordered_map<std::size_t, std::vector<std::size_t>> lines_of_;  // by hash of the whole
};

}  // namespace mtm
