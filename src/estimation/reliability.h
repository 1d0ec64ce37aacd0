#pragma once

#include <cstdint>
#include <optional>

#include "estimation/intervals.h"

namespace mtm {

/// How far an estimate can be trusted.
enum class Reliability : std::uint8_t { usual, caution, unreliable };

/// What the standard of the U.S. National Center for Health Statistics says of a proportion
/// (Parker and others 2017, Vital and Health Statistics 2(175)): the interval of Korn and Graubard,
/// of no more effective rows than there are rows, and whether the proportion may be presented.
/// `unreliable` where the standard does not present: under 30 rows or effective rows, an interval
/// of 30 points or more, or one of more than 5 points that is wider than 1.3 times the proportion.
/// `caution` where it asks for a statistician's review: under 8 degrees of freedom, a proportion of
/// 0 or 1, or one whose complement would not be presented.
struct ProportionStandard {
    double effective_rows = 0;  // rows over the design effect, at most the rows
    ConfidenceInterval interval;
    double width = 0;                      // of the interval
    std::optional<double> relative_width;  // of the proportion; absent where that is 0
    Reliability reliability = Reliability::usual;
    bool complement_unreliable = false;
};

/// REQUIRES: 0 <= proportion <= 1, rows >= 1, df > 0.
[[nodiscard]] ProportionStandard standard_of_proportion(const ProportionSample& sample);

/// Standard error in per cent of the value; nothing of 0.
[[nodiscard]] std::optional<double> coefficient_of_variation(double value, double standard_error);

/// By two limits of the coefficient of variation, in per cent and compared as printed, with one
/// decimal: what lies above a limit is worse. Statistics Canada's are 16.5 and 33.3 (Guide to the
/// Labour Force Survey, 71-543-G).
[[nodiscard]] Reliability reliability_by_variation(double percent,
                                                   double caution,
                                                   double unreliable);

}  // namespace mtm
