#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "attack/count_system.h"

namespace mtm {

/// The least and the greatest that a count can be under rows: linear and integer programmes over
/// COIN-OR's Clp and Cbc. Effort is counted in nodes, never timed, so answers are the same each
/// time.
class CountProgram {
public:
    /// Counts are numbered anew: `low` and `high` are theirs, and rows speak of them.
    CountProgram(std::vector<long long> low,
                 std::vector<long long> high,
                 std::vector<CountRow> rows);
    ~CountProgram();
    CountProgram(CountProgram&&) noexcept;
    CountProgram& operator=(CountProgram&&) noexcept;
    CountProgram(const CountProgram&) = delete;
    CountProgram& operator=(const CountProgram&) = delete;

    enum class Side { least, greatest };

    struct Extreme {
        bool impossible = false;         // no counts at all satisfy the rows
        std::optional<long long> bound;  // the count is never beyond it
        std::vector<long long> witness;  // counts that satisfy every row; empty if none was found
        bool reached = false;            // the witness has the bound
    };

    /// By fractions alone; a witness only if they are whole.
    [[nodiscard]] Extreme relaxed(int count, Side side);

    /// By whole numbers, with at most so many nodes.
    [[nodiscard]] Extreme whole(int count, Side side, int most_nodes);

    /// A count of which a survey is asked to have at least or at most so many.
    struct Wish {
        int count = 0;
        long long low = 0;
        long long high = 0;
    };

    struct Survey {
        bool impossible = false;         // none satisfies the rows and the wish
        std::vector<long long> witness;  // counts that satisfy every row; empty if none was found
    };

    /// Any whole numbers that satisfy the rows, with some counts pushed up (weight above 0) or down
    /// as far as fractions go; not the best, but found soon: by rounding one count after the other,
    /// those that most percentages are of first, and else with at most so many nodes.
    [[nodiscard]] Survey survey(const std::vector<std::pair<int, double>>& push,
                                const std::optional<Wish>& wish,
                                int most_nodes);

    /// Whether whole numbers satisfy all rows and bounds, exactly.
    [[nodiscard]] bool holds(const std::vector<long long>& counts) const;

private:
    struct Solver;
    void aim(int count, Side side);
    [[nodiscard]] std::vector<long long> rounded(const double* solution) const;

    std::vector<long long> low_;
    std::vector<long long> high_;
    std::vector<CountRow> rows_;
    std::vector<bool> first_;  // counts that percentages are of
    std::unique_ptr<Solver> solver_;
};

}  // namespace mtm
