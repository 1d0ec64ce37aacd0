#include "disclosure/told_sums.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace mtm {
namespace {

// By what the others are to be multiplied to be these, on some rows; absent where by nothing.
std::optional<double> factor_between(const SummedNumbers& these,
                                     const SummedNumbers& others,
                                     const RowSet& on) {
    if (these.of_row == others.of_row) return 1;
    std::optional<double> out;
    for (const std::uint32_t row : on.rows()) {
        if (!out) out = these[row] / others[row];
        if (!(std::abs(these[row] - *out * others[row]) <= 1e-9 * std::abs(these[row])))
            return std::nullopt;
    }
    return out;
}

constexpr double half_a_decimal = 0.05;
constexpr int weighted_digits = 3;

}  // namespace

double told_within(const ToldSum& sum, const Estimate& estimate, ToldAs as) {
    if (!estimate.value || !sum.rows.known()) return 0;
    const double size = std::abs(*estimate.value);
    double half = as.coarse ? half_a_decimal : 0;
    if (as.weighted && size > 0) {
        const double before = std::floor(std::log10(size)) + 1;
        half = std::max(half, std::pow(10.0, before - weighted_digits) / 2);
    }
    if (half == 0) return 0;
    if (as.mean) return half * static_cast<double>(sum.rows.count());
    if (size == 0) return 0;
    long double all = 0;
    for (const std::uint32_t row : sum.rows.rows())
        all += sum.numbers[row];
    return half / size * std::abs(static_cast<double>(all));
}

ToldSums::Kept ToldSums::kept(const ToldSum& sum) {
    Kept out{sum, sum.rows};
    for (const std::uint32_t row : sum.rows.rows()) {
        if (sum.numbers[row] == 0) out.telling.remove(row);
    }
    return out;
}

std::vector<ToldSums::Kept> ToldSums::kept(const std::vector<ToldSum>& line) {
    std::vector<Kept> out;
    for (const ToldSum& sum : line) {
        if (sum.rows.known()) out.push_back(kept(sum));
    }
    return out;
}

// Unless it is told too roughly to show one of them. How few have a number is the ledger's.
bool ToldSums::tells(const RowSet& rows, const SummedNumbers& numbers, double within) const {
    const PeopleBehind behind = people_behind(rows, numbers);
    if (behind.telling == 0) return false;
    if (behind.telling < threshold_ && within < behind.largest) return true;
    if (behind.rarer < threshold_ && within < behind.between) return true;
    return behind.rest + within < dominance_ / 100 * behind.largest;
}

// The whole less parts that lie in it.
bool ToldSums::left_over_tells(const Kept& whole, const Parts& parts) const {
    if (parts.empty()) return false;
    RowSet left = whole.sum.rows;
    double within = whole.sum.within;
    for (const Kept* part : parts) {
        const auto factor = factor_between(whole.sum.numbers, part->sum.numbers, part->telling);
        if (!factor) return false;
        left -= part->sum.rows;
        within += std::abs(*factor) * part->sum.within;
    }
    return tells(left, whole.sum.numbers, within);
}

// Parts that cover the whole, less it.
bool ToldSums::too_much_tells(const Kept& whole, const Parts& parts) const {
    if (parts.empty()) return false;
    const SummedNumbers& numbers = parts.front()->sum.numbers;
    RowSet covered = parts.front()->telling;
    RowSet rest = parts.front()->sum.rows;
    double within = 0;
    for (const Kept* part : parts) {
        covered |= part->telling;
        rest |= part->sum.rows;
        within += part->sum.within;
    }
    if (!whole.telling.is_part_of(covered)) return false;
    const auto factor = factor_between(numbers, whole.sum.numbers, whole.telling);
    if (!factor) return false;
    rest -= whole.sum.rows;
    return tells(rest, numbers, within + std::abs(*factor) * whole.sum.within);
}

// REQUIRES: the line is of the same numbers throughout.
bool ToldSums::line_tells(const Kept& whole, const std::vector<Kept>& line) const {
    Parts inside;
    Parts that_meet;
    for (const Kept& part : line) {
        if (!part.telling.comparable_to(whole.telling)) return false;
        if (!part.telling.meets(whole.telling)) continue;
        that_meet.push_back(&part);
        if (part.telling.is_part_of(whole.telling)) inside.push_back(&part);
    }
    return left_over_tells(whole, inside) || too_much_tells(whole, that_meet);
}

