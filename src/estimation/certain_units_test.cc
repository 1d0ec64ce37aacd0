// What R's survey 4.1-1 says of a made-up sample with places selected with certainty
// (tests/reference/certainty.R).
#include "estimation/certain_units.h"

#include <cmath>

#include <gtest/gtest.h>

#include "estimation/frame_for_test.h"
#include "estimation/intervals.h"
#include "estimation/linearization.h"

namespace mtm {
namespace {

const std::string folder = source_directory() + "/tests/reference/";

// As MTM reads it: places of strata, of which three are certain, and people within them.
SampleDesign drawn_design(const TestFrame& rows, bool certain_alone) {
    SampleDesign out;
    SamplingStage first;
    SamplingStage second;
    const std::vector<double> weights = rows.numbers("weight");
    const std::vector<double> places = rows.numbers("places");
    const std::vector<double> people = rows.numbers("people");
    const std::vector<std::int32_t> strata = rows.codes("stratum");
    const std::vector<std::int32_t> units = rows.codes("place");
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        if (certain_alone && places[row] > 1) continue;
        out.weights.push_back(weights[row]);
        first.strata.push_back(strata[row]);
        first.units.push_back(units[row]);
        first.population.push_back(places[row]);
        second.population.push_back(people[row]);
    }
    out.stages = {first, second};
    return out;
}

std::vector<std::uint8_t> domain_of(const TestFrame& rows, const std::string& name) {
    std::vector<std::uint8_t> out;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const bool certain = rows.numbers("places")[row] == 1;
        if (name == "certain" && !certain) continue;
        out.push_back(name == "mixed_certain"     ? certain
                      : name == "mixed_others"    ? !certain
                      : name == "mixed_one_place" ? rows.texts("place")[row] == "2"
                                                  : 1);
    }
    return out;
}

TEST(CertainUnits, AreStrataOfThePeopleWithinAsInR) {
    const TestFrame rows(folder + "certainty_rows.csv");
    const TestFrame results(folder + "certainty_results.csv");
    ASSERT_EQ(results.rows(), 15U);
    for (std::size_t line = 0; line < results.rows(); ++line) {
        const std::string name = results.texts("design")[line];
        const std::string what = results.texts("what")[line];
        SCOPED_TRACE(name + " " + what);
        const SampleDesign drawn = drawn_design(rows, name == "certain");
        ASSERT_TRUE(check_design(drawn).empty());
        const SampleDesign design = open_certain_units(drawn);
        ASSERT_TRUE(check_design(design).empty());
        const TaylorVariance sample(design);
        const std::vector<std::uint8_t> domain = domain_of(rows, name);
        std::vector<double> x = rows.numbers(what == "share" ? "works" : "income");
        x.resize(design.weights.size());  // the certain places come first
        const auto estimate = what == "total" ? linearized_total(design.weights, x, domain)
                                              : *linearized_mean(design.weights, x, domain);
        const double variance = sample.variance(estimate.influence);
        const double df = sample.degrees_of_freedom(domain);
        EXPECT_TRUE(agree(estimate.value, results.numbers("value")[line]));
        EXPECT_TRUE(agree(std::sqrt(variance), results.numbers("se")[line]));
        EXPECT_EQ(df, results.numbers("df")[line]);
        const ConfidenceInterval limits =
            what == "share"
                ? *interval_of_proportion({estimate.value, variance, df, 1}, IntervalMethod::xlogit)
                : interval_of_mean(estimate.value, std::sqrt(variance), df);
        EXPECT_TRUE(agree(limits.low, results.numbers("low")[line], 8));
        EXPECT_TRUE(agree(limits.high, results.numbers("high")[line], 8));
        // Without opening them variances are the same, and certain places have no freedom.
        const TaylorVariance as_drawn(drawn);
        EXPECT_TRUE(agree(as_drawn.variance(estimate.influence), variance));
        if (name != "mixed" && name != "mixed_others") {
            EXPECT_EQ(as_drawn.degrees_of_freedom(domain), 0);
        }
    }
}

TEST(CertainUnits, OthersStayAsTheyAre) {
    const TestFrame rows(folder + "certainty_rows.csv");
    SampleDesign one_stage = drawn_design(rows, false);
    one_stage.stages.pop_back();
    EXPECT_EQ(open_certain_units(one_stage).stages.size(), 1U);
    EXPECT_EQ(open_certain_units(one_stage).stages[0].units, one_stage.stages[0].units);
    SampleDesign many = drawn_design(rows, false);
    many.stages[0].population.assign(rows.rows(), INFINITY);
    EXPECT_EQ(open_certain_units(many).stages[0].units, many.stages[0].units);
    EXPECT_TRUE(open_certain_units({}).stages.empty());
}

// A district that is certain, in it a town that is, and in the town two of ten people.
TEST(CertainUnits, AreOpenedStageByStage) {
    SampleDesign design;
    design.weights = {5, 5, 4, 4};
    design.stages = {{{0, 0, 1, 1}, {0, 0, 1, 1}, {1, 1, 1, 1}, {"North", "South"}},
                     {{0, 0, 1, 1}, {0, 0, 1, 2}, {1, 1, 4, 4}, {"", ""}},
                     {{0, 0, 1, 2}, {0, 1, 2, 3}, {10, 10, 3, 5}, {"", "", ""}}};
    const SampleDesign opened = open_certain_units(design);
    ASSERT_EQ(opened.stages.size(), 3U);
    SampleDesign checked = opened;
    checked.lonely = LonelyUnits::average;
    ASSERT_TRUE(check_design(checked).empty());
    const SamplingStage& first = opened.stages[0];
    EXPECT_EQ(first.strata[0], first.strata[1]);
    EXPECT_NE(first.units[0], first.units[1]);
    EXPECT_EQ(first.population, (std::vector<double>{10, 10, 4, 4}));
    EXPECT_EQ(first.stratum_names[static_cast<std::size_t>(first.strata[0])], "North");
    EXPECT_EQ(first.stratum_names[static_cast<std::size_t>(first.strata[2])], "South");
    EXPECT_EQ(TaylorVariance(opened).degrees_of_freedom(), 2);
}

}  // namespace
}  // namespace mtm
