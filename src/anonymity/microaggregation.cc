#include "anonymity/microaggregation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace mtm {
namespace {

Status check_values(const std::vector<MicroValues>& variables,
                    std::size_t k,
                    std::span<const double> weights) {
    if (k == 0) return Error{"k has to be 1 or more"};
    if (variables.empty()) return Error{"there is no variable to put into groups"};
    const std::size_t records = variables.front().size();
    for (std::size_t v = 0; v < variables.size(); ++v) {
        if (variables[v].size() != records)
            return Error{fmt::format(
                "variable {} has {} values for {} records", v + 1, variables[v].size(), records)};
        for (std::size_t r = 0; r < records; ++r)
            if (variables[v][r] && !std::isfinite(*variables[v][r]))
                return Error{fmt::format("variable {}, record {}: not a number", v + 1, r + 1)};
    }
    if (records < k)
        return Error{fmt::format("{} records make no group of {}: take a smaller k", records, k)};
    if (!weights.empty() && weights.size() != records)
        return Error{fmt::format("{} weights for {} records", weights.size(), records)};
    for (const double weight : weights)
        if (!(weight > 0) || !std::isfinite(weight)) return Error{"a weight has to be above 0"};
    return Done{};
}

struct Moments {
    double variance = 0;  // of those that have a value, over their number
    double range = 0;
};

Moments moments_of(const MicroValues& values) {
    double count = 0;
    double mean = 0;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const auto& value : values) {
        if (!value) continue;
        count += 1;
        mean += (*value - mean) / count;
        low = std::min(low, *value);
        high = std::max(high, *value);
    }
    if (count == 0) return {};
    double squares = 0;
    for (const auto& value : values)
        if (value) squares += (*value - mean) * (*value - mean);
    return {squares / count, high - low};
}

// A record for distances: each variable over its standard deviation.
class ScaledRecords {
public:
    explicit ScaledRecords(const std::vector<MicroValues>& variables)
        : variables_(variables.size()), records_(variables.front().size()) {
        values_.resize(variables_ * records_);
        known_.resize(variables_ * records_);
        for (std::size_t v = 0; v < variables_; ++v) {
            const Moments moments = moments_of(variables[v]);
            const double scale = moments.variance > 0 ? 1 / std::sqrt(moments.variance) : 0;
            one_missing_.push_back(moments.range * scale * moments.range * scale);
            for (std::size_t r = 0; r < records_; ++r) {
                known_[r * variables_ + v] = variables[v][r] ? 1 : 0;
                values_[r * variables_ + v] = variables[v][r].value_or(0) * scale;
            }
        }
    }

    [[nodiscard]] std::size_t records() const { return records_; }

    [[nodiscard]] double distance(const double* a,
                                  const std::uint8_t* a_known,
                                  std::size_t b) const {
        double out = 0;
        for (std::size_t v = 0; v < variables_; ++v) {
            const bool b_known = known_[b * variables_ + v] != 0;
            if (a_known[v] != 0 && b_known) {
                const double difference = a[v] - values_[b * variables_ + v];
                out += difference * difference;
            } else if ((a_known[v] != 0) != b_known) {
                out += one_missing_[v];
            }
        }
        return out;
    }

    [[nodiscard]] double distance(std::size_t a, std::size_t b) const {
        return distance(values_.data() + a * variables_, known_.data() + a * variables_, b);
    }

    // Of those listed the one farthest from their mean, the first of equals.
    [[nodiscard]] std::size_t farthest_from_mean(const std::vector<std::uint32_t>& of) const {
        std::vector<double> mean(variables_);
        std::vector<std::uint8_t> known(variables_);
        for (std::size_t v = 0; v < variables_; ++v) {
            double count = 0;
            for (const std::uint32_t r : of) {
                if (known_[r * variables_ + v] == 0) continue;
                count += 1;
                mean[v] += (values_[r * variables_ + v] - mean[v]) / count;
            }
            known[v] = count > 0 ? 1 : 0;
        }
        std::size_t out = of.front();
        double most = -1;
        for (const std::uint32_t r : of) {
            const double at = distance(mean.data(), known.data(), r);
            if (at > most) {
                most = at;
                out = r;
            }
        }
        return out;
    }

private:
    std::size_t variables_;
    std::size_t records_;
    std::vector<double> values_;       // record by record
    std::vector<std::uint8_t> known_;  // the same
    std::vector<double> one_missing_;  // by variable
};

