#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mtm {

/// More than this, an interview stands for nobody that there is, nor do all of them: a hundred
/// times mankind, and few enough to be counted one by one.
inline constexpr double most_stood_for = 1e12;

/// A total of numbers, as of incomes, may be more.
inline constexpr double most_summed = 1e18;

/// A known distribution of people over the categories of one variable, beside the category of each
/// row. What weights are adjusted to.
struct CodedMargin {
    std::string name;                     // of the variable
    std::vector<std::string> categories;  // their names, for messages
    std::vector<double> totals;           // people in each; 0 or more
    std::span<const std::int32_t> codes;  // of each row: an index into totals
};

/// A known total of a number over all people, beside the number of each row.
struct NumericMargin {
    std::string name;
    double total = 0;
    std::span<const double> values;  // of each row
};

/// A total that weights do not meet.
struct MarginGap {
    std::string margin;
    std::string category;  // empty for a number's
    double wanted = 0;
    double reached = 0;

    bool operator==(const MarginGap&) const = default;
};

/// Weights that were adjusted to totals, or the totals that could not be met together.
struct CalibratedWeights {
    std::vector<double> weights;  // of each row; the best reached if there are gaps
    int iterations = 0;
    std::vector<MarginGap> gaps;  // the largest first; none if every total is met

    [[nodiscard]] bool converged() const { return gaps.empty(); }
};

/// When to stop: once no total is missed by more than that part of itself, or after so many rounds.
struct IterationRule {
    double tolerance = 1e-12;
    int most = 1000;
};

}  // namespace mtm
