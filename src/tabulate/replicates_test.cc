// Tables and figures by replicates, and arithmetic of figures, against what R's survey 4.1-1 says
// of the same sample with the same replicate weights (tests/reference/replicates.R): to ten digits.
#include <cmath>

#include <gtest/gtest.h>

#include "sampling/calibration.h"
#include "sampling/raking.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"
#include "tabulate/reference_sample_for_test.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

const std::vector<std::string> groups{"all", "male", "female"};

void expect_digits(const std::optional<double>& number, double wanted, const std::string& what) {
    ASSERT_TRUE(number.has_value()) << what;
    EXPECT_NEAR(*number, wanted, 1e-10 * std::max(1.0, std::abs(wanted))) << what;
}

class Replicates : public ::testing::TestWithParam<const char*> {
protected:
    Replicates() {
        survey().study.file.design = "stratified cluster sample";
        survey().study.file.variance.interval = IntervalMethod::xlogit;
        const std::string name = GetParam();
        SampleDesign design = sample_.design;
        if (name == "jk1") design.stages[0].strata.clear();
        survey().dataset.design = std::make_shared<const TaylorVariance>(design);
        if (name == "linearization") return;
        survey().study.file.variance.df =
            name == "jk1" ? 9 : 5;  // R's survey leaves it to the user
        survey().dataset.replicates =
            std::make_shared<const ReplicateVariance>(sample_.factors(name), design.weights);
    }

    SmallSurvey& survey() { return sample_.survey; }

    [[nodiscard]] Table table_of(const std::string& question, Statistic statistic) {
        TableSpec spec;
        spec.question = question;
        spec.by = {"sex"};
        spec.statistic = statistic;
        return tabulate(survey().study, survey().dataset, spec);
    }

    void expect_share(const Estimate& cell, const std::string& group, const std::string& name) {
        const auto r = sample_.of(GetParam(), "share|" + group, name);
        const std::string what = std::string(GetParam()) + " " + name + " of " + group;
        expect_digits(cell.value, 100 * r.value, what);
        expect_digits(cell.standard_error, 100 * r.se, what);
        if (std::isnan(r.low)) return;
        expect_digits(cell.low, 100 * r.low, what);
        expect_digits(cell.high, 100 * r.high, what);
    }

    [[nodiscard]] Estimate figure(const std::string& source) {
        const auto value = evaluate_figure(survey().study, survey().dataset, expression_of(source));
        EXPECT_TRUE(value.has_value()) << source;
        return value ? value->estimate : Estimate{};
    }

    ReferenceSample sample_;
};

TEST_P(Replicates, GiveTablesOfSharesAsR) {
    const Table work = table_of("work", Statistic::percent);
    const Table need = table_of("need", Statistic::percent);
    ASSERT_EQ(work.cells.size(), 3U);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        for (std::size_t c = 0; c < 3; ++c) {
            expect_share(work.cells[g][c], groups[g], "w_" + work.categories[c].name);
            expect_share(need.cells[g][c], groups[g], need.categories[c].name);
        }
    }
}

TEST_P(Replicates, GiveTablesOfNumbersAsR) {
    const Table means = table_of("age", Statistic::mean);
    const Table totals = table_of("hours", Statistic::total);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto mean = sample_.of(GetParam(), "mean|" + groups[g], "age");
        expect_digits(means.cells[g][0].value, mean.value, "mean of " + groups[g]);
        expect_digits(means.cells[g][0].standard_error, mean.se, "mean of " + groups[g]);
        expect_digits(means.cells[g][0].low, mean.low, "mean of " + groups[g]);
        expect_digits(means.cells[g][0].high, mean.high, "mean of " + groups[g]);
        const auto total = sample_.of(GetParam(), "total|" + groups[g], "hours");
        expect_digits(totals.cells[g][0].value, total.value, "total of " + groups[g]);
        expect_digits(totals.cells[g][0].standard_error, total.se, "total of " + groups[g]);
    }
    const auto ratio = sample_.of(GetParam(), "ratio|female", "hours age");
    const Estimate of_women = figure("ratio(${hours}, ${age}, ${sex} = 'female')");
    expect_digits(of_women.value, ratio.value, "ratio");
    expect_digits(of_women.standard_error, ratio.se, "ratio");
}

