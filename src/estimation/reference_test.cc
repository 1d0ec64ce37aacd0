// What R's survey 4.1-1 says of a made-up two-stage sample, with and without populations, clusters,
// calibrated weights and strata of one unit (tests/reference/estimation.R).
#include <cmath>
#include <utility>

#include <gtest/gtest.h>

#include "estimation/association.h"
#include "estimation/frame_for_test.h"
#include "estimation/linearization.h"
#include "estimation/quantiles.h"
#include "estimation/replicate_weights.h"

namespace mtm {
namespace {

const std::string reference_folder = source_directory() + "/tests/reference/";

class TwoStageSample : public ::testing::Test {
protected:
    TwoStageSample()
        : rows_(reference_folder + "estimation_rows.csv"),
          results_(reference_folder + "estimation_results.csv") {}

    [[nodiscard]] SampleDesign design_named(const std::string& name) const {
        SampleDesign out;
        out.weights = rows_.numbers("weight");
        SamplingStage first;
        first.strata = rows_.codes("stratum");
        if (name != "elements") first.units = rows_.codes("town");
        if (name == "two_stage" || name == "one_stage_fpc" || name == "jkn_fpc")
            first.population = rows_.numbers("towns");
        out.stages = {first};
        if (name == "two_stage") {
            SamplingStage second;
            second.population = rows_.numbers("people");
            out.stages.push_back(second);
        }
        if (name == "post_strata" || name == "raked" || name == "greg") calibrate(name, out);
        return out;
    }

    void calibrate(const std::string& name, SampleDesign& design) const {
        const TestFrame weights(reference_folder + "estimation_weights_" + name + ".csv");
        WeightCalibration step;
        step.weights_before = std::exchange(design.weights, weights.numbers("weight"));
        step.weights = design.weights;
        if (name == "greg") {
            step.kind = WeightCalibration::Kind::regression;
            step.regressors = {std::vector<double>(rows_.rows(), 1),
                               as_numbers(rows_.where("sex", "1")),
                               rows_.numbers("hours")};
        } else {
            step.margins = {rows_.codes("sex")};
        }
        if (name == "raked") {
            step.kind = WeightCalibration::Kind::raking;
            step.margins.emplace_back();
            for (const double hours : rows_.numbers("hours"))
                step.margins.back().push_back(hours <= 35 ? 0 : hours <= 45 ? 1 : 2);
        }
        design.calibrations = {step};
    }

    [[nodiscard]] std::string text(const char* column, std::size_t row) const {
        return results_.texts(column)[row];
    }

    [[nodiscard]] double number(const char* column, std::size_t row) const {
        return results_.numbers(column)[row];
    }

    [[nodiscard]] std::string line(std::size_t row) const {
        return text("design", row) + " " + text("what", row) + " " + text("name", row);
    }

    // Rows of the results whose `what` begins so.
    [[nodiscard]] std::vector<std::size_t> lines(const std::string& what) const {
        std::vector<std::size_t> out;
        for (std::size_t row = 0; row < results_.rows(); ++row) {
            if (text("what", row).starts_with(what) && !text("design", row).starts_with("lonely") &&
                !is_replicated(text("design", row)))
                out.push_back(row);
        }
        return out;
    }

    static bool is_replicated(const std::string& design) {
        return design.starts_with("jk") || design == "brr" || design == "fay";
    }

    void check(std::size_t row, double value, double variance) const {
        EXPECT_TRUE(agree(value, number("value", row))) << line(row);
        EXPECT_TRUE(agree(std::sqrt(variance), number("se", row))) << line(row);
    }

