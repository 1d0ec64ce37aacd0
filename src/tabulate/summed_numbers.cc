#include "tabulate/summed_numbers.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mtm {
namespace {

// How many interviews have one of the rows whose number is so.
template <typename Holds>
std::size_t people_with(const RowSet& rows, const SummedNumbers& numbers, Holds holds) {
    RowSet with = rows - rows;
    for (const std::uint32_t row : rows.rows()) {
        if (holds(numbers[row])) with.insert(row);
    }
    return with.people();
}

std::vector<double> sums_by_interview(const RowSet& rows, const SummedNumbers& numbers) {
    std::vector<std::pair<std::size_t, double>> of_rows;
    for (const std::uint32_t row : rows.rows())
        of_rows.emplace_back(rows.interview_of(row), numbers[row]);
    std::ranges::stable_sort(of_rows, {}, &std::pair<std::size_t, double>::first);
    std::vector<double> out;
    for (std::size_t i = 0; i < of_rows.size(); ++i) {
        const bool same = i > 0 && of_rows[i].first == of_rows[i - 1].first;
        if (same) {
            out.back() += of_rows[i].second;
        } else {
            out.push_back(of_rows[i].second);
        }
    }
    return out;
}

// Of rows with two numbers only.
void find_rarer(const RowSet& rows, const SummedNumbers& numbers, PeopleBehind& out) {
    const std::vector<std::uint32_t> all = rows.rows();
    const double first = numbers[all.front()];
    double second = first;
    for (const std::uint32_t row : all) {
        if (numbers[row] == first || numbers[row] == second) continue;
        if (second != first) return;
        second = numbers[row];
    }
    if (second == first) return;
    const auto people = [&](double number) {
        return people_with(rows, numbers, [number](double x) { return x == number; });
    };
    out.rarer = std::min(people(first), people(second));
    out.between = std::abs(first - second);
}

}  // namespace

bool SummedNumbers::operator==(const SummedNumbers& other) const {
    if (of_row == other.of_row) return true;
    if (of_row == nullptr || other.of_row == nullptr) return false;
    return std::ranges::equal(*of_row, *other.of_row, [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    });
}

std::size_t PeopleBehind::fewest(double dominance) const {
    if (largest > 0 && rest < dominance / 100 * largest) return 1;
    const std::size_t out = std::min(telling, rarer);
    return out == 0 ? people : out;
}

PeopleBehind people_behind(const RowSet& rows, const SummedNumbers& numbers) {
    PeopleBehind out;
    const std::vector<double> sums = sums_by_interview(rows, numbers);
    out.people = out.rarer = sums.size();
    if (sums.empty()) return out;
    double second = 0;
    long double all = 0;
    for (const double sum : sums) {
        const double size = std::abs(sum);
        if (size > 0) ++out.telling;
        all += size;
        second = std::max(second, std::min(size, out.largest));
        out.largest = std::max(out.largest, size);
    }
    out.rest = static_cast<double>(all - out.largest - second);
    find_rarer(rows, numbers, out);
    return out;
}

std::size_t fewer_people_beside(const RowSet& rows, const SummedNumbers& numbers, double value) {
    return std::min(people_with(rows, numbers, [value](double x) { return x <= value; }),
                    people_with(rows, numbers, [value](double x) { return x >= value; }));
}

}  // namespace mtm