TEST_P(Replicates, AFigureIsTheCellOfItsTable) {
    const Table work = table_of("work", Statistic::percent);
    const Estimate women = figure("percent(${work} = 'yes', ${sex} = 'female')");
    const Estimate& cell = work.cells[2][0];
    expect_digits(women.value, *cell.value, "value");
    expect_digits(women.standard_error, *cell.standard_error, "standard error");
    expect_digits(women.low, *cell.low, "low");
    expect_digits(women.high, *cell.high, "high");
}

// Bases are kept from table to table.
TEST_P(Replicates, TablesBesideChangeNoBit) {
    std::vector<TableSpec> specs(4);
    specs[0].question = specs[2].question = "work";
    specs[1].question = specs[3].question = "need";
    specs[2].by = specs[3].by = {"sex"};
    const auto all = tabulate(survey().study, survey().dataset, specs, {});
    for (std::size_t t = 0; t < specs.size(); ++t)
        EXPECT_EQ(all[t].cells, tabulate(survey().study, survey().dataset, specs[t]).cells);
}

TEST_P(Replicates, GiveArithmeticOfFiguresAsR) {
    const std::string yes = "percent(${work} = 'yes')";
    const std::string no = "percent(${work} = 'no')";
    const std::string age = "mean(${age})";
    const std::string hours = "mean(${hours})";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"difference", yes + " - " + no},
        {"sum", yes + " + " + no},
        {"rest", "100 - " + yes},
        {"quotient", yes + " div " + no},
        {"product", yes + " * " + age + " * 0.01"},
        {"root", "sqrt(" + age + ") + log(" + hours + ")"},
        {"power", "pow(" + hours + ", 2) div " + age},
        {"sexes",
         "percent(${work} = 'yes', ${sex} = 'male') - percent(${work} = 'yes', ${sex} = "
         "'female')"}};
    for (const auto& [name, source] : cases) {
        const auto r = sample_.of(GetParam(), "contrast", name);
        const Estimate estimate = figure(source);
        expect_digits(estimate.value, r.value, source);
        expect_digits(estimate.standard_error, r.se, source);
        EXPECT_TRUE(estimate.low && estimate.high) << source << estimate.no_interval;
        EXPECT_EQ(estimate.no_interval, "") << source;
        EXPECT_LT(*estimate.low, *estimate.value);
        EXPECT_GT(*estimate.high, *estimate.value);
    }
}

