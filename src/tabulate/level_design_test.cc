// Weighted figures and tables with standard errors. The numbers are those of R's survey 4.1-1 for
// the same ten interviews: two strata by sex, towns as clusters.
#include "tabulate/level_design.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tabulate/figure.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr std::string_view form_of_levels = R"(
select_one | sex   | male female
integer    | age   |
select_one | works | yes no unknown? refused!
)";

constexpr std::string_view answers_in_levels = R"(
sex    | age | works
male   | 20  | yes
male   | 30  | yes
male   | 40  | yes
male   | 50  | no
male   |     | refused
female | 25  | yes
female | 35  | yes
female | 45  | unknown
female | 55  |
female | 16  | yes
)";

SmallSurvey survey(bool with_stages, std::vector<double> weights) {
    SmallSurvey out = small_survey_of(form_of_levels, answers_in_levels);
    auto design = std::make_shared<SampleDesign>();
    design->weights = std::move(weights);
    if (with_stages) {
        design->stages = {{{0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, {1, 1, 2, 2, 3, 4, 4, 5, 5, 6}, {}}};
    }
    out.dataset.design = std::make_shared<const TaylorVariance>(*design);
    return out;
}

const std::vector<double> people{10, 20, 30, 40, 50, 5, 15, 25, 35, 45};

Estimate figure(const SmallSurvey& from, std::string_view source) {
    const auto value = evaluate_figure(from.study, from.dataset, expression_of(source));
    EXPECT_TRUE(value.has_value()) << source;
    return value ? value->estimate : Estimate{};
}

void expect_near(const Estimate& estimate, double value, double error, double low, double high) {
    EXPECT_NEAR(*estimate.value, value, 1e-10 * std::abs(value));
    EXPECT_NEAR(*estimate.standard_error, error, 1e-10 * error);
    EXPECT_NEAR(*estimate.low, low, 1e-10 * std::abs(high));
    EXPECT_NEAR(*estimate.high, high, 1e-10 * std::abs(high));
    EXPECT_EQ(estimate.no_interval, "");
}

TEST(LevelDesign, GivesFiguresAsR) {
    const SmallSurvey small = survey(true, people);
    const Estimate working = figure(small, "percent(${works} = 'yes')");
    expect_near(working, 45.4545454545455, 20.9285180711992, 7.4057811291625, 89.6722107012233);
    EXPECT_EQ(working.n, 6U);
    EXPECT_EQ(working.base, 10U);
    expect_near(figure(small, "percent(${works} = 'yes', ${sex} = 'female')"),
                52,
                38.3519699624413,
                0.145521765597438,
                99.8759784248185);
    expect_near(figure(small, "mean(${age})"),
                37.4222222222222,
                7.66561479832143,
                13.0268147295761,
                61.8176297148684);
    const Estimate count = figure(small, "count(${works} = 'yes')");
    EXPECT_EQ(count.value, 125);
    EXPECT_NEAR(*count.standard_error, 49.2442890089805, 1e-9);
    const Estimate median = figure(small, "median(${age})");
    EXPECT_EQ(median.value, 40);
    EXPECT_EQ(median.low, 16);  // the least age holds 20% of the people; R takes the second for 6%
    EXPECT_EQ(median.high, 55);
    EXPECT_NEAR(*median.standard_error, (55 - 16) / (2 * 3.18244630528371), 1e-9);
    const Estimate ratio = figure(small, "ratio(${age}, if(${sex} = 'female', 2, 1))");
    EXPECT_NEAR(*ratio.value, 24.0571428571429, 1e-9);
    EXPECT_NEAR(*ratio.standard_error, 5.87884050480758, 1e-9);
    EXPECT_EQ(figure(small, "rank(${works}, 'no')").value, 2);
}

// R's limits are value ± t · s.e.; those that cannot be are not printed.
TEST(LevelDesign, LimitsAreWhatCanBe) {
    const SmallSurvey small = survey(true, people);
    const Estimate count = figure(small, "count(${works} = 'no')");
    EXPECT_EQ(count.n, 1U);
    EXPECT_EQ(count.value, 40);
    EXPECT_LT(40 - 3.18 * *count.standard_error, 0);
    EXPECT_EQ(count.low, 1);  // who was seen is there
    EXPECT_GT(*count.high, 40);
    const Estimate years = figure(small, "total(${age}, ${age} = 20 or ${age} = 40)");
    EXPECT_EQ(years.low, 0);
    EXPECT_LT(*figure(small, "total(20 - ${age}, ${age} = 20 or ${age} = 40)").low, 0);
    TableSpec spec;
    spec.question = "works";
    spec.statistic = Statistic::count;
    EXPECT_EQ(tabulate(small.study, small.dataset, spec).cells[0][1].low, 1);
    spec.question = "age";
    spec.statistic = Statistic::total;
    spec.where = expression_of("${age} = 20 or ${age} = 40");
    EXPECT_EQ(tabulate(small.study, small.dataset, spec).cells[0][0].low, 0);
}

// Weights relative to their mean count no people: fewer than were seen is possible.
TEST(LevelDesign, ACountOfRelativeWeightsIsNotAtLeastWhoWasSeen) {
    std::vector<double> relative = people;
    for (double& weight : relative)
        weight /= 100;
    const SmallSurvey small = survey(true, relative);
    TableSpec spec;
    spec.question = "works";
    spec.statistic = Statistic::count;
    const Table table = tabulate(small.study, small.dataset, spec);
    for (const Estimate& count : {figure(small, "count(${works} = 'yes')"), table.cells[0][0]}) {
        EXPECT_EQ(count.n, 6U);
        EXPECT_NEAR(*count.value, 1.25, 1e-12);
        EXPECT_LT(*count.low, *count.value);
        EXPECT_NEAR(*count.low, std::max(0.0, 2 * *count.value - *count.high), 1e-12);
    }
}

TEST(LevelDesign, WithoutVariationThereIsNoIntervalButAReason) {
    SmallSurvey small = small_survey_of(form_of_levels,
                                        "sex | age | works\nmale | 20 | yes\nmale | 20 | no\n"
                                        "female | 20 | yes\nfemale | 20 | no\n");
    SampleDesign design;
    design.weights = {2, 2, 2, 2};
    design.stages = {{{}, {0, 0, 1, 1}, {}}};  // clusters in which half of the people work
    small.dataset.design = std::make_shared<const TaylorVariance>(design);
    for (const char* source : {"percent(${works} = 'yes')",
                               "mean(${age})",
                               "count(${works} = 'refused')",
                               "count(${works} = 'yes')",
                               "100 - percent(${works} = 'yes')"}) {
        const Estimate estimate = figure(small, source);
        EXPECT_EQ(estimate.standard_error, 0) << source;
        EXPECT_FALSE(estimate.low || estimate.high) << source;
        EXPECT_EQ(estimate.no_interval,
                  "nothing of it varies in the sample, which does not make it certain")
            << source;
    }
    // Nobody or everybody has limits of its own.
    EXPECT_TRUE(figure(small, "percent(${works} = 'refused')").high);
    const Table table = [&small] {
        TableSpec spec;
        spec.question = "works";
        return tabulate(small.study, small.dataset, spec);
    }();
    EXPECT_FALSE(table.cells[0][0].low);
    EXPECT_EQ(table.cells[0][0].no_interval,
              "nothing of it varies in the sample, which does not make it certain");
}

TEST(LevelDesign, GivesTheSameInTables) {
    SmallSurvey small = survey(true, people);
    TableSpec spec;
    spec.question = "works";
    spec.by = {"sex"};
    const Table table = tabulate(small.study, small.dataset, spec);
    const Estimate of_women = figure(small, "percent(${works} = 'yes', ${sex} = 'female')");
    EXPECT_NEAR(*table.cells[2][0].value, *of_women.value, 1e-10);
    EXPECT_NEAR(*table.cells[2][0].standard_error, *of_women.standard_error, 1e-10);
    EXPECT_NEAR(*table.cells[2][0].low, *of_women.low, 1e-10);
    EXPECT_NEAR(*table.cells[2][0].high, *of_women.high, 1e-10);
    EXPECT_EQ(table.cells[2][0].n, 3U);
    const Estimate of_all = figure(small, "percent(${works} = 'no')");
    EXPECT_NEAR(*table.cells[0][1].value, *of_all.value, 1e-10);
    EXPECT_NEAR(*table.cells[0][1].standard_error, *of_all.standard_error, 1e-10);
    spec.question = "age";
    spec.statistic = Statistic::mean;
    const Table ages = tabulate(small.study, small.dataset, spec);
    EXPECT_EQ(ages.cells[0][0].high, figure(small, "mean(${age})").high);
}

// Everyone's percentage of a row, and the answers of a question by itself, are the same in every
// sample, counted in one pass or one by one.
TEST(LevelDesign, WhatIsCertainByConstructionHasNoIntervalButAReason) {
    const SmallSurvey small = survey(true, people);
    const auto expect_certain = [](const Estimate& cell, double value) {
        EXPECT_EQ(cell.value, value);
        EXPECT_FALSE(cell.standard_error || cell.df || cell.low || cell.high);
        EXPECT_EQ(cell.no_interval, certain_by_construction);
    };
    for (const bool one_pass : {true, false}) {
        TableSpec spec;
        spec.question = "works";
        spec.by = {"sex"};
        spec.percent_of = PercentOf::row;
        const auto made = [&] {
            return tabulate(small.study, small.dataset, std::span(&spec, 1), {.one_pass = one_pass})
                .front();
        };
        const Table rows = made();
        for (const Estimate& cell : rows.cells[0])
            expect_certain(cell, 100);
        EXPECT_TRUE(rows.cells[1][0].low);
        EXPECT_TRUE(rows.cells[1][0].standard_error);
        spec.question = "sex";
        const Table itself = made();
        expect_certain(itself.cells[1][0], 100);
        expect_certain(itself.cells[1][1], 0);
        spec.percent_of = PercentOf::column;
        EXPECT_TRUE(made().cells[0][0].df);
        expect_certain(made().cells[2][0], 0);
        spec.percent_of = PercentOf::total;
        EXPECT_TRUE(made().cells[1][0].df);
    }
}

TEST(LevelDesign, ARatioThatDividesByNothingSaysSo) {
    for (const bool with_stages : {true, false}) {
        const Estimate none = figure(survey(with_stages, people), "ratio(${age}, ${age} - ${age})");
        EXPECT_FALSE(none.value || none.standard_error);
        EXPECT_EQ(none.no_interval, "there is no number: it divides by nothing");
    }
}

TEST(LevelDesign, WeightsWithoutSelectionGiveNoInterval) {
    const SmallSurvey small = survey(false, people);
    const Estimate working = figure(small, "percent(${works} = 'yes')");
    EXPECT_NEAR(*working.value, 45.4545454545455, 1e-9);
    EXPECT_FALSE(working.standard_error);
    EXPECT_EQ(working.no_interval, "a snowball sample has no known selection probabilities");
    EXPECT_EQ(figure(small, "median(${age})").value, 40);
}

TEST(LevelDesign, WeightsOfOneChangeNothing) {
    const SmallSurvey small = survey(false, std::vector<double>(10, 1));
    SmallSurvey plain = small;
    plain.dataset.design = nullptr;
    for (const char* source : {"percent(${works} = 'yes')",
                               "mean(${age})",
                               "median(${age})",
                               "total(${age})",
                               "count(${sex} = 'male')",
                               "share(${age} > 30)"}) {
        EXPECT_EQ(figure(small, source), figure(plain, source)) << source;
    }
}

// The count of people who stand for nobody is no weighted percentage.
TEST(LevelDesign, AGroupThatStandsForNobodyHasNoNumber) {
    for (const bool with_stages : {false, true}) {
        SmallSurvey small = survey(with_stages, {10, 20, 30, 40, 50, 0, 0, 0, 0, 0});
        TableSpec spec;
        spec.question = "works";
        spec.by = {"sex"};
        for (const Statistic statistic : {Statistic::percent, Statistic::mean}) {
            spec.statistic = statistic;
            spec.question = statistic == Statistic::mean ? "age" : "works";
            const Table table = tabulate(small.study, small.dataset, spec);
            EXPECT_TRUE(table.weighted);
            EXPECT_TRUE(table.cells[1][0].value);
            EXPECT_FALSE(table.cells[2][0].value) << with_stages;
            EXPECT_EQ(table.cells[2][0].no_interval, "nobody of its base carries weight");
        }
        const Estimate women = figure(small, "percent(${works} = 'yes', ${sex} = 'female')");
        EXPECT_FALSE(women.value);
    }
}

// All rows of an interview are one cluster: the weights and errors of a repeat are as if each
// interview's rows had been added up first.
TEST(LevelDesign, RowsOfAnInterviewAreOfOneCluster) {
    RowOwners owners;
    owners.level = 1;
    owners.rows = 5;
    owners.interview_of_row = {0, 0, 1, 1, 2};
    Dataset dataset;
    auto design = std::make_shared<SampleDesign>();
    design->weights = {2, 3, 4};
    design->stages.emplace_back();
    dataset.design = std::make_shared<const TaylorVariance>(*design);
    const LevelDesign level(Study{}, dataset, owners);
    EXPECT_EQ(level.weights(), (std::vector<double>{2, 2, 3, 3, 4}));
    Estimate total;
    const std::vector<double> numbers{1, 2, 3, 4, 5};
    level.total(numbers, std::vector<std::uint8_t>(5, 1), total);
    // Interviews' totals 6, 21, 20, of mean 47 / 3.
    const double mean = 47.0 / 3;
    const double squares = std::pow(6 - mean, 2) + std::pow(21 - mean, 2) + std::pow(20 - mean, 2);
    EXPECT_NEAR(*total.standard_error, std::sqrt(3.0 / 2 * squares), 1e-12);
}

// Interviews were brought to totals, not their rows: a total over the members of households varies
// as that of what each household adds up to, by linearisation and by replicates.
TEST(LevelDesign, RowsOfCalibratedInterviewsVaryAsTheirSums) {
    RowOwners members;
    members.level = 1;
    members.rows = 9;
    members.interview_of_row = {0, 0, 1, 1, 1, 2, 3, 4, 5};
    RowOwners interviews;
    interviews.rows = 6;
    SampleDesign design;
    design.weights = {2, 3, 4, 5, 6, 7};
    design.stages.emplace_back();
    WeightCalibration step;
    step.weights = design.weights;
    step.weights_before = {1, 1, 1, 1, 1, 1};
    step.margins = {{0, 0, 0, 1, 1, 1}};
    design.calibrations = {step};
    Dataset dataset;
    dataset.design = std::make_shared<const TaylorVariance>(design);
    const std::vector<double> numbers{1, 2, 3, 4, 5, 6, 7, 8, 10};
    const std::vector<double> sums{3, 12, 6, 7, 8, 10};
    const auto errors = [&] {
        Estimate of_members;
        Estimate of_sums;
        of_members.value = of_sums.value = 0;
        const std::vector<std::uint8_t> nine(9, 1);
        const std::vector<std::uint8_t> six(6, 1);
        LevelDesign(Study{}, dataset, members).total(numbers, nine, of_members);
        LevelDesign(Study{}, dataset, interviews).total(sums, six, of_sums);
        EXPECT_EQ(of_members.value, of_sums.value);
        EXPECT_NEAR(*of_members.standard_error, *of_sums.standard_error, 1e-12);
        return *of_members.standard_error;
    };
    const double linearised = errors();
    EXPECT_GT(linearised, 0);
    const auto made = make_replicates(design, {.method = ReplicateMethod::jk1});
    dataset.replicates = std::make_shared<const ReplicateVariance>(made.replicates, design.weights);
    EXPECT_GT(errors(), linearised) << "these replicates were not brought to the totals again";
}

// A repeat that nobody filled in has no rows: its numbers are empty, however interviews were drawn.
TEST(LevelDesign, ARepeatWithoutEntriesHasEmptyNumbers) {
    SmallSurvey small = survey(true, people);
    Level members;
    members.parent = 0;
    members.repeat = "members";
    for (Column column : small.dataset.levels[0].columns) {
        const auto index = small.study.questionnaire.questions.size();
        small.study.questionnaire.questions.push_back(
            small.study.questionnaire.questions[static_cast<std::size_t>(column.question)]);
        small.study.questionnaire.questions.back().name = "member_" + column.name;
        column.name = "member_" + column.name;
        column.question = static_cast<int>(index);
        column.codes.clear();
        column.asked.clear();
        column.members.clear();
        members.columns.push_back(std::move(column));
    }
    small.dataset.levels.push_back(std::move(members));
    for (const char* source : {"count(${member_sex} = 'male')",
                               "percent(${member_sex} = 'male')",
                               "mean(${member_age})",
                               "median(${member_age})",
                               "total(${member_age})"}) {
        const Estimate estimate = figure(small, source);
        EXPECT_EQ(estimate.n, 0U) << source;
        EXPECT_EQ(estimate.base, 0U) << source;
        EXPECT_EQ(estimate.value.value_or(0), 0) << source;
    }
    for (const bool one_pass : {true, false}) {
        for (const Statistic statistic :
             {Statistic::percent, Statistic::count, Statistic::mean, Statistic::median}) {
            TableSpec spec;
            const bool of_numbers = statistic == Statistic::mean || statistic == Statistic::median;
            spec.question = of_numbers ? "member_age" : "member_works";
            spec.by = {"member_sex"};
            spec.statistic = statistic;
            const Table table =
                tabulate(small.study, small.dataset, std::span(&spec, 1), {.one_pass = one_pass})
                    .front();
            ASSERT_EQ(table.groups.size(), 3U);
            for (const std::vector<Estimate>& cells : table.cells) {
                for (const Estimate& cell : cells)
                    EXPECT_EQ(cell.value.value_or(0), 0);
            }
        }
    }
}

}  // namespace
}  // namespace mtm
