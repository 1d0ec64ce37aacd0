#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "disclosure/told_sums.h"
#include "tabulate/row_set.h"

namespace mtm {

/// Vectors over the parts that people fall into, and whatever adding and subtracting multiples of
/// them gives: their span, kept in reduced row echelon form.
class LinearSpan {
public:
    explicit LinearSpan(std::size_t columns) : columns_(columns), row_of_pivot_(columns, -1) {}

    /// A new part has been divided off: its column is that of the part that it was.
    void split(std::size_t column);

    /// Whether the vector is new to the span; it is in it from then on.
    bool add(std::vector<double> vector);

    /// Takes the last vector that was new out again.
    void undo();

    /// Whether the vector of ones in these columns, and zeros elsewhere, is in the span.
    [[nodiscard]] bool holds(const std::vector<std::uint32_t>& ones) const;

    [[nodiscard]] std::size_t columns() const { return columns_; }

private:
    struct Row {
        std::vector<double> values;
        std::size_t pivot = 0;
    };

    std::size_t columns_;
    std::vector<Row> rows_;
    std::vector<std::int32_t> row_of_pivot_;  // by column; −1: no pivot
    std::vector<double> taken_;               // by row: how much of the last one was taken off
};

/// Numbers of people that were told of sets which are made of the same answers: of those under 40
/// and those over 38, of “a”, “b” and “a or b”, of three bands that overlap. A reader knows which
/// people such sets share and which they do not, adds and subtracts, and has the sizes of other
/// sets: here every sum and difference of any number of them counts, where the ledger compares
/// pairs and single lines of tables.
///
/// Sets belong together by the questions that decide them (study/sources.h): sets of some of the
/// questions of a family are in it. People are parted by the sets of the family that they are in;
/// that nobody is in a part is taken to be known. What may not follow is the size of 1 to threshold
/// − 1 rows that are a part, what two sets have in common, or what one has and another has not; nor
/// of those that some table would have to withhold.
class CountSpan {
public:
    explicit CountSpan(std::size_t threshold) : threshold_(threshold) {}

    /// Of sets that are to be told, in this order, those whose sizes would, beside what was told
    /// and those before them, give away the size of few. Nothing is told yet.
    [[nodiscard]] std::vector<bool> telling(const std::vector<std::string>& sources,
                                            const std::vector<RowSet>& sets);

    void add(const std::vector<std::string>& sources, const std::vector<RowSet>& sets);

    /// The same of sums of numbers: that of the numbers 0, 1, 2 … tells how many gave each, taken
    /// as often as it says. Of numbers with many values, and of sums that are told too roughly to
    /// tell one value from the next, nothing of the kind follows.
    [[nodiscard]] std::vector<bool> telling(const std::vector<std::string>& sources,
                                            const std::vector<ToldSum>& sums);
    void add(const std::vector<std::string>& sources, const std::vector<ToldSum>& sums);

    /// Enters who is few in some table, whether it is printed in the end or not: 1 to threshold − 1
    /// rows, whose number may not follow from others.
    void keep_secret(const std::vector<std::string>& sources, const std::vector<RowSet>& few);

private:
    // How many rows there are, or the sum of their numbers.
    struct Count {
        RowSet rows;
        SummedNumbers numbers = {};  // of few values; none: each row is one
        std::vector<double> values = {};

        [[nodiscard]] bool is_sum() const { return numbers.of_row != nullptr; }

        [[nodiscard]] double of_row(std::size_t row) const;
        [[nodiscard]] std::size_t hash() const;
    };

    struct Told {
        std::vector<std::string> sources;
        Count count;
    };

    // Some rows, by their numbers.
    struct Secret {
        std::vector<std::string> sources;
        int level = 0;
        std::vector<std::uint32_t> rows;
    };

    // Columns of the span are the parts, each known by one of its rows.
    struct Family {
        std::vector<std::string> sources;
        int level = 0;
        std::vector<std::int32_t> part_of_row;
        std::vector<std::uint32_t> row_of_part;
        std::vector<std::size_t> size_of_part;
        std::vector<RowSet> sets;
        std::unordered_set<std::size_t> hashes;
        std::vector<std::size_t> secrets;  // of all
        LinearSpan span{1};
    };

    using Part = std::vector<std::uint32_t>;  // columns

    [[nodiscard]] static bool is_within(const std::vector<std::string>& some,
                                        const std::vector<std::string>& all);
    static void refine(Family& family, const RowSet& rows);
    static void refine(Family& family, const Count& count);
    static void tell(Family& family, const Count& count);
    [[nodiscard]] static std::vector<double> vector_of(const Family& family, const Count& count);
    [[nodiscard]] std::vector<Part> few_in(const Family& family) const;
    void append_secrets(const Family& family, std::vector<Part>& few) const;
    void judge(Family family, const std::vector<Count>& counts, std::vector<bool>& out) const;
    [[nodiscard]] std::vector<bool> telling(const std::vector<std::string>& sources,
                                            const std::vector<Count>& counts);
    void add(const std::vector<std::string>& sources, const std::vector<Count>& counts);
    [[nodiscard]] static std::vector<Count> counts_of(const std::vector<RowSet>& sets);
    [[nodiscard]] static std::vector<Count> counts_of(const std::vector<ToldSum>& sums);
    void make_family(const std::vector<std::string>& sources, const RowSet& like);

    std::size_t threshold_;
    std::vector<Told> told_;
    std::unordered_set<std::size_t> told_hashes_;
    std::vector<Secret> secrets_;
    std::unordered_set<std::size_t> secret_hashes_;
    std::vector<Family> families_;  // none within another
};

}  // namespace mtm
