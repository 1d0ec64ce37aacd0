#pragma once

#include <vector>

namespace mtm {

/// A group of people in two rounds: which share of everyone it is, and
/// which percentage of it is counted. Shares run from 0 to 1 and add to 1 in each round; `rate`s
/// from 0 to 100.
struct MixGroup {
    double share_before = 0;
    double share_now = 0;
    double rate_before = 0;  // of a group that nobody is in: anything
    double rate_now = 0;
};

/// A difference of two percentages in its two parts, in percentage points; they add to it.
struct MixChange {
    double mix = 0;     // because the groups have other shares
    double within = 0;  // because people of the same group answer otherwise
};

/// A sum or difference of numbers of the size of `scale`; 0 where it is no more than the rounding
/// of floating point leaves of them.
[[nodiscard]] double without_noise(double value, double scale);

/// Kitagawa's (1955) components of a difference between two rates, the symmetric form: each part is
/// weighted by the average of both rounds, so there is no rest. mix = Σ (s₁ − s₀)(r₀ + r₁)/2,
/// within = Σ (r₁ − r₀)(s₀ + s₁)/2. A group that only one round has is taken to answer alike in the
/// other, so all it changes is the mix. What is zero up to rounding is 0.
[[nodiscard]] MixChange decompose_change(const std::vector<MixGroup>& groups);

}  // namespace mtm
