#include "sampling/replicate_calibration.h"

#include <numeric>

#include <fmt/format.h>

#include "sampling/calibration.h"
#include "sampling/raking.h"

namespace mtm {
namespace {

constexpr IterationRule raking_iterations{.tolerance = 1e-12, .most = 1000};
constexpr double room_for_rounding = 1e-9;

// One adjustment as it is repeated: to the totals that its weights have.
class RepeatedStep {
public:
    explicit RepeatedStep(const WeightCalibration& step) : step_(step) {
        for (const std::vector<std::int32_t>& codes : step.margins) {
            CodedMargin& margin = coded_.emplace_back();
            margin.codes = codes;
            for (std::size_t r = 0; r < codes.size(); ++r) {
                const auto code = static_cast<std::size_t>(codes[r]);
                if (code >= margin.totals.size()) margin.totals.resize(code + 1);
                margin.totals[code] += step.weights[r];
            }
            margin.categories.resize(margin.totals.size());
        }
        for (const std::vector<double>& regressor : step.regressors) {
            NumericMargin& number = numbers_.emplace_back();
            number.values = regressor;
            number.total =
                std::inner_product(regressor.begin(), regressor.end(), step.weights.begin(), 0.0);
        }
    }

    [[nodiscard]] CalibratedWeights take(const std::vector<double>& weights) const {
        switch (step_.kind) {
            case WeightCalibration::Kind::post_strata:
                return post_stratify(weights, coded_.front());
            case WeightCalibration::Kind::raking:
                return rake(weights, coded_, raking_iterations);
            case WeightCalibration::Kind::regression:
                break;
        }
        return calibrate(weights,
                         {},
                         numbers_,
                         {.distance = step_.distance, .lower = step_.lower, .upper = step_.upper});
    }

private:
    const WeightCalibration& step_;
    std::vector<CodedMargin> coded_;
    std::vector<NumericMargin> numbers_;
};

void multiply(std::vector<double>& weights,
              const std::vector<double>& to,
              const std::vector<double>& from) {
    for (std::size_t r = 0; r < weights.size(); ++r)
        weights[r] *= from[r] == 0 ? 0 : to[r] / from[r];
}

// Within what rounding leaves of totals, the replicate has met them.
bool is_met(const CalibratedWeights& weights) {
    for (const MarginGap& gap : weights.gaps) {
        if (std::abs(gap.wanted - gap.reached) > room_for_rounding * (1 + std::abs(gap.wanted)))
            return false;
    }
    return true;
}

Diagnostic told(std::string code, Severity severity, std::string message, std::string remedy) {
    Diagnostic out;
    out.code = std::move(code);
    out.severity = severity;
    out.message = std::move(message);
    out.remedy = std::move(remedy);
    return out;
}

}  // namespace

CalibratedReplicates calibrate_replicates(const SampleDesign& design,
                                          const ReplicateWeights& replicates) {
    CalibratedReplicates out;
    if (design.calibrations.empty()) {
        out.replicates = std::make_shared<const ReplicateVariance>(replicates, design.weights);
        return out;
    }
    const std::vector<RepeatedStep> steps(design.calibrations.begin(), design.calibrations.end());
    ReplicateWeights made;
    made.scale = replicates.scale;
    made.alike = replicates.alike;
    made.half_of_row = replicates.half_of_row;
    made.units = design.weights.size();
    made.unit_of_row.resize(made.units);
    std::iota(made.unit_of_row.begin(), made.unit_of_row.end(), 0U);
    for (std::size_t i = 0; i < replicates.size(); ++i) {
        std::vector<double> weights =
            replicates.weights_of(i, design.calibrations.front().weights_before);
        bool met = true;
        for (std::size_t s = 0; s < steps.size() && met; ++s) {
            const WeightCalibration& step = design.calibrations[s];
            if (s > 0) multiply(weights, step.weights_before, design.calibrations[s - 1].weights);
            CalibratedWeights calibrated = steps[s].take(weights);
            met = is_met(calibrated);
            weights = std::move(calibrated.weights);
        }
        if (!met) continue;
        multiply(weights, design.weights, design.calibrations.back().weights);
        made.factors.push_back(std::move(weights));
        made.scales.push_back(replicates.scales[i]);
    }
    const std::size_t lost = replicates.size() - made.size();
    const std::string remedy =
        "Join thin categories of the totals, or take method = \"linearization\".";
    const std::string message = fmt::format(
        "{} of {} replicates cannot be brought to the known totals: a category of theirs has "
        "nobody.",
        lost,
        replicates.size());
    if (2 * lost > replicates.size() || made.size() < 2 || (lost > 0 && !made.alike)) {
        out.diagnostics.push_back(
            told("replicates-not-calibrated", Severity::error, message, remedy));
        return out;
    }
    if (lost > 0) {
        out.diagnostics.push_back(
            told("replicates-not-calibrated",
                 Severity::warning,
                 message + " They are left out, and the others stand for them.",
                 remedy));
        made.scale *=
            static_cast<double>(replicates.size() - 1) / static_cast<double>(made.size() - 1);
    }
    out.replicates = std::make_shared<const ReplicateVariance>(
        made, std::vector<double>(design.weights.size(), 1));
    return out;
}

}  // namespace mtm
