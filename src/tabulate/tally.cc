#include "tabulate/tally.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mtm {

namespace {

// A histogram of which consecutive rows increment different copies, so that a run of equal answers
// does not wait for its own last store. Small enough to stay in the first-level cache.
constexpr std::size_t copies = 4;
constexpr std::size_t most_slots_copied = 1024;

void count_in_copies(std::span<const std::int32_t> codes,
                     std::span<const std::uint8_t> in_base,
                     std::span<const std::int32_t> group_of_row,
                     Histogram& histogram) {
    const std::size_t slots = histogram.counts.size();
    std::vector<std::size_t> partial(slots * copies);
    const std::size_t width = histogram.codes;
    for (std::size_t r = 0; r < codes.size(); ++r) {
        const auto group = static_cast<std::size_t>(group_of_row[r]) + 1;
        const auto code = static_cast<std::size_t>(codes[r]) + 1;
        partial[(r % copies) * slots + group * width + code] += in_base[r];
    }
    for (std::size_t i = 0; i < partial.size(); ++i)
        histogram.counts[i % slots] += partial[i];
}

}  // namespace

std::size_t Histogram::total(int code) const {
    std::size_t sum = 0;
    for (std::size_t g = 0; g < groups; ++g)
        sum += at(static_cast<int>(g) - 1, code);
    return sum;
}

void count_codes(std::span<const std::int32_t> codes,
                 std::span<const std::uint8_t> in_base,
                 std::span<const std::int32_t> group_of_row,
                 Histogram& histogram) {
    if (group_of_row.empty()) {
        for (std::size_t r = 0; r < codes.size(); ++r) {
            histogram.counts[static_cast<std::size_t>(codes[r]) + 1] += in_base[r];
        }
    } else if (histogram.counts.size() <= most_slots_copied) {
        count_in_copies(codes, in_base, group_of_row, histogram);
    } else {
        for (std::size_t r = 0; r < codes.size(); ++r) {
            const auto group = static_cast<std::size_t>(group_of_row[r]) + 1;
            histogram.counts[group * histogram.codes + static_cast<std::size_t>(codes[r]) + 1] +=
                in_base[r];
        }
    }
}

bool count_members(std::span<const std::uint64_t> members,
                   std::span<const std::uint64_t> wanted,
                   std::span<const std::int32_t> rest_codes,
                   std::span<const std::uint8_t> in_base,
                   std::span<const std::int32_t> group_of_row,
                   Histogram& histogram,
                   Histogram& rest) {
    bool several = false;
    const std::size_t words = wanted.size();
    for (std::size_t r = 0; r < in_base.size(); ++r) {
        if (in_base[r] == 0) continue;
        const auto group = group_of_row.empty() ? 0 : static_cast<std::size_t>(group_of_row[r]) + 1;
        int found = 0;
        for (std::size_t w = 0; w < words; ++w) {
            for (std::uint64_t bits = members[r * words + w] & wanted[w]; bits != 0;
                 bits &= bits - 1) {
                const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
                ++histogram.counts[group * histogram.codes + w * 64 + bit + 1];
                ++found;
            }
        }
        if (found > 1) several = true;
        if (found == 0) {
            ++rest.counts[group * rest.codes + static_cast<std::size_t>(rest_codes[r]) + 1];
        }
    }
    return several;
}

void NumberTally::add(double number, std::size_t times) {
    if (times == 0) return;
    numbers_.emplace_back(number, times);
    sorted_ = false;
}

void NumberTally::sort() const {
    if (!sorted_) std::ranges::sort(numbers_);
    sorted_ = true;
}

std::size_t NumberTally::n() const {
    std::size_t sum = 0;
    for (const auto& [number, times] : numbers_)
        sum += times;
    return sum;
}

bool NumberTally::is_dominated(double dominance) const {
    double largest = 0;
    double second = 0;
    long double sum = 0;
    for (const auto& [number, times] : numbers_) {
        const double size = std::abs(number);
        sum += static_cast<long double>(size) * static_cast<long double>(times);
        if (size > largest) {
            second = times > 1 ? size : largest;
            largest = size;
        } else {
            second = std::max(second, size);
        }
    }
    const auto rest = static_cast<double>(sum - largest - second);
    return largest > 0 && rest < dominance / 100 * largest;
}

std::size_t NumberTally::fewest(double dominance) const {
    if (is_dominated(dominance)) return 1;
    sort();
    const std::size_t all = n();
    std::size_t different = 0;
    std::size_t of_first = 0;
    std::size_t zeros = 0;
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        if (i == 0 || numbers_[i].first != numbers_[i - 1].first) ++different;
        if (different == 1) of_first += numbers_[i].second;
        if (numbers_[i].first == 0) zeros += numbers_[i].second;
    }
    std::size_t fewest = all - zeros;
    if (different == 2) fewest = std::min({fewest, of_first, all - of_first});
    return fewest == 0 ? all : fewest;
}

std::size_t NumberTally::fewer_side(double value) const {
    std::size_t below = 0;
    std::size_t above = 0;
    for (const auto& [number, times] : numbers_) {
        if (number <= value) below += times;
        if (number >= value) above += times;
    }
    return std::min(below, above);
}

double NumberTally::total() const {
    sort();
    long double sum = 0;
    for (const auto& [number, times] : numbers_) {
        sum += static_cast<long double>(number) * static_cast<long double>(times);
    }
    return static_cast<double>(sum);
}

std::optional<double> NumberTally::mean() const {
    const std::size_t count = n();
    if (count == 0) return std::nullopt;
    return total() / static_cast<double>(count);
}

// Where the part is reached exactly is looked for as `weighted_quantile` does of weights of one.
std::optional<double> NumberTally::quantile(double part) const {
    const std::size_t count = n();
    if (count == 0) return std::nullopt;
    sort();
    const auto value_at = [this](std::size_t rank) {
        for (const auto& [number, times] : numbers_) {
            if (rank < times) return number;
            rank -= times;
        }
        return numbers_.back().first;
    };
    const auto all = static_cast<double>(count);
    const auto below = static_cast<std::size_t>(part * all);
    const std::size_t next = std::min(below, count - 1);
    if (below == 0 || part != static_cast<double>(below) / all) return value_at(next);
    return (value_at(below - 1) + value_at(next)) / 2;
}

}  // namespace mtm