// What letters rest on: the difference of two groups is that which arithmetic of figures gives.
TEST_P(Replicates, CompareColumnsByTheirDifferenceAsR) {
    const Table work = table_of("work", Statistic::percent);
    std::vector<Contrast> found;
    for (std::size_t g : {1U, 2U}) {
        for (const Contrast& one : work.cells[g][0].contrasts)
            found.push_back(one);
    }
    ASSERT_EQ(found.size(), 1U);
    const auto r = sample_.of(GetParam(), "contrast", "sexes");
    ASSERT_TRUE(work.cells[0][0].df);
    const double p = two_sided_p(r.value / r.se, *work.cells[0][0].df - 1);
    EXPECT_NEAR(found[0].p, p, 1e-6 * p);
    EXPECT_EQ(found[0].group, r.value > 0 ? 2U : 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Methods,
    Replicates,
    ::testing::Values("linearization", "jk1", "jkn", "brr", "fay", "bootstrap", "subbootstrap"));

// --- the replicates that the study's settings make ---

class GivenDesign : public ::testing::Test {
protected:
    [[nodiscard]] Diagnostics give(VarianceMethod method, SampleDesign design) {
        sample_.survey.study.file.variance.method = method;
        return give_design(sample_.survey.study,
                           std::move(design),
                           {"study.toml", {}, 0, {}, {}},
                           sample_.survey.dataset);
    }

    [[nodiscard]] Estimate mean_age() {
        TableSpec spec;
        spec.question = "age";
        spec.statistic = Statistic::mean;
        return tabulate(sample_.survey.study, sample_.survey.dataset, spec).cells[0][0];
    }

    [[nodiscard]] Estimate figure(const std::string& source) {
        const auto value =
            evaluate_figure(sample_.survey.study, sample_.survey.dataset, expression_of(source));
        EXPECT_TRUE(value.has_value()) << source;
        return value ? value->estimate : Estimate{};
    }

    [[nodiscard]] WeightCalibration step(WeightCalibration::Kind kind,
                                         const std::vector<double>& before) const {
        WeightCalibration out;
        out.kind = kind;
        out.weights_before = before;
        return out;
    }

    [[nodiscard]] std::vector<std::int32_t> codes(const char* question) const {
        return sample_.survey.dataset.find(question)->codes;
    }

    ReferenceSample sample_;
};

TEST_F(GivenDesign, JackknivesAreRs) {
    ASSERT_TRUE(give(VarianceMethod::jackknife, sample_.design).empty());
    expect_digits(mean_age().standard_error, sample_.of("jkn", "mean|all", "age").se, "jkn");
    SampleDesign flat = sample_.design;
    flat.stages[0].strata.clear();
    ASSERT_TRUE(give(VarianceMethod::jackknife, flat).empty());
    expect_digits(mean_age().standard_error, sample_.of("jk1", "mean|all", "age").se, "jk1");
}

// Balanced replicates and the linearisation agree on totals, whatever the Hadamard matrix.
TEST_F(GivenDesign, BalancedReplicatesOfTotalsAreTheLinearisation) {
    const double wanted = sample_.of("linearization", "total|all", "hours").se;
    for (const VarianceMethod method : {VarianceMethod::brr, VarianceMethod::fay}) {
        ASSERT_TRUE(give(method, sample_.design).empty());
        expect_digits(figure("total(${hours})").standard_error, wanted, "total");
    }
}

// R: degf() of these replicates, the rank of their matrix less 1, is 5 (units less strata would be
// 10 - 3, replicates less 1 are 7).
TEST_F(GivenDesign, BalancedReplicatesHaveADegreeOfFreedomAPair) {
    SampleDesign joined = sample_.design;
    for (std::size_t r = 0; r < joined.weights.size(); ++r) {
        std::int32_t& stratum = joined.stages[0].strata[r];
        if (stratum == 2 || stratum == 4) --stratum;
    }
    const auto expect_pairs = [&](const SampleDesign& design) {
        for (const VarianceMethod method : {VarianceMethod::brr, VarianceMethod::fay}) {
            ASSERT_TRUE(give(method, design).empty());
            EXPECT_EQ(mean_age().df, 5);
            EXPECT_EQ(figure("percent(${work} = 'yes')").df, 5);
        }
    };
    expect_pairs(joined);
    // Brought to totals, rows are what varies; the pairs are the same.
    WeightCalibration cells = step(WeightCalibration::Kind::post_strata, joined.weights);
    cells.margins = {codes("sex")};
    SampleDesign calibrated = joined;
    calibrated.weights =
        post_stratify(joined.weights, {"sex", {"male", "female"}, {300, 150}, codes("sex")})
            .weights;
    cells.weights = calibrated.weights;
    calibrated.calibrations = {cells};
    expect_pairs(calibrated);
    // A pair of which one half is in the domain tells nothing.
    ASSERT_TRUE(give(VarianceMethod::brr, joined).empty());
    std::vector<std::uint8_t> domain(joined.weights.size(), 1);
    for (std::size_t r = 0; r < domain.size(); ++r) {
        if (joined.stages[0].units[r] == joined.stages[0].units[0]) domain[r] = 0;
    }
    const Precision precision(sample_.survey.study, sample_.survey.dataset);
    EXPECT_EQ(precision.df(domain), 4);
}

TEST_F(GivenDesign, BootstrapsComeNearTheLinearisationAndRepeat) {
    const double wanted = sample_.of("linearization", "mean|all", "age").se;
    sample_.survey.study.file.variance.replicates = 4000;
    for (const VarianceMethod method : {VarianceMethod::bootstrap, VarianceMethod::canty_davison}) {
        ASSERT_TRUE(give(method, sample_.design).empty());
        const Estimate first = mean_age();
        EXPECT_NEAR(*first.standard_error, wanted, 0.05 * wanted);
        ASSERT_TRUE(give(method, sample_.design).empty());
        EXPECT_EQ(mean_age(), first);
    }
    sample_.survey.study.file.variance.seed = 2;
    ASSERT_TRUE(give(VarianceMethod::bootstrap, sample_.design).empty());
    EXPECT_NE(*mean_age().standard_error, wanted);
}

// R: postStratify, rake and calibrate of the jackknife's replicates.
TEST_F(GivenDesign, ReplicatesAreBroughtToTheTotalsAgain) {
    const std::vector<double> before = sample_.design.weights;
    const std::vector<std::int32_t> sex = codes("sex");
    const std::vector<std::int32_t> work = codes("work");
    const CodedMargin by_sex{"sex", {"male", "female"}, {300, 150}, sex};
    const CodedMargin by_work{"work", {"yes", "no", "looking"}, {220, 190, 40}, work};
    const auto expect =
        [&](WeightCalibration record, std::vector<double> after, const std::string& name) {
            SampleDesign design = sample_.design;
            record.weights = after;
            design.weights = std::move(after);
            design.calibrations = {std::move(record)};
            const Diagnostics found = give(VarianceMethod::jackknife, design);
            ASSERT_TRUE(found.empty()) << print(found[0]);
            const auto mean = sample_.of(name, "mean|all", "age");
            expect_digits(mean_age().value, mean.value, name);
            expect_digits(mean_age().standard_error, mean.se, name);
            const auto total = sample_.of(name, "total|all", "wy");
            const Estimate working = figure("count(${work} = 'yes')");
            EXPECT_NEAR(*working.value, total.value, 1e-9 * total.value) << name;
            EXPECT_NEAR(*working.standard_error, total.se, 1e-9 * std::max(total.se, 1.0)) << name;
        };
    WeightCalibration cells = step(WeightCalibration::Kind::post_strata, before);
    cells.margins = {sex};
    expect(cells, post_stratify(before, by_sex).weights, "post_strata");
    WeightCalibration raking = step(WeightCalibration::Kind::raking, before);
    raking.margins = {sex, work};
    const std::vector<CodedMargin> margins{by_sex, by_work};
    expect(raking, rake(before, margins).weights, "raked");
    WeightCalibration regression = step(WeightCalibration::Kind::regression, before);
    std::vector<double> hours;
    std::vector<double> male;
    const Column& column = *sample_.survey.dataset.find("hours");
    for (std::size_t r = 0; r < before.size(); ++r) {
        hours.push_back(column.numbers[static_cast<std::size_t>(column.codes[r])]);
        male.push_back(sex[r] == 0 ? 1 : 0);
    }
    const std::vector<double> ones(before.size(), 1);
    regression.regressors = {ones, male, hours};
    const std::vector<NumericMargin> numbers{
        {"all", 450, ones}, {"male", 300, male}, {"hours", 15000, hours}};
    expect(regression, calibrate(before, {}, numbers, {}).weights, "greg");
}

TEST_F(GivenDesign, OneFactorForLonelyStrataIsTold) {
    SampleDesign lonely = sample_.design;
    lonely.lonely = LonelyUnits::average;
    ASSERT_TRUE(give(VarianceMethod::jackknife, lonely).empty());  // it has none
    for (std::size_t r = 0; r < lonely.weights.size(); ++r) {
        if (lonely.stages[0].units[r] == 12) lonely.stages[0].units[r] = 11;
    }
    for (const VarianceMethod method : {VarianceMethod::jackknife, VarianceMethod::bootstrap}) {
        const Diagnostics found = give(method, lonely);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].code, "replicates-lonely-average");
        EXPECT_EQ(found[0].message.find("1 of 5 strata have one primary unit"), 0U)
            << found[0].message;
    }
    EXPECT_TRUE(give(VarianceMethod::linearization, lonely).empty());
}

