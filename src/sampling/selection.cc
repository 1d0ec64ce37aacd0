#include "sampling/selection.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace mtm {

std::vector<double> inclusion_probabilities(std::span<const double> sizes, int n) {
    std::vector<double> out(sizes.size(), 0);
    bool settled = false;
    while (!settled) {
        settled = true;
        double rest = n;
        double sum = 0;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (out[i] == 1)
                rest -= 1;
            else
                sum += sizes[i];
        }
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (out[i] == 1 || sum <= 0) continue;
            const double chance = rest * (sizes[i] / sum);
            if (chance < 1 - 1e-12) {
                out[i] = chance;
                continue;
            }
            out[i] = 1;
            settled = false;
        }
    }
    return out;
}

std::vector<std::size_t> select_systematically(std::span<const double> probabilities,
                                               double start) {
    std::vector<std::size_t> out;
    double total = 0;
    for (const double p : probabilities)
        total += p;
    // Rounding must not lose the last unit, nor add one.
    const double whole = std::round(total);
    if (std::abs(total - whole) < 1e-9 * std::max(1.0, whole)) total = whole;
    double sum = 0;
    double next = start;
    std::size_t last = probabilities.size();
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (probabilities[i] <= 0) continue;
        last = i;
        sum += probabilities[i];
        if (next < sum && next < total) {
            out.push_back(i);
            next += 1;
        }
    }
    if (next < total && last < probabilities.size() && (out.empty() || out.back() != last))
        out.push_back(last);
    return out;
}

std::vector<std::size_t> select_simply(std::size_t units, std::size_t n, Random& random) {
    CHECK(n <= units);
    std::vector<std::size_t> all(units);
    for (std::size_t i = 0; i < units; ++i)
        all[i] = i;
    for (std::size_t i = 0; i < n; ++i)
        std::swap(all[i], all[i + random.below(units - i)]);
    all.resize(n);
    std::ranges::sort(all);
    return all;
}

}  // namespace mtm
