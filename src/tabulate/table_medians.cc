#include "tabulate/table_medians.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tabulate/coding.h"

namespace mtm {
namespace {

std::int32_t group_at(std::span<const std::int32_t> group_of_row, std::uint32_t row) {
    return group_of_row.empty() ? 0 : group_of_row[row];
}

// How many numbers stand before that of each code; none for a code without a number.
std::vector<std::optional<std::size_t>> ranks_of_codes(const Column& column) {
    std::vector<std::size_t> codes;
    for (std::size_t c = 0; c < column.dictionary.size(); ++c) {
        if (!std::isnan(column.numbers[c]) && meaning_of(column, c) == MissingChoice::answer)
            codes.push_back(c);
    }
    std::ranges::sort(codes, {}, [&](std::size_t c) { return column.numbers[c]; });
    std::vector<std::optional<std::size_t>> out(column.dictionary.size());
    for (std::size_t i = 0; i < codes.size(); ++i)
        out[codes[i]] = i;
    return out;
}

}  // namespace

RowsByNumber::RowsByNumber(const Column& column,
                           std::span<const std::uint8_t> in_base,
                           std::span<const std::int64_t> units)
    : column_(column), units_(units) {
    const auto ranks = ranks_of_codes(column);
    const auto rank_of = [&](std::uint32_t row) -> std::optional<std::size_t> {
        if (in_base[row] == 0 || units[row] == 0 || column.codes[row] < 0) return std::nullopt;
        return ranks[static_cast<std::size_t>(column.codes[row])];
    };
    const auto size = static_cast<std::uint32_t>(column.size());
    std::vector<std::uint32_t> begin(ranks.size() + 1);
    for (std::uint32_t row = 0; row < size; ++row) {
        if (const auto rank = rank_of(row)) ++begin[*rank + 1];
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    rows_.resize(begin.back());
    for (std::uint32_t row = 0; row < size; ++row) {
        if (const auto rank = rank_of(row)) rows_[begin[*rank]++] = row;
    }
}

std::vector<RowsByNumber::Group> RowsByNumber::groups(std::span<const std::int32_t> group_of_row,
                                                      std::size_t groups) const {
    std::vector<Group> out(groups);
    for (const std::uint32_t row : rows_) {
        const std::int32_t group = group_at(group_of_row, row);
        if (group < 0) continue;
        out[static_cast<std::size_t>(group)].weight += units_[row];
        ++out[static_cast<std::size_t>(group)].rows;
    }
    return out;
}

std::vector<std::optional<double>> RowsByNumber::quantiles(
    std::span<const std::int32_t> group_of_row,
    std::span<const Group> groups,
    std::span<const std::optional<double>> p) const {
    struct Reached {
        std::int64_t weight = 0;
        double number = 0;
        bool found = false;
    };

    std::vector<Reached> reached(groups.size());
    std::vector<std::optional<double>> out(groups.size());
    for (const std::uint32_t row : rows_) {
        const std::int32_t group = group_at(group_of_row, row);
        if (group < 0) continue;
        const auto g = static_cast<std::size_t>(group);
        Reached& at = reached[g];
        if (at.found || !p[g]) continue;
        const double number = number_at_row(row);
        const auto all = static_cast<double>(groups[g].weight);
        const std::int64_t sum = at.weight + units_[row];
        at.found = static_cast<double>(sum) > *p[g] * all;
        const bool exactly = at.weight > 0 && static_cast<double>(at.weight) / all == *p[g];
        // Until it is found, the largest number so far: nothing may be beyond a share of 1.
        out[g] = at.found && exactly ? (at.number + number) / 2 : number;
        at.weight = sum;
        at.number = number;
    }
    return out;
}

std::vector<std::int32_t> RowsByNumber::at_most(
    std::span<const std::int32_t> group_of_row,
    std::span<const std::optional<double>> values) const {
    std::vector<std::int32_t> out(column_.size(), -1);
    for (const std::uint32_t row : rows_) {
        const std::int32_t group = group_at(group_of_row, row);
        if (group < 0 || !values[static_cast<std::size_t>(group)]) continue;
        out[row] = number_at_row(row) <= *values[static_cast<std::size_t>(group)] ? 0 : 1;
    }
    return out;
}

}  // namespace mtm
