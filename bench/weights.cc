// How long weights take: raking, and calibration by each distance, of so many interviews to four
// margins of 2, 12, 5 and 8 categories (and a number), until every total holds to 1e-12.
//
// weights [ROWS [RUNS]]: medians (1,000,000 × 5).
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <time.h>

#include "base/random.h"
#include "sampling/calibration.h"
#include "sampling/raking.h"

namespace mtm {
namespace {

double now_s() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename Work>
void measure(const char* what, int runs, const Work& work) {
    std::vector<double> seconds;
    CalibratedWeights out;
    for (int run = 0; run < runs; ++run) {
        const double start = now_s();
        out = work();
        seconds.push_back(now_s() - start);
    }
    std::ranges::sort(seconds);
    std::printf("%-12s %.3f s, %d rounds, %s\n",
                what,
                seconds[seconds.size() / 2],
                out.iterations,
                out.converged() ? "all totals hold" : "totals missed");
}

int run(std::size_t rows, int runs) {
    Random random(11);
    const std::vector<std::size_t> sizes{2, 12, 5, 8};
    std::vector<std::vector<std::int32_t>> codes(sizes.size(), std::vector<std::int32_t>(rows));
    std::vector<double> weights(rows);
    std::vector<double> ages(rows);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t m = 0; m < sizes.size(); ++m)
            codes[m][r] = static_cast<std::int32_t>(random.below(sizes[m]));
        weights[r] = 1 + random.uniform();
        ages[r] = 18 + 40 * random.uniform();
    }
    const double people = 1.5 * static_cast<double>(rows);
    std::vector<CodedMargin> margins;
    for (std::size_t m = 0; m < sizes.size(); ++m) {
        CodedMargin margin{"m", std::vector<std::string>(sizes[m]), {}, codes[m]};
        const auto n = static_cast<double>(sizes[m]);
        for (std::size_t c = 0; c < sizes[m]; ++c)
            margin.totals.push_back(people * (n + static_cast<double>(c)) / (n * (3 * n - 1) / 2));
        margins.push_back(margin);
    }
    const std::vector<NumericMargin> numbers{{"age", 37 * people, ages}};
    measure("rake", runs, [&] { return rake(weights, margins); });
    for (const auto& [name, distance] : calibration_distances) {
        const CalibrationRule rule{.distance = distance, .lower = 0.2, .upper = 4};
        measure(name.data(), runs, [&] { return calibrate(weights, margins, numbers, rule); });
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    return mtm::run(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000,
                    argc > 2 ? std::atoi(argv[2]) : 5);
}
