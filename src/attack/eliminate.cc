// Sums and differences: the equations among rows are brought to reduced echelon form in whole
// numbers (each row is divided by the greatest common divisor of its coefficients). A row that is
// left with one count fixes it.
#include <algorithm>
#include <map>
#include <numeric>

#include "attack/reconstruct.h"

namespace mtm {

namespace {

__extension__ using Long = __int128;

constexpr Long most_of_entry = Long(1) << 62;

// sum of coefficient × count = right
struct Equation {
    std::map<int, Long> terms;
    Long right = 0;
};

Long magnitude(Long a) {
    return a < 0 ? -a : a;
}

Long divisor(Long a, Long b) {
    a = magnitude(a);
    b = magnitude(b);
    while (b != 0)
        std::swap(a %= b, b);
    return a;
}

// False if an entry is too large.
bool reduce(Equation& equation) {
    Long common = magnitude(equation.right);
    for (const auto& [count, a] : equation.terms)
        common = divisor(common, a);
    if (common > 1) {
        equation.right /= common;
        for (auto& [count, a] : equation.terms)
            a /= common;
    }
    if (magnitude(equation.right) > most_of_entry) return false;
    return std::all_of(equation.terms.begin(), equation.terms.end(), [](const auto& term) {
        return magnitude(term.second) <= most_of_entry;
    });
}

// Takes `pivot` times as much of it from `from` that `count` is gone.
bool remove(Equation& from, const Equation& pivot, int count) {
    const auto found = from.terms.find(count);
    if (found == from.terms.end()) return true;
    const Long a = pivot.terms.at(count);
    const Long b = found->second;
    const Long common = divisor(a, b);
    const Long of_from = a / common;
    const Long of_pivot = b / common;
    if (magnitude(of_from) > (Long(1) << 31) || magnitude(of_pivot) > (Long(1) << 31)) return false;
    for (auto& [c, value] : from.terms)
        value *= of_from;
    from.right = from.right * of_from - pivot.right * of_pivot;
    for (const auto& [c, value] : pivot.terms) {
        Long& into = from.terms[c];
        into -= value * of_pivot;
        if (into == 0) from.terms.erase(c);
    }
    return reduce(from);
}

std::vector<Equation> equations_of(const std::vector<const CountRow*>& rows,
                                   const std::vector<CountBounds>& bounds) {
    std::vector<Equation> out;
    for (const CountRow* row : rows) {
        if (row->low != row->high) continue;
        Equation equation;
        equation.right = row->low;
        for (const auto& [count, a] : row->terms) {
            const CountBounds& b = bounds[static_cast<std::size_t>(count)];
            if (b.low == b.high) {
                equation.right -= Long(a) * b.low;
            } else {
                equation.terms[count] = a;
            }
        }
        if (!equation.terms.empty() || equation.right != 0) out.push_back(std::move(equation));
    }
    return out;
}

bool fix(const Equation& equation, std::vector<CountBounds>& bounds) {
    const auto& [count, a] = *equation.terms.begin();
    if (equation.right % a != 0) return false;
    const Long value = equation.right / a;
    CountBounds& b = bounds[static_cast<std::size_t>(count)];
    if (value < b.low || value > b.high) return false;
    if (b.low == b.high) return true;
    b.low = b.high = static_cast<long long>(value);
    b.by = RebuiltBy::elimination;
    return true;
}

}  // namespace

bool eliminate(const std::vector<const CountRow*>& rows, std::vector<CountBounds>& bounds) {
    std::vector<Equation> left = equations_of(rows, bounds);
    std::vector<Equation> done;
    std::vector<int> pivots;
    while (!left.empty()) {
        // The shortest first: it fills the others least.
        const auto shortest =
            std::min_element(left.begin(), left.end(), [](const Equation& a, const Equation& b) {
                return a.terms.size() < b.terms.size();
            });
        Equation equation = std::move(*shortest);
        left.erase(shortest);
        if (equation.terms.empty()) {
            if (equation.right != 0) return false;
            continue;
        }
        const int count = equation.terms.begin()->first;
        for (std::vector<Equation>* others : {&left, &done}) {
            for (Equation& other : *others) {
                if (!remove(other, equation, count)) return true;  // too large: nothing is claimed
            }
        }
        done.push_back(std::move(equation));
    }
    for (const Equation& equation : done) {
        if (equation.terms.size() == 1 && !fix(equation, bounds)) return false;
    }
    return true;
}

}  // namespace mtm
