// Against R's survey in calibrated designs: replicates_test.cc of tabulate. Here: bounds.
#include "sampling/replicate_calibration.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "base/random.h"
#include "sampling/calibration.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

// Forty people in twenty clusters, of two sexes, whose weights are calibrated within bounds.
struct BoundedSample {
    SampleDesign design;
    std::vector<std::int32_t> sexes;
    std::vector<NumericMargin> totals;
    std::vector<double> everyone = std::vector<double>(40, 1);
    std::vector<double> women;
    CalibrationRule rule{.distance = CalibrationDistance::truncated, .lower = 0.7, .upper = 1.3};

    explicit BoundedSample(double women_wanted) {
        SamplingStage stage;
        Random random(5);
        std::vector<double> weights;
        for (std::int32_t row = 0; row < 40; ++row) {
            stage.units.push_back(row / 2);
            women.push_back(row % 2 == 0 || row % 7 == 0);
            weights.push_back(row / 2 < 2 ? 60 : 10 + 10 * random.uniform());
        }
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (double& weight : weights)
            weight *= 1000 / sum;
        totals = {{"everyone", 1000, everyone}, {"women", women_wanted, women}};
        WeightCalibration step;
        step.kind = WeightCalibration::Kind::regression;
        step.weights_before = weights;
        step.weights = calibrate(weights, {}, totals, rule).weights;
        step.regressors = {everyone, women};
        step.distance = rule.distance;
        step.lower = rule.lower;
        step.upper = rule.upper;
        design.weights = step.weights;
        design.stages = {stage};
        design.calibrations = {step};
    }
};

TEST(ReplicateCalibration, BoundsAreOfWeightsThatAddToThePeopleInEachReplicate) {
    const BoundedSample sample(660);
    const MadeReplicates made = make_replicates(sample.design, {.method = ReplicateMethod::jk1});
    ASSERT_EQ(made.replicates.size(), 20U);
    const CalibratedReplicates calibrated = calibrate_replicates(sample.design, made.replicates);
    ASSERT_TRUE(calibrated.replicates) << print_all(calibrated.diagnostics);
    EXPECT_TRUE(calibrated.diagnostics.empty()) << print_all(calibrated.diagnostics);
    std::vector<double> x(40);
    for (std::size_t row = 0; row < x.size(); ++row)
        x[row] = static_cast<double>(row * row % 11);
    const std::vector<std::vector<double>> cells{calibrated.replicates->unit_totals(x)};
    const std::vector<double> sums = calibrated.replicates->sums(cells).front();
    for (std::size_t i = 0; i < made.replicates.size(); ++i) {
        std::vector<double> weights =
            made.replicates.weights_of(i, sample.design.calibrations[0].weights_before);
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (double& weight : weights)
            weight *= 1000 / sum;
        const CalibratedWeights again = calibrate(weights, {}, sample.totals, sample.rule);
        ASSERT_TRUE(again.converged()) << i;
        EXPECT_NEAR(
            sums[i], std::inner_product(x.begin(), x.end(), again.weights.begin(), 0.0), 1e-6)
            << i;
    }
}

TEST(ReplicateCalibration, SaysWhetherBoundsOrNobodyAreTheReason) {
    const BoundedSample sample(700);  // the sample reaches it just so
    const MadeReplicates made = make_replicates(sample.design, {.method = ReplicateMethod::jk1});
    const CalibratedReplicates calibrated = calibrate_replicates(sample.design, made.replicates);
    ASSERT_EQ(calibrated.diagnostics.size(), 1U);
    const Diagnostic& told = calibrated.diagnostics.front();
    EXPECT_EQ(told.code, "replicates-not-calibrated");
    EXPECT_NE(told.message.find("within the bounds of [weights]"), std::string::npos);
    EXPECT_EQ(told.message.find("nobody"), std::string::npos);
    EXPECT_NE(told.remedy.find("Widen bounds"), std::string::npos);
}

}  // namespace
}  // namespace mtm
