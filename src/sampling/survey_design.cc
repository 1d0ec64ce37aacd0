#include "sampling/survey_design.h"

#include <utility>

namespace mtm {
namespace {

WeightCalibration calibration_of(const CalibrationRecord& record) {
    WeightCalibration out;
    out.weights = record.after;
    out.weights_before = record.before;
    if (record.step == WeightStep::post_stratify || record.step == WeightStep::rake) {
        out.kind = record.step == WeightStep::rake ? WeightCalibration::Kind::raking
                                                   : WeightCalibration::Kind::post_strata;
        out.margins = record.codes;
        return out;
    }
    out.kind = WeightCalibration::Kind::regression;
    out.regressors = record.numbers;
    for (std::size_t margin = 0; margin < record.codes.size(); ++margin) {
        for (std::size_t category = 0; category < record.categories[margin]; ++category) {
            std::vector<double>& regressor = out.regressors.emplace_back();
            for (const std::int32_t code : record.codes[margin])
                regressor.push_back(std::cmp_equal(code, category) ? 1 : 0);
        }
    }
    return out;
}

}  // namespace

SampleDesign sample_design(const SurveyDesign& design) {
    SampleDesign out;
    out.weights = design.weights;
    out.lonely = LonelyUnits::average;  // told of when the design was made
    for (const DesignStage& stage : design.stages) {
        SamplingStage& made = out.stages.emplace_back();
        made.strata = stage.stratum;
        made.units = stage.cluster;
        if (stage.population.empty()) continue;
        for (const std::int32_t stratum : stage.stratum)
            made.population.push_back(stage.population[static_cast<std::size_t>(stratum)]);
    }
    for (const CalibrationRecord& record : design.calibrations)
        out.calibrations.push_back(calibration_of(record));
    return out;
}

}  // namespace mtm
