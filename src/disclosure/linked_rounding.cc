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

double whole(std::size_t n, std::size_t unit) {
    const std::size_t units = n / unit;
    return static_cast<double>(units);
}

// A count is its nearest multiple, one step up or down from there, and further steps, which cost a
// unit each: convex, so that no further step is taken without the first.
constexpr std::array<double, 4> steps{1, -1, 1, -1};

class LinkedProgram {
public:
    LinkedProgram(const std::vector<CountToRound>& counts,
                  const std::vector<RoundedSum>& sums,
                  std::size_t unit)
        : unit_(unit) {
        for (const CountToRound& count : counts)
            add(count);
        for (const RoundedSum& sum : sums)
            add(sum);
        load();
    }

    std::optional<std::vector<std::size_t>> solve() {
        osi_.initialSolve();
        if (!osi_.isProvenOptimal()) return std::nullopt;
        CbcModel model(osi_);
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
        std::vector<std::size_t> out;
        for (std::size_t i = 0; i < nearest_.size(); ++i) {
            double units = whole(nearest_[i], unit_);
            for (std::size_t step = 0; step < steps.size(); ++step)
                units += steps[step] * found[steps.size() * i + step];
            out.push_back(static_cast<std::size_t>(std::llround(units)) * unit_);
        }
        return out;
    }

private:
    void add(const CountToRound& count) {
        std::size_t at = nearest_multiple(count.n, unit_);
        if (count.most) at = std::min(at, *count.most);
        const Costs costs = costs_of(count.n, at, unit_);
        const double above = count.most ? whole(*count.most - at, unit_) : most_steps + 1;
        const double below = whole(at, unit_);
        cost_.insert(cost_.end(), {costs.up, costs.down, costs.further_up, costs.further_down});
        most_.insert(most_.end(),
                     {std::min(1.0, above),
                      std::min(1.0, below),
                      std::clamp(above - 1, 0.0, most_steps),
                      std::clamp(below - 1, 0.0, most_steps)});
        nearest_.push_back(at);
    }

    void add(const RoundedSum& sum) {
        double lacking = whole(sum.sum, unit_);
        for (const std::size_t i : sum.counts) {
            lacking -= whole(nearest_[i], unit_);
            for (std::size_t step = 0; step < steps.size(); ++step) {
                row_index_.push_back(static_cast<int>(sides_.size()));
                column_index_.push_back(static_cast<int>(steps.size() * i + step));
                elements_.push_back(steps[step]);
            }
        }
        sides_.push_back(lacking);
    }

    void load() {
        CoinPackedMatrix matrix(false,
                                row_index_.data(),
                                column_index_.data(),
                                elements_.data(),
                                static_cast<CoinBigIndex>(elements_.size()));
        matrix.setDimensions(static_cast<int>(sides_.size()), static_cast<int>(cost_.size()));
        const std::vector<double> least(cost_.size(), 0);
        osi_.messageHandler()->setLogLevel(0);
        osi_.getModelPtr()->setLogLevel(0);
        osi_.loadProblem(
            matrix, least.data(), most_.data(), cost_.data(), sides_.data(), sides_.data());
        for (int column = 0; column < static_cast<int>(cost_.size()); ++column)
            osi_.setInteger(column);
    }

    std::size_t unit_;
    std::vector<std::size_t> nearest_;
    std::vector<double> cost_;  // by count and step
    std::vector<double> most_;
    std::vector<int> row_index_;
    std::vector<int> column_index_;
    std::vector<double> elements_;
    std::vector<double> sides_;  // units that the counts of a sum lack
    OsiClpSolverInterface osi_;
};

}  // namespace

std::optional<std::vector<std::size_t>> round_linked(const std::vector<CountToRound>& counts,
                                                     const std::vector<RoundedSum>& sums,
                                                     std::size_t unit) {
    return LinkedProgram(counts, sums, unit).solve();
}

}  // namespace mtm
