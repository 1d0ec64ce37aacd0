// What R's survey 4.1-1 says of the California schools (Academic Performance Index): every line of
// the reference collection's file.
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "estimation/association.h"
#include "estimation/frame_for_test.h"
#include "estimation/linearization.h"
#include "estimation/quantiles.h"
#include "estimation/replicate_weights.h"

namespace mtm {
namespace {

struct School {
    std::unique_ptr<TestFrame> frame;
    SampleDesign design;
};

School schools(const std::string& file, bool fpc) {
    School out;
    out.frame = std::make_unique<TestFrame>(shared_path("real/stats/" + file));
    out.design.weights = out.frame->numbers("pw");
    SamplingStage stage;
    if (file == "apistrat.csv") stage.strata = out.frame->codes("stype");
    if (file == "apiclus1.csv") stage.units = out.frame->codes("dnum");
    if (fpc) stage.population = out.frame->numbers("fpc");
    out.design.stages = {stage};
    return out;
}

School schools_of(const std::string& design) {
    const bool fpc = !design.ends_with("_nofpc");
    if (design.starts_with("dstrat")) return schools("apistrat.csv", fpc);
    if (design.starts_with("dclus1")) return schools("apiclus1.csv", fpc);
    return schools("apisrs.csv", true);
}

class RSurvey : public ::testing::Test {
protected:
    void SetUp() override {
        REQUIRE_SHARED("real/stats/R-survey-4.1.1-results.csv");
        results_ =
            std::make_unique<TestFrame>(shared_path("real/stats/R-survey-4.1.1-results.csv"));
        ASSERT_GT(results_->rows(), 150U);
    }

    [[nodiscard]] std::string text(const char* column, std::size_t row) const {
        return results_->texts(column)[row];
    }

    [[nodiscard]] double number(const char* column, std::size_t row) const {
        return results_->numbers(column)[row];
    }

    void check_limits(std::size_t row, double value, double variance) const {
        EXPECT_TRUE(agree(value, number("estimate", row))) << line(row);
        const double error = std::sqrt(std::max(variance, 0.0));
        EXPECT_TRUE(agree(error, number("se", row))) << line(row);
        if (std::isnan(number("lower95", row))) return;
        const auto limits = interval_of_mean(value, error, infinite_df);
        EXPECT_TRUE(agree(limits.low, number("lower95", row))) << line(row);
        EXPECT_TRUE(agree(limits.high, number("upper95", row))) << line(row);
    }

    [[nodiscard]] std::string line(std::size_t row) const {
        return text("design", row) + " " + text("call", row) + " " + text("name", row);
    }

    std::unique_ptr<TestFrame> results_;
};

std::optional<LinearizedEstimate> estimate_named(const School& school,
                                                 const std::string& stat,
                                                 const std::string& name) {
    const std::vector<double>& weights = school.design.weights;
    const TestFrame& frame = *school.frame;
    if (stat == "ratio")
        return linearized_ratio(weights, frame.numbers("api.stu"), frame.numbers("enroll"));
    if (stat == "domain mean")
        return linearized_mean(weights, frame.numbers("api00"), frame.where("stype", name));
    if (stat == "domain proportion") {
        const std::string answer = name.substr(name.find("awards") + 6);
        return linearized_mean(weights,
                               as_numbers(frame.where("awards", answer)),
                               frame.where("stype", name.substr(0, 1)));
    }
    const std::vector<double> x = name.starts_with("stype")
                                      ? as_numbers(frame.where("stype", name.substr(5)))
                                      : frame.numbers(name);
    if (stat == "total") return linearized_total(weights, x);
    return linearized_mean(weights, x);
}

TEST_F(RSurvey, MeansTotalsRatiosAndDomains) {
    const std::set<std::string> kinds{
        "mean", "total", "proportion", "ratio", "domain mean", "domain proportion"};
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        if (!kinds.contains(text("stat", row))) continue;
        const School school = schools_of(text("design", row));
        ASSERT_TRUE(check_design(school.design).empty());
        const auto estimate = estimate_named(school, text("stat", row), text("name", row));
        ASSERT_TRUE(estimate) << line(row);
        const TaylorVariance variance(school.design);
        check_limits(row, estimate->value, variance.variance(estimate->influence));
        ++checked;
    }
    EXPECT_EQ(checked, 95);
}

TEST_F(RSurvey, DesignEffectsAndDegreesOfFreedom) {
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        const std::string stat = text("stat", row);
        if (stat != "design effect" && stat != "degrees of freedom") continue;
        const School school = schools_of(text("design", row));
        const TaylorVariance variance(school.design);
        ++checked;
        if (stat == "degrees of freedom") {
            EXPECT_EQ(variance.degrees_of_freedom(), number("estimate", row)) << line(row);
            continue;
        }
        const std::vector<double> x = school.frame->numbers(text("name", row));
        const auto mean = linearized_mean(school.design.weights, x);
        const auto effect = design_effect_of_mean(
            variance.variance(mean->influence), school.design.weights, x, false);
        EXPECT_TRUE(agree(*effect, number("estimate", row))) << line(row);
    }
    EXPECT_EQ(checked, 15);
}

