#include "estimation/many_tests.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mtm {
namespace {

// Positions of the p values, the smallest first.
std::vector<std::size_t> in_order(const std::vector<double>& p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&p](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

}  // namespace

std::vector<double> adjust_holm(const std::vector<double>& p) {
    std::vector<double> out(p.size());
    const std::vector<std::size_t> order = in_order(p);
    double largest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double left = static_cast<double>(order.size() - i);
        largest = std::max(largest, left * p[order[i]]);
        out[order[i]] = std::min(1.0, largest);
    }
    return out;
}

std::vector<double> adjust_benjamini_hochberg(const std::vector<double>& p) {
    std::vector<double> out(p.size());
    const std::vector<std::size_t> order = in_order(p);
    double smallest = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        const double share = static_cast<double>(order.size()) / static_cast<double>(i + 1);
        smallest = std::min(smallest, share * p[order[i]]);
        out[order[i]] = smallest;
    }
    return out;
}

std::optional<IndependentDifference> independent_difference(const SampledValue& first,
                                                            const SampledValue& second,
                                                            double level) {
    IndependentDifference out;
    out.value = second.value - first.value;
    out.standard_error = std::hypot(first.standard_error, second.standard_error);
    out.df = std::min(first.df, second.df);
    if (!(out.standard_error > 0)) return std::nullopt;
    out.interval = interval_of_mean(out.value, out.standard_error, out.df, level);
    out.p = two_sided_p(out.value / out.standard_error, out.df);
    return out;
}

}  // namespace mtm
