#include "tabulate/table_medians.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tabulate/coding.h"

namespace mtm {
namespace {

// Finds one group's quantile from weights that come in the order of their numbers.
class QuantileSweep {
public:
    QuantileSweep(double p, std::int64_t all) : p_(p), all_(static_cast<double>(all)) {}

    void add(double number, std::int64_t weight) {
        const std::int64_t sum = weight_ + weight;
        found_ = static_cast<double>(sum) > p_ * all_;
        const bool exactly = weight_ > 0 && static_cast<double>(weight_) / all_ == p_;
        // Until it is found, the largest number so far: nothing may be beyond a share of 1.
        value_ = found_ && exactly ? (number_ + number) / 2 : number;
        weight_ = sum;
        number_ = number;
    }

    [[nodiscard]] bool found() const { return found_; }

    [[nodiscard]] std::optional<double> value() const { return value_; }

private:
    double p_;
    double all_;
    std::int64_t weight_ = 0;
    double number_ = 0;
    bool found_ = false;
    std::optional<double> value_;
};

}  // namespace

NumbersInGroups::NumbersInGroups(const Column& column,
                                 std::span<const std::uint8_t> in_base,
                                 std::span<const std::int64_t> units,
                                 std::span<const std::int32_t> group_of_row,
                                 std::size_t groups)
    : column_(column),
      in_base_(in_base),
      units_(units),
      group_of_row_(group_of_row),
      rank_of_code_(column.dictionary.size() + 1, -1),
      groups_(groups) {
    std::vector<std::size_t> codes;
    for (std::size_t c = 0; c < column.dictionary.size(); ++c) {
        if (!std::isnan(column.numbers[c]) && meaning_of(column, c) == MissingChoice::answer)
            codes.push_back(c);
    }
    std::ranges::sort(codes, {}, [&](std::size_t c) { return column.numbers[c]; });
    for (std::size_t rank = 0; rank < codes.size(); ++rank) {
        rank_of_code_[codes[rank] + 1] = static_cast<std::int32_t>(rank);
        numbers_.push_back(column.numbers[codes[rank]]);
    }
    if (numbers_.size() * groups <= column.size() / 4 + 1024) {
        add_up();
    } else {
        put_in_order();
    }
}

void NumbersInGroups::add_up() {
    weights_.resize(groups_.size() * numbers_.size());
    for (std::size_t row = 0; row < column_.size(); ++row) {
        const std::int32_t group = group_at(row);
        if (group < 0) continue;
        const auto g = static_cast<std::size_t>(group);
        weights_[g * numbers_.size() + rank_at(row)] += units_[row];
        ++groups_[g].rows;
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        for (std::size_t rank = 0; rank < numbers_.size(); ++rank)
            groups_[g].weight += weights_[g * numbers_.size() + rank];
    }
}

void NumbersInGroups::put_in_order() {
    std::vector<std::uint32_t> begin(numbers_.size() + 1);
    for (std::size_t row = 0; row < column_.size(); ++row) {
        const std::int32_t group = group_at(row);
        if (group < 0) continue;
        ++begin[rank_at(row) + 1];
        groups_[static_cast<std::size_t>(group)].weight += units_[row];
        ++groups_[static_cast<std::size_t>(group)].rows;
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    rows_.resize(begin.back());
    for (std::size_t row = 0; row < column_.size(); ++row) {
        if (group_at(row) >= 0) rows_[begin[rank_at(row)]++] = static_cast<std::uint32_t>(row);
    }
}

std::vector<std::optional<double>> NumbersInGroups::quantiles(
    std::span<const std::optional<double>> p) const {
    std::vector<QuantileSweep> sweeps;
    for (std::size_t g = 0; g < groups_.size(); ++g)
        sweeps.emplace_back(p[g].value_or(0), groups_[g].weight);
    for (std::size_t g = 0; g < groups_.size() && !weights_.empty(); ++g) {
        for (std::size_t rank = 0; rank < numbers_.size() && !sweeps[g].found(); ++rank) {
            const std::int64_t weight = weights_[g * numbers_.size() + rank];
            if (weight > 0) sweeps[g].add(numbers_[rank], weight);
        }
    }
    for (const std::uint32_t row : rows_) {
        const auto g = static_cast<std::size_t>(group_at(row));
        if (!sweeps[g].found()) sweeps[g].add(numbers_[rank_at(row)], units_[row]);
    }
    std::vector<std::optional<double>> out;
    for (std::size_t g = 0; g < groups_.size(); ++g)
        out.push_back(p[g] ? sweeps[g].value() : std::nullopt);
    return out;
}

std::vector<std::int32_t> NumbersInGroups::at_most(
    std::span<const std::optional<double>> values) const {
    std::vector<std::int32_t> out(column_.size(), -1);
    for (std::size_t row = 0; row < out.size(); ++row) {
        const std::int32_t group = group_at(row);
        if (group < 0 || !values[static_cast<std::size_t>(group)]) continue;
        out[row] = numbers_[rank_at(row)] <= *values[static_cast<std::size_t>(group)] ? 0 : 1;
    }
    return out;
}

}  // namespace mtm
