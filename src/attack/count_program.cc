#include "attack/count_program.h"

#include <CbcHeuristic.hpp>
#include <CbcModel.hpp>
#include <CglGomory.hpp>
#include <CglMixedIntegerRounding2.hpp>
#include <CglProbing.hpp>
#include <OsiClpSolverInterface.hpp>
#include <algorithm>
#include <cmath>

namespace mtm {

namespace {

constexpr double open_side = 1e30;
constexpr double slack = 1e-5;

double side_of(long long limit) {
    if (limit <= -no_limit) return -open_side;
    if (limit >= no_limit) return open_side;
    return static_cast<double>(limit);
}

// A count of a percentage stands in two such rows, a base in two of each category.
std::vector<bool> bases_among(const std::vector<CountRow>& rows, std::size_t counts) {
    std::vector<int> times(counts, 0);
    for (const CountRow& row : rows) {
        for (const auto& [count, coefficient] : row.terms) {
            if (coefficient > 1 || coefficient < -1) ++times[static_cast<std::size_t>(count)];
        }
    }
    std::vector<bool> out(counts);
    for (std::size_t c = 0; c < counts; ++c)
        out[c] = times[c] > 2;
    return out;
}

// The count that is to be rounded next: a base if one is not whole, and of those the one that is
// nearest to be; -1 if all are whole.
int next_to_round(const OsiClpSolverInterface& osi, const std::vector<bool>& first) {
    const double* solution = osi.getColSolution();
    int best = -1;
    double nearest = 1;
    for (int c = 0; c < osi.getNumCols(); ++c) {
        const double distance = std::abs(solution[c] - std::round(solution[c]));
        if (distance <= 1e-6) continue;
        const double cost = first[static_cast<std::size_t>(c)] ? distance - 1 : distance;
        if (cost >= nearest - 1e-9) continue;
        nearest = cost;
        best = c;
    }
    return best;
}

// False if neither way round can be gone on with.
bool round_count(OsiClpSolverInterface& osi, int c) {
    const double at = osi.getColSolution()[c];
    const double near = std::round(at);
    const double low = osi.getColLower()[c];
    const double high = osi.getColUpper()[c];
    osi.setColBounds(c, near, near);
    osi.resolve();
    if (osi.isProvenOptimal()) return true;
    osi.setColBounds(c, near > at ? low : near + 1, near > at ? near - 1 : high);
    osi.resolve();
    return osi.isProvenOptimal();
}

// A bound of whole numbers from one of fractions.
long long bound_of(double fraction, CountProgram::Side side) {
    return static_cast<long long>(side == CountProgram::Side::least ? std::ceil(fraction - slack)
                                                                    : std::floor(fraction + slack));
}

}  // namespace

struct CountProgram::Solver {
    OsiClpSolverInterface osi;
    int aimed = -1;
    bool solved = false;
};

CountProgram::CountProgram(std::vector<long long> low,
                           std::vector<long long> high,
                           std::vector<CountRow> rows)
    : low_(std::move(low)),
      high_(std::move(high)),
      rows_(std::move(rows)),
      first_(bases_among(rows_, low_.size())),
      solver_(std::make_unique<Solver>()) {
    std::vector<int> row_index;
    std::vector<int> column_index;
    std::vector<double> elements;
    std::vector<double> row_low;
    std::vector<double> row_high;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        for (const auto& [count, coefficient] : rows_[r].terms) {
            row_index.push_back(static_cast<int>(r));
            column_index.push_back(count);
            elements.push_back(static_cast<double>(coefficient));
        }
        row_low.push_back(side_of(rows_[r].low));
        row_high.push_back(side_of(rows_[r].high));
    }
    CoinPackedMatrix matrix(false,
                            row_index.data(),
                            column_index.data(),
                            elements.data(),
                            static_cast<CoinBigIndex>(elements.size()));
    matrix.setDimensions(static_cast<int>(rows_.size()), static_cast<int>(low_.size()));
    const std::vector<double> from(low_.begin(), low_.end());
    const std::vector<double> to(high_.begin(), high_.end());
    const std::vector<double> cost(low_.size(), 0);
    OsiClpSolverInterface& osi = solver_->osi;
    osi.messageHandler()->setLogLevel(0);
    osi.getModelPtr()->setLogLevel(0);
    osi.loadProblem(matrix, from.data(), to.data(), cost.data(), row_low.data(), row_high.data());
    for (int c = 0; c < static_cast<int>(low_.size()); ++c)
        osi.setInteger(c);
}

CountProgram::~CountProgram() = default;
CountProgram::CountProgram(CountProgram&&) noexcept = default;
CountProgram& CountProgram::operator=(CountProgram&&) noexcept = default;

void CountProgram::aim(int count, Side side) {
    Solver& s = *solver_;
    if (s.aimed >= 0) s.osi.setObjCoeff(s.aimed, 0);
    s.osi.setObjCoeff(count, side == Side::least ? 1 : -1);
    s.aimed = count;
    if (s.solved) {
        s.osi.resolve();
    } else {
        s.osi.initialSolve();
    }
    s.solved = true;
    if (!s.osi.isProvenOptimal() && !s.osi.isProvenPrimalInfeasible()) s.osi.initialSolve();
}

