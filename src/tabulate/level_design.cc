#include "tabulate/level_design.h"

#include <algorithm>
#include <cmath>

#include "estimation/intervals.h"
#include "estimation/quantiles.h"
#include "tabulate/base_rows.h"

namespace mtm {
namespace {

constexpr const char* no_weight = "nobody in the base has a weight";
constexpr const char* one_cluster = "nothing is known of how it varies: one cluster was selected";

// What holds for the interview of a row holds for the row.
template <typename T>
std::vector<T> spread(const std::vector<T>& of_interviews, const RowOwners& owners) {
    if (of_interviews.empty()) return {};
    std::vector<T> out;
    out.reserve(owners.rows);
    for (const std::int32_t interview : owners.interview_of_row)
        out.push_back(of_interviews[static_cast<std::size_t>(interview)]);
    return out;
}

SampleDesign spread(const SampleDesign& design, const RowOwners& owners) {
    SampleDesign out;
    out.lonely = design.lonely;
    out.weights = spread(design.weights, owners);
    for (const SamplingStage& stage : design.stages) {
        const bool interviews = stage.units.empty();  // were selected, and all their rows with them
        out.stages.push_back({spread(stage.strata, owners),
                              interviews ? owners.interview_of_row : spread(stage.units, owners),
                              spread(stage.population, owners)});
    }
    for (const WeightCalibration& step : design.calibrations) {
        WeightCalibration& made = out.calibrations.emplace_back();
        made.kind = step.kind;
        made.weights = spread(step.weights, owners);
        made.weights_before = spread(step.weights_before, owners);
        for (const auto& margin : step.margins)
            made.margins.push_back(spread(margin, owners));
        for (const auto& regressor : step.regressors)
            made.regressors.push_back(spread(regressor, owners));
    }
    return out;
}

std::vector<std::uint8_t> with_number(std::span<const double> numbers,
                                      std::span<const std::uint8_t> base) {
    std::vector<std::uint8_t> out(base.begin(), base.end());
    for (std::size_t r = 0; r < out.size(); ++r) {
        if (std::isnan(numbers[r])) out[r] = 0;
    }
    return out;
}

}  // namespace

LevelDesign::LevelDesign(const Study& study, const Dataset& dataset, const RowOwners& owners)
    : sample_(dataset.design), reason_(reason_for_no_interval(study)) {
    if (sample_ == nullptr) {
        SampleDesign everyone;
        everyone.weights.assign(owners.rows, 1);
        sample_ = std::make_shared<const TaylorVariance>(std::move(everyone));
        return;
    }
    if (!owners.interview_of_row.empty())
        sample_ = std::make_shared<const TaylorVariance>(spread(sample_->design(), owners));
    weighted_ = std::ranges::any_of(weights(), [](double weight) { return weight != 1; });
    if (has_errors()) reason_.clear();
}

void LevelDesign::percent(std::span<const std::uint8_t> holds,
                          std::span<const std::uint8_t> base,
                          Estimate& estimate) const {
    estimate.no_interval = reason_;
    const std::vector<double> x(holds.begin(), holds.end());
    const auto share = linearized_mean(weights(), x, base);
    if (!share) return stands_for_nobody(estimate);
    if (weighted_) estimate.value = 100 * share->value;
    if (!has_errors()) return;
    fill_share(share->value,
               sample_->variance(share->influence),
               sample_->degrees_of_freedom(base),
               estimate);
}

void LevelDesign::fill_share(double share, double variance, double df, Estimate& estimate) const {
    if (!(df > 0)) {
        estimate.no_interval = one_cluster;
        return;
    }
    estimate.standard_error = 100 * std::sqrt(variance);
    estimate.df = df;
    const ProportionSample sample{share, variance, df, static_cast<double>(estimate.base)};
    if (const auto limits = interval_of_proportion(sample, usual_interval_method(share))) {
        estimate.low = 100 * limits->low;
        estimate.high = 100 * limits->high;
    }
}

const std::string& LevelDesign::obstacle() const {
    if (!obstacle_) {
        obstacle_ = KernelRows::obstacle(sample_->design());
        if (obstacle_->empty()) rows_ = std::make_unique<const KernelRows>(sample_->design());
    }
    return *obstacle_;
}

const KernelRows* LevelDesign::kernel_rows() const {
    (void)obstacle();
    return rows_.get();
}

const char* LevelDesign::reason_of_one_cluster() {
    return one_cluster;
}

void LevelDesign::stands_for_nobody(Estimate& estimate) const {
    if (!weighted_ || estimate.base == 0) return;
    if (estimate.value) estimate.no_interval = no_weight;
    estimate.value.reset();
}

void LevelDesign::count(std::span<const std::uint8_t> holds, Estimate& estimate) const {
    const std::vector<double> ones(holds.size(), 1);
    estimate.no_interval = reason_;
    const LinearizedEstimate people = linearized_total(weights(), ones, holds);
    if (weighted_) estimate.value = people.value;
    fill_mean(people, {}, estimate);
}

// Of what is no proportion.
void LevelDesign::fill_mean(const LinearizedEstimate& value,
                            std::span<const std::uint8_t> domain,
                            Estimate& estimate) const {
    if (!has_errors()) return;
    fill_error(value.value,
               sample_->variance(value.influence),
               sample_->degrees_of_freedom(domain),
               estimate);
}

void LevelDesign::fill_error(double value, double variance, double df, Estimate& estimate) const {
    if (!(df > 0)) {
        estimate.no_interval = one_cluster;
        return;
    }
    const double error = std::sqrt(variance);
    const ConfidenceInterval limits = interval_of_mean(value, error, df);
    estimate.standard_error = error;
    estimate.df = df;
    estimate.low = limits.low;
    estimate.high = limits.high;
}

void LevelDesign::mean(std::span<const double> numbers,
                       std::span<const std::uint8_t> base,
                       Estimate& estimate) const {
    estimate.no_interval = reason_;
    const std::vector<std::uint8_t> domain = with_number(numbers, base);
    const auto value = linearized_mean(weights(), numbers, domain);
    if (!value) return stands_for_nobody(estimate);
    if (weighted_) estimate.value = value->value;
    fill_mean(*value, domain, estimate);
}

void LevelDesign::total(std::span<const double> numbers,
                        std::span<const std::uint8_t> base,
                        Estimate& estimate) const {
    estimate.no_interval = reason_;
    const std::vector<std::uint8_t> domain = with_number(numbers, base);
    const LinearizedEstimate value = linearized_total(weights(), numbers, domain);
    if (weighted_ && estimate.base > 0) estimate.value = value.value;
    fill_mean(value, {}, estimate);
}

void LevelDesign::median(std::span<const double> numbers,
                         std::span<const std::uint8_t> base,
                         Estimate& estimate) const {
    estimate.no_interval = reason_;
    const std::vector<std::uint8_t> domain = with_number(numbers, base);
    if (!has_errors()) {
        if (!weighted_) return;
        const auto value = weighted_quantile(numbers, weights(), 0.5, QuantileRule::school, domain);
        if (!value) return stands_for_nobody(estimate);
        estimate.value = *value;
        return;
    }
    const double df = sample_->degrees_of_freedom(domain);
    const auto value = estimate_quantile(
        *sample_, numbers, 0.5, df, IntervalMethod::xlogit, QuantileRule::school, domain);
    if (!value) return stands_for_nobody(estimate);
    if (weighted_) estimate.value = value->value;
    if (!(df > 0)) {
        estimate.no_interval = one_cluster;
        return;
    }
    estimate.standard_error = value->standard_error;
    estimate.df = df;
    if (!value->interval) return;
    estimate.low = value->interval->low;
    estimate.high = value->interval->high;
}

void LevelDesign::ratio(std::span<const double> above,
                        std::span<const double> below,
                        std::span<const std::uint8_t> base,
                        Estimate& estimate) const {
    estimate.no_interval = reason_;
    const std::vector<std::uint8_t> domain = with_number(below, with_number(above, base));
    const auto value = linearized_ratio(weights(), above, below, domain);
    if (!value) return stands_for_nobody(estimate);
    if (weighted_) estimate.value = value->value;
    fill_mean(*value, domain, estimate);
}

}  // namespace mtm
