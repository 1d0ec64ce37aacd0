#include "disclosure/linked_rounding.h"

#include <CbcHeuristic.hpp>
#include <CbcModel.hpp>
#include <CglGomory.hpp>
#include <CglProbing.hpp>
#include <OsiClpSolverInterface.hpp>
#include <algorithm>
#include <array>
#include <cmath>

namespace mtm {

namespace {

constexpr double most_steps = 4;  // more than one, that a count is moved
constexpr int most_nodes = 500;
constexpr double dearness_of_nobody = 1000;  // as in controlled_rounding.cc

struct Costs {
    double up = 0;
    double down = 0;
    double further_up = 0;
    double further_down = 0;
};

Costs costs_of(std::size_t n, std::size_t nearest, std::size_t unit) {
    const auto count = static_cast<double>(n);
    const auto at = static_cast<double>(nearest);
    const auto step = static_cast<double>(unit);
    const auto off = [&](double steps) { return std::abs(at + steps * step - count); };
    const double dear = n == 0 ? dearness_of_nobody : 1;
    return {
        dear * (off(1) - off(0)), off(-1) - off(0), dear * (off(2) - off(1)), off(-2) - off(-1)};
}

}  // namespace

// A count is its nearest multiple, one step up or down from there, and further steps, which cost a
// unit each: convex, so that no further step is taken without the first.
std::optional<std::vector<std::size_t>> round_linked(const std::vector<CountToRound>& counts,
                                                     const std::vector<RoundedSum>& sums,
                                                     std::size_t unit) {
    constexpr std::array<double, 4> steps{1, -1, 1, -1};
    std::vector<std::size_t> nearest;
    std::vector<double> cost;
    std::vector<double> most;
    for (const CountToRound& count : counts) {
        std::size_t at = nearest_multiple(count.n, unit);
        if (count.most) at = std::min(at, *count.most);
        const Costs costs = costs_of(count.n, at, unit);
        const double above =
            count.most ? static_cast<double>((*count.most - at) / unit) : most_steps;
        const auto below = static_cast<double>(at / unit);
        cost.insert(cost.end(), {costs.up, costs.down, costs.further_up, costs.further_down});
        most.insert(most.end(),
                    {std::min(1.0, above),
                     std::min(1.0, below),
                     std::clamp(above - 1, 0.0, most_steps),
                     std::clamp(below - 1, 0.0, most_steps)});
        nearest.push_back(at);
    }
    std::vector<int> row_index;
    std::vector<int> column_index;
    std::vector<double> elements;
    std::vector<double> sides;
    for (std::size_t s = 0; s < sums.size(); ++s) {
        double lacking = static_cast<double>(sums[s].sum / unit);
        for (const std::size_t i : sums[s].counts) {
            lacking -= static_cast<double>(nearest[i] / unit);
            for (std::size_t step = 0; step < steps.size(); ++step) {
                row_index.push_back(static_cast<int>(s));
                column_index.push_back(static_cast<int>(steps.size() * i + step));
                elements.push_back(steps[step]);
            }
        }
        sides.push_back(lacking);
    }
    CoinPackedMatrix matrix(false,
                            row_index.data(),
                            column_index.data(),
                            elements.data(),
                            static_cast<CoinBigIndex>(elements.size()));
    matrix.setDimensions(static_cast<int>(sums.size()), static_cast<int>(cost.size()));
    const std::vector<double> least(cost.size(), 0);
    OsiClpSolverInterface osi;
    osi.messageHandler()->setLogLevel(0);
    osi.getModelPtr()->setLogLevel(0);
    osi.loadProblem(matrix, least.data(), most.data(), cost.data(), sides.data(), sides.data());
    for (int column = 0; column < static_cast<int>(cost.size()); ++column)
        osi.setInteger(column);
    osi.initialSolve();
    if (!osi.isProvenOptimal()) return std::nullopt;
    CbcModel model(osi);
    model.setLogLevel(0);
    model.messageHandler()->setLogLevel(0);
    model.solver()->messageHandler()->setLogLevel(0);
    CglProbing probing;
    CglGomory gomory;
    model.addCutGenerator(&probing, -1, "probing");
    model.addCutGenerator(&gomory, -5, "gomory");
    CbcRounding simple(model);
    model.addHeuristic(&simple);
    model.setMaximumNodes(most_nodes);
    model.branchAndBound();
    const double* found = model.bestSolution();
    if (found == nullptr) return std::nullopt;
    std::vector<std::size_t> out = nearest;
    for (std::size_t i = 0; i < out.size(); ++i) {
        double moved = 0;
        for (std::size_t step = 0; step < steps.size(); ++step)
            moved += steps[step] * found[steps.size() * i + step];
        const auto units = static_cast<long long>(out[i] / unit) + std::llround(moved);
        out[i] = static_cast<std::size_t>(units) * unit;
    }
    return out;
}

}  // namespace mtm
