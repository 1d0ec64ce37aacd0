#include "anonymity/information_loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <fmt/format.h>

namespace mtm {
namespace {

double share_in_common(const OverlapInterval& interval, double low, double high) {
    if (interval.high > interval.low)
        return std::max(0.0, high - low) / (interval.high - interval.low);
    return low <= high ? 1 : 0;
}

}  // namespace

Result<ChangedCells> changed_cells(const KeyTable& before, const KeyTable& after) {
    if (before.keys.size() != after.keys.size() || before.records() != after.records())
        return Error{fmt::format("{} keys of {} records before, {} of {} after",
                                 before.keys.size(),
                                 before.records(),
                                 after.keys.size(),
                                 after.records())};
    ChangedCells out;
    std::vector<bool> touched(before.records());
    for (std::size_t j = 0; j < before.keys.size(); ++j) {
        const std::vector<std::int32_t>& from = before.keys[j].codes;
        const std::vector<std::int32_t>& to = after.keys[j].codes;
        if (from.size() != to.size() || from.size() != touched.size())
            return Error{fmt::format(
                "key {}: {} values before, {} after", before.keys[j].name, from.size(), to.size())};
        std::size_t changed = 0;
        std::size_t blanked = 0;
        for (std::size_t r = 0; r < from.size(); ++r) {
            if (from[r] == to[r]) continue;
            ++changed;
            blanked += to[r] == missing_key ? 1 : 0;
            touched[r] = true;
        }
        out.by_key.push_back(changed);
        out.blanked.push_back(blanked);
    }
    out.records = static_cast<std::size_t>(std::ranges::count(touched, true));
    if (!touched.empty())
        out.percent_of_records =
            100 * static_cast<double>(out.records) / static_cast<double>(touched.size());
    return out;
}

std::optional<double> loss_of_numbers(std::span<const std::optional<double>> before,
                                      std::span<const std::optional<double>> after) {
    double count = 0;
    double mean = 0;
    double squares = 0;
    double differences = 0;
    double pairs = 0;
    for (std::size_t r = 0; r < before.size(); ++r) {
        if (!before[r]) continue;
        count += 1;
        const double away = *before[r] - mean;
        mean += away / count;
        squares += away * (*before[r] - mean);
        if (!after[r]) continue;
        pairs += 1;
        differences += std::abs(*before[r] - *after[r]);
    }
    if (pairs == 0 || !(squares > 0)) return std::nullopt;
    const double deviation = std::sqrt(squares / (count - 1));
    return differences / pairs / (std::numbers::sqrt2 * deviation);
}

double interval_overlap(const OverlapInterval& before, const OverlapInterval& after) {
    const double low = std::max(before.low, after.low);
    const double high = std::min(before.high, after.high);
    return (share_in_common(before, low, high) + share_in_common(after, low, high)) / 2;
}

std::optional<double> hellinger_distance(std::span<const double> before,
                                         std::span<const double> after) {
    if (before.size() != after.size()) return std::nullopt;
    const auto unusable = [](double frequency) {
        return !(frequency >= 0) || std::isinf(frequency);
    };
    if (std::ranges::any_of(before, unusable) || std::ranges::any_of(after, unusable))
        return std::nullopt;
    const double before_sum = std::accumulate(before.begin(), before.end(), 0.0);
    const double after_sum = std::accumulate(after.begin(), after.end(), 0.0);
    if (!(before_sum > 0) || !(after_sum > 0)) return std::nullopt;
    double squares = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const double away = std::sqrt(before[i] / before_sum) - std::sqrt(after[i] / after_sum);
        squares += away * away;
    }
    return std::min(1.0, std::sqrt(squares / 2));
}

}  // namespace mtm
