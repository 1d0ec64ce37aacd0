#include "attack/reconstruct.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

// A table of counts whose sums are printed and of which some cells are not, as a system.
struct HiddenTable {
    CountSystem system;
    std::vector<long long> truth;  // by count
};

HiddenTable hidden_table(Random& random, std::size_t rows, std::size_t columns) {
    HiddenTable out;
    for (std::size_t cell = 0; cell < rows * columns; ++cell)
        out.truth.push_back(random.between(0, 4));
    for (std::size_t cell = 0; cell < out.truth.size(); ++cell) {
        const bool hidden = random.chance(0.6);
        PublicCount count;
        count.name = "cell " + std::to_string(cell);
        count.low = hidden ? 0 : out.truth[cell];
        count.high = hidden ? 6 : out.truth[cell];
        out.system.counts.push_back(count);
        CountTarget target;
        target.count = static_cast<int>(cell);
        target.printed = !hidden;
        out.system.targets.push_back(target);
    }
    const auto add_sum = [&](std::size_t first, std::size_t step, std::size_t many) {
        CountRow row;
        for (std::size_t i = 0; i < many; ++i) {
            const std::size_t cell = first + i * step;
            row.terms.emplace_back(static_cast<int>(cell), 1);
            row.low += out.truth[cell];
        }
        row.high = row.low;
        // A percentage tells a sum to one more or less only.
        if (random.chance(0.2)) {
            row.low = std::max(0LL, row.low - 1);
            ++row.high;
        }
        out.system.rows.push_back(std::move(row));
    };
    for (std::size_t row = 0; row < rows; ++row)
        add_sum(row * columns, 1, columns);
    for (std::size_t column = 0; column < columns; ++column)
        add_sum(column, columns, rows);
    return out;
}

bool holds(const CountSystem& system, const std::vector<long long>& counts) {
    return std::ranges::all_of(system.rows, [&](const CountRow& row) {
        long long sum = 0;
        for (const auto& [count, coefficient] : row.terms)
            sum += coefficient * counts[static_cast<std::size_t>(count)];
        return row.low <= sum && sum <= row.high;
    });
}

struct SeenBounds {
    std::vector<long long> low;
    std::vector<long long> high;
};

// Of every table that agrees with what is printed, one by one.
SeenBounds by_enumeration(const CountSystem& system) {
    SeenBounds out;
    std::vector<long long> counts;
    for (const PublicCount& count : system.counts) {
        out.low.push_back(no_limit);
        out.high.push_back(-no_limit);
        counts.push_back(count.low);
    }
    for (;;) {
        if (holds(system, counts)) {
            for (std::size_t i = 0; i < counts.size(); ++i) {
                out.low[i] = std::min(out.low[i], counts[i]);
                out.high[i] = std::max(out.high[i], counts[i]);
            }
        }
        std::size_t at = 0;
        while (at < counts.size() && counts[at] == system.counts[at].high) {
            counts[at] = system.counts[at].low;
            ++at;
        }
        if (at == counts.size()) return out;
        ++counts[at];
    }
}

TEST(Reconstruct, BoundsAreThoseOfEveryTableThatAgrees) {
    std::size_t rebuilt = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Random random(seed);
        const HiddenTable table = hidden_table(random, 2, 2 + seed % 2);
        ReconstructOptions options;
        options.exact_bounds = true;
        const Reconstruction found = reconstruct(table.system, options);
        const SeenBounds wanted = by_enumeration(table.system);
        for (std::size_t i = 0; i < table.truth.size(); ++i) {
            EXPECT_EQ(found.bounds[i].low, wanted.low[i]) << seed << ' ' << i;
            EXPECT_EQ(found.bounds[i].high, wanted.high[i]) << seed << ' ' << i;
            const bool few = wanted.low[i] == wanted.high[i] && wanted.low[i] >= 1 &&
                             !table.system.targets[i].printed;
            rebuilt += few ? 1 : 0;
            if (few) {
                EXPECT_EQ(found.verdicts[i], TargetVerdict::rebuilt) << seed << ' ' << i;
            }
        }
    }
    EXPECT_GT(rebuilt, 20U);  // what is hidden without more hidden beside it comes back
}

}  // namespace
}  // namespace mtm
