// The most even numbers x >= 0 under linear rows L <= a·x <= U: those nearest to given weights w in
// the sense of Kullback and Leibler. Each row in turn multiplies x_i by exp(t·a_i), with t such
// that the row holds; an inequality gives back what it no longer needs. With rows of ones this is
// iterative proportional fitting; ratios of counts need a few Newton steps for t. Rows converge
// linearly, which is enough here: whole numbers are found near the result, not at it. See Censor
// and Zenios, Parallel Optimization, 1997, chapter 6 (row-action methods, Bregman projections).

#include <algorithm>
#include <cmath>

#include "rehearse/fit.h"

namespace mtm {
namespace {

constexpr int sweeps = 300;
constexpr double smallest = 1e-9;
constexpr double margin = 0.15;  // of a window, so that rounding stays inside

struct Projection {
    Terms terms;  // coefficients at most 1 in size
    double bound = 0;
    int sense = 0;  // 0: equal, 1: at least, -1: at most
    double dual = 0;
};

double step_to(const Projection& row, const std::vector<double>& x) {
    double t = 0;
    for (int iteration = 0; iteration < 30; ++iteration) {
        double value = -row.bound;
        double slope = 0;
        for (const auto& [column, a] : row.terms) {
            const double here = a * x[static_cast<std::size_t>(column)] * std::exp(t * a);
            value += here;
            slope += a * here;
        }
        if (slope <= 1e-300) break;
        const double move = std::clamp(-value / slope, -2.0, 2.0);
        t += move;
        if (std::abs(move) < 1e-7) break;
    }
    return std::clamp(t, -20.0, 20.0);
}

void project(Projection& row, std::vector<double>& x) {
    double step = step_to(row, x);
    if (row.sense > 0) step = std::max(step, -row.dual);
    if (row.sense < 0) step = std::min(step, -row.dual);
    if (step == 0) return;
    row.dual += step;
    for (const auto& [column, a] : row.terms) {
        double& value = x[static_cast<std::size_t>(column)];
        value = std::max(smallest, value * std::exp(step * a));
    }
}

void add_projections(const IntegerProgram::Row& row, std::vector<Projection>& out) {
    double largest = 0;
    for (const auto& [column, a] : row.terms)
        largest = std::max(largest, std::abs(a));
    if (largest == 0) return;
    Projection made;
    for (const auto& [column, a] : row.terms)
        made.terms.emplace_back(column, a / largest);
    const bool below = row.upper < IntegerProgram::infinity;
    const bool above = row.lower > -IntegerProgram::infinity;
    const double shift = below && above ? margin * (row.upper - row.lower) : 0;
    made.bound = (row.lower + shift) / largest;
    made.sense = below && above && row.lower == row.upper ? 0 : 1;
    if (above) out.push_back(made);
    if (!below || made.sense == 0) return;
    made.bound = (row.upper - shift) / largest;
    made.sense = -1;
    out.push_back(std::move(made));
}

}  // namespace

std::vector<double> even_distribution(const IntegerProgram& program,
                                      const std::vector<double>& weights) {
    std::vector<Projection> rows;
    for (const IntegerProgram::Row& row : program.rows()) {
        const bool open = std::any_of(row.terms.begin(), row.terms.end(), [&](const auto& term) {
            return weights[static_cast<std::size_t>(term.first)] <= 0;
        });
        if (!open) add_projections(row, rows);
    }
    std::vector<double> x = weights;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        double moved = 0;
        for (Projection& row : rows) {
            const double before = row.dual;
            project(row, x);
            moved = std::max(moved, std::abs(row.dual - before));
        }
        if (moved < 1e-5) break;
    }
    return x;
}

}  // namespace mtm
