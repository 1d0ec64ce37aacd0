#pragma once

#include "base/result.h"

namespace mtm {

/// How precise an estimate is to be, and under what circumstances.
struct PrecisionWanted {
    double margin = 0.05;      // of error: half the width of the interval
    double confidence = 0.95;  // of the interval
    double design_effect = 1;
    double population = 0;  // of people; 0: so many that it does not matter
    double response = 1;    // share of those approached who are interviewed
};

struct SampleSize {
    double simple = 0;   // of a simple random sample without any correction
    int interviews = 0;  // that are needed
    int approached = 0;  // to get them
};

/// n₀ = z² S² / margin², with S² = p (1 - p) N / (N - 1); interviews = deff n₀ / (1 + deff n₀ / N),
/// rounded up (Cochran 1977, 4.4 to 4.6; for deff = 1 the table of Krejcie and Morgan 1970). An
/// error names what is not between its limits. `proportion` 0.5 is the worst case.
Result<SampleSize> sample_size_for_proportion(const PrecisionWanted& wanted,
                                              double proportion = 0.5);

/// The same for a mean: S² = deviation².
Result<SampleSize> sample_size_for_mean(const PrecisionWanted& wanted, double deviation);

/// The margin of error that so many interviews give a proportion. REQUIRES: interviews > 0.
[[nodiscard]] double margin_of_proportion(int interviews,
                                          const PrecisionWanted& wanted,
                                          double proportion = 0.5);

}  // namespace mtm
