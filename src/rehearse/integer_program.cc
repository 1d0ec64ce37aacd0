#include "rehearse/integer_program.h"

#include <CbcHeuristic.hpp>
#include <CbcHeuristicDiveCoefficient.hpp>
#include <CbcHeuristicFPump.hpp>
#include <CbcModel.hpp>
#include <CglGomory.hpp>
#include <CglMixedIntegerRounding2.hpp>
#include <CglProbing.hpp>
#include <OsiClpSolverInterface.hpp>
#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace mtm {
namespace {

constexpr double tolerance = 1e-6;
constexpr int most_nodes = 20000;

bool is_whole_number(double value) {
    return std::abs(value - std::round(value)) <= tolerance;
}

}  // namespace

struct IntegerProgram::Solver {
    OsiClpSolverInterface osi;
    std::vector<double> column_lower;
    std::vector<double> column_upper;
    std::vector<double> cost;
    std::vector<Row> rows;
    std::vector<Terms> decided_first;
    std::vector<bool> active;
    bool loaded = false;
    bool solved = false;

    [[nodiscard]] bool is_on(const Row& row) const {
        return row.group < 0 || static_cast<std::size_t>(row.group) >= active.size() ||
               active[static_cast<std::size_t>(row.group)];
    }
};

IntegerProgram::IntegerProgram() : solver_(std::make_unique<Solver>()) {}

IntegerProgram::~IntegerProgram() = default;
IntegerProgram::IntegerProgram(IntegerProgram&& other) noexcept = default;
IntegerProgram& IntegerProgram::operator=(IntegerProgram&& other) noexcept = default;

const std::vector<IntegerProgram::Row>& IntegerProgram::rows() const {
    return solver_->rows;
}

int IntegerProgram::columns() const {
    return static_cast<int>(solver_->column_lower.size());
}

int IntegerProgram::add_column(double lower, double upper) {
    CHECK(!solver_->loaded);
    solver_->column_lower.push_back(lower);
    solver_->column_upper.push_back(upper);
    solver_->cost.push_back(0);
    return columns() - 1;
}

void IntegerProgram::add_row(const Terms& terms, double lower, double upper, int group) {
    CHECK(!solver_->loaded);
    solver_->rows.push_back({terms, lower, upper, group});
}

void IntegerProgram::decide_first(const Terms& sum) {
    std::vector<Terms>& sums = solver_->decided_first;
    if (std::find(sums.begin(), sums.end(), sum) == sums.end()) sums.push_back(sum);
}

void IntegerProgram::set_bounds(int column, double lower, double upper) {
    solver_->column_lower[static_cast<std::size_t>(column)] = lower;
    solver_->column_upper[static_cast<std::size_t>(column)] = upper;
    if (solver_->loaded) solver_->osi.setColBounds(column, lower, upper);
}

void IntegerProgram::set_cost(int column, double cost) {
    solver_->cost[static_cast<std::size_t>(column)] = cost;
    if (solver_->loaded) solver_->osi.setObjCoeff(column, cost);
}

void IntegerProgram::set_active(const std::vector<bool>& groups) {
    load();
    solver_->active = groups;
    for (std::size_t r = 0; r < solver_->rows.size(); ++r) {
        const Row& row = solver_->rows[r];
        if (row.group < 0) continue;
        const bool on = solver_->is_on(row);
        solver_->osi.setRowBounds(
            static_cast<int>(r), on ? row.lower : -infinity, on ? row.upper : infinity);
    }
}

void IntegerProgram::load() {
    if (solver_->loaded) return;
    Solver& s = *solver_;
    s.loaded = true;
    s.osi.messageHandler()->setLogLevel(0);
    s.osi.getModelPtr()->setLogLevel(0);
    std::vector<int> row_index;
    std::vector<int> column_index;
    std::vector<double> elements;
    for (std::size_t r = 0; r < s.rows.size(); ++r) {
        for (const auto& [column, coefficient] : s.rows[r].terms) {
            row_index.push_back(static_cast<int>(r));
            column_index.push_back(column);
            elements.push_back(coefficient);
        }
    }
    CoinPackedMatrix matrix(false,
                            row_index.data(),
                            column_index.data(),
                            elements.data(),
                            static_cast<CoinBigIndex>(elements.size()));
    matrix.setDimensions(static_cast<int>(s.rows.size()), columns());
    std::vector<double> lower;
    std::vector<double> upper;
    for (const Row& row : s.rows) {
        lower.push_back(row.lower);
        upper.push_back(row.upper);
    }
    s.osi.loadProblem(matrix,
                      s.column_lower.data(),
                      s.column_upper.data(),
                      s.cost.data(),
                      lower.data(),
                      upper.data());
    for (int c = 0; c < columns(); ++c)
        s.osi.setInteger(c);
    s.osi.setHintParam(OsiDoReducePrint, true, OsiHintTry);
}

void IntegerProgram::set_most_iterations(int iterations) {
    load();
    solver_->osi.setIntParam(OsiMaxNumIteration, iterations);
}

