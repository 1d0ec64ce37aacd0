// The flow: from each row to each column as much as the cell may hold. It starts with every cell as
// near to its wish as its row and column still have room for, and what is missing then is found
// along alternating paths (Ford and Fulkerson 1956), shortest first. Tables here have few columns,
// so a path is found in one pass over the cells.
// Tested by controlled_rounding_test.cc, against trying everything.
#include "synthesis/controlled_rounding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace mtm {
namespace {

constexpr long long boundless = std::numeric_limits<long long>::max() / 4;

struct CellBounds {
    std::vector<long long> low;
    std::vector<long long> high;
};

class TableFlow {
public:
    TableFlow(const RoundingProblem& problem, const CellBounds& bounds)
        : bounds_(bounds),
          rows_(problem.row_sums.size()),
          columns_(problem.column_sums.size()),
          row_room_(problem.row_sums),
          column_room_(problem.column_sums),
          flow_(bounds.low) {}

    /// Whether there is a table at all; then flow() is one, near to `wish`.
    bool solve(const std::vector<double>& wish, const std::vector<std::size_t>& order) {
        for (std::size_t cell = 0; cell < flow_.size(); ++cell) {
            row_room_[cell / columns_] -= flow_[cell];
            column_room_[cell % columns_] -= flow_[cell];
        }
        const auto negative = [](long long room) { return room < 0; };
        if (std::ranges::any_of(row_room_, negative) || std::ranges::any_of(column_room_, negative))
            return false;
        for (const std::size_t cell : order)
            push(cell, std::floor(wish[cell]));
        for (const std::size_t cell : order)
            push(cell, std::ceil(wish[cell]));
        for (std::size_t row = 0; row < rows_; ++row) {
            while (row_room_[row] > 0) {
                if (!augment(row)) return false;
            }
        }
        return true;
    }

    [[nodiscard]] const std::vector<long long>& flow() const { return flow_; }

private:
    void push(std::size_t cell, double towards) {
        const auto wanted = static_cast<long long>(towards);
        const long long room = std::min(row_room_[cell / columns_], column_room_[cell % columns_]);
        const long long more =
            std::min({room, bounds_.high[cell] - flow_[cell], wanted - flow_[cell]});
        if (more > 0) add(cell, more);
    }

    void add(std::size_t cell, long long amount) {
        flow_[cell] += amount;
        row_room_[cell / columns_] -= amount;
        column_room_[cell % columns_] -= amount;
    }

    /// One path from `row` to a column with room; columns and rows are visited once each.
    bool augment(std::size_t row) {
        std::vector<std::size_t> row_of_column(columns_, rows_);
        std::vector<std::size_t> column_of_row(rows_, columns_);
        std::vector<std::size_t> queue{row};
        for (std::size_t at = 0; at < queue.size(); ++at) {
            const std::size_t r = queue[at];
            for (std::size_t c = 0; c < columns_; ++c) {
                if (row_of_column[c] != rows_) continue;
                const std::size_t cell = r * columns_ + c;
                if (flow_[cell] >= bounds_.high[cell]) continue;
                row_of_column[c] = r;
                if (column_room_[c] > 0) {
                    move_along(row, c, row_of_column, column_of_row);
                    return true;
                }
                for (std::size_t other = 0; other < rows_; ++other) {
                    const std::size_t back = other * columns_ + c;
                    if (other == row || column_of_row[other] != columns_) continue;
                    if (flow_[back] <= bounds_.low[back]) continue;
                    column_of_row[other] = c;
                    queue.push_back(other);
                }
            }
        }
        return false;
    }

    void move_along(std::size_t row,
                    std::size_t column,
                    const std::vector<std::size_t>& row_of_column,
                    const std::vector<std::size_t>& column_of_row) {
        long long amount = std::min(row_room_[row], column_room_[column]);
        walk(row, column, row_of_column, column_of_row, [&](std::size_t cell, bool forward) {
            amount = std::min(
                amount,
                forward ? bounds_.high[cell] - flow_[cell] : flow_[cell] - bounds_.low[cell]);
        });
        walk(row, column, row_of_column, column_of_row, [&](std::size_t cell, bool forward) {
            flow_[cell] += forward ? amount : -amount;
        });
        row_room_[row] -= amount;
        column_room_[column] -= amount;
    }

