#include "synthesis/controlled_rounding.h"

#include <cmath>
#include <functional>
#include <numeric>

#include <gtest/gtest.h>

namespace mtm {
namespace {

RoundingProblem open_problem(std::vector<long long> rows, std::vector<long long> columns) {
    const std::size_t cells = rows.size() * columns.size();
    return {std::move(rows),
            std::move(columns),
            std::vector<long long>(cells, 0),
            std::vector<long long>(cells, 1000),
            std::vector<bool>(cells, false),
            std::vector<double>(cells, 1)};
}

void expect_sums(const RoundingProblem& problem, const std::vector<long long>& cells) {
    const std::size_t columns = problem.column_sums.size();
    std::vector<long long> row_sums(problem.row_sums.size(), 0);
    std::vector<long long> column_sums(columns, 0);
    for (std::size_t c = 0; c < cells.size(); ++c) {
        EXPECT_GE(cells[c], 0);
        row_sums[c / columns] += cells[c];
        column_sums[c % columns] += cells[c];
    }
    EXPECT_EQ(row_sums, problem.row_sums);
    EXPECT_EQ(column_sums, problem.column_sums);
}

/// Sums of a random table, so that there is one.
RoundingProblem random_problem(Random& random, std::vector<long long>& truth) {
    const std::size_t rows = 1 + random.below(4);
    const std::size_t columns = 1 + random.below(4);
    RoundingProblem problem =
        open_problem(std::vector<long long>(rows, 0), std::vector<long long>(columns, 0));
    truth.clear();
    for (std::size_t c = 0; c < rows * columns; ++c) {
        truth.push_back(random.chance(0.3) ? 0 : random.between(0, 9));
        problem.row_sums[c / columns] += truth[c];
        problem.column_sums[c % columns] += truth[c];
    }
    return problem;
}

TEST(ControlledRounding, RoundsEachFittedNumberToANeighbour) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Random random(seed);
        std::vector<long long> truth;
        const RoundingProblem problem = random_problem(random, truth);
        const std::vector<double> fitted = fitted_table(problem);
        const std::vector<long long> cells = controlled_rounding(problem, random);
        expect_sums(problem, cells);
        for (std::size_t c = 0; c < cells.size(); ++c)
            EXPECT_LT(std::abs(static_cast<double>(cells[c]) - fitted[c]), 1.0 + 1e-5) << seed;
    }
}

TEST(ControlledRounding, IndependentTableIsFittedAsProducts) {
    const RoundingProblem problem = open_problem({30, 70}, {20, 80});
    const std::vector<double> fitted = fitted_table(problem);
    EXPECT_NEAR(fitted[0], 6, 1e-6);
    EXPECT_NEAR(fitted[3], 56, 1e-6);
}

TEST(ControlledRounding, StaysWithinBoundsThatATableMeets) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Random random(seed);
        std::vector<long long> truth;
        RoundingProblem problem = random_problem(random, truth);
        for (std::size_t c = 0; c < truth.size(); ++c) {
            problem.low[c] = std::max(0LL, truth[c] - random.between(0, 2));
            problem.high[c] = truth[c] + random.between(0, 2);
            problem.prior[c] = static_cast<double>(problem.low[c] + problem.high[c]) / 2;
        }
        const std::vector<long long> cells = controlled_rounding(problem, random);
        expect_sums(problem, cells);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            EXPECT_GE(cells[c], problem.low[c]) << seed;
            EXPECT_LE(cells[c], problem.high[c]) << seed;
        }
    }
}

/// Whether any table of these sums keeps to `high`: all are tried.
bool some_table(const RoundingProblem& problem) {
    const std::size_t columns = problem.column_sums.size();
    std::vector<long long> rows = problem.row_sums;
    std::vector<long long> rest = problem.column_sums;
    const std::function<bool(std::size_t)> from = [&](std::size_t cell) {
        if (cell == problem.high.size()) {
            const auto zero = [](long long sum) { return sum == 0; };
            return std::all_of(rows.begin(), rows.end(), zero) &&
                   std::all_of(rest.begin(), rest.end(), zero);
        }
        long long& row = rows[cell / columns];
        long long& column = rest[cell % columns];
        for (long long x = 0; x <= std::min({row, column, problem.high[cell]}); ++x) {
            row -= x;
            column -= x;
            const bool found = from(cell + 1);
            row += x;
            column += x;
            if (found) return true;
        }
        return false;
    };
    return from(0);
}

TEST(ControlledRounding, BreaksFirmBoundsOnlyWhereEveryTableDoes) {
    int impossible = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        Random random(seed);
        RoundingProblem problem = open_problem({random.between(0, 4), random.between(0, 4)},
                                               {0, random.between(0, 2), 0});
        const long long total = problem.row_sums[0] + problem.row_sums[1];
        problem.column_sums[1] = std::min(problem.column_sums[1], total);
        problem.column_sums[0] = random.between(0, total - problem.column_sums[1]);
        problem.column_sums[2] = total - problem.column_sums[0] - problem.column_sums[1];
        for (std::size_t c = 0; c < 6; ++c) {
            problem.high[c] = random.between(0, 3);
            problem.firm[c] = true;
            problem.prior[c] = static_cast<double>(problem.high[c]);
        }
        const std::vector<long long> cells = controlled_rounding(problem, random);
        expect_sums(problem, cells);
        bool kept = true;
        for (std::size_t c = 0; c < 6; ++c)
            kept = kept && cells[c] <= problem.high[c];
        EXPECT_EQ(kept, some_table(problem)) << seed;
        impossible += kept ? 0 : 1;
    }
    EXPECT_GT(impossible, 20);
}

}  // namespace
}  // namespace mtm
