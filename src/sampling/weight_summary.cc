#include "sampling/weight_summary.h"

#include <algorithm>
#include <cmath>

namespace mtm {
namespace {

// REQUIRES: sorted, not empty; hundredths up to 100.
double quantile_of(const std::vector<double>& sorted, std::size_t hundredths) {
    const std::size_t place = sorted.size() * hundredths;  // in hundredths of a row
    const std::size_t rows = place / 100;
    if (rows == 0) return sorted.front();
    if (rows == sorted.size()) return sorted.back();
    return place % 100 != 0 ? sorted[rows] : (sorted[rows - 1] + sorted[rows]) / 2;
}

double share_of_largest(const std::vector<double>& sorted, std::size_t rows, double total) {
    double sum = 0;
    for (std::size_t i = 0; i < rows; ++i)
        sum += sorted[sorted.size() - 1 - i];
    return sum / total;
}

}  // namespace

WeightSummary summarise_weights(std::span<const double> weights) {
    std::vector<double> sorted;
    for (const double weight : weights) {
        if (weight > 0) sorted.push_back(weight);
    }
    WeightSummary out;
    out.rows = sorted.size();
    if (sorted.empty()) return out;
    std::ranges::sort(sorted);
    const auto n = static_cast<double>(sorted.size());
    double squares = 0;
    for (const double weight : sorted) {
        out.total += weight;
        squares += weight * weight;
    }
    out.mean = out.total / n;
    for (std::size_t i = 0; i < out.quantiles.size(); ++i)
        out.quantiles[i] = quantile_of(sorted, WeightSummary::hundredths[i]);
    out.design_effect = n * squares / (out.total * out.total);
    out.effective_rows = n / out.design_effect;
    double deviations = 0;
    for (const double weight : sorted)
        deviations += (weight - out.mean) * (weight - out.mean);
    out.variation = std::sqrt(deviations / n) / out.mean;
    const auto part = [&](std::size_t hundredths) {
        return share_of_largest(sorted, (sorted.size() * hundredths + 99) / 100, out.total);
    };
    out.largest_share = sorted.back() / out.total;
    out.largest_1_percent = part(1);
    out.largest_5_percent = part(5);
    return out;
}

std::vector<std::size_t> weight_histogram(std::span<const double> weights,
                                          double low,
                                          double high,
                                          std::size_t bars) {
    std::vector<std::size_t> out(bars, 0);
    for (const double weight : weights) {
        const double step = (weight - low) / (high - low) * static_cast<double>(bars);
        const double at = std::clamp(step, 0.0, static_cast<double>(bars - 1));
        ++out[static_cast<std::size_t>(at)];
    }
    return out;
}

}  // namespace mtm
