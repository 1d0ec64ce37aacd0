#include "sampling/raking.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace mtm {
namespace {

// Combinations of categories up to so many are numbered; beyond, each row is a cell of its own.
constexpr std::size_t most_cells = std::size_t{1} << 22;

// How far a sum is from what is wanted, as a part of it.
double relative_gap(double wanted, double reached) {
    return std::abs(reached - wanted) / (wanted > 0 ? wanted : 1);
}

std::vector<double> sums_by_code(std::span<const double> weights,
                                 std::span<const std::int32_t> codes,
                                 std::size_t categories) {
    std::vector<double> sums(categories, 0);
    for (std::size_t row = 0; row < weights.size(); ++row)
        sums[static_cast<std::size_t>(codes[row])] += weights[row];
    return sums;
}

// What weights of each category are multiplied by; 1 where there is nothing to multiply.
std::vector<double> factors_for(const std::vector<double>& totals,
                                const std::vector<double>& sums) {
    std::vector<double> factors(totals.size(), 1);
    for (std::size_t c = 0; c < totals.size(); ++c) {
        if (sums[c] > 0) factors[c] = totals[c] / sums[c];
    }
    return factors;
}

// The rows put together by the combination of their categories.
struct RakingCells {
    std::vector<std::int32_t> cell_of_row;
    std::vector<double> sums;                      // of weights, by cell
    std::vector<std::vector<std::int32_t>> codes;  // by margin and cell

    [[nodiscard]] std::size_t size() const { return sums.size(); }
};

std::size_t combinations_of(std::span<const CodedMargin> margins) {
    std::size_t all = 1;
    for (const CodedMargin& margin : margins) {
        all *= std::max<std::size_t>(margin.totals.size(), 1);
        if (all > most_cells) return 0;
    }
    return all;
}

void number_rows(RakingCells& cells,
                 std::span<const CodedMargin> margins,
                 std::size_t rows,
                 std::size_t combinations) {
    std::vector<std::int32_t> cell_of_combination(combinations, -1);
    std::int32_t next = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        std::size_t key = 0;
        for (const CodedMargin& margin : margins)
            key = key * margin.totals.size() + static_cast<std::size_t>(margin.codes[row]);
        std::int32_t& cell = cell_of_combination[key];
        if (cell < 0) {
            cell = next++;
            for (std::size_t m = 0; m < margins.size(); ++m)
                cells.codes[m].push_back(margins[m].codes[row]);
        }
        cells.cell_of_row[row] = cell;
    }
    cells.sums.assign(static_cast<std::size_t>(next), 0);
}

RakingCells cells_of(std::span<const double> weights, std::span<const CodedMargin> margins) {
    RakingCells out;
    out.cell_of_row.resize(weights.size());
    out.codes.resize(margins.size());
    if (const std::size_t combinations = combinations_of(margins); combinations > 0) {
        number_rows(out, margins, weights.size(), combinations);
    } else {
        for (std::size_t row = 0; row < weights.size(); ++row)
            out.cell_of_row[row] = static_cast<std::int32_t>(row);
        for (std::size_t m = 0; m < margins.size(); ++m)
            out.codes[m].assign(margins[m].codes.begin(), margins[m].codes.end());
        out.sums.assign(weights.size(), 0);
    }
    for (std::size_t row = 0; row < weights.size(); ++row)
        out.sums[static_cast<std::size_t>(out.cell_of_row[row])] += weights[row];
    return out;
}

// Fits one margin; returns by how much it was missed before. What cannot be met counts as missed.
double fit(const CodedMargin& margin,
           const std::vector<std::int32_t>& codes,
           std::vector<double>& fitted) {
    const std::vector<double> sums = sums_by_code(fitted, codes, margin.totals.size());
    double gap = 0;
    for (std::size_t c = 0; c < sums.size(); ++c)
        gap = std::max(gap, relative_gap(margin.totals[c], sums[c]));
    const std::vector<double> factors = factors_for(margin.totals, sums);
    for (std::size_t cell = 0; cell < fitted.size(); ++cell)
        fitted[cell] *= factors[static_cast<std::size_t>(codes[cell])];
    return gap;
}

}  // namespace

std::vector<MarginGap> gaps_of(std::span<const double> weights,
                               std::span<const CodedMargin> margins,
                               std::span<const NumericMargin> numbers,
                               double tolerance) {
    std::vector<MarginGap> out;
    for (const CodedMargin& margin : margins) {
        const std::vector<double> sums = sums_by_code(weights, margin.codes, margin.totals.size());
        for (std::size_t c = 0; c < sums.size(); ++c) {
            if (relative_gap(margin.totals[c], sums[c]) > tolerance)
                out.push_back({margin.name, margin.categories[c], margin.totals[c], sums[c]});
        }
    }
    for (const NumericMargin& number : numbers) {
        double sum = 0;
        for (std::size_t row = 0; row < weights.size(); ++row)
            sum += weights[row] * number.values[row];
        if (std::abs(sum - number.total) > tolerance * (1 + std::abs(number.total)))
            out.push_back({number.name, {}, number.total, sum});
    }
    std::ranges::stable_sort(out, std::greater<>(), [](const MarginGap& gap) {
        return std::abs(gap.reached - gap.wanted) / (1 + std::abs(gap.wanted));
    });
    return out;
}

CalibratedWeights post_stratify(std::span<const double> weights, const CodedMargin& margin) {
    CHECK(margin.codes.size() == weights.size());
    CalibratedWeights out{{weights.begin(), weights.end()}, 1, {}};
    const std::vector<double> sums = sums_by_code(weights, margin.codes, margin.totals.size());
    const std::vector<double> factors = factors_for(margin.totals, sums);
    for (std::size_t row = 0; row < weights.size(); ++row)
        out.weights[row] *= factors[static_cast<std::size_t>(margin.codes[row])];
    for (std::size_t c = 0; c < sums.size(); ++c) {
        if (margin.totals[c] > 0 && sums[c] <= 0)
            out.gaps.push_back({margin.name, margin.categories[c], margin.totals[c], 0});
    }
    return out;
}

CalibratedWeights rake(std::span<const double> weights,
                       std::span<const CodedMargin> margins,
                       const IterationRule& rule) {
    for (const CodedMargin& margin : margins)
        CHECK(margin.codes.size() == weights.size());
    CalibratedWeights out{{weights.begin(), weights.end()}, 0, {}};
    const RakingCells cells = cells_of(weights, margins);
    std::vector<double> fitted = cells.sums;
    double gap = margins.empty() ? 0 : 1;
    while (gap > rule.tolerance && out.iterations < rule.most) {
        ++out.iterations;
        gap = 0;
        for (std::size_t m = 0; m < margins.size(); ++m)
            gap = std::max(gap, fit(margins[m], cells.codes[m], fitted));
    }
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
        fitted[cell] = cells.sums[cell] > 0 ? fitted[cell] / cells.sums[cell] : 0;
    for (std::size_t row = 0; row < weights.size(); ++row)
        out.weights[row] *= fitted[static_cast<std::size_t>(cells.cell_of_row[row])];
    if (gap > rule.tolerance) {
        // Rounding aside: what a person would call met is no clash.
        out.gaps = gaps_of(out.weights, margins, {}, std::max(rule.tolerance, 1e-9));
    }
    return out;
}

}  // namespace mtm
