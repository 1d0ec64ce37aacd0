// How long records take to be invented, beside the floor: drawing each variable by itself from its
// own table. And how near the tables are met. Time is the processor's: all of it is one thread.
//
// synthesis [RUNS]: medians of each case (3 runs).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <time.h>

#include "synthesis/invented_tables_for_test.h"
#include "synthesis/synthesize.h"

namespace mtm {
namespace {

double now_s() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename Work>
double median_s(int runs, const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const double start = now_s();
        work();
        times.push_back(now_s() - start);
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

using Scopes = std::vector<std::vector<std::size_t>>;

/// As a report's cross-tables: three groupings by many questions. They make circles.
Scopes chosen_pairs(std::size_t variables, std::size_t count) {
    Scopes scopes;
    for (std::size_t i = 0; i < count; ++i)
        scopes.push_back({i % 3, 3 + i / 3 * 7 % (variables - 3)});
    std::ranges::sort(scopes);
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    return scopes;
}

Scopes all_pairs(std::size_t variables) {
    Scopes scopes;
    for (std::size_t a = 0; a < variables; ++a) {
        for (std::size_t b = a + 1; b < variables; ++b)
            scopes.push_back({a, b});
    }
    return scopes;
}

/// The floor: no table but the variables' own, and these only in expectation.
CodedRecords independent(const MarginalTables& tables, std::uint64_t seed) {
    Random random(seed);
    CodedRecords out{tables.variables.size(), {}};
    out.codes.resize(tables.variables.size() * static_cast<std::size_t>(tables.total));
    for (std::size_t v = 0; v < tables.variables.size(); ++v) {
        std::vector<double> weights;
        for (const BoundedCount& cell : tables.tables[v].cells)
            weights.push_back(static_cast<double>(cell.low));
        for (std::size_t r = 0; r < out.size(); ++r)
            out.codes[r * out.variables + v] = static_cast<std::uint8_t>(random.weighted(weights));
    }
    return out;
}

void measure(const char* name,
             std::size_t n,
             std::size_t variables,
             const Scopes& scopes,
             int runs,
             long long threshold) {
    Random random(5);
    std::vector<std::size_t> sizes;
    for (std::size_t v = 0; v < variables; ++v)
        sizes.push_back(2 + v * 5 % 11);
    const CodedRecords people = people_of(sizes, n, random);
    MarginalTables tables = true_tables(people, variables_of_sizes(sizes), scopes);
    if (threshold > 0) withhold_below(tables, threshold);
    std::size_t cells = 0;
    for (const MarginalTable& table : tables.tables)
        cells += table.cells.size();
    CodedRecords drawn;
    const double floor_s = median_s(runs, [&] { drawn = independent(tables, 3); });
    Synthesis made;
    std::string failure;
    const double time_s = median_s(runs, [&] {
        Result<Synthesis> result = synthesize(tables, {.records = {}, .seed = 3, .proposals = {}});
        if (result) {
            made = *result;
        } else {
            failure = result.error().message;
        }
    });
    if (!failure.empty()) std::printf("%s\n", failure.c_str());
    std::printf(
        "%-44s %7.3f s (independent draws %6.3f s); %zu tables, %zu cells; people off: "
        "independent %lld, start %lld, end %lld; %lld changes tried\n",
        name,
        time_s,
        floor_s,
        tables.tables.size(),
        cells,
        missed_by(tables, drawn),
        made.start_deviation,
        made.deviation,
        made.proposals);
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    using namespace mtm;
    const int runs = argc > 1 ? std::atoi(argv[1]) : 3;
    measure("1,845 x 60, single and 20 pairs", 1845, 60, chosen_pairs(60, 20), runs, 0);
    measure("1,845 x 60, single and 100 pairs", 1845, 60, chosen_pairs(60, 100), runs, 0);
    measure("1,845 x 60, the same, below 10 withheld", 1845, 60, chosen_pairs(60, 100), runs, 10);
    measure("1,845 x 60, all pairs", 1845, 60, all_pairs(60), runs, 0);
    measure("1,845 x 60, all pairs, below 10 withheld", 1845, 60, all_pairs(60), runs, 10);
    measure("100,000 x 20, single and 20 pairs", 100000, 20, chosen_pairs(20, 20), runs, 0);
    measure("100,000 x 20, all pairs", 100000, 20, all_pairs(20), runs, 0);
}