TEST_F(RSurvey, IntervalsOfProportions) {
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        if (text("stat", row) != "proportion CI") continue;
        const School school = schools_of(text("design", row));
        const TaylorVariance variance(school.design);
        const auto share = linearized_mean(school.design.weights,
                                           as_numbers(school.frame->where("awards", "Yes")));
        const std::string call = text("call", row);
        IntervalMethod method = IntervalMethod::mean;
        int digits = 10;
        if (call.find("'logit'") != std::string::npos) {
            method = IntervalMethod::logit;
            digits = 8;  // R's iteration stops there
        }
        if (call.find("'beta'") != std::string::npos) method = IntervalMethod::beta;
        if (call.find("'xlogit'") != std::string::npos) method = IntervalMethod::xlogit;
        const auto interval =
            interval_of_proportion({share->value,
                                    variance.variance(share->influence),
                                    static_cast<double>(variance.degrees_of_freedom()),
                                    static_cast<double>(school.frame->rows())},
                                   method);
        EXPECT_TRUE(agree(share->value, number("estimate", row), digits)) << line(row);
        EXPECT_TRUE(agree(interval->low, number("lower95", row), digits)) << line(row);
        EXPECT_TRUE(agree(interval->high, number("upper95", row), digits)) << line(row);
        ++checked;
    }
    EXPECT_EQ(checked, 20);
}

TEST_F(RSurvey, Quantiles) {
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        if (text("stat", row) != "quantile") continue;
        const School school = schools_of(text("design", row));
        const TaylorVariance variance(school.design);
        const auto quantile = estimate_quantile(variance,
                                                school.frame->numbers("api00"),
                                                std::stod(text("name", row)),
                                                variance.degrees_of_freedom());
        EXPECT_EQ(quantile->value, number("estimate", row)) << line(row);
        EXPECT_EQ(quantile->interval->low, number("lower95", row)) << line(row);
        EXPECT_EQ(quantile->interval->high, number("upper95", row)) << line(row);
        EXPECT_TRUE(agree(*quantile->standard_error, number("se", row))) << line(row);
        ++checked;
    }
    EXPECT_EQ(checked, 15);
}

TEST_F(RSurvey, TestsOfTables) {
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        if (text("stat", row) != "test") continue;
        const School school = schools_of(text("design", row));
        const TaylorVariance variance(school.design);
        const std::string name = text("name", row);
        AssociationTest test = AssociationTest::rao_scott_f;
        if (name == "Chisq") test = AssociationTest::rao_scott_chi_square;
        if (name == "Wald") test = AssociationTest::wald;
        if (name == "adjWald") test = AssociationTest::adjusted_wald;
        const auto result = test_association(
            variance, school.frame->codes("stype"), school.frame->codes("awards"), test);
        EXPECT_TRUE(agree(result->statistic, number("estimate", row))) << line(row);
        EXPECT_TRUE(agree(result->df, number("df", row))) << line(row);
        EXPECT_TRUE(agree(result->p, number("p", row), 8)) << line(row);
        ++checked;
    }
    EXPECT_EQ(checked, 20);
}

TEST_F(RSurvey, DifferencesOfMeans) {
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        if (text("stat", row) != "t test") continue;
        const School school = schools_of(text("design", row));
        const TaylorVariance variance(school.design);
        const auto result = test_difference_of_means(variance,
                                                     school.frame->numbers("api00"),
                                                     school.frame->where("awards", "No"),
                                                     school.frame->where("awards", "Yes"));
        EXPECT_TRUE(agree(result->t, number("estimate", row))) << line(row);
        EXPECT_TRUE(agree(result->low, number("lower95", row))) << line(row);
        EXPECT_TRUE(agree(result->high, number("upper95", row))) << line(row);
        EXPECT_EQ(result->df, number("df", row)) << line(row);
        EXPECT_TRUE(agree(result->p, number("p", row))) << line(row);
        ++checked;
    }
    EXPECT_EQ(checked, 5);
}

TEST_F(RSurvey, Replicates) {
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        const std::string stat = text("stat", row);
        if (stat != "JK1 mean" && stat != "JKn mean") continue;
        const School school = schools_of(text("design", row).substr(0, 6));
        ReplicateOptions options;
        options.method = stat == "JK1 mean" ? ReplicateMethod::jk1 : ReplicateMethod::jkn;
        const MadeReplicates made = make_replicates(school.design, options);
        const std::vector<double> x = school.frame->numbers("api00");
        const double variance = replicate_variance_of(
            made.replicates, school.design.weights, [&x](std::span<const double> weights) {
                return linearized_mean(weights, x)->value;
            });
        check_limits(row, number("estimate", row), variance);
        ++checked;
    }
    EXPECT_EQ(checked, 2);
}

TEST_F(RSurvey, StrataOfOneUnit) {
    int checked = 0;
    for (std::size_t row = 0; row < results_->rows(); ++row) {
        if (text("stat", row) != "lonely PSU mean") continue;
        const TestFrame frame(shared_path("real/stats/apistrat.csv"));
        const std::vector<double> api00 = frame.numbers("api00");
        const std::vector<std::int32_t> strata = frame.codes("stype");
        const std::vector<double> weights = frame.numbers("pw");
        SampleDesign design;
        design.stages.emplace_back();
        std::vector<double> x;
        bool one = false;
        for (std::size_t r = 0; r < frame.rows(); ++r) {
            if (frame.texts("stype")[r] == "H" && std::exchange(one, true)) continue;
            design.weights.push_back(weights[r]);
            design.stages[0].strata.push_back(strata[r]);
            x.push_back(api00[r]);
        }
        EXPECT_EQ(check_design(design).size(), 1U);
        const std::string call = text("call", row);
        design.lonely = LonelyUnits::certainty;
        if (call.find("'adjust'") != std::string::npos) design.lonely = LonelyUnits::adjust;
        if (call.find("'average'") != std::string::npos) design.lonely = LonelyUnits::average;
        const auto mean = linearized_mean(design.weights, x);
        check_limits(row, mean->value, TaylorVariance(design).variance(mean->influence));
        ++checked;
    }
    EXPECT_EQ(checked, 4);
}

}  // namespace
}  // namespace mtm
