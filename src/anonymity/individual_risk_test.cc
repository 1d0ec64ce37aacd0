#include "anonymity/individual_risk.h"

#include <cmath>

#include <gtest/gtest.h>

#include "anonymity/risk_for_test.h"
#include "base/text.h"
#include "tests/shared_files.h"

namespace mtm {
namespace {

// By definition, pair by pair.
KeyFrequencies by_pairs(const KeyTable& table, double alpha) {
    KeyFrequencies out;
    for (std::size_t a = 0; a < table.records(); ++a) {
        double sample = 0;
        double population = 0;
        for (std::size_t b = 0; b < table.records(); ++b) {
            bool agree = true;
            bool gaps = false;
            bool identical = true;
            for (const KeyVariable& key : table.keys) {
                const bool both = key.codes[a] >= 0 && key.codes[b] >= 0;
                agree &= !both || key.codes[a] == key.codes[b];
                gaps |= key.codes[b] < 0;
                identical &= key.codes[a] == key.codes[b];
            }
            if (!agree) continue;
            const bool lacks = gaps && !identical;
            sample += lacks ? alpha : 1;
            population += (lacks ? alpha : 1) * table.weights[b];
        }
        out.sample.push_back(sample);
        out.population.push_back(population);
    }
    return out;
}

// What sdcMicro 5.8.1 gives.
TEST(KeyFrequencies, ThoseOfSdcMicro) {
    const KeyTable table = keys_of({{0, 0}, {0, 0}, {0, 1}, {1, 0}, {1, 0}, {-1, 0}, {0, -1}},
                                   {10, 20, 30, 40, 50, 60, 70});
    const auto whole = key_frequencies(table);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->sample, (std::vector<double>{4, 4, 2, 3, 3, 6, 5}));
    EXPECT_EQ(whole->population, (std::vector<double>{160, 160, 100, 150, 150, 250, 190}));
    const auto none = key_frequencies(table, 0);
    ASSERT_TRUE(none);
    EXPECT_EQ(none->sample, (std::vector<double>{2, 2, 1, 2, 2, 5, 4}));
}

// The package's own tests of freqCalc: columns as R's array() fills them.
TEST(KeyFrequencies, PublishedExpectationsOfFreqCalc) {
    const std::vector<double> weights{18, 45.5, 39, 17, 92, 8, 123.5, 51};
    const auto columns = [&](const std::vector<std::vector<int>>& keys) {
        std::vector<std::vector<int>> records(8);
        for (const std::vector<int>& key : keys) {
            for (std::size_t i = 0; i < 8; ++i)
                records[i].push_back(key[i]);
        }
        return keys_of(records, weights);
    };
    const auto complete = key_frequencies(
        columns({{2, 3, 2, 2, 3, 3, 1, 2}, {3, 3, 3, 3, 3, 3, 4, 3}, {1, 3, 1, 2, 1, 1, 1, 1}}));
    EXPECT_EQ(complete->sample, (std::vector<double>{3, 1, 3, 1, 2, 2, 1, 3}));
    EXPECT_EQ(complete->population,
              (std::vector<double>{108, 45.5, 108, 17, 100, 100, 123.5, 108}));
    const auto gaps = key_frequencies(
        columns({{2, 3, 2, 2, 3, 3, 1, 2}, {3, 3, 3, 3, 3, 3, 4, 3}, {1, 3, -1, 2, 1, 1, -1, 1}}));
    EXPECT_EQ(gaps->sample, (std::vector<double>{3, 1, 4, 2, 2, 2, 1, 3}));
    EXPECT_EQ(gaps->population, (std::vector<double>{108, 45.5, 125, 56, 100, 100, 123.5, 108}));
    const auto empty_column = key_frequencies(columns(
        {{2, 3, -1, 2, 3, 3, 1, 2}, {3, 3, -1, 3, 3, 3, 4, 3}, {-1, -1, -1, -1, -1, -1, -1, -1}}));
    EXPECT_EQ(empty_column->sample, (std::vector<double>{4, 4, 8, 4, 4, 4, 2, 4}));
    EXPECT_EQ(empty_column->population,
              (std::vector<double>{125, 184.5, 394, 125, 184.5, 184.5, 162.5, 125}));
    const auto one = key_frequencies(columns({{2, 3, -1, 2, 1, -1, 1, 2}}));
    EXPECT_EQ(one->sample, (std::vector<double>{5, 3, 8, 5, 4, 8, 4, 5}));
    EXPECT_EQ(one->population, (std::vector<double>{133, 92.5, 394, 133, 262.5, 394, 262.5, 133}));
}

TEST(KeyFrequencies, AreThoseOfEveryPair) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const KeyTable table =
            random_keys(seed, 20 + seed * 3, {2, 5, 3, 7}, seed % 3 == 0 ? 0 : 6);
        for (const double alpha : {0.0, 0.5, 1.0}) {
            const auto fast = key_frequencies(table, alpha);
            ASSERT_TRUE(fast);
            const KeyFrequencies slow = by_pairs(table, alpha);
            EXPECT_EQ(fast->sample, slow.sample) << seed;
            for (std::size_t i = 0; i < slow.population.size(); ++i)
                EXPECT_NEAR(fast->population[i], slow.population[i], 1e-9);
        }
    }
}

