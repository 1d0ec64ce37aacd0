#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "anonymity/key_frequencies.h"

namespace mtm {

/// How likely somebody who knows all keys of a person, and not whether they were interviewed, is to
/// link the right record to them: the expectation of 1/F over what the population count F may be,
/// given that f of them are in the sample and stand for `population` (Benedetti and Franconi 1998;
/// Franconi and Polettini 2004). As sdcMicro computes it: exact for 1 and 2, by an approximation
/// above; 1/f where the sample is the population. REQUIRES: 1 <= sample <= population.
[[nodiscard]] double individual_risk(double sample, double population);

/// Of every record. Where nobody's weight is known the population of each key is the sample: the
/// risk is then that of somebody who knows who was interviewed, 1/f.
[[nodiscard]] std::vector<double> individual_risks(const KeyFrequencies& frequencies);

/// That at least one member of one's household is found: 1 − Π (1 − risk) over its members.
[[nodiscard]] std::vector<double> household_risks(std::span<const double> risks,
                                                  std::span<const std::int32_t> households);

struct GlobalRisk {
    double share = 0;     // mean of the risks: 0 to 1
    double expected = 0;  // records that would be linked rightly
    double highest = 0;
};

[[nodiscard]] GlobalRisk global_risk(std::span<const double> risks);

/// Records that agree with fewer than k, themselves included.
[[nodiscard]] std::size_t records_under(const KeyFrequencies& frequencies, double k);

}  // namespace mtm