// Takes a record and its k - 1 nearest out of those left; the rest stay in their order.
void take_group(const ScaledRecords& records,
                std::size_t around,
                std::size_t k,
                std::vector<std::uint32_t>& left,
                Microaggregation& out) {
    std::vector<std::pair<double, std::uint32_t>> by_distance;
    by_distance.reserve(left.size());
    for (const std::uint32_t r : left)
        by_distance.emplace_back(r == around ? -1 : records.distance(around, r), r);
    std::nth_element(by_distance.begin(),
                     by_distance.begin() + static_cast<std::ptrdiff_t>(k) - 1,
                     by_distance.end());
    for (std::size_t i = 0; i < k; ++i)
        out.group[by_distance[i].second] = static_cast<std::uint32_t>(out.groups);
    const auto taken = static_cast<std::uint32_t>(out.groups++);
    std::erase_if(left, [&](std::uint32_t r) { return out.group[r] == taken; });
}

std::vector<std::vector<std::uint32_t>> members_of(const Microaggregation& groups) {
    std::vector<std::vector<std::uint32_t>> out(groups.groups);
    for (std::uint32_t r = 0; r < groups.group.size(); ++r)
        if (groups.group[r] < groups.groups) out[groups.group[r]].push_back(r);
    return out;
}

// The mean of a variable in a group, if k of its records have a value.
std::optional<double> mean_of(const MicroValues& values,
                              const std::vector<std::uint32_t>& members,
                              std::size_t k,
                              std::span<const double> weights) {
    std::size_t known = 0;
    double weight_sum = 0;
    double mean = 0;
    for (const std::uint32_t r : members) {
        if (!values[r]) continue;
        const double weight = weights.empty() ? 1.0 : weights[r];
        ++known;
        weight_sum += weight;
        mean += (*values[r] - mean) * (weight / weight_sum);
    }
    if (known < k) return std::nullopt;
    return mean;
}

void print_means(const std::vector<MicroValues>& variables,
                 std::size_t k,
                 std::span<const double> weights,
                 Microaggregation& out) {
    const std::vector<std::vector<std::uint32_t>> members = members_of(out);
    for (const MicroValues& values : variables) {
        MicroValues& printed = out.values.emplace_back(values.size());
        const double variance = moments_of(values).variance;
        for (const auto& of_group : members) {
            const std::optional<double> mean = mean_of(values, of_group, k, weights);
            if (!mean) continue;
            for (const std::uint32_t r : of_group) {
                if (!values[r]) continue;
                printed[r] = mean;
                if (variance > 0)
                    out.within += (*values[r] - *mean) * (*values[r] - *mean) / variance;
            }
        }
    }
}

// Sums of squares around the mean of any run of sorted numbers, by sums from the start.
class RunsOfNumbers {
public:
    explicit RunsOfNumbers(const std::vector<double>& sorted) {
        // Around the middle number the sums are small, and so is what rounding takes from them.
        const double middle = sorted[sorted.size() / 2];
        for (const double value : sorted) {
            const long double away = static_cast<long double>(value) - middle;
            sums_.push_back(sums_.back() + away);
            squares_.push_back(squares_.back() + away * away);
        }
    }

    [[nodiscard]] long double squares(std::size_t begin, std::size_t end) const {
        const long double sum = sums_[end] - sums_[begin];
        const auto count = static_cast<long double>(end - begin);
        return std::max(0.0L, squares_[end] - squares_[begin] - sum * sum / count);
    }

private:
    std::vector<long double> sums_{0};
    std::vector<long double> squares_{0};
};