TEST_F(GivenDesign, MistakesAreToldWithTheStratum) {
    SampleDesign odd = sample_.design;
    odd.stages[0].stratum_names = {"", "North", "South", "East", "West", "Centre"};
    for (std::size_t r = 0; r < odd.weights.size(); ++r) {
        if (odd.stages[0].units[r] == 12) odd.stages[0].units[r] = 11;
    }
    const Diagnostics found = give(VarianceMethod::brr, odd);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "replicates-odd-stratum");
    EXPECT_EQ(found[0].place.file, "study.toml");
    EXPECT_NE(found[0].message.find("“North” has 1 primary unit,"), std::string::npos)
        << found[0].message;
    EXPECT_EQ(sample_.survey.dataset.design, nullptr);
}

// --- what a study may say of intervals ---

TEST_F(GivenDesign, IntervalsAreAsTheStudyWantsThem) {
    ASSERT_TRUE(give(VarianceMethod::linearization, sample_.design).empty());
    VarianceRules& rules = sample_.survey.study.file.variance;
    const Estimate usual = figure("percent(${work} = 'yes')");
    for (const IntervalMethod method : {IntervalMethod::mean,
                                        IntervalMethod::logit,
                                        IntervalMethod::beta,
                                        IntervalMethod::asin,
                                        IntervalMethod::wilson}) {
        rules.interval = method;
        const Estimate each = figure("percent(${work} = 'yes')");
        const double error = *usual.standard_error / 100;
        const auto wanted = interval_of_proportion(
            {*usual.value / 100, error * error, 5, static_cast<double>(usual.base)}, method);
        expect_digits(each.low, 100 * wanted->low, "low");
        expect_digits(each.high, 100 * wanted->high, "high");
        EXPECT_EQ(each.standard_error, usual.standard_error);
    }
    rules.interval = IntervalMethod::mean;
    rules.df = infinite_df;
    rules.confidence = 90;
    const Estimate normal = figure("percent(${work} = 'yes')");
    expect_digits(normal.high, *usual.value + 1.6448536269514722 * *usual.standard_error, "normal");
    EXPECT_EQ(normal.df, infinite_df);
    const Estimate mean = figure("mean(${age})");
    expect_digits(mean.low, *mean.value - 1.6448536269514722 * *mean.standard_error, "mean");
}