IntegerProgram::Verdict IntegerProgram::relaxation() {
    load();
    Solver& s = *solver_;
    if (s.solved) {
        s.osi.resolve();
    } else {
        s.osi.initialSolve();
    }
    s.solved = true;
    if (!s.osi.isProvenOptimal() && !s.osi.isProvenPrimalInfeasible()) s.osi.initialSolve();
    if (s.osi.isProvenOptimal()) return Verdict::feasible;
    return s.osi.isProvenPrimalInfeasible() ? Verdict::infeasible : Verdict::unknown;
}

/// Whether whole numbers satisfy bounds and rows exactly; coefficients and bounds are whole too.
bool IntegerProgram::holds(const std::vector<double>& whole) const {
    const Solver& s = *solver_;
    for (std::size_t c = 0; c < whole.size(); ++c) {
        if (whole[c] < s.column_lower[c] || whole[c] > s.column_upper[c]) return false;
    }
    return std::all_of(s.rows.begin(), s.rows.end(), [&](const Row& row) {
        if (!s.is_on(row)) return true;
        long double sum = 0;  // exact to 2^64
        for (const auto& [column, coefficient] : row.terms)
            sum += static_cast<long double>(coefficient) * whole[static_cast<std::size_t>(column)];
        return sum >= row.lower && sum <= row.upper;
    });
}

/// Takes a solution over if it still is one after rounding.
bool IntegerProgram::accept(const double* solution) {
    std::vector<double> whole(solution, solution + columns());
    for (double& value : whole)
        value = std::round(value);
    if (!holds(whole)) return false;
    values_ = std::move(whole);
    return true;
}

std::vector<int> IntegerProgram::groups_of_proof() {
    Solver& s = *solver_;
    std::vector<int> groups;
    const std::vector<double*> rays = s.osi.getDualRays(1);
    for (double* ray : rays) {
        if (ray == nullptr) continue;
        for (std::size_t r = 0; r < s.rows.size(); ++r) {
            if (s.rows[r].group >= 0 && s.is_on(s.rows[r]) && std::abs(ray[r]) > 1e-9) {
                groups.push_back(s.rows[r].group);
            }
        }
        delete[] ray;
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

/// Fixes the most nearly whole variable again and again; a wrong turn is taken back once.
bool IntegerProgram::dive() {
    OsiClpSolverInterface osi(solver_->osi);
    osi.messageHandler()->setLogLevel(0);
    for (int step = 0; step < 400; ++step) {
        const double* solution = osi.getColSolution();
        int best = -1;
        double distance = 1;
        for (int c = 0; c < columns(); ++c) {
            if (is_whole_number(solution[c])) continue;
            const double here = std::abs(solution[c] - std::round(solution[c]));
            if (here < distance - 1e-9) {
                distance = here;
                best = c;
            }
        }
        if (best < 0) return accept(solution);
        const double at = solution[best];
        const double near = std::round(at);
        const double lower = osi.getColLower()[best];
        const double upper = osi.getColUpper()[best];
        osi.setColBounds(best, near > at ? near : lower, near > at ? upper : near);
        osi.resolve();
        if (osi.isProvenOptimal()) continue;
        osi.setColBounds(best, near > at ? lower : near + 1, near > at ? near - 1 : upper);
        osi.resolve();
        if (!osi.isProvenOptimal()) return false;
    }
    return false;
}

IntegerProgram::Verdict IntegerProgram::branch() {
    OsiClpSolverInterface osi(solver_->osi);
    std::vector<int> priorities(static_cast<std::size_t>(columns()), 2);
    for (const Terms& sum : solver_->decided_first) {
        osi.addCol(CoinPackedVector(), 0, infinity, 0);
        const int column = osi.getNumCols() - 1;
        osi.setInteger(column);
        priorities.push_back(1);
        CoinPackedVector row;
        for (const auto& [part, coefficient] : sum)
            row.insert(part, coefficient);
        row.insert(column, -1);
        osi.addRow(row, 0, 0);
    }
    osi.resolve();
    CbcModel model(osi);
    model.setLogLevel(0);
    model.messageHandler()->setLogLevel(0);
    model.solver()->messageHandler()->setLogLevel(0);
    model.passInPriorities(priorities.data(), false);
    CglProbing probing;
    probing.setMaxPass(1);
    CglGomory gomory;
    CglMixedIntegerRounding2 rounding;
    model.addCutGenerator(&probing, -1, "probing");
    model.addCutGenerator(&gomory, -5, "gomory");
    model.addCutGenerator(&rounding, -5, "rounding");
    CbcHeuristicFPump pump(model);
    CbcRounding simple(model);
    CbcHeuristicDiveCoefficient diving(model);
    model.addHeuristic(&pump);
    model.addHeuristic(&simple);
    model.addHeuristic(&diving);
    model.setMaximumSolutions(1);
    model.setMaximumNodes(most_nodes);
    model.branchAndBound();
    if (model.bestSolution() != nullptr) {
        return accept(model.bestSolution()) ? Verdict::feasible : Verdict::unknown;
    }
    return model.isProvenInfeasible() ? Verdict::infeasible : Verdict::unknown;
}

IntegerProgram::Verdict IntegerProgram::solve() {
    if (const Verdict fractions = relaxation(); fractions != Verdict::feasible) return fractions;
    if (dive()) return Verdict::feasible;
    return branch();
}

}  // namespace mtm
