#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace mtm {

using Terms = std::vector<std::pair<int, double>>;  // column, coefficient

/// A mixed-integer linear program whose rows belong to groups that can be switched on and off. A
/// layer over COIN-OR's Clp and Cbc; answers are the same each time, for effort is limited by
/// nodes, never by a clock.
class IntegerProgram {
public:
    enum class Verdict { feasible, infeasible, unknown };

    IntegerProgram();
    ~IntegerProgram();
    IntegerProgram(IntegerProgram&& other) noexcept;
    IntegerProgram& operator=(IntegerProgram&& other) noexcept;
    IntegerProgram(const IntegerProgram&) = delete;
    IntegerProgram& operator=(const IntegerProgram&) = delete;

    static constexpr double infinity = 1e30;
    static constexpr int always = -1;

    struct Row {
        Terms terms;
        double lower;
        double upper;
        int group;
    };

    int add_column(double lower, double upper);

    /// Rows of group `always` cannot be switched off. REQUIRES: before the first solve.
    void add_row(const Terms& terms, double lower, double upper, int group);

    /// A sum of columns that branching decides before any single column: what it is worth to know
    /// first. Changes no answer, only how soon one is found.
    void decide_first(const Terms& sum);

    void set_bounds(int column, double lower, double upper);
    void set_cost(int column, double cost);

    /// Which groups hold; at first all.
    void set_active(const std::vector<bool>& groups);

    /// Whether integers satisfy the rows that are on; if so, `values` has them. With costs, they
    /// are cheap, though not always the cheapest.
    [[nodiscard]] Verdict solve();

    /// Only whether fractions could satisfy the rows.
    [[nodiscard]] Verdict relaxation();

    /// Effort of each relaxation; beyond it the verdict is `unknown`.
    void set_most_iterations(int iterations);

    /// After an infeasible relaxation: the groups that a proof of it uses (empty if none was
    /// found).
    [[nodiscard]] std::vector<int> groups_of_proof();

    [[nodiscard]] const std::vector<double>& values() const { return values_; }

    [[nodiscard]] int columns() const;

    [[nodiscard]] const std::vector<Row>& rows() const;

private:
    struct Solver;
    void load();
    [[nodiscard]] bool holds(const std::vector<double>& whole) const;
    [[nodiscard]] bool accept(const double* solution);
    bool dive();
    Verdict branch();

    std::unique_ptr<Solver> solver_;
    std::vector<double> values_;
};

}  // namespace mtm
