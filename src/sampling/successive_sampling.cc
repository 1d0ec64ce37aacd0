#include "sampling/successive_sampling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

// Recruitment without return is like drawing one after another from those who are left, with
// chances proportional to network size. How likely a person of a given size is to be drawn depends
// on how many there are of each size, which is what one wants to know: so the two are estimated in
// turns. From inclusion chances proportional to size follow the numbers of people of each size;
// from a population of these numbers samples are drawn, which gives new chances; and so on.
// Gile 2011, Journal of the American Statistical Association 106:135–146; the smoothing by one
// observed sample beside the simulated ones, and the number of rounds, are those of R's RDS.

namespace mtm {
namespace {

// Inclusion chances by class from simulated samples and the one observed.
std::vector<double> simulated_inclusion(const SizeClasses& population,
                                        const std::vector<double>& observed,
                                        std::size_t n,
                                        int samples,
                                        Random& random) {
    const std::vector<std::int64_t> drawn = successive_draws(population, n, samples, random);
    const double all = static_cast<double>(n) * (samples + 1);
    std::vector<double> out(drawn.size());
    for (std::size_t k = 0; k < out.size(); ++k)
        out[k] = static_cast<double>(n) * (static_cast<double>(drawn[k]) + observed[k]) /
                 (all * static_cast<double>(population.members[k]));
    return out;
}

std::vector<double> shares_of(const std::vector<double>& observed,
                              const std::vector<double>& inclusion) {
    std::vector<double> out(observed.size());
    double sum = 0;
    for (std::size_t k = 0; k < out.size(); ++k)
        sum += out[k] = observed[k] / inclusion[k];
    for (double& share : out)
        share /= sum;
    return out;
}

}  // namespace

std::vector<std::int64_t> successive_draws(const SizeClasses& population,
                                           std::size_t n,
                                           int samples,
                                           Random& random) {
    const std::size_t classes = population.sizes.size();
    // Whole numbers, so that no sum depends on the order; the likeliest first, so that few are
    // looked at.
    std::vector<std::size_t> order(classes);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto mass_of = [&](std::size_t k) {
        return static_cast<std::int64_t>(population.sizes[k]) * population.members[k];
    };
    std::ranges::stable_sort(order, std::greater<>(), mass_of);
    std::vector<std::int64_t> full;
    std::vector<std::int64_t> step;
    std::int64_t total = 0;
    std::int64_t people = 0;
    for (const std::size_t k : order) {
        full.push_back(mass_of(k));
        step.push_back(static_cast<std::int64_t>(population.sizes[k]));
        total += full.back();
        people += population.members[k];
    }
    CHECK(people >= static_cast<std::int64_t>(n));
    std::vector<std::int64_t> drawn(classes, 0);
    std::vector<std::int64_t> mass;
    for (int sample = 0; sample < samples; ++sample) {
        mass = full;
        std::int64_t left = total;
        for (std::size_t draw = 0; draw < n; ++draw) {
            auto at = static_cast<std::int64_t>(random.below(static_cast<std::size_t>(left)));
            std::size_t k = 0;
            while (at >= mass[k])
                at -= mass[k++];
            ++drawn[order[k]];
            mass[k] -= step[k];
            left -= step[k];
        }
    }
    return drawn;
}

std::vector<std::int64_t> apportion(const std::vector<double>& shares,
                                    std::int64_t total,
                                    const std::vector<std::int64_t>& fewest) {
    std::vector<std::int64_t> out(shares.size());
    std::int64_t left = total;
    for (std::size_t k = 0; k < shares.size(); ++k) {
        const double wanted = shares[k] * static_cast<double>(total);
        out[k] = std::max(static_cast<std::int64_t>(std::floor(wanted)), fewest[k]);
        left -= out[k];
    }
    // Those whose share is farthest above what they have gain; those farthest under it lose.
    const auto lacks = [&](std::size_t k) {
        return shares[k] * static_cast<double>(total) - static_cast<double>(out[k]);
    };
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    while (left != 0) {
        std::ranges::stable_sort(order, std::greater<>(), lacks);
        const std::int64_t before = left;
        if (left > 0) {
            for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left)
                ++out[order[i]];
        } else {
            for (std::size_t i = order.size(); i-- > 0 && left < 0;) {
                if (out[order[i]] <= fewest[order[i]]) continue;
                --out[order[i]];
                ++left;
            }
        }
        CHECK(left != before);
    }
    return out;
}

double SuccessiveSamplingFit::inclusion_of(double size) const {
    const auto found = std::ranges::lower_bound(sizes, size);
    CHECK(found != sizes.end() && *found == size);
    return inclusion[static_cast<std::size_t>(found - sizes.begin())];
}

Result<SuccessiveSamplingFit> fit_successive_sampling(std::span<const double> degrees,
                                                      const SuccessiveSamplingOptions& options) {
    const std::size_t n = degrees.size();
    if (options.population < static_cast<std::int64_t>(n))
        return Error{"the population (" + std::to_string(options.population) +
                     ") is smaller than the sample (" + std::to_string(n) + ")"};
    std::map<double, double> counts;
    for (const double degree : degrees) {
        CHECK(degree >= 1);
        ++counts[degree];
    }
    SuccessiveSamplingFit fit;
    fit.population = options.population;
    std::vector<double> observed;
    for (const auto& [size, count] : counts) {
        fit.sizes.push_back(size);
        observed.push_back(count);
    }
    std::vector<double> shares = shares_of(observed, fit.sizes);
    const auto people = static_cast<double>(options.population);
    if (static_cast<double>(n) <= options.with_replacement * people) {
        double mean = 0;
        for (std::size_t k = 0; k < shares.size(); ++k)
            mean += shares[k] * fit.sizes[k];
        for (const double size : fit.sizes)
            fit.inclusion.push_back(static_cast<double>(n) * size / (people * mean));
        return fit;
    }
    Random random(options.random_seed);
    const std::vector<std::int64_t> fewest(fit.sizes.size(), 1);
    for (int round = 0; round <= options.rounds; ++round) {
        const SizeClasses population{fit.sizes, apportion(shares, options.population, fewest)};
        fit.inclusion = simulated_inclusion(population, observed, n, options.samples, random);
        shares = shares_of(observed, fit.inclusion);
    }
    return fit;
}

std::vector<double> successive_sampling_weights(const SuccessiveSamplingFit& fit,
                                                std::span<const double> degrees) {
    std::vector<double> weights;
    double sum = 0;
    for (const double degree : degrees) {
        weights.push_back(1 / fit.inclusion_of(degree));
        sum += weights.back();
    }
    for (double& weight : weights)
        weight *= static_cast<double>(degrees.size()) / sum;
    return weights;
}

}  // namespace mtm
