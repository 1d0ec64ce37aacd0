#include "tabulate/precision.h"

#include <algorithm>
#include <cmath>

#include "sampling/rds_interval.h"
#include "tabulate/base_rows.h"

namespace mtm {
namespace {

// What arithmetic leaves of a variance of nothing, as a part of the number's square.
constexpr double negligible_variance = 1e-24;

std::vector<double> known_values(std::span<const double> values) {
    std::vector<double> out;
    out.reserve(values.size());
    for (const double value : values) {
        if (!std::isnan(value)) out.push_back(value);
    }
    return out;
}

}  // namespace

Precision::Precision(const Study& study, const Dataset& dataset)
    : sample_(dataset.design),
      replicates_(dataset.replicates),
      rules_(study.file.variance),
      recruitment_(study.file.respondent_driven),
      recruited_(mtm::is_respondent_driven(study.file.design) && dataset.design != nullptr),
      reason_(reason_for_no_interval(study)) {
    if (recruited_) reason_ = dataset.no_replicates;
    if (has_errors()) reason_.clear();
}

bool Precision::has_errors() const {
    if (recruited_) return replicates_ != nullptr;
    return sample_ != nullptr && sample_->has_stages();
}

double Precision::df(std::span<const std::uint8_t> domain) const {
    if (!has_errors()) return 0;
    if (recruited_) return infinite_df;
    if (replicates_ == nullptr) return df_of(sample_->degrees_of_freedom(domain));
    const std::optional<int> pairs =
        replicates_->degrees_of_freedom(domain, sample_->design().weights);
    const double out = df_of(pairs ? *pairs : sample_->degrees_of_freedom(domain));
    return rules_.df ? out : std::min(out, static_cast<double>(replicates_->size() - 1));
}

double Precision::df_of(double of_design) const {
    if (!has_errors() || !(of_design > 0)) return 0;
    return rules_.df.value_or(of_design);
}

double Precision::variance(const Variation& variation) const {
    return replicates_ != nullptr ? replicates_->variance(variation.replicates)
                                  : sample_->variance(variation.influence, variation.domain);
}

const char* Precision::why_no_variation() const {
    const bool calibrated = sample_ != nullptr && !sample_->design().calibrations.empty();
    return calibrated ? fixed_by_totals : no_variation;
}

double Precision::reach(double df) const {
    return t_quantile((1 + rules_.level()) / 2, df);
}

// Replicates that mostly have nobody of a base tell little of it.
bool Precision::suffices(const Variation& variation, Estimate& estimate) const {
    if (!(variation.df > 0)) {
        estimate.no_interval = one_cluster;
        return false;
    }
    if (replicates_ == nullptr) return true;
    const auto known = std::ranges::count_if(variation.replicates,
                                             [](double value) { return !std::isnan(value); });
    if (known >= 2 && 2 * static_cast<std::size_t>(known) >= variation.replicates.size())
        return true;
    estimate.no_interval = "nobody of its base is in most of the replicates";
    return false;
}

void Precision::fill_share(double share, const Variation& variation, Estimate& estimate) const {
    if (!has_errors() || !suffices(variation, estimate)) return;
    if (recruited_) return fill_by_recruitment(share, true, variation, estimate);
    fill_share(share, variance(variation), variation.df, estimate);
}

void Precision::fill_share(double share, double variance, double df, Estimate& estimate) const {
    if (!(df > 0)) {
        estimate.no_interval = one_cluster;
        return;
    }
    estimate.standard_error = 100 * std::sqrt(variance);
    estimate.df = df;
    if (share > 0 && share < 1 && !(variance > negligible_variance)) {
        estimate.no_interval = why_no_variation();
        return;
    }
    const ProportionSample sample{share, variance, df, static_cast<double>(estimate.base)};
    const IntervalMethod method = rules_.interval.value_or(usual_interval_method(share));
    if (const auto limits = interval_of_proportion(sample, method, rules_.level())) {
        estimate.low = 100 * limits->low;
        estimate.high = 100 * limits->high;
    }
}

void Precision::fill_number(double value, const Variation& variation, Estimate& estimate) const {
    if (!has_errors() || !suffices(variation, estimate)) return;
    if (recruited_) return fill_by_recruitment(value, false, variation, estimate);
    fill_number(value, variance(variation), variation.df, estimate);
}

void Precision::fill_number(double value, double variance, double df, Estimate& estimate) const {
    if (!(df > 0)) {
        estimate.no_interval = one_cluster;
        return;
    }
    const double error = std::sqrt(variance);
    estimate.standard_error = error;
    estimate.df = df;
    if (!(variance > negligible_variance * value * value)) {
        estimate.no_interval = why_no_variation();
        return;
    }
    const ConfidenceInterval limits = interval_of_mean(value, error, df, rules_.level());
    estimate.low = limits.low;
    estimate.high = limits.high;
}

void Precision::fill_by_recruitment(double value,
                                    bool share,
                                    const Variation& variation,
                                    Estimate& estimate) const {
    const auto interval = rds_interval(value,
                                       known_values(variation.replicates),
                                       rds_interval_options(recruitment_, share, estimate.base));
    if (!interval) {
        estimate.no_interval = "every bootstrap sample gives the same";
        return;
    }
    const double unit = share ? 100 : 1;
    estimate.standard_error = unit * interval->standard_error;
    estimate.df = infinite_df;
    estimate.low = unit * interval->low;
    estimate.high = unit * interval->high;
}

std::optional<ConfidenceInterval> Precision::limits_for_quantile(double share,
                                                                 const Variation& variation,
                                                                 std::size_t rows) const {
    Estimate unused;
    if (!has_errors() || !suffices(variation, unused)) return std::nullopt;
    if (recruited_) {
        const auto interval = rds_interval(share,
                                           known_values(variation.replicates),
                                           rds_interval_options(recruitment_, true, rows));
        if (!interval) return std::nullopt;
        return ConfidenceInterval{interval->low, interval->high};
    }
    return limits_for_quantile(share, variance(variation), variation.df, rows);
}

std::optional<ConfidenceInterval> Precision::limits_for_quantile(double share,
                                                                 double variance,
                                                                 double df,
                                                                 std::size_t rows) const {
    if (!(df > 0)) return std::nullopt;
    if (share > 0 && share < 1 && !(variance > negligible_variance)) return std::nullopt;
    const ProportionSample sample{share, variance, df, static_cast<double>(rows)};
    return interval_of_proportion(sample, IntervalMethod::xlogit, rules_.level());
}

void keep_possible(double least, Estimate& estimate) {
    if (!estimate.low || !estimate.value || *estimate.low >= least) return;
    estimate.low = std::min(least, *estimate.value);
}

double confidence_of(const Study& study) {
    return is_respondent_driven(study.file.design) ? study.file.respondent_driven.confidence
                                                   : study.file.variance.confidence;
}

std::optional<double> coefficient_of_variation(const Estimate& estimate) {
    if (!estimate.value || !estimate.standard_error || *estimate.value == 0) return std::nullopt;
    return *estimate.standard_error / std::abs(*estimate.value);
}

std::optional<double> design_effect_of_percent(const StudyFile& study, const Estimate& percent) {
    if (!percent.value || !percent.standard_error || percent.base < 2) return std::nullopt;
    const double p = *percent.value / 100;
    if (!(p > 0 && p < 1)) return std::nullopt;
    const double error = *percent.standard_error / 100;
    const auto n = static_cast<double>(percent.base);
    const double simple =
        is_respondent_driven(study.design)
            ? variance_of_simple_sample(
                  p, n, static_cast<double>(study.respondent_driven.population_size))
            : p * (1 - p) / (n - 1);
    if (!(simple > 0)) return std::nullopt;
    return error * error / simple;
}

}  // namespace mtm