ToldSums::Rest ToldSums::rest_of(const ToldSum& whole) {
    Rest out{whole.rows, std::vector<double>(whole.numbers.of_row->size(), 0), whole.within};
    for (const std::uint32_t row : whole.rows.rows()) {
        out.of_row[row] = whole.numbers[row];
        out.size += std::abs(out.of_row[row]);
    }
    return out;
}

ToldSums::Rest ToldSums::less(const Rest& whole, const ToldSum& part) {
    Rest out = whole;
    out.rows |= part.rows;
    out.within += part.within;
    out.size = 0;
    for (const std::uint32_t row : part.rows.rows()) {
        double& number = out.of_row[row];
        const double before = std::abs(number);
        number -= part.numbers[row];
        if (std::abs(number) <= 1e-9 * before) number = 0;  // by rounding alone
    }
    for (const double number : out.of_row)
        out.size += std::abs(number);
    return out;
}

bool ToldSums::tells(const Rest& rest) const {
    const auto numbers = std::make_shared<const std::vector<double>>(rest.of_row);
    return tells(rest.rows, SummedNumbers{numbers}, rest.within);
}

// Of other numbers: those of the same are subtracted as sets.
bool ToldSums::difference_tells(const Kept& one, const Kept& other) const {
    if (!one.sum.rows.comparable_to(other.sum.rows)) return false;
    const bool nested =
        one.sum.rows.is_part_of(other.sum.rows) || other.sum.rows.is_part_of(one.sum.rows);
    if (!nested || factor_between(one.sum.numbers, other.sum.numbers, one.telling & other.telling))
        return false;
    return tells(less(rest_of(one.sum), other.sum));
}

// Of each sum over the same rows, the others are taken off, large ones first, as long as less is
// left.
bool ToldSums::remainder_tells(const Kept& candidate) const {
    std::vector<const ToldSum*> same{&candidate.sum};
    for (const Kept& other : sums_) {
        if (other.sum.rows == candidate.sum.rows &&
            std::ranges::none_of(same, [&other](const ToldSum* known) {
                return known->numbers == other.sum.numbers;
            }))
            same.push_back(&other.sum);
    }
    if (same.size() < 3) return false;
    std::ranges::stable_sort(
        same, std::ranges::greater(), [](const ToldSum* sum) { return rest_of(*sum).size; });
    for (const ToldSum* whole : same) {
        Rest rest = rest_of(*whole);
        bool with_candidate = whole == &candidate.sum;
        for (const ToldSum* part : same) {
            if (part == whole) continue;
            Rest without = less(rest, *part);
            if (without.size >= rest.size) continue;
            rest = std::move(without);
            with_candidate = with_candidate || part == &candidate.sum;
            if (with_candidate && tells(rest)) return true;
        }
    }
    return false;
}

bool ToldSums::gives_back(const ToldSum& sum) const {
    if (!sum.rows.known()) return false;
    const Kept candidate = kept(sum);
    if (candidate.telling.count() == 0) return false;
    const auto inside = [](const Kept& part, const Kept& whole) {
        return part.telling.comparable_to(whole.telling) && part.telling.count() > 0 &&
               part.telling.is_part_of(whole.telling);
    };
    for (const Kept& other : sums_) {
        if (inside(other, candidate) && left_over_tells(candidate, {&other})) return true;
        if (inside(candidate, other) && left_over_tells(other, {&candidate})) return true;
        if (difference_tells(candidate, other)) return true;
    }
    if (remainder_tells(candidate)) return true;
    return std::ranges::any_of(
        lines_, [&](const std::vector<Kept>& line) { return line_tells(candidate, line); });
}

bool ToldSums::gives_back(const std::vector<ToldSum>& line) const {
    const std::vector<Kept> parts = kept(line);
    return std::ranges::any_of(sums_, [&](const Kept& whole) { return line_tells(whole, parts); });
}

void ToldSums::add(const ToldSum& sum) {
    if (sum.rows.known()) sums_.push_back(kept(sum));
}

void ToldSums::add(const std::vector<ToldSum>& line) {
    lines_.push_back(kept(line));
}

ToldSums ToldSums::moved(const std::function<RowSet(const RowSet&)>& move) const {
    ToldSums out = *this;
    const auto move_one = [&move](Kept& one) {
        one.sum.rows = move(one.sum.rows);
        one.telling = move(one.telling);
    };
    for (Kept& one : out.sums_)
        move_one(one);
    for (std::vector<Kept>& line : out.lines_)
        std::ranges::for_each(line, move_one);
    return out;
}

}  // namespace mtm
