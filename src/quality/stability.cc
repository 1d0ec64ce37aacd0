#include "quality/stability.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/result.h"

namespace mtm {
namespace {

constexpr std::size_t exact_up_to = 200;

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Of a sample: divided by n - 1.
double variance_of(std::span<const double> values) {
    const double mean = mean_of(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size() - 1);
}

double two_sided_normal(double z) {
    return 2 * boost::math::cdf(boost::math::normal(), -std::abs(z));
}

PairedTTest t_test_of(std::span<const double> differences, double variance, double level) {
    const auto n = static_cast<double>(differences.size());
    PairedTTest out;
    out.mean_difference = mean_of(differences);
    out.degrees_of_freedom = n - 1;
    const double standard_error = std::sqrt(variance / n);
    out.t = out.mean_difference / standard_error;
    const boost::math::students_t distribution(out.degrees_of_freedom);
    out.p = 2 * boost::math::cdf(distribution, -std::abs(out.t));
    const double reach = boost::math::quantile(distribution, 0.5 + level / 2) * standard_error;
    out.low = out.mean_difference - reach;
    out.high = out.mean_difference + reach;
    return out;
}

// Twice the ranks of the absolute differences, zeros among them (Pratt 1959): whole numbers, for
// equal ones share the mean of their ranks.
std::vector<std::size_t> doubled_ranks(std::span<const double> differences) {
    std::vector<std::size_t> order(differences.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto size = [&](std::size_t i) { return std::abs(differences[i]); };
    std::ranges::sort(order, {}, size);
    std::vector<std::size_t> out(differences.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && size(order[end]) == size(order[begin]))
            ++end;
        for (std::size_t i = begin; i < end; ++i)
            out[order[i]] = begin + 1 + end;
        begin = end;
    }
    return out;
}

// How likely a sum is at least as far from its mean, were each rank's sign the toss of a coin. The
// probabilities of all sums, rank after rank.
double exact_p_of(std::span<const std::size_t> doubled, std::size_t positive) {
    std::vector<double> probability{1};
    for (const std::size_t rank : doubled) {
        std::vector<double> next(probability.size() + rank);
        for (std::size_t sum = 0; sum < probability.size(); ++sum) {
            next[sum] += probability[sum] / 2;
            next[sum + rank] += probability[sum] / 2;
        }
        probability = std::move(next);
    }
    const std::size_t all = probability.size() - 1;
    const auto distance = [&](std::size_t sum) {
        return 2 * sum > all ? 2 * sum - all : all - 2 * sum;
    };
    double out = 0;
    for (std::size_t sum = 0; sum <= all; ++sum) {
        if (distance(sum) >= distance(positive)) out += probability[sum];
    }
    return std::min(out, 1.0);
}

std::optional<SignedRankTest> signed_rank_of(std::span<const double> differences) {
    SignedRankTest out;
    const std::vector<std::size_t> ranks = doubled_ranks(differences);
    std::vector<std::size_t> with_sign;
    std::size_t positive = 0;
    double mean = 0;
    double variance = 0;
    for (std::size_t i = 0; i < differences.size(); ++i) {
        if (differences[i] == 0) {
            ++out.zero;
            continue;
        }
        const double rank = static_cast<double>(ranks[i]) / 2;
        with_sign.push_back(ranks[i]);
        mean += rank / 2;
        variance += rank * rank / 4;
        ++(differences[i] > 0 ? out.positive : out.negative);
        if (differences[i] > 0) positive += ranks[i];
    }
    if (with_sign.empty()) return std::nullopt;
    out.positive_ranks = static_cast<double>(positive) / 2;
    out.z = (out.positive_ranks - mean) / std::sqrt(variance);
    out.p = two_sided_normal(out.z);
    if (differences.size() <= exact_up_to) out.exact_p = exact_p_of(with_sign, positive);
    return out;
}

}  // namespace

Stability stability_of(std::span<const double> first,
                       std::span<const double> second,
                       double level) {
    CHECK(first.size() == second.size());
    Stability out;
    out.pairs = first.size();
    if (first.empty()) return out;
    out.mean_first = mean_of(first);
    out.mean_second = mean_of(second);
    std::vector<double> differences;
    for (std::size_t i = 0; i < first.size(); ++i)
        differences.push_back(first[i] - second[i]);
    out.signed_rank = signed_rank_of(differences);
    if (first.size() < 2) return out;
    const double variance = variance_of(differences);
    if (variance > 0) out.t_test = t_test_of(differences, variance, level);
    out.simple_response_variance = variance / 2;
    const double variance_second = variance_of(second);
    if (variance_second > 0) out.reliability = 1 - *out.simple_response_variance / variance_second;
    return out;
}

ShareInterval wilson_interval(std::size_t count, std::size_t n, double level) {
    if (n == 0) return {};
    const double z = boost::math::quantile(boost::math::normal(), 0.5 + level / 2);
    const auto size = static_cast<double>(n);
    const double share = static_cast<double>(count) / size;
    const double middle = share + z * z / (2 * size);
    const double reach = z * std::sqrt(share * (1 - share) / size + z * z / (4 * size * size));
    const double scale = 1 + z * z / size;
    return {.low = std::max(0.0, (middle - reach) / scale),
            .high = std::min(1.0, (middle + reach) / scale)};
}

}  // namespace mtm
