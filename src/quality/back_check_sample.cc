#include "quality/back_check_sample.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "base/random.h"

namespace mtm {
namespace {

std::uint64_t lot_of(const std::string& id, std::uint64_t seed) {
    std::uint64_t state = Random(seed).bits();
    for (const char c : id)
        state = Random(state ^ static_cast<unsigned char>(c)).bits();
    return state;
}

std::size_t wanted_of(std::size_t interviews, const BackCheckDraw& draw) {
    std::size_t out = std::max<std::size_t>(1, draw.number.value_or(1));
    if (draw.proportion) {
        // A hair less, lest 0.1 × 30 be rounded up to 4.
        const double share = std::clamp(*draw.proportion, 0.0, 1.0);
        const double count = std::ceil(share * static_cast<double>(interviews) - 1e-9);
        out = std::max(out, static_cast<std::size_t>(std::max(count, 0.0)));
    }
    return std::min(out, interviews);
}

}  // namespace

std::vector<std::size_t> draw_back_checks(std::span<const BackCheckCandidate> candidates,
                                          const BackCheckDraw& draw) {
    std::map<std::string, std::vector<std::size_t>> by_enumerator;
    std::vector<std::uint64_t> lots;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        by_enumerator[candidates[i].enumerator].push_back(i);
        lots.push_back(lot_of(candidates[i].id, draw.seed));
    }
    std::vector<std::size_t> out;
    for (auto& [enumerator, interviews] : by_enumerator) {
        std::ranges::sort(interviews, {}, [&](std::size_t i) {
            return std::tuple(!candidates[i].chosen, lots[i], candidates[i].id);
        });
        const std::size_t wanted = wanted_of(interviews.size(), draw);
        for (std::size_t k = 0; k < interviews.size(); ++k) {
            if (k < wanted || candidates[interviews[k]].chosen) out.push_back(interviews[k]);
        }
    }
    std::ranges::sort(out);
    return out;
}

}  // namespace mtm