// REQUIRES: somebody is left.
std::size_t farthest_from(const ScaledRecords& records,
                          std::size_t record,
                          const std::vector<std::uint32_t>& left) {
    std::size_t out = left.front();
    double most = -1;
    for (const std::uint32_t r : left) {
        const double at = records.distance(record, r);
        if (at > most) {
            most = at;
            out = r;
        }
    }
    return out;
}

// Where the groups of least loss end, in sorted numbers.
std::vector<std::size_t> best_ends(const std::vector<double>& sorted, std::size_t k) {
    const RunsOfNumbers runs(sorted);
    constexpr long double never = std::numeric_limits<long double>::infinity();
    std::vector<long double> least(sorted.size() + 1, never);
    std::vector<std::size_t> start(sorted.size() + 1, 0);
    least[0] = 0;
    for (std::size_t end = k; end <= sorted.size(); ++end) {
        for (std::size_t size = k; size <= std::min(end, 2 * k - 1); ++size) {
            if (least[end - size] == never) continue;
            const long double loss = least[end - size] + runs.squares(end - size, end);
            if (loss < least[end]) {
                least[end] = loss;
                start[end] = end - size;
            }
        }
    }
    std::vector<std::size_t> out;
    for (std::size_t end = sorted.size(); end > 0; end = start[end])
        out.push_back(end);
    std::ranges::reverse(out);
    return out;
}

}  // namespace

Result<Microaggregation> microaggregate(const std::vector<MicroValues>& variables,
                                        std::size_t k,
                                        std::span<const double> weights) {
    TRY(check_values(variables, k, weights));
    const ScaledRecords records(variables);
    Microaggregation out;
    out.group.assign(records.records(), std::numeric_limits<std::uint32_t>::max());
    std::vector<std::uint32_t> left(records.records());
    std::iota(left.begin(), left.end(), 0U);
    while (left.size() >= 2 * k) {
        const bool enough_for_two = left.size() >= 3 * k;
        const std::size_t first = records.farthest_from_mean(left);
        std::size_t second = farthest_from(records, first, left);
        take_group(records, first, k, left, out);
        if (!enough_for_two) continue;
        // It may be among the first's nearest where all are equally far.
        if (out.group[second] < out.groups) second = left.front();
        take_group(records, second, k, left, out);
    }
    for (const std::uint32_t r : left)
        out.group[r] = static_cast<std::uint32_t>(out.groups);
    if (!left.empty()) ++out.groups;
    print_means(variables, k, weights, out);
    return out;
}

Result<Microaggregation> microaggregate_optimally(const MicroValues& values,
                                                  std::size_t k,
                                                  std::span<const double> weights) {
    TRY(check_values({values}, k, weights));
    std::vector<std::uint32_t> order;
    for (std::uint32_t r = 0; r < values.size(); ++r)
        if (values[r]) order.push_back(r);
    if (order.size() < k)
        return Error{fmt::format(
            "{} records have a value and make no group of {}: take a smaller k", order.size(), k)};
    std::ranges::stable_sort(
        order, [&values](std::uint32_t a, std::uint32_t b) { return *values[a] < *values[b]; });
    std::vector<double> sorted;
    for (const std::uint32_t r : order)
        sorted.push_back(*values[r]);
    const std::vector<std::size_t> ends = best_ends(sorted, k);
    Microaggregation out;
    out.groups = ends.size();
    out.group.assign(values.size(), static_cast<std::uint32_t>(out.groups));
    std::size_t at = 0;
    for (std::uint32_t g = 0; g < ends.size(); ++g)
        for (; at < ends[g]; ++at)
            out.group[order[at]] = g;
    print_means({values}, k, weights, out);
    return out;
}

}  // namespace mtm
