#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "study/weighting.h"

namespace mtm {

/// One stage of selection. Strata and clusters are numbered over the whole stage: those of a later
/// stage lie within one cluster of the stage before, and a cluster lies within one stratum, so that
/// clusters of one name in two strata are two.
struct DesignStage {
    std::vector<std::int32_t> stratum;  // of each row: 0 … strata.size() - 1
    std::vector<std::int32_t> cluster;  // of each row: 0 … clusters - 1; of the last stage, where
                                        // people are selected one by one, a number for each row
    std::vector<std::string> strata;    // their names, for messages
    std::size_t clusters = 0;           // selected, of which somebody was interviewed
    /// By stratum: of how many units these were selected. Empty: not known, or so many that it does
    /// not matter (no finite population correction).
    std::vector<double> population;
};

/// Totals that weights were adjusted to: what the variance of calibrated estimates needs, which is
/// that of residuals (Deville and Särndal 1992; for post-strata, of deviations from their means).
struct CalibrationRecord {
    WeightStep step = WeightStep::rake;                          // post_stratify, rake or calibrate
    CalibrationDistance distance = CalibrationDistance::linear;  // of calibrate
    std::vector<std::vector<std::int32_t>> codes;                // by margin and row
    std::vector<std::size_t> categories;                         // of each margin
    std::vector<std::vector<double>> numbers;                    // by numeric margin and row
    std::vector<double> before;                                  // weights, of each row
    std::vector<double> after;
};

/// How the counted interviews stand for people: a weight for each and, where it is known, how they
/// were selected. Rows are those of level 0 of the dataset. A variance is estimated over all rows,
/// never over a part of them: rows outside a domain count as zeros, so that its clusters stay.
struct SurveyDesign {
    std::vector<double> weights;  // of each row: finite, over 0
    /// The first stage of selection first. Empty: nobody's chance of selection is known, and there
    /// is no standard error.
    std::vector<DesignStage> stages;
    std::vector<CalibrationRecord> calibrations;  // in their order

    [[nodiscard]] std::size_t size() const { return weights.size(); }

    /// Clusters less strata of the first stage: the degrees of freedom of a variance. REQUIRES:
    /// there is a stage.
    [[nodiscard]] std::size_t degrees_of_freedom() const {
        const std::size_t strata = stages[0].strata.size();
        return stages[0].clusters > strata ? stages[0].clusters - strata : 0;
    }
};

}  // namespace mtm
