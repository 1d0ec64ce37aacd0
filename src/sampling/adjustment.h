#pragma once

#include <span>
#include <vector>

#include "base/result.h"

namespace mtm {

/// Weights of one over the chance of being selected: the Horvitz–Thompson estimator's (1952).
/// An error names the first row whose chance is not over 0 and at most 1.
Result<std::vector<double>> base_weights(std::span<const double> probabilities);

/// When cells of response are too thin to stand alone (Kalton and Flores-Cervantes 2003).
struct ResponseRule {
    int fewest = 20;     // respondents of a cell
    double largest = 3;  // factor of a cell
};

/// What the weights of respondents are multiplied by, so that they speak for those of their cell
/// who did not respond.
struct ResponseFactors {
    std::vector<double> factors;  // of each cell; 0 where nobody was approached
    std::vector<int> joined_to;   // of each cell: the first cell of its group, itself if alone
};

/// Non-response adjustment by weighting classes: approached over responded (sums of weights, or
/// counts) in each cell. A cell with fewer respondents than the rule wants, or a larger factor, is
/// joined with the one of its two neighbours in the order given whose response rate is nearer, the
/// thinnest first, until all are wide enough or only one is left.
/// An error if nobody responded at all. REQUIRES: three spans of one length.
Result<ResponseFactors> response_factors(std::span<const double> approached,
                                         std::span<const double> responded,
                                         std::span<const int> respondents,
                                         const ResponseRule& rule = {});

/// Between what weights are cut, and whether the others, once they have taken what was cut off,
/// are cut again until none lies outside.
struct TrimRule {
    enum class Repeat { once, until_within };

    double lower = 0;
    double upper = 0;
    Repeat repeat = Repeat::until_within;
};

struct TrimmedWeights {
    std::vector<double> weights;
    std::size_t cut = 0;  // rows whose weight was cut
};

/// Trimming: weights beyond the bounds become the bound, and what they lose (or gain) is spread
/// over the others in equal parts, added, so that the sum stays. An error if the bounds leave no
/// weight to spread it over: no weights between them have that sum.
Result<TrimmedWeights> trim_weights(std::span<const double> weights, const TrimRule& rule);

}  // namespace mtm
