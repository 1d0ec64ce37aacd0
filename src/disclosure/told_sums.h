#pragma once

#include <functional>
#include <vector>

#include "tabulate/summed_numbers.h"
#include "tabulate/table.h"

namespace mtm {

/// A sum of the numbers of some rows, told by a total, a mean or a part of a ratio to within so
/// much.
struct ToldSum {
    RowSet rows;  // that have a number
    SummedNumbers numbers;
    double within = 0;
};

/// How a number is let out that is made of a sum.
struct ToldAs {
    bool mean = false;
    bool weighted = false;  // to three digits (disclosure/precision.h)
    bool coarse = false;    // to a decimal
};

/// To within how much a total, mean or ratio tells a sum that it is made of. Weighted ones are
/// taken to be of people who weigh alike.
[[nodiscard]] double told_within(const ToldSum& sum, const Estimate& estimate, ToldAs as);

/// All sums that one publication tells. The sum over a set, less that over one that it holds, is
/// the sum over who is left; so is that of a whole less those of groups that lie in it, and that of
/// groups that cover it less the whole. None of these may tell of fewer people than the threshold,
/// nor be dominated by one: as a sum that is told itself (NumberTally::fewest).
///
/// Sums are of the same numbers if the numbers are, up to a factor, whatever they are called. Rows
/// whose number is 0 make no difference to a sum, so sets need not hold them.
///
/// Of other numbers, the sum of all spending less that of food is the sum of what is spent on the
/// rest, of the same rows or of some of them: the same holds of it, and of what is left when more
/// than one such part is taken off.
class ToldSums {
public:
    ToldSums(std::size_t threshold, double dominance)
        : threshold_(threshold), dominance_(dominance) {}

    /// Whether this, beside all that was told, would tell of few or closely of one.
    [[nodiscard]] bool gives_back(const ToldSum& sum) const;

    /// The same of sums over sets without common rows, together.
    [[nodiscard]] bool gives_back(const std::vector<ToldSum>& line) const;

    void add(const ToldSum& sum);
    void add(const std::vector<ToldSum>& line);

    /// By the same rules, of nothing yet.
    [[nodiscard]] ToldSums without_any() const { return {threshold_, dominance_}; }

    /// The same knowledge of the same people, whose rows keep their numbers.
    [[nodiscard]] ToldSums moved(const std::function<RowSet(const RowSet&)>& move) const;

private:
    struct Kept {
        ToldSum sum;
        RowSet telling;  // of its rows, those whose number is not 0
    };

    using Parts = std::vector<const Kept*>;

    // What is left of a sum when others are taken off.
    struct Rest {
        RowSet rows;
        std::vector<double> of_row;
        double within = 0;
        double size = 0;  // of all numbers together
    };

    [[nodiscard]] static Rest rest_of(const ToldSum& whole);
    [[nodiscard]] static Rest less(const Rest& whole, const ToldSum& part);
    [[nodiscard]] bool tells(const Rest& rest) const;
    [[nodiscard]] bool difference_tells(const Kept& one, const Kept& other) const;
    [[nodiscard]] bool remainder_tells(const Kept& candidate) const;

    [[nodiscard]] static Kept kept(const ToldSum& sum);
    [[nodiscard]] static std::vector<Kept> kept(const std::vector<ToldSum>& line);
    [[nodiscard]] bool tells(const RowSet& rows, const SummedNumbers& numbers, double within) const;
    [[nodiscard]] bool left_over_tells(const Kept& whole, const Parts& parts) const;
    [[nodiscard]] bool too_much_tells(const Kept& whole, const Parts& parts) const;
    [[nodiscard]] bool line_tells(const Kept& whole, const std::vector<Kept>& line) const;

    std::size_t threshold_;
    double dominance_;
    std::vector<Kept> sums_;
    std::vector<std::vector<Kept>> lines_;
};

}  // namespace mtm
