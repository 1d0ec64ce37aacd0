// From weights that were brought to known totals to the standard errors of what they estimate: what
// R's survey 4.1-1 says of the schools of the reference collection.
#include <cmath>
#include <map>
#include <utility>

#include <gtest/gtest.h>

#include "estimation/linearization.h"
#include "sampling/adjustment.h"
#include "sampling/calibration.h"
#include "sampling/raking.h"
#include "study/weighting.h"
#include "tests/shared_files.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

class CalibratedSchools : public ::testing::Test {
protected:
    void SetUp() override {
        REQUIRE_SHARED("real/stats/apiclus1.csv");
        auto read = read_csv(read_test_file(shared_path("real/stats/apiclus1.csv")));
        ASSERT_TRUE(read.has_value());
        table_ = std::move(*read);
        design_.weights = numbers("pw");
        SamplingStage stage;
        std::map<std::string, std::int32_t> clusters;
        for (int row = 0; row < table_.row_count(); ++row) {
            const std::string_view letter = table_.at(row, "stype");
            type_codes_.push_back(letter == "E" ? 0 : letter == "H" ? 1 : 2);
            wide_codes_.push_back(table_.at(row, "sch.wide") == "Yes" ? 1 : 0);
            const auto next = static_cast<std::int32_t>(clusters.size());
            stage.units.push_back(
                clusters.try_emplace(std::string(table_.at(row, "dnum")), next).first->second);
            stage.population.push_back(757);
        }
        design_.stages = {stage};
    }

    [[nodiscard]] std::vector<double> numbers(const std::string& column) const {
        std::vector<double> out;
        for (int row = 0; row < table_.row_count(); ++row)
            out.push_back(std::stod(std::string(table_.at(row, column))));
        return out;
    }

    [[nodiscard]] CodedMargin types() const {
        return {"stype", {"E", "H", "M"}, {4421, 755, 1018}, type_codes_};
    }

    [[nodiscard]] CodedMargin wides() const {
        return {"sch.wide", {"No", "Yes"}, {1072, 5122}, wide_codes_};
    }

    // The weights after a step, and what is remembered of it.
    void calibrated(WeightStep step,
                    const std::vector<CodedMargin>& margins,
                    std::vector<double> after) {
        WeightCalibration record;
        record.weights_before = design_.weights;
        record.weights = after;
        if (step != WeightStep::calibrate) {
            record.kind = step == WeightStep::rake ? WeightCalibration::Kind::raking
                                                   : WeightCalibration::Kind::post_strata;
            for (const CodedMargin& margin : margins)
                record.margins.emplace_back(margin.codes.begin(), margin.codes.end());
        } else {
            record.kind = WeightCalibration::Kind::regression;
            for (std::size_t category = 0; category < margins[0].totals.size(); ++category) {
                std::vector<double>& is_of = record.regressors.emplace_back();
                for (const std::int32_t code : margins[0].codes)
                    is_of.push_back(std::cmp_equal(code, category) ? 1 : 0);
            }
        }
        design_.weights = std::move(after);
        design_.calibrations.push_back(std::move(record));
    }

    void expect_mean(double value, double error, double relative) const {
        const SampleDesign& sample = design_;
        const auto mean = linearized_mean(sample.weights, numbers("api00"));
        EXPECT_NEAR(mean->value, value, relative * value);
        EXPECT_NEAR(
            std::sqrt(TaylorVariance(sample).variance(mean->influence)), error, relative * error);
    }

    void expect_total(double value, double error, double relative) const {
        const SampleDesign& sample = design_;
        const auto total = linearized_total(sample.weights, numbers("enroll"));
        EXPECT_NEAR(total.value, value, relative * value);
        EXPECT_NEAR(
            std::sqrt(TaylorVariance(sample).variance(total.influence)), error, relative * error);
    }

    CsvTable table_;
    SampleDesign design_;
    std::vector<std::int32_t> type_codes_;
    std::vector<std::int32_t> wide_codes_;
};

TEST_F(CalibratedSchools, PostStratified) {
    calibrated(
        WeightStep::post_stratify, {types()}, post_stratify(design_.weights, types()).weights);
    expect_mean(642.310788211582, 23.9204864450904, 1e-10);
    expect_total(3680892.94511905, 406292.636294802, 1e-10);
}

// Raked until margins hold to 1e-10 (control = list(maxit = 1000, epsilon = 1e-10)), not to a
// person.
TEST_F(CalibratedSchools, Raked) {
    const std::vector<CodedMargin> margins{types(), wides()};
    calibrated(WeightStep::rake, margins, rake(design_.weights, margins).weights);
    expect_mean(641.23032093, 23.70361689, 1e-9);
    expect_total(3647280.14807054, 400603.256861826, 1e-9);
}

TEST_F(CalibratedSchools, ByRegression) {
    const std::vector<double> api99 = numbers("api99");
    const std::vector<CodedMargin> types_margin{types()};
    const std::vector<NumericMargin> values{{"api99", 3914069, api99}};
    calibrated(WeightStep::calibrate,
               {types()},
               calibrate(design_.weights, types_margin, values, {}).weights);
    design_.calibrations.back().regressors.push_back(api99);
    expect_total(3638487.20413188, 385524.427352479, 1e-10);
    expect_mean(665.30907116578, 3.44175311640481, 1e-9);
}

TEST_F(CalibratedSchools, ByRakingDistance) {
    const std::vector<double> api99 = numbers("api99");
    const std::vector<CodedMargin> types_margin{types()};
    const std::vector<NumericMargin> values{{"api99", 3914069, api99}};
    calibrated(
        WeightStep::calibrate,
        {types()},
        calibrate(
            design_.weights, types_margin, values, {.distance = CalibrationDistance::exponential})
            .weights);
    design_.calibrations.back().regressors.push_back(api99);
    expect_total(3616588.5645, 387618.6308, 1e-8);
}

// Trimmed after it was raked: the calibration stays that of the raked weights.
TEST_F(CalibratedSchools, Trimmed) {
    const std::vector<CodedMargin> margins{types(), wides()};
    calibrated(WeightStep::rake, margins, rake(design_.weights, margins).weights);
    const auto trimmed = trim_weights(design_.weights, {.lower = 20, .upper = 45});
    ASSERT_TRUE(trimmed.has_value());
    design_.weights = trimmed->weights;
    expect_mean(641.718326057816, 23.900151561197, 1e-9);
}

}  // namespace
}  // namespace mtm