// francdat of sdcMicro, keys 2, 4, 5 and 6.
TEST(IndividualRisk, ThatOfSdcMicro) {
    REQUIRE_SHARED("real/stats/francdat.csv");
    const std::string text = read_test_file(shared_path("real/stats/francdat.csv"));
    std::vector<std::vector<int>> records;
    std::vector<double> weights;
    for (const std::string_view line : split(text, '\n')) {
        const auto cells = split(line, ',');
        if (cells.size() < 8 || cells[0].starts_with('"')) continue;
        const auto number = [&](std::size_t i) { return std::stod(std::string(cells[i])); };
        records.push_back({static_cast<int>(number(1)),
                           static_cast<int>(number(3)),
                           static_cast<int>(number(4)),
                           static_cast<int>(number(5))});
        weights.push_back(number(7));
    }
    const auto frequencies = key_frequencies(keys_of(records, weights));
    ASSERT_TRUE(frequencies);
    const std::vector<double> risks = individual_risks(*frequencies);
    const std::vector<double> wanted{.0171442616,
                                     .0220423262,
                                     .0220423262,
                                     .177075834,
                                     .0116544801,
                                     .297063077,
                                     .402359478,
                                     .0171442616};
    ASSERT_EQ(risks.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        EXPECT_NEAR(risks[i], wanted[i], 5e-10) << i;
}

// E[1/F] where F − f is negative binomial: the sum itself.
TEST(IndividualRisk, IsTheExpectationForOneAndTwo) {
    for (const double f : {1.0, 2.0}) {
        for (const double p : {0.01, 0.1, 0.5, 0.9}) {
            double chance = std::pow(p, f);
            double sum = 0;
            for (double population = f; population < 20000; ++population) {
                sum += chance / population;
                chance *= (1 - p) * population / (population - f + 1);
            }
            EXPECT_NEAR(individual_risk(f, f / p), sum, 1e-9) << f << ' ' << p;
        }
    }
    EXPECT_EQ(individual_risk(4, 4), 0.25);
    // Where nearly all of the population is in the sample.
    EXPECT_NEAR(individual_risk(1, 1.00000001), 1, 1e-7);
    EXPECT_NEAR(individual_risk(2, 2.0000000002), 0.5, 1e-8);
    EXPECT_NEAR(individual_risk(2, 2 / 0.899999), individual_risk(2, 2 / 0.900001), 1e-5);
    EXPECT_NEAR(individual_risk(1.000001, 1.000001 / 0.1), individual_risk(1, 10), 1e-5);
    EXPECT_NEAR(individual_risk(1.999999, 1.999999 / 0.1), individual_risk(2, 20), 1e-5);
}

TEST(IndividualRisk, OfHouseholdsAndOfAll) {
    const std::vector<double> risks{0.1, 0.2, 0.5};
    const std::vector<std::int32_t> households{7, 3, 7};
    const std::vector<double> together = household_risks(risks, households);
    EXPECT_NEAR(together[0], 0.55, 1e-12);
    EXPECT_NEAR(together[1], 0.2, 1e-12);
    EXPECT_NEAR(together[2], 0.55, 1e-12);
    const GlobalRisk global = global_risk(risks);
    EXPECT_NEAR(global.expected, 0.8, 1e-12);
    EXPECT_NEAR(global.share, 0.8 / 3, 1e-12);
    EXPECT_EQ(global.highest, 0.5);
    EXPECT_EQ(records_under({{1, 2, 3, 5}, {}}, 3), 2U);
}

}  // namespace
}  // namespace mtm
