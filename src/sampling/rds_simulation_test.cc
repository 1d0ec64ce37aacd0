// Samples of networks that are known, so that an estimate can be held against the truth.
#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "sampling/rds_bootstrap.h"
#include "sampling/rds_diagnostics.h"
#include "sampling/rds_interval.h"

namespace mtm {
namespace {

// People in two groups who know each other: those of group 1 know twice as many, and people know
// their like more often than not.
struct Network {
    std::vector<std::int32_t> group;
    std::vector<std::vector<std::size_t>> known;

    Network(std::size_t people, double share, std::uint64_t seed) {
        Random random(seed);
        known.resize(people);
        for (std::size_t i = 0; i < people; ++i)
            group.push_back(static_cast<double>(i) < share * static_cast<double>(people) ? 1 : 0);
        const auto n = static_cast<double>(people);
        for (std::size_t i = 0; i < people; ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const double activity = (1.0 + group[i]) * (1.0 + group[j]);
                const double alike = group[i] == group[j] ? 6 : 4;
                if (!random.chance(activity * alike / n)) continue;
                known[i].push_back(j);
                known[j].push_back(i);
            }
        }
    }
};

struct Walked {
    RecruitmentTree tree;
    std::vector<double> degrees;
    RdsVariable variable;
};

// Seeds with chances proportional to degree; each recruits one to three of those whom it knows,
// with return into the population or without.
Walked walk(const Network& network, std::size_t n, bool with_return, Random& random) {
    std::vector<double> degrees;
    for (const auto& known : network.known)
        degrees.push_back(static_cast<double>(known.size()));
    std::vector<std::size_t> people;
    std::vector<std::int32_t> recruiters;
    std::set<std::size_t> taken;
    const auto take = [&](std::size_t person, std::int32_t recruiter) {
        people.push_back(person);
        recruiters.push_back(recruiter);
        taken.insert(person);
    };
    while (people.size() < 8) {
        const std::size_t person = random.weighted(degrees);
        if (with_return || !taken.contains(person)) take(person, -1);
    }
    for (std::size_t active = 0; active < people.size() && people.size() < n; ++active) {
        std::vector<std::size_t> known = network.known[people[active]];
        random.shuffle(known);
        const std::size_t coupons = 1 + random.below(3);
        std::size_t used = 0;
        for (std::size_t i = 0; i < known.size() && used < coupons && people.size() < n; ++i) {
            const std::size_t person = with_return ? known[random.below(known.size())] : known[i];
            if (!with_return && taken.contains(person)) continue;
            take(person, static_cast<std::int32_t>(active));
            ++used;
        }
    }
    Walked out;
    out.variable.groups = 2;
    for (const std::size_t person : people) {
        out.degrees.push_back(degrees[person]);
        out.variable.codes.push_back(network.group[person]);
    }
    out.tree = RecruitmentTree::of_recruiters(std::move(recruiters));
    return out;
}

double plain_share(const Walked& sample) {
    return (*weighted_shares(
        std::vector<double>(sample.degrees.size(), 1), sample.variable.codes, 2))[1];
}

double rds_ii_share(const Walked& sample) {
    return (
        *weighted_shares(rds_ii_weights(sample.tree, sample.degrees), sample.variable.codes, 2))[1];
}

constexpr double truth = 0.3;

TEST(RdsSimulation, WeightsTakeAwayTheBiasOfManyFriends) {
    const Network network(2000, truth, 17);
    Random random(23);
    double plain = 0;
    double rds_i = 0;
    double rds_ii = 0;
    constexpr int samples = 300;
    for (int i = 0; i < samples; ++i) {
        const Walked sample = walk(network, 400, true, random);
        plain += plain_share(sample) / samples;
        rds_ii += rds_ii_share(sample) / samples;
        const auto shares = rds_i_shares(recruitment_counts(sample.tree, sample.variable.codes, 2),
                                         degrees_by_group(sample.degrees, sample.variable.codes, 2),
                                         Smoothing::none);
        ASSERT_TRUE(shares);
        rds_i += shares.value()[1] / samples;
    }
    EXPECT_GT(plain, truth + 0.12);
    EXPECT_NEAR(rds_ii, truth, 0.01);
    EXPECT_NEAR(rds_i, truth, 0.01);
}

// Ties across, as they are in the network, and as recruitment tells of them.
TEST(RdsSimulation, HomophilyIsThatOfTheNetwork) {
    const Network network(2000, truth, 17);
    double ends[2] = {0, 0};
    double across = 0;  // ties, each from both ends
    for (std::size_t i = 0; i < network.group.size(); ++i) {
        for (const std::size_t other : network.known[i]) {
            ends[network.group[i]] += 1;
            across += network.group[i] != network.group[other];
        }
    }
    const double by_chance = ends[0] * ends[1] / (ends[0] + ends[1]);
    const double homophily = by_chance / (across / 2);
    EXPECT_GT(homophily, 1.1);
    Random random(37);
    double mean = 0;
    constexpr int samples = 100;
    for (int i = 0; i < samples; ++i) {
        const Walked sample = walk(network, 400, true, random);
        mean += *population_homophily(sample.tree,
                                      sample.degrees,
                                      rds_ii_weights(sample.tree, sample.degrees),
                                      sample.variable.codes,
                                      2)[1] /
                samples;
    }
    EXPECT_NEAR(mean, homophily, 0.04);
}

// Where most of everybody is interviewed, RDS-II overdoes it, and successive sampling does not.
TEST(RdsSimulation, SuccessiveSamplingKnowsThatPeopleRunOut) {
    const Network network(500, truth, 5);
    Random random(29);
    double rds_ii = 0;
    double successive = 0;
    constexpr int samples = 60;
    for (int i = 0; i < samples; ++i) {
        const Walked sample = walk(network, 350, false, random);
        rds_ii += rds_ii_share(sample) / samples;
        const auto fit =
            fit_successive_sampling(sample.degrees, {.population = 500, .samples = 200});
        ASSERT_TRUE(fit);
        successive += (*weighted_shares(successive_sampling_weights(fit.value(), sample.degrees),
                                        sample.variable.codes,
                                        2))[1] /
                      samples;
    }
    EXPECT_LT(rds_ii, truth - 0.04);
    EXPECT_NEAR(successive, truth, 0.015);
}

// Intervals of 95 per cent hold the truth about that often; those of the tree no less often than
// those of the chain, which Baraff, McCormick and Raftery found too narrow.
TEST(RdsSimulation, IntervalsHoldTheTruth) {
    const Network network(2000, truth, 17);
    Random random(31);
    int by_tree = 0;
    int by_chain = 0;
    double width_of_tree = 0;
    double width_of_chain = 0;
    constexpr int samples = 200;
    for (int i = 0; i < samples; ++i) {
        const Walked sample = walk(network, 300, true, random);
        const std::vector<double> weights = rds_ii_weights(sample.tree, sample.degrees);
        const double estimate = rds_ii_share(sample);
        const BootstrapOptions options{.replicates = 400};
        const auto tree = tree_bootstrap(
            sample.tree, weights, std::vector<RdsVariable>{sample.variable}, options);
        const auto in_tree =
            rds_interval(estimate, tree[0].of(1), {.form = RdsIntervalForm::percentile});
        const RdsReplicates chain = salganik_bootstrap(
            sample.tree, sample.degrees, sample.variable, {.weights = weights}, options);
        const auto in_chain = rds_interval(estimate, chain.of(1), {});
        ASSERT_TRUE(in_tree && in_chain);
        by_tree += in_tree->low <= truth && truth <= in_tree->high;
        by_chain += in_chain->low <= truth && truth <= in_chain->high;
        width_of_tree += in_tree->high - in_tree->low;
        width_of_chain += in_chain->high - in_chain->low;
    }
    RecordProperty("by_tree", by_tree);
    RecordProperty("by_chain", by_chain);
    std::printf("tree %d, chain %d of %d; widths %.3f, %.3f\n",
                by_tree,
                by_chain,
                samples,
                width_of_tree / samples,
                width_of_chain / samples);
    EXPECT_GE(by_tree, samples * 93 / 100);
    EXPECT_GE(by_tree, by_chain);
    EXPECT_GT(width_of_tree, width_of_chain);
}

}  // namespace
}  // namespace mtm