    template <typename Visit>
    void walk(std::size_t row,
              std::size_t column,
              const std::vector<std::size_t>& row_of_column,
              const std::vector<std::size_t>& column_of_row,
              const Visit& visit) const {
        while (true) {
            const std::size_t from = row_of_column[column];
            visit(from * columns_ + column, true);
            if (from == row) return;
            column = column_of_row[from];
            visit(from * columns_ + column, false);
        }
    }

    const CellBounds& bounds_;
    std::size_t rows_;
    std::size_t columns_;
    std::vector<long long> row_room_;
    std::vector<long long> column_room_;
    std::vector<long long> flow_;
};

/// Bounds no further than `reach` from the neighbours of the fitted numbers.
CellBounds near_bounds(const RoundingProblem& problem,
                       const std::vector<double>& fitted,
                       long long reach) {
    CellBounds bounds{problem.low, problem.high};
    for (std::size_t cell = 0; cell < fitted.size(); ++cell) {
        const auto below = static_cast<long long>(std::floor(fitted[cell] + 1e-7)) - reach;
        const auto above = static_cast<long long>(std::ceil(fitted[cell] - 1e-7)) + reach;
        bounds.low[cell] = std::clamp(below, problem.low[cell], problem.high[cell]);
        bounds.high[cell] = std::clamp(above, problem.low[cell], problem.high[cell]);
    }
    return bounds;
}

enum class Giving { unfirm_bounds, all_bounds };

CellBounds wide_bounds(const RoundingProblem& problem, Giving giving) {
    CellBounds bounds{std::vector<long long>(problem.low.size(), 0), problem.high};
    for (std::size_t cell = 0; cell < bounds.high.size(); ++cell) {
        if (giving == Giving::all_bounds || !problem.firm[cell]) bounds.high[cell] = boundless;
    }
    return bounds;
}

/// Scales one row or column to its sum, within bounds; returns by how much a cell changed at most.
double scale_line(const RoundingProblem& problem,
                  std::vector<double>& cells,
                  std::size_t first,
                  std::size_t step,
                  std::size_t count,
                  long long wanted) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += cells[first + i * step];
    if (sum <= 0) return 0;
    const double factor = static_cast<double>(wanted) / sum;
    double change = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t cell = first + i * step;
        const double scaled = std::clamp(cells[cell] * factor,
                                         static_cast<double>(problem.low[cell]),
                                         static_cast<double>(problem.high[cell]));
        change = std::max(change, std::abs(scaled - cells[cell]));
        cells[cell] = scaled;
    }
    return change;
}

}  // namespace

std::vector<double> fitted_table(const RoundingProblem& problem) {
    const std::size_t rows = problem.row_sums.size();
    const std::size_t columns = problem.column_sums.size();
    std::vector<double> cells = problem.prior;
    for (int round = 0; round < 200; ++round) {
        double change = 0;
        for (std::size_t r = 0; r < rows; ++r)
            change = std::max(
                change, scale_line(problem, cells, r * columns, 1, columns, problem.row_sums[r]));
        for (std::size_t c = 0; c < columns; ++c)
            change = std::max(change,
                              scale_line(problem, cells, c, columns, rows, problem.column_sums[c]));
        if (change < 1e-9) break;
    }
    return cells;
}

std::vector<long long> controlled_rounding(const RoundingProblem& problem, Random& random) {
    const std::vector<double> fitted = fitted_table(problem);
    std::vector<std::size_t> order(fitted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    const long long total = std::accumulate(problem.row_sums.begin(), problem.row_sums.end(), 0LL);
    for (long long reach = 0; reach <= total; reach = reach * 4 + 1) {
        const CellBounds bounds = near_bounds(problem, fitted, reach);
        TableFlow flow(problem, bounds);
        if (flow.solve(fitted, order)) return flow.flow();
    }
    const CellBounds unfirm = wide_bounds(problem, Giving::unfirm_bounds);
    TableFlow flow(problem, unfirm);
    if (flow.solve(fitted, order)) return flow.flow();
    const CellBounds all = wide_bounds(problem, Giving::all_bounds);
    TableFlow last(problem, all);
    CHECK(last.solve(fitted, order));
    return last.flow();
}

}  // namespace mtm