bool CountProgram::holds(const std::vector<long long>& counts) const {
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] < low_[c] || counts[c] > high_[c]) return false;
    }
    return std::all_of(rows_.begin(), rows_.end(), [&](const CountRow& row) {
        long long sum = 0;
        for (const auto& [count, coefficient] : row.terms)
            sum += coefficient * counts[static_cast<std::size_t>(count)];
        return sum >= row.low && sum <= row.high;
    });
}

std::vector<long long> CountProgram::rounded(const double* solution) const {
    std::vector<long long> out(low_.size());
    for (std::size_t c = 0; c < out.size(); ++c)
        out[c] = std::llround(solution[c]);
    return holds(out) ? out : std::vector<long long>();
}

CountProgram::Extreme CountProgram::relaxed(int count, Side side) {
    aim(count, side);
    const OsiClpSolverInterface& osi = solver_->osi;
    Extreme out;
    if (osi.isProvenPrimalInfeasible()) {
        out.impossible = true;
        return out;
    }
    if (!osi.isProvenOptimal()) return out;
    const auto c = static_cast<std::size_t>(count);
    out.bound = bound_of(osi.getColSolution()[c], side);
    out.witness = rounded(osi.getColSolution());
    out.reached = !out.witness.empty() && out.witness[c] == *out.bound;
    return out;
}

CountProgram::Survey CountProgram::survey(const std::vector<std::pair<int, double>>& push,
                                          const std::optional<Wish>& wish,
                                          int most_nodes) {
    constexpr int most_rounded = 600;
    OsiClpSolverInterface osi(solver_->osi);
    osi.messageHandler()->setLogLevel(0);
    osi.getModelPtr()->setLogLevel(0);
    if (solver_->aimed >= 0) osi.setObjCoeff(solver_->aimed, 0);
    for (const auto& [count, weight] : push)
        osi.setObjCoeff(count, -weight);
    if (wish) {
        const auto c = static_cast<std::size_t>(wish->count);
        const long long low = std::max(wish->low, low_[c]);
        const long long high = std::min(wish->high, high_[c]);
        if (low > high) return {true, {}};
        osi.setColBounds(wish->count, static_cast<double>(low), static_cast<double>(high));
    }
    if (solver_->solved) {
        osi.resolve();
    } else {
        osi.initialSolve();
    }
    if (osi.isProvenPrimalInfeasible()) return {true, {}};
    if (!osi.isProvenOptimal()) return {};
    OsiClpSolverInterface rounding(osi);
    rounding.messageHandler()->setLogLevel(0);
    rounding.getModelPtr()->setLogLevel(0);
    for (int step = 0; step < most_rounded; ++step) {
        const int c = next_to_round(rounding, first_);
        if (c < 0) {
            std::vector<long long> found = rounded(rounding.getColSolution());
            if (!found.empty()) return {false, std::move(found)};
            break;
        }
        if (!round_count(rounding, c)) break;
    }
    if (most_nodes <= 0) return {};
    CbcModel model(osi);
    model.setLogLevel(0);
    model.messageHandler()->setLogLevel(0);
    model.solver()->messageHandler()->setLogLevel(0);
    std::vector<int> priorities;
    for (const bool first : first_)
        priorities.push_back(first ? 1 : 2);
    model.passInPriorities(priorities.data(), false);
    CglProbing probing;
    model.addCutGenerator(&probing, -1, "probing");
    CbcRounding simple(model);
    model.addHeuristic(&simple);
    model.setMaximumSolutions(1);
    model.setMaximumNodes(most_nodes);
    model.branchAndBound();
    if (model.bestSolution() != nullptr) return {false, rounded(model.bestSolution())};
    return {model.isProvenInfeasible(), {}};
}

CountProgram::Extreme CountProgram::whole(int count, Side side, int most_nodes) {
    Extreme out = relaxed(count, side);
    if (out.impossible || out.reached || !out.bound) return out;
    CbcModel model(solver_->osi);
    model.setLogLevel(0);
    model.messageHandler()->setLogLevel(0);
    model.solver()->messageHandler()->setLogLevel(0);
    model.setCutoffIncrement(0.999);  // the next better one is better by one
    CglProbing probing;
    CglGomory gomory;
    CglMixedIntegerRounding2 rounding;
    model.addCutGenerator(&probing, -1, "probing");
    model.addCutGenerator(&gomory, -5, "gomory");
    model.addCutGenerator(&rounding, -5, "rounding");
    CbcRounding simple(model);
    model.addHeuristic(&simple);
    model.setMaximumNodes(most_nodes);
    model.branchAndBound();
    const auto c = static_cast<std::size_t>(count);
    if (model.isProvenInfeasible()) {
        out.impossible = true;
        return out;
    }
    if (model.bestSolution() != nullptr) {
        if (std::vector<long long> found = rounded(model.bestSolution()); !found.empty())
            out.witness = std::move(found);
    }
    if (model.isProvenOptimal() && !out.witness.empty()) {
        out.bound = out.witness[c];
        out.reached = true;
    } else {
        const double possible = model.getBestPossibleObjValue();
        const double best = side == Side::least ? possible : -possible;
        if (std::abs(best) < 1e15) {
            const long long bound = bound_of(best, side);
            out.bound =
                side == Side::least ? std::max(*out.bound, bound) : std::min(*out.bound, bound);
        }
        out.reached = !out.witness.empty() && out.witness[c] == *out.bound;
    }
    return out;
}

}  // namespace mtm