TEST_F(GivenDesign, ADesignEffectIsReadFromAnEstimate) {
    ASSERT_TRUE(give(VarianceMethod::linearization, sample_.design).empty());
    const Estimate yes = figure("percent(${work} = 'yes')");
    expect_digits(design_effect_of_percent(sample_.survey.study.file, yes),
                  sample_.of("linearization", "deff", "w_yes").value,
                  "deff");
}

// The same number in other words has the same standard error.
TEST_F(GivenDesign, FunctionsOfAnglesAndPowersHaveTheDeltaMethod) {
    ASSERT_TRUE(give(VarianceMethod::linearization, sample_.design).empty());
    const std::string share = "(percent(${work} = 'yes') div 100)";
    for (const auto& [one, other] :
         {std::pair{"exp10(" + share + ")", "exp(log(10) * " + share + ")"},
          std::pair{"pow(2, " + share + ")", "exp(log(2) * " + share + ")"},
          std::pair{"tan(" + share + ")", "sin(" + share + ") div cos(" + share + ")"},
          std::pair{"atan2(" + share + ", 2)", "atan(" + share + " div 2)"},
          std::pair{"asin(" + share + ")", "2 - acos(" + share + ")"}}) {
        const Estimate is = figure(one);
        const Estimate wanted = figure(other);
        ASSERT_TRUE(is.standard_error && wanted.standard_error) << one << is.no_interval;
        expect_digits(is.standard_error, *wanted.standard_error, one);
    }
}

