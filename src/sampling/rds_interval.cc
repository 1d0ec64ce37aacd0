#include "sampling/rds_interval.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"
#include "estimation/intervals.h"

namespace mtm {
namespace {

double standard_deviation(const std::vector<double>& values) {
    double mean = 0;
    for (const double value : values)
        mean += value;
    mean /= static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

// R's type 7. REQUIRES: sorted, and not empty.
double replicate_quantile(const std::vector<double>& sorted, double probability) {
    const double place = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

RdsIntervalForm settled_form(const RdsIntervalOptions& options, double estimate, double margin) {
    if (options.form == RdsIntervalForm::automatic && !options.share)
        return RdsIntervalForm::normal;
    if (options.form != RdsIntervalForm::automatic && options.form != RdsIntervalForm::proportion)
        return options.form;
    if (!options.share) return RdsIntervalForm::normal;
    const bool leaves = estimate - margin < 0 || estimate + margin > 1;
    return estimate < 0.15 || leaves ? RdsIntervalForm::percentile : RdsIntervalForm::proportion;
}

}  // namespace

RdsIntervalOptions rds_interval_options(const RespondentDrivenRules& rules,
                                        bool share,
                                        std::size_t n) {
    RdsIntervalForm form = rules.interval;
    if (form == RdsIntervalForm::automatic && rules.bootstrap == RdsBootstrap::tree)
        form = RdsIntervalForm::percentile;
    return {.form = form,
            .confidence = rules.confidence / 100.0,
            .share = share,
            .n = static_cast<double>(n),
            .population = static_cast<double>(rules.population_size)};
}

std::optional<RdsInterval> rds_interval(double estimate,
                                        std::vector<double> replicates,
                                        const RdsIntervalOptions& options) {
    if (replicates.size() < 2) return std::nullopt;
    RdsInterval out;
    out.replicates = replicates.size();
    out.standard_error = standard_deviation(replicates);
    // Where every replicate is the same, what is left is rounding.
    const double largest = std::ranges::max(replicates, {}, [](double x) { return std::abs(x); });
    if (!(out.standard_error > 1e-12 * std::abs(largest))) return std::nullopt;
    const double tail = (1 - options.confidence) / 2;
    const double margin = t_quantile(1 - tail, infinite_df) * out.standard_error;
    std::ranges::sort(replicates);
    const double lower = replicate_quantile(replicates, tail);
    const double upper = replicate_quantile(replicates, 1 - tail);
    switch (settled_form(options, estimate, margin)) {
        case RdsIntervalForm::percentile:
            out.low = lower;
            out.high = upper;
            break;
        case RdsIntervalForm::pivotal:
            out.low = 2 * estimate - upper;
            out.high = 2 * estimate - lower;
            break;
        default:
            out.low = estimate - margin;
            out.high = estimate + margin;
    }
    if (options.share && estimate > 0 && estimate < 1 && options.n > 0) {
        const double simple = variance_of_simple_sample(estimate, options.n, options.population);
        if (simple > 0) out.design_effect = out.standard_error * out.standard_error / simple;
    }
    return out;
}

double variance_of_simple_sample(double share, double n, double population) {
    const double endless = share * (1 - share) / n;
    return population > 1 ? endless * (population - n) / (population - 1) : endless;
}

}  // namespace mtm
