#include "tabulate/summed_numbers.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "tabulate/figure.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"
#include "tabulate/tally.h"

namespace mtm {
namespace {

// Two routes to one number, where a row is an interview.
TEST(PeopleBehind, AreTheNumbersOfATallyWhereRowsAreInterviews) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Random random(seed);
        const auto rows = static_cast<std::size_t>(random.between(1, 14));
        const bool two = random.chance(0.3);
        std::vector<double> numbers;
        NumberTally tally;
        for (std::size_t r = 0; r < rows; ++r) {
            const double some = std::floor(std::exp(6 * random.uniform()));
            numbers.push_back(two ? (random.chance(0.4) ? 7 : 0) : random.chance(0.3) ? 0 : some);
            tally.add(numbers.back(), 1);
        }
        RowSet all(
            std::make_shared<const RowOwners>(RowOwners{.rows = rows, .interview_of_row = {}}));
        all = all.everyone();
        const SummedNumbers summed{std::make_shared<const std::vector<double>>(numbers)};
        EXPECT_EQ(people_behind(all, summed).fewest(15), tally.fewest(15)) << seed;
        EXPECT_EQ(fewer_people_beside(all, summed, 7), tally.fewer_side(7)) << seed;
    }
}

// Households of two; all that earn more than the others of the east, twelve of them, are one.
SmallSurvey members(int others = 0) {
    std::string answers = "region | earn\n";
    for (int r = 0; r < 40; ++r)
        answers += "west | " + std::to_string(100 + r) + "\n";
    for (int r = 0; r < 12; ++r)
        answers += "east | " + std::to_string(5000 + r) + "\n";
    for (int r = 0; r < 40; ++r)
        answers += "east | " + std::to_string(others) + "\n";
    SmallSurvey out =
        small_survey_of("select_one | region | west east\ninteger | earn |\n", answers);
    Level level = std::move(out.dataset.levels[0]);
    Level interviews;
    for (std::size_t r = 0; r < level.rows; ++r) {
        const bool large = r >= 40 && r < 52;
        level.parent_row.push_back(static_cast<std::int32_t>(large    ? 20
                                                             : r < 40 ? r / 2
                                                                      : r / 2 - 5));
    }
    interviews.rows = static_cast<std::size_t>(level.parent_row.back()) + 1;
    level.parent = 0;
    level.repeat = "member";
    out.dataset.levels = {interviews, std::move(level)};
    out.dataset.received = static_cast<int>(interviews.rows);
    return out;
}

TEST(PeopleBehind, OfARepeatAreInterviewsInTables) {
    const SmallSurvey survey = members();
    for (const Statistic statistic : {Statistic::total, Statistic::mean, Statistic::quantile}) {
        TableSpec spec;
        spec.question = "earn";
        spec.by = {"region"};
        spec.statistic = statistic;
        if (statistic == Statistic::quantile) spec.share = 0.9;
        const Table table = tabulate(survey.study, survey.dataset, spec);
        ASSERT_EQ(table.groups.size(), 3U);
        EXPECT_EQ(table.cells[2][0].n, 52U);
        EXPECT_EQ(table.cells[2][0].fewest, 1U) << "one household";
        const bool quantile = statistic == Statistic::quantile;
        EXPECT_EQ(table.cells[1][0].fewest, quantile ? 2U : 20U);
        EXPECT_EQ(table.rows->summed.size(), quantile ? 0U : 1U);
    }
}

// Weights move a median: those beside it as it is told count, not those beside the middle row.
TEST(PeopleBehind, BesideAWeightedMedianOfARepeatAreThoseAsItIsTold) {
    SmallSurvey survey = members(1);
    SampleDesign design;
    design.weights.assign(survey.dataset.levels[0].rows, 1);
    design.weights[20] = 1000;
    survey.dataset.design = std::make_shared<const TaylorVariance>(design);
    TableSpec spec;
    spec.question = "earn";
    spec.by = {"region"};
    spec.statistic = Statistic::median;
    const Estimate east = tabulate(survey.study, survey.dataset, spec).cells[2][0];
    EXPECT_GT(*east.value, 5000);
    EXPECT_EQ(east.fewest, 1U);
    const auto figure = evaluate_figure(
        survey.study, survey.dataset, expression_of("median(${earn}, ${region} = 'east')"));
    ASSERT_TRUE(figure.has_value());
    EXPECT_EQ(figure->parts.at(0).estimate.fewest, 1U);
}

TEST(PeopleBehind, OfARepeatAreInterviewsInFigures) {
    const SmallSurvey survey = members();
    const auto fewest = [&](const char* figure) {
        const auto value = evaluate_figure(survey.study, survey.dataset, expression_of(figure));
        EXPECT_TRUE(value) << figure;
        return value ? value->parts.at(0).estimate.fewest : std::nullopt;
    };
    EXPECT_EQ(fewest("total(${earn}, ${region} = 'east')"), 1U);
    EXPECT_EQ(fewest("mean(${earn}, ${region} = 'east')"), 1U);
    EXPECT_EQ(fewest("mean(${earn}, ${region} = 'west')"), 20U);
    EXPECT_EQ(fewest("ratio(${earn}, ${earn}, ${region} = 'east')"), 1U);
    EXPECT_EQ(fewest("quantile(${earn}, 0.9, ${region} = 'east')"), 1U);
}

}  // namespace
}  // namespace mtm