TEST_F(GivenDesign, ArithmeticThatJumpsHasNoIntervalAndSaysWhy) {
    ASSERT_TRUE(give(VarianceMethod::linearization, sample_.design).empty());
    const auto reason = [this](const std::string& source) {
        const Estimate estimate = figure(source);
        EXPECT_FALSE(estimate.low || estimate.high || estimate.standard_error) << source;
        return estimate.no_interval;
    };
    const std::string yes = "percent(${work} = 'yes')";
    EXPECT_EQ(reason("min(" + yes + ", 50)"),
              "no interval is made of arithmetic with min(), which jumps or bends");
    EXPECT_EQ(reason("if(" + yes + " > 40, 1, 0)"),
              "no interval is made of arithmetic with if(), which jumps or bends");
    EXPECT_EQ(reason("rank(${work}, 'no')"), "the order of answers moves by jumps");
    EXPECT_EQ(reason("top(${work}, 1)"), "the order of answers moves by jumps");
    EXPECT_EQ(reason("base(${work})"), "it is a number of interviews, and no estimate");
    EXPECT_NE(reason(yes + " - base(${work})").find("base() in it has no interval"),
              std::string::npos);
    EXPECT_EQ(reason(yes + " - " + yes),
              "nothing of it varies in the sample, which does not make it certain");
    EXPECT_EQ(reason("2 + 3"), "no interview is in it");
}

// The rest of a percentage has its limits turned round; a rounded number those of the number.
TEST_F(GivenDesign, AStraightLineKeepsTheLimitsOfItsAggregate) {
    ASSERT_TRUE(give(VarianceMethod::linearization, sample_.design).empty());
    const Estimate yes = figure("percent(${work} = 'yes')");
    const Estimate rest = figure("100 - percent(${work} = 'yes')");
    expect_digits(rest.low, 100 - *yes.high, "low");
    expect_digits(rest.high, 100 - *yes.low, "high");
    const Estimate rounded = figure("round(percent(${work} = 'yes'), 0)");
    EXPECT_EQ(*rounded.value, std::round(*yes.value));
    expect_digits(rounded.low, *yes.low, "low");
    expect_digits(rounded.standard_error, *yes.standard_error, "standard error");
    const Estimate either = figure("percent(${work} = 'yes') + percent(${work} = 'no')");
    const Estimate same = figure("percent(${work} = 'yes' or ${work} = 'no')");
    expect_digits(either.standard_error, *same.standard_error, "standard error");
    expect_digits(either.high, *same.high, "high");
}

// 0 and 100 per cent, groups with no one: no NaN.
TEST_F(GivenDesign, NoNumberIsNoNumberByAnyMethod) {
    for (const VarianceMethod method : {VarianceMethod::linearization,
                                        VarianceMethod::jackknife,
                                        VarianceMethod::brr,
                                        VarianceMethod::bootstrap}) {
        sample_.survey.study.file.variance.replicates = 60;
        ASSERT_TRUE(give(method, sample_.design).empty());
        for (const char* source : {"percent(${work} = 'yes', ${age} > 500)",
                                   "percent(${age} > 0)",
                                   "percent(${age} > 500)",
                                   "percent(${work} = 'yes', ${age} = 500)",
                                   "mean(${age}, ${age} > 500)",
                                   "median(${age}, ${age} > 500)",
                                   "total(${age}, ${age} > 500)",
                                   "ratio(${age}, ${hours}, ${age} > 500)",
                                   "ratio(${age}, ${hours} * 0)",
                                   "percent(${work} = 'yes') div percent(${age} > 500)",
                                   "100 - percent(${age} > 0)",
                                   "percent(${work} = 'yes', ${age} = 16 and ${hours} = 48)"}) {
            const Estimate estimate = figure(source);
            for (const auto& number :
                 {estimate.value, estimate.standard_error, estimate.low, estimate.high})
                EXPECT_FALSE(number && !std::isfinite(*number)) << source;
            EXPECT_TRUE(estimate.low || !estimate.no_interval.empty() || !estimate.value) << source;
        }
    }
}

