#include "sampling/allocation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace mtm {
namespace {

// Real parts between the bounds. Each round sets at least one part to a bound, the side first whose
// breaches are larger in sum: those can never be undone by a later round.
std::vector<double> parts_within(double total,
                                 std::span<const double> shares,
                                 std::span<const int> least,
                                 std::span<const int> most) {
    const std::size_t n = shares.size();
    std::vector<double> parts(n, 0);
    std::vector<std::uint8_t> settled(n, 0);
    for (;;) {
        double rest = total;
        double sum = 0;
        std::size_t open = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (settled[i] != 0) {
                rest -= parts[i];
            } else {
                sum += shares[i];
                ++open;
            }
        }
        if (open == 0) return parts;
        double under = 0;
        double over = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (settled[i] != 0) continue;
            parts[i] = sum > 0 ? rest * (shares[i] / sum) : rest / static_cast<double>(open);
            under += std::max(0.0, least[i] - parts[i]);
            over += std::max(0.0, parts[i] - most[i]);
        }
        if (under <= 0 && over <= 0) return parts;
        for (std::size_t i = 0; i < n; ++i) {
            if (settled[i] != 0) continue;
            if (under >= over && parts[i] < least[i]) {
                parts[i] = least[i];
                settled[i] = 1;
            } else if (under < over && parts[i] > most[i]) {
                parts[i] = most[i];
                settled[i] = 1;
            }
        }
    }
}

}  // namespace

Result<std::vector<int>> divide(int total,
                                std::span<const double> shares,
                                std::span<const int> least,
                                std::span<const int> most) {
    CHECK(least.size() == shares.size() && most.size() == shares.size());
    const auto at_least = std::accumulate(least.begin(), least.end(), 0LL);
    const auto at_most = std::accumulate(most.begin(), most.end(), 0LL);
    if (at_least > total)
        return Error{
            fmt::format("at least {} are wanted in all parts together, and {} are to be "
                        "divided",
                        at_least,
                        total)};
    if (at_most < total)
        return Error{fmt::format("there are {} in all, and {} are wanted", at_most, total)};
    const std::vector<double> parts = parts_within(total, shares, least, most);
    std::vector<int> out;
    std::vector<std::pair<double, std::size_t>> remainders;
    int left = total;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        // What lies a rounding error under a whole number is that number.
        const double whole = std::floor(parts[i] + 1e-9);
        out.push_back(static_cast<int>(whole));
        left -= out.back();
        remainders.emplace_back(whole - parts[i], i);
    }
    std::ranges::stable_sort(remainders);
    for (std::size_t i = 0; left > 0; i = (i + 1) % remainders.size()) {
        const std::size_t part = remainders[i].second;
        if (out[part] >= most[part]) continue;
        ++out[part];
        --left;
    }
    return out;
}

Result<std::vector<int>> allocate_sample(int interviews,
                                         std::span<const AllocationStratum> strata,
                                         AllocationRule rule,
                                         double power) {
    std::vector<double> shares;
    std::vector<int> least;
    std::vector<int> most;
    for (const AllocationStratum& stratum : strata) {
        switch (rule) {
            case AllocationRule::proportional:
                shares.push_back(stratum.size);
                break;
            case AllocationRule::neyman:
                shares.push_back(stratum.size * stratum.deviation);
                break;
            case AllocationRule::power:
                shares.push_back(
                    stratum.size > 0 ? std::pow(stratum.size, power) * stratum.deviation : 0);
                break;
        }
        most.push_back(stratum.most);
        least.push_back(std::min(stratum.least, stratum.most));
    }
    return divide(interviews, shares, least, most);
}

}  // namespace mtm
