#include "estimation/reliability.h"

#include <algorithm>
#include <cmath>

namespace mtm {
namespace {

constexpr double fewest_rows = 30;
constexpr double fewest_df = 8;
constexpr double narrow = 0.05;        // presented, however wide beside the proportion
constexpr double wide = 0.30;          // not presented
constexpr double widest_beside = 1.3;  // of the proportion

bool is_wide_beside(double width, double proportion) {
    return width > narrow && proportion > 0 && width > widest_beside * proportion;
}

double tenths_of(double percent) {
    return std::round(10 * percent);
}

}  // namespace

ProportionStandard standard_of_proportion(const ProportionSample& sample) {
    ProportionStandard out;
    const double p = sample.proportion;
    const double spread = p * (1 - p);
    const bool varies = spread > 0 && sample.variance > 0;
    const double effective = varies ? spread / sample.variance : sample.rows;
    out.effective_rows = std::min(effective, sample.rows);
    ProportionSample counted = sample;
    if (spread > 0 && sample.rows >= 2) {
        // Fewer degrees of freedom than rows make the rows count for less (Korn and Graubard 1998);
        // more than there are they are not even then.
        const double ratio = t_quantile(0.975, sample.rows - 1) / t_quantile(0.975, sample.df);
        counted.variance = spread / std::min(effective * ratio * ratio, sample.rows);
        counted.df = sample.rows - 1;
    }
    out.interval =
        interval_of_proportion(counted, IntervalMethod::beta).value_or(ConfidenceInterval{0, 1});
    out.width = out.interval.high - out.interval.low;
    if (p > 0) out.relative_width = out.width / p;
    out.complement_unreliable = out.width < wide && is_wide_beside(out.width, 1 - p);
    if (sample.rows < fewest_rows || out.effective_rows < fewest_rows || out.width >= wide ||
        is_wide_beside(out.width, p)) {
        out.reliability = Reliability::unreliable;
    } else if (sample.df < fewest_df || p <= 0 || p >= 1 || out.complement_unreliable) {
        out.reliability = Reliability::caution;
    }
    return out;
}

std::optional<double> coefficient_of_variation(double value, double standard_error) {
    if (value == 0) return std::nullopt;
    return 100 * standard_error / std::abs(value);
}

Reliability reliability_by_variation(double percent, double caution, double unreliable) {
    if (tenths_of(percent) > tenths_of(unreliable)) return Reliability::unreliable;
    return tenths_of(percent) > tenths_of(caution) ? Reliability::caution : Reliability::usual;
}

}  // namespace mtm