// One interview of a region stands for more people than one of another.
TEST(TablesOfWeightedPeople, TheLargestAreThoseThatMostPeopleAreTakenToGive) {
    SmallSurvey survey = small_survey_of("select_one | region | north south east\n",
                                         "region\nnorth\nnorth\nnorth\nsouth\nsouth\neast\n");
    survey.study.file.design = "stratified cluster sample";
    SampleDesign design;
    design.weights = {1, 1, 1, 4, 4, 9};
    design.stages = {{.strata = {}, .units = {0, 1, 2, 3, 4, 5}}};
    survey.dataset.design = std::make_shared<const TaylorVariance>(design);
    TableSpec spec;
    spec.question = "region";
    spec.top = 2;
    const Table table = tabulate(survey.study, survey.dataset, spec);
    ASSERT_EQ(table.categories.size(), 2U);
    EXPECT_EQ(table.categories[0].name, "south");
    EXPECT_EQ(table.categories[1].name, "east");
    EXPECT_NEAR(*table.cells[0][1].value, 45, 1e-9);
}

// Percentages of a row and of everyone have other bases than those of a group.
TEST(ReplicatesOfTables, PercentagesOfARowAreOfTheRow) {
    ReferenceSample sample;
    SmallSurvey& survey = sample.survey;
    survey.study.file.design = "stratified cluster sample";
    survey.dataset.design = std::make_shared<const TaylorVariance>(sample.design);
    survey.dataset.replicates =
        std::make_shared<const ReplicateVariance>(sample.factors("jkn"), sample.design.weights);
    const auto figure = [&](const std::string& source) {
        return evaluate_figure(survey.study, survey.dataset, expression_of(source))->estimate;
    };
    TableSpec spec;
    spec.question = "work";
    spec.by = {"sex"};
    const auto expect_cell = [&](PercentOf of, const std::string& source) {
        spec.percent_of = of;
        const Estimate cell = tabulate(survey.study, survey.dataset, spec).cells[1][0];
        const Estimate wanted = figure(source);
        ASSERT_TRUE(wanted.standard_error);
        expect_digits(cell.value, *wanted.value, source);
        expect_digits(cell.standard_error, *wanted.standard_error, source);
        EXPECT_EQ(cell.base, wanted.base) << source;
    };
    expect_cell(PercentOf::column, "percent(${work} = 'yes', ${sex} = 'male')");
    expect_cell(PercentOf::row, "percent(${sex} = 'male', ${work} = 'yes')");
    expect_cell(PercentOf::total, "percent(${work} = 'yes' and ${sex} = 'male')");
}

TEST(EstimateHelpers, TellDesignEffectsAndCoefficientsOfVariation) {
    Estimate half;
    half.value = 50;
    half.base = 101;
    half.standard_error = 10;
    EXPECT_DOUBLE_EQ(*coefficient_of_variation(half), 0.2);
    EXPECT_DOUBLE_EQ(*design_effect_of_percent({}, half), 4);
    half.value = 0;
    EXPECT_FALSE(coefficient_of_variation(half) || design_effect_of_percent({}, half));
    half.value = 50;
    half.standard_error.reset();
    EXPECT_FALSE(coefficient_of_variation(half) || design_effect_of_percent({}, half));
}

}  // namespace
}  // namespace mtm
