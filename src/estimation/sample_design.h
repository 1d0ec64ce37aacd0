#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace mtm {

/// A stratum of which a smaller share than this is not in the sample adds nothing to a variance.
inline constexpr double fully_sampled = 1e-7;

/// One stage of selection. Each vector but the names has an entry for every row of the sample.
struct SamplingStage {
    /// Any numbers; empty: one stratum (in each unit of the stage above).
    std::vector<std::int32_t> strata = {};
    /// Units within their stratum: two strata may use the same numbers. Empty: each row is a unit.
    std::vector<std::int32_t> units = {};
    /// Units that the row's stratum has in the population, infinity where they are very many.
    /// Empty: drawn with replacement or from very many, and later stages add nothing.
    std::vector<double> population = {};
    /// What the strata are called, by their number, for messages; empty where they have no names.
    std::vector<std::string> stratum_names = {};
};

/// What a stratum adds that has one unit in the sample, but more in the population. `fail`: such a
/// design is refused. `certainty`: nothing (R's survey has the name `remove` for the same).
/// `adjust`: its square distance from the mean of all units of the stage, of a later one of those
/// within its unit of the stage above. `average`: as much as the other strata on average.
enum class LonelyUnits { fail, certainty, adjust, average };

/// How far a calibrated weight may lie from the one before, and what each step away costs: the
/// function F of Deville and Särndal (1992), by which a weight is multiplied; F(0) = 1, F'(0) = 1.
enum class CalibrationDistance {
    linear,       // 1 + u: the regression estimator (GREG); may give negative weights
    exponential,  // exp u: raking; always positive
    logit,        // between two bounds, which it never reaches
    truncated     // 1 + u, cut at two bounds
};

/// Known totals to which the weights were brought, because of which estimates vary less. Weights
/// are those after the step.
struct WeightCalibration {
    enum class Kind { post_strata, raking, regression };

    Kind kind = Kind::post_strata;
    std::vector<double> weights;         // after this step
    std::vector<double> weights_before;  // raking needs them for replicates only
    /// The cell of each row: one margin for post-strata, all margins for raking.
    std::vector<std::vector<std::int32_t>> margins;
    std::vector<std::vector<double>> regressors;  // by variable, a number a row
    /// Of a regression: how replicates are brought to the totals again. Variances by linearisation
    /// are those of the residuals, whatever the distance.
    CalibrationDistance distance = CalibrationDistance::linear;
    double lower = 0;  // bounds of the distance, where it has some
    double upper = 0;
};

/// How the rows of a sample were selected, and what each of them stands for.
struct SampleDesign {
    std::vector<double> weights;        // of each row; 0: outside
    std::vector<SamplingStage> stages;  // the first is that of the primary units; at least one
    LonelyUnits lonely = LonelyUnits::fail;
    std::vector<WeightCalibration> calibrations;  // in the order in which they were made
};

/// How many were selected at a stage of which somebody is in the sample.
struct StageSize {
    std::size_t strata = 0;
    std::size_t units = 0;
};

[[nodiscard]] StageSize stage_size(const SampleDesign& design, std::size_t stage);

/// Every mistake of a design: lengths that differ, weights that are negative or no numbers or add
/// to nothing, fewer units in a population than in the sample, strata of one unit where the design
/// says `fail`. Rows are named by their position, from 1.
[[nodiscard]] Diagnostics check_design(const SampleDesign& design);

}  // namespace mtm
