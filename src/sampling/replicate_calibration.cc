#include "sampling/replicate_calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

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
    explicit RepeatedStep(const WeightCalibration& step)
        : step_(step), keeps_people_(keeps_people(step)) {
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

    // Whether nobody is left in a category: no weights have its total then.
    [[nodiscard]] bool lacks_somebody(const std::vector<double>& weights) const {
        const auto sum_in = [&](const auto& is_in) {
            double sum = 0;
            for (std::size_t r = 0; r < weights.size(); ++r)
                sum += is_in(r) ? weights[r] : 0;
            return sum;
        };
        for (const CodedMargin& margin : coded_) {
            for (std::size_t c = 0; c < margin.totals.size(); ++c) {
                const auto in_category = [&](std::size_t r) {
                    return static_cast<std::size_t>(margin.codes[r]) == c;
                };
                if (margin.totals[c] > 0 && sum_in(in_category) == 0) return true;
            }
        }
        return std::ranges::any_of(numbers_, [&](const NumericMargin& number) {
            return number.total != 0 &&
                   sum_in([&](std::size_t r) { return number.values[r] != 0; }) == 0;
        });
    }

    [[nodiscard]] CalibratedWeights take(std::vector<double> weights) const {
        switch (step_.kind) {
            case WeightCalibration::Kind::post_strata:
                return post_stratify(weights, coded_.front());
            case WeightCalibration::Kind::raking:
                return rake(weights, coded_, raking_iterations);
            case WeightCalibration::Kind::regression:
                break;
        }
        if (keeps_people_) {
            const double people = sum_of(step_.weights_before);
            const double sum = sum_of(weights);
            for (double& weight : weights)
                weight *= people / sum;
        }
        return calibrate(weights,
                         {},
                         numbers_,
                         {.distance = step_.distance, .lower = step_.lower, .upper = step_.upper});
    }

private:
    static double sum_of(const std::vector<double>& weights) {
        return std::accumulate(weights.begin(), weights.end(), 0.0);
    }

    // Weights that had been brought to the number of people, so that bounds are about who counts
    // more than others, are brought to it in each replicate.
    [[nodiscard]] static bool keeps_people(const WeightCalibration& step) {
        const double people = sum_of(step.weights);
        return people > 0 &&
               std::abs(sum_of(step.weights_before) - people) <= room_for_rounding * people;
    }

    const WeightCalibration& step_;
    bool keeps_people_;
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

// Why replicates were lost: those in which nobody of a category was drawn, and others.
std::pair<std::string, std::string> why_lost(std::size_t empty,
                                             std::size_t others,
                                             const SampleDesign& design) {
    const bool bounded =
        std::ranges::any_of(design.calibrations, [](const WeightCalibration& step) {
            return step.kind == WeightCalibration::Kind::regression && step.upper > 1;
        });
    const std::string by_method = "take method = \"linearization\".";
    if (others == 0)
        return {"a category of theirs has nobody",
                "Join thin categories of the totals, or " + by_method};
    const std::string why = bounded ? "no weights within the bounds of [weights] have these totals"
                                    : "no weights that were found have these totals";
    const std::string remedy = bounded ? "Widen bounds in [weights], or " + by_method
                                       : "Take fewer totals at once, or " + by_method;
    if (empty == 0) return {why, remedy};
    return {fmt::format("in {} a category has nobody, in {} {}", empty, others, why),
            "Join thin categories of the totals. " + remedy};
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
    std::size_t empty = 0;  // replicates without anybody of some category
    for (std::size_t i = 0; i < replicates.size(); ++i) {
        std::vector<double> weights =
            replicates.weights_of(i, design.calibrations.front().weights_before);
        bool met = true;
        bool lacks = false;
        for (std::size_t s = 0; s < steps.size() && met; ++s) {
            const WeightCalibration& step = design.calibrations[s];
            if (s > 0) multiply(weights, step.weights_before, design.calibrations[s - 1].weights);
            CalibratedWeights calibrated = steps[s].take(weights);
            met = is_met(calibrated);
            lacks = !met && steps[s].lacks_somebody(weights);
            weights = std::move(calibrated.weights);
        }
        empty += lacks;
        if (!met) continue;
        multiply(weights, design.weights, design.calibrations.back().weights);
        made.factors.push_back(std::move(weights));
        made.scales.push_back(replicates.scales[i]);
    }
    const std::size_t lost = replicates.size() - made.size();
    const auto [why, remedy] = why_lost(empty, lost - empty, design);
    const std::string message =
        fmt::format("{} of {} replicates cannot be brought to the known totals: {}.",
                    lost,
                    replicates.size(),
                    why);
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
