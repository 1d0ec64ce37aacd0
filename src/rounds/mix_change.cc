#include "rounds/mix_change.h"

#include <algorithm>
#include <cmath>

namespace mtm {

// Shares and rates are quotients of sums over people, each with a few last places of its own; the
// smallest real change, of one person in a hundred thousand, is far greater.
double without_noise(double value, double scale) {
    constexpr double noise = 1e-13;
    return std::abs(value) <= noise * std::abs(scale) ? 0 : value;
}

MixChange decompose_change(const std::vector<MixGroup>& groups) {
    MixChange out;
    double scale = 0;
    for (const MixGroup& group : groups) {
        const bool was = group.share_before > 0;
        const bool is = group.share_now > 0;
        if (!was && !is) continue;
        const double before = was ? group.rate_before : group.rate_now;
        const double now = is ? group.rate_now : group.rate_before;
        scale += (group.share_before + group.share_now) * std::max(before, now);
        out.mix += (group.share_now - group.share_before) * (before + now) / 2;
        out.within += (now - before) * (group.share_before + group.share_now) / 2;
    }
    out.mix = without_noise(out.mix, scale);
    out.within = without_noise(out.within, scale);
    return out;
}

}  // namespace mtm
