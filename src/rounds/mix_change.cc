#include "rounds/mix_change.h"

namespace mtm {

MixChange decompose_change(const std::vector<MixGroup>& groups) {
    MixChange out;
    for (const MixGroup& group : groups) {
        const bool was = group.share_before > 0;
        const bool is = group.share_now > 0;
        if (!was && !is) continue;
        const double before = was ? group.rate_before : group.rate_now;
        const double now = is ? group.rate_now : group.rate_before;
        out.mix += (group.share_now - group.share_before) * (before + now) / 2;
        out.within += (now - before) * (group.share_before + group.share_now) / 2;
    }
    return out;
}

}  // namespace mtm