    [[nodiscard]] std::optional<LinearizedEstimate> estimate(const SampleDesign& design,
                                                             const std::string& what,
                                                             const std::string& name) const {
        const std::vector<double> income = rows_.numbers("income");
        if (what == "ratio")
            return linearized_ratio(design.weights, income, rows_.numbers("hours"));
        if (what == "domain_mean")
            return linearized_mean(
                design.weights, income, rows_.where("sex", name.substr(name.size() - 1)));
        if (what == "domain_share") {
            std::vector<std::uint8_t> domain = rows_.where("sex", "1");
            for (std::size_t r = 0; r < domain.size(); ++r)
                if (rows_.texts("work")[r].empty()) domain[r] = 0;
            return linearized_mean(design.weights, as_numbers(rows_.where("work", "1")), domain);
        }
        if (what == "total") return linearized_total(design.weights, rows_.numbers(name));
        return linearized_mean(design.weights, rows_.numbers(name));
    }

    TestFrame rows_;
    TestFrame results_;
};

TEST_F(TwoStageSample, MeansTotalsRatiosAndDomains) {
    int checked = 0;
    for (const char* what : {"mean", "total", "ratio", "domain_mean", "domain_share"}) {
        for (const std::size_t row : lines(what)) {
            if (text("what", row) != what) continue;
            const SampleDesign design = design_named(text("design", row));
            ASSERT_TRUE(check_design(design).empty());
            const auto value = estimate(design, what, text("name", row));
            check(row, value->value, TaylorVariance(design).variance(value->influence));
            ++checked;
        }
    }
    EXPECT_EQ(checked, 4 * 6 + 3 * 4);
}

TEST_F(TwoStageSample, DegreesOfFreedomAndDesignEffects) {
    for (const std::size_t row : lines("de")) {
        const SampleDesign design = design_named(text("design", row));
        const TaylorVariance variance(design);
        if (text("what", row) == "degf") {
            EXPECT_EQ(variance.degrees_of_freedom(), number("value", row)) << line(row);
            continue;
        }
        const std::vector<double> income = rows_.numbers("income");
        const auto mean = linearized_mean(design.weights, income);
        const auto effect = design_effect_of_mean(variance.variance(mean->influence),
                                                  design.weights,
                                                  income,
                                                  text("what", row) == "deff_replace");
        EXPECT_TRUE(agree(*effect, number("value", row))) << line(row);
    }
}

IntervalMethod method_named(const std::string& name) {
    if (name.ends_with("xlogit")) return IntervalMethod::xlogit;
    if (name.ends_with("logit")) return IntervalMethod::logit;
    if (name.ends_with("beta")) return IntervalMethod::beta;
    if (name.ends_with("asin")) return IntervalMethod::asin;
    return IntervalMethod::mean;
}

TEST_F(TwoStageSample, IntervalsOfProportions) {
    const auto all = lines("ciprop_");
    EXPECT_EQ(all.size(), 40U);
    for (const std::size_t row : all) {
        const SampleDesign design = design_named(text("design", row));
        const TaylorVariance variance(design);
        const auto share = linearized_mean(design.weights, rows_.numbers(text("name", row)));
        const double v = variance.variance(share->influence);
        const auto interval =
            interval_of_proportion({share->value,
                                    v,
                                    static_cast<double>(variance.degrees_of_freedom()),
                                    static_cast<double>(rows_.rows())},
                                   method_named(text("what", row)));
        const int digits = text("what", row) == "ciprop_logit" ? 7 : 10;  // R's iteration stops
        EXPECT_TRUE(agree(share->value, number("value", row), digits)) << line(row);
        EXPECT_TRUE(agree(std::sqrt(v), number("se", row))) << line(row);
        EXPECT_TRUE(agree(interval->low, number("low", row), digits)) << line(row);
        EXPECT_TRUE(agree(interval->high, number("high", row), digits)) << line(row);
    }
}

TEST_F(TwoStageSample, Quantiles) {
    const auto all = lines("quantile_");
    EXPECT_EQ(all.size(), 4U * 2 * 4 * 5);
    for (const std::size_t row : all) {
        const std::string what = text("what", row);
        const SampleDesign design = design_named(text("design", row));
        const TaylorVariance variance(design);
        const bool school = what.find("_school_") != std::string::npos;
        const auto quantile = estimate_quantile(
            variance,
            rows_.numbers(what.starts_with("quantile_hours") ? "hours" : "income"),
            std::stod(text("name", row)),
            variance.degrees_of_freedom(),
            method_named(what),
            school ? QuantileRule::school : QuantileRule::math);
        EXPECT_TRUE(agree(quantile->value, number("value", row))) << line(row);
        EXPECT_EQ(quantile->interval.has_value(),
                  !std::isnan(number("low", row)) && !std::isnan(number("high", row)))
            << line(row);
        if (!quantile->interval || std::isnan(number("low", row))) continue;
        EXPECT_TRUE(agree(quantile->interval->low, number("low", row))) << line(row);
        EXPECT_TRUE(agree(quantile->interval->high, number("high", row))) << line(row);
        EXPECT_TRUE(agree(*quantile->standard_error, number("se", row))) << line(row);
    }
}

TEST_F(TwoStageSample, TestsOfTablesAndDifferences) {
    for (const std::size_t row : lines("chisq_")) {
        const SampleDesign design = design_named(text("design", row));
        const TaylorVariance variance(design);
        const std::string what = text("what", row);
        AssociationTest test = AssociationTest::rao_scott_f;
        if (what == "chisq_Chisq") test = AssociationTest::rao_scott_chi_square;
        if (what == "chisq_Wald") test = AssociationTest::wald;
        if (what == "chisq_adjWald") test = AssociationTest::adjusted_wald;
        const auto result =
            test_association(variance, rows_.codes("work"), rows_.codes("sex"), test);
        EXPECT_TRUE(agree(result->statistic, number("value", row))) << line(row);
        EXPECT_TRUE(agree(result->df, number("df", row))) << line(row);
        EXPECT_TRUE(agree(result->p, number("p", row))) << line(row);
    }
    for (const std::size_t row : lines("ttest")) {
        const SampleDesign design = design_named(text("design", row));
        const auto result = test_difference_of_means(TaylorVariance(design),
                                                     rows_.numbers("income"),
                                                     rows_.where("sex", "0"),
                                                     rows_.where("sex", "1"));
        EXPECT_TRUE(agree(result->t, number("value", row))) << line(row);
        EXPECT_EQ(result->df, number("df", row)) << line(row);
        EXPECT_TRUE(agree(result->p, number("p", row))) << line(row);
    }
}

// Rows of a frame for which `keep` holds, as a sample of their own.
SampleDesign part_of(const TestFrame& rows,
                     const std::vector<std::uint8_t>& keep,
                     std::vector<double>& income) {
    SampleDesign out;
    SamplingStage stage;
    const auto weights = rows.numbers("weight");
    const auto incomes = rows.numbers("income");
    for (std::size_t r = 0; r < keep.size(); ++r) {
        if (keep[r] == 0) continue;
        out.weights.push_back(weights[r]);
        income.push_back(incomes[r]);
        stage.strata.push_back(rows.codes("stratum")[r]);
        stage.units.push_back(rows.codes("town")[r]);
    }
    out.stages = {stage};
    return out;
}

TEST_F(TwoStageSample, StrataOfOneUnit) {
    std::vector<std::uint8_t> keep(rows_.rows(), 1);
    for (std::size_t r = 0; r < keep.size(); ++r)
        keep[r] = rows_.texts("stratum")[r] != "2" || rows_.texts("town")[r] == "1" ? 1 : 0;
    std::vector<double> income;
    SampleDesign design = part_of(rows_, keep, income);
    int checked = 0;
    for (std::size_t row = 0; row < results_.rows(); ++row) {
        const std::string name = text("design", row);
        if (!name.starts_with("lonely_")) continue;
        design.lonely = name == "lonely_adjust"    ? LonelyUnits::adjust
                        : name == "lonely_average" ? LonelyUnits::average
                                                   : LonelyUnits::certainty;
        const auto value = text("what", row) == "total" ? linearized_total(design.weights, income)
                                                        : *linearized_mean(design.weights, income);
        check(row, value.value, TaylorVariance(design).variance(value.influence));
        ++checked;
    }
    EXPECT_EQ(checked, 5);
}

// By hand: strata {1, 3} and {10}; the mean of the units is 14/3.
TEST(LonelyUnits, AreMeasuredFromTheMeanOfAllUnits) {
    SampleDesign design;
    design.weights = {1, 1, 1};
    design.stages = {{{0, 0, 1}, {}, {}}};
    design.lonely = LonelyUnits::adjust;
    const auto total = linearized_total(design.weights, std::vector<double>{1, 3, 10});
    const double lone = 10 - 14.0 / 3;
    EXPECT_NEAR(
        TaylorVariance(design).variance(total.influence), 2 * (1.0 + 1.0) + lone * lone, 1e-12);
    EXPECT_EQ(check_design(design).size(), 0U);
    design.lonely = LonelyUnits::fail;
    ASSERT_EQ(check_design(design).size(), 1U);
    EXPECT_EQ(check_design(design)[0].code, "lonely-unit");
}

// By hand: 2 of 4 towns. In the first, 2 of 10 people of one stratum and 1 of 5 of another, who is
// measured from the mean of the three; in the second 1 of 3, who is his own mean. R's survey 4.1-1
// measures both from 0.
TEST(LonelyUnits, OfALaterStageAreMeasuredWithinTheirOwnPrimaryUnit) {
    SampleDesign design;
    design.weights = {1, 1, 1, 1};
    design.stages = {{{0, 0, 0, 0}, {0, 0, 0, 1}, {4, 4, 4, 4}, {}},
                     {{0, 0, 1, 2}, {}, {10, 10, 5, 3}, {}}};
    design.lonely = LonelyUnits::adjust;
    ASSERT_EQ(check_design(design).size(), 0U);
    const auto total = linearized_total(design.weights, std::vector<double>{1, 3, 8, 20});
    const double of_towns = (1 - 2.0 / 4) * 2 * (4.0 * 4 + 4.0 * 4);  // 12 and 20
    const double of_pair = (1 - 2.0 / 10) * 2 * (1.0 + 1.0);
    const double of_lone = (1 - 1.0 / 5) * (8 - 4.0) * (8 - 4.0);
    EXPECT_NEAR(TaylorVariance(design).variance(total.influence),
                of_towns + 2.0 / 4 * (of_pair + of_lone),
                1e-12);
}

TEST_F(TwoStageSample, Replicates) {
    int checked = 0;
    for (std::size_t row = 0; row < results_.rows(); ++row) {
        const std::string name = text("design", row);
        if (!is_replicated(name)) continue;
        std::vector<std::uint8_t> keep(rows_.rows(), 1);
        if (name == "brr" || name == "fay") {
            for (std::size_t r = 0; r < keep.size(); ++r)
                keep[r] = rows_.texts("stratum")[r] == "1" && rows_.texts("town")[r] == "5" ? 0 : 1;
        }
        std::vector<double> income;
        SampleDesign design = part_of(rows_, keep, income);
        if (name == "jkn_fpc") design.stages[0].population = rows_.numbers("towns");
        if (name == "jk1") {
            auto& units = design.stages[0].units;
            for (std::size_t r = 0; r < units.size(); ++r)
                units[r] += 100 * design.stages[0].strata[r];
            design.stages[0].strata.clear();
        }
        ReplicateOptions options;
        options.method = name == "jk1"   ? ReplicateMethod::jk1
                         : name == "brr" ? ReplicateMethod::brr
                         : name == "fay" ? ReplicateMethod::fay
                                         : ReplicateMethod::jkn;
        const MadeReplicates made = make_replicates(design, options);
        ASSERT_TRUE(made.diagnostics.empty()) << name;
        const std::string what = text("what", row);
        const std::vector<double> hours = rows_.numbers("hours");
        const auto statistic = [&](std::span<const double> weights) {
            if (what == "total") return linearized_total(weights, income).value;
            if (what == "ratio") return linearized_ratio(weights, income, hours)->value;
            return linearized_mean(weights, income)->value;
        };
        check(row,
              statistic(design.weights),
              replicate_variance_of(made.replicates, design.weights, statistic));
        ++checked;
    }
    EXPECT_EQ(checked, 6);
}

// The second route: with many replicates both bootstraps come near the linearisation.
TEST_F(TwoStageSample, BootstrapsComeNearTheLinearisation) {
    const SampleDesign design = design_named("one_stage");
    const std::vector<double> income = rows_.numbers("income");
    const auto total = linearized_total(design.weights, income);
    const double error = std::sqrt(TaylorVariance(design).variance(total.influence));
    for (const auto method : {ReplicateMethod::bootstrap, ReplicateMethod::subbootstrap}) {
        ReplicateOptions options;
        options.method = method;
        options.replicates = 4000;
        const MadeReplicates made = make_replicates(design, options);
        const double v = replicate_variance_of(
            made.replicates, design.weights, [&income](std::span<const double> weights) {
                return linearized_total(weights, income).value;
            });
        // Canty and Davison's is on average right only where strata have as many units each.
        EXPECT_NEAR(std::sqrt(v) / error, 1, method == ReplicateMethod::bootstrap ? 0.15 : 0.03);
    }
}

// Against its definition: n_e = p (1 - p) / v.
TEST(Intervals, WilsonsSolvesItsEquation) {
    const double p = 0.08;
    const double v = 0.0004;
    const double df = 17;
    const auto interval = interval_of_proportion({p, v, df, 150}, IntervalMethod::wilson);
    const double t = t_quantile(0.975, df);
    const double n = p * (1 - p) / v;
    for (const double limit : {interval->low, interval->high})
        EXPECT_NEAR(std::abs(p - limit), t * std::sqrt(limit * (1 - limit) / n), 1e-12);
}

TEST(Intervals, NobodyAndEverybodyHaveOneAsWell) {
    const auto nobody = interval_of_proportion({0, 0, 10, 50}, IntervalMethod::xlogit);
    EXPECT_EQ(nobody->low, 0);
    EXPECT_NEAR(nobody->high, 1 - std::pow(0.025, 1 / 50.0), 1e-12);
    const auto everybody = interval_of_proportion({1, 0, 10, 50}, IntervalMethod::mean);
    EXPECT_EQ(everybody->high, 1);
    EXPECT_NEAR(everybody->low, std::pow(0.025, 1 / 50.0), 1e-12);
    EXPECT_FALSE(interval_of_proportion({0.5, 0.01, 0, 50}, IntervalMethod::xlogit));
}

TEST(SampleDesign, EveryMistakeIsNamed) {
    SampleDesign design;
    design.weights = {1, -1, NAN, 1, 1};
    design.stages = {{{0, 0, 1, 1, 2}, {}, {2, 2, 1, 1, 9}}};
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : check_design(design))
        codes.push_back(diagnostic.code);
    EXPECT_EQ(codes,
              (std::vector<std::string>{
                  "weight-missing", "weight-negative", "population-too-small", "lonely-unit"}));
    design.weights = {0, 0, 0, 0, 0};
    design.stages[0].population.clear();
    design.stages[0].strata.clear();
    ASSERT_EQ(check_design(design).size(), 1U);
    EXPECT_EQ(check_design(design)[0].code, "weights-add-to-nothing");
    design.stages[0].units = {1, 2};
    EXPECT_EQ(check_design(design)[0].code, "design-length");
}

}  // namespace
}  // namespace mtm
