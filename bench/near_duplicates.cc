// How fast interviews are compared with each other, beside two yardsticks in the same run: a plain
// double loop over the same answers, compiled with the same flags, and what the processor takes
// only to compare as many bytes with a register, all of them in its first cache.
//
// near_duplicates [ROWS [COLUMNS [RUNS]]]: all pairs (20,000 × 60, 5): medians, ratios of each run.
// near_duplicates --arriving [ROWS [COLUMNS]]: one interview against all at hand (1,000,000 × 60).
// near_duplicates --recall [ROWS [COLUMNS]]: beyond exact comparison (200,000 × 60): planted near
// duplicates found, by how many answers differ.
#include "quality/near_duplicates.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include <time.h>

#include "base/random.h"

namespace mtm {
namespace {

double now_s() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename Work>
double seconds(const Work& work) {
    const double start = now_s();
    work();
    return now_s() - start;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Survey {
    std::vector<std::vector<std::int32_t>> columns;

    [[nodiscard]] std::vector<std::span<const std::int32_t>> spans() const {
        return {columns.begin(), columns.end()};
    }
};

// Two to twelve choices, the first the most frequent; every tenth column a number of up to 2,000
// values; a quarter of the columns belongs to sections that half of the people skip.
Survey invented(std::size_t rows, std::size_t columns, std::uint64_t seed) {
    Survey out;
    out.columns.assign(columns, std::vector<std::int32_t>(rows, -1));
    for (std::size_t c = 0; c < columns; ++c) {
        Random random(seed * 1000 + c);
        const std::size_t choices = c % 10 == 9 ? 2000 : 2 + c % 11;
        for (std::size_t r = 0; r < rows; ++r) {
            const bool skips = c % 4 == 3 && (r * 2654435761U >> (7 + c / 8)) % 2 == 0;
            const std::size_t a = random.below(choices);
            const std::size_t b = random.below(choices);
            if (!skips) out.columns[c][r] = static_cast<std::int32_t>(std::min(a, b));
        }
    }
    return out;
}

// The plain way: row by row, column by column.
std::uint64_t plain_double_loop(const std::vector<std::int32_t>& cells,
                                std::size_t rows,
                                std::size_t columns,
                                double minimum_share) {
    std::uint64_t pairs = 0;
    for (std::size_t a = 0; a < rows; ++a) {
        for (std::size_t b = a + 1; b < rows; ++b) {
            const std::int32_t* const x = &cells[a * columns];
            const std::int32_t* const y = &cells[b * columns];
            int same = 0;
            int compared = 0;
            for (std::size_t c = 0; c < columns; ++c) {
                same += x[c] == y[c] && x[c] >= 0;
                compared += x[c] >= 0 || y[c] >= 0;
            }
            pairs += same >= minimum_share * compared;
        }
    }
    return pairs;
}

std::vector<std::int32_t> row_by_row(const Survey& survey, std::size_t rows) {
    std::vector<std::int32_t> out;
    for (std::size_t r = 0; r < rows; ++r) {
        for (const auto& column : survey.columns)
            out.push_back(column[r]);
    }
    return out;
}

using Bytes = std::uint8_t __attribute__((vector_size(64)));

// Compares so many bytes with a register and counts, 64 at a time, over memory of 16 KiB.
template <typename Target>
__attribute__((always_inline)) inline std::uint64_t compare_bytes(double count, Target) {
    static std::vector<std::uint8_t> memory(16384, 3);
    Bytes counts[4]{};
    Bytes one;
    std::memset(&one, 3, sizeof one);
    for (double done = 0; done < count; done += 16384) {
        asm volatile("" ::: "memory");
        for (std::size_t at = 0; at < memory.size(); at += 256) {
            for (std::size_t k = 0; k < 4; ++k) {
                Bytes bytes;
                std::memcpy(&bytes, &memory[at + 64 * k], sizeof bytes);
                counts[k] -= reinterpret_cast<Bytes>(bytes == one);
            }
        }
    }
    const Bytes all = counts[0] + counts[1] + counts[2] + counts[3];
    return all[0];
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) std::uint64_t compare_bytes_avx2(double count) {
    return compare_bytes(count, 0);
}

__attribute__((target("avx512f,avx512bw"))) std::uint64_t compare_bytes_avx512(double count) {
    return compare_bytes(count, 0);
}
#endif

std::uint64_t compare_bytes_fastest(double count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) return compare_bytes_avx512(count);
    if (__builtin_cpu_supports("avx2")) return compare_bytes_avx2(count);
#endif
    return compare_bytes(count, 0);
}

int bench_all(std::size_t rows, std::size_t columns, int runs) {
    const Survey survey = invented(rows, columns, 1);
    const auto spans = survey.spans();
    const auto cells = row_by_row(survey, rows);
    const double pairs = 0.5 * static_cast<double>(rows) * static_cast<double>(rows - 1);
    std::vector<double> one;
    std::vector<double> two;
    std::vector<double> plain;
    std::vector<double> bytes;
    std::vector<double> to_plain;
    std::vector<double> to_bytes;
    volatile std::uint64_t sink = 0;
    for (int run = 0; run < runs; ++run) {
        NearDuplicateOptions options;
        one.push_back(seconds([&] { sink = find_near_duplicates(spans, options).pairs.size(); }));
        bytes.push_back(
            seconds([&] { sink = compare_bytes_fastest(pairs * static_cast<double>(columns)); }));
        plain.push_back(seconds([&] { sink = plain_double_loop(cells, rows, columns, 0.85); }));
        options.threads = 2;
        two.push_back(seconds([&] { sink = find_near_duplicates(spans, options).pairs.size(); }));
        to_plain.push_back(plain.back() / one.back());
        to_bytes.push_back(one.back() / bytes.back());
    }
    std::printf("%zu × %zu, %.0f million pairs, medians of %d runs (%s):\n",
                rows,
                columns,
                pairs / 1e6,
                runs,
                tile_compares().back().name);
    std::printf("  all pairs, one thread    %8.3f s   %.2f ns a pair\n",
                median(one),
                median(one) / pairs * 1e9);
    std::printf("  all pairs, two threads   %8.3f s\n", median(two));
    std::printf("  plain double loop        %8.3f s   %.1f times as long\n",
                median(plain),
                median(to_plain));
    std::printf("  comparing bytes alone    %8.3f s   of which one thread takes %.2f times\n",
                median(bytes),
                median(to_bytes));
    return 0;
}

int bench_arriving(std::size_t rows, std::size_t columns) {
    const Survey survey = invented(rows, columns, 2);
    const auto spans = survey.spans();
    NearDuplicateIndex index(spans);
    std::vector<double> search;
    std::vector<double> memory;
    std::vector<double> ratio;
    std::vector<std::uint64_t> words(rows * columns / 8 + 1, 1);
    volatile std::uint64_t sink = 0;
    for (std::size_t i = 0; i < 51; ++i) {
        std::vector<std::int32_t> codes;
        for (std::size_t c = 0; c < columns; ++c)
            codes.push_back(survey.columns[c][(i * 7919 + c * 104729) % rows]);
        search.push_back(1e3 * seconds([&] { sink = index.find(codes, {}).nearest.row; }));
        memory.push_back(1e3 * seconds([&] {
                             std::uint64_t sum = 0;
                             for (const std::uint64_t word : words)
                                 sum += word;
                             sink = sum;
                         }));
        ratio.push_back(search.back() / memory.back());
    }
    std::printf(
        "one interview against %zu × %zu, median of %zu: %.2f ms; reading as many bytes "
        "%.2f ms, ratio %.2f\n",
        rows,
        columns,
        search.size(),
        median(search),
        median(memory),
        median(ratio));
    return 0;
}

int bench_recall(std::size_t rows, std::size_t columns) {
    Survey survey = invented(rows, columns, 3);
    constexpr std::size_t planted = 500;  // of each number of differences
    const std::vector<std::size_t> levels{0, 3, 6, 9, 12, 15, 18};
    Random random(7);
    for (std::size_t level = 0; level < levels.size(); ++level) {
        for (std::size_t i = 0; i < planted; ++i) {
            const std::size_t from = (level * planted + i) * 2;
            std::vector<std::size_t> places(columns);
            for (std::size_t c = 0; c < columns; ++c) {
                survey.columns[c][from + 1] = survey.columns[c][from];
                places[c] = c;
            }
            random.shuffle(places);
            for (std::size_t k = 0; k < levels[level]; ++k) {
                std::int32_t& code = survey.columns[places[k]][from + 1];
                code = code == 0 ? 1 : 0;
            }
        }
    }
    NearDuplicateOptions options;
    options.exact_up_to_rows = 0;
    options.threads = std::max(1U, std::thread::hardware_concurrency());
    NearDuplicates found;
    const auto spans = survey.spans();
    const double time = seconds([&] { found = find_near_duplicates(spans, options); });
    std::printf("%zu × %zu by look-alikes, %u tables, %u threads: %.2f s\n",
                rows,
                columns,
                options.tables,
                options.threads,
                time);
    for (std::size_t level = 0; level < levels.size(); ++level) {
        std::size_t hits = 0;
        for (std::size_t i = 0; i < planted; ++i) {
            const std::size_t from = (level * planted + i) * 2;
            hits += found.nearest[from].row == from + 1;
        }
        std::printf("  %2zu of %zu columns differ: %5.1f %% found\n",
                    levels[level],
                    columns,
                    100.0 * static_cast<double>(hits) / planted);
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    std::string what;
    if (!arguments.empty() && arguments.front().starts_with("--")) {
        what = arguments.front();
        arguments.erase(arguments.begin());
    }
    const auto number = [&](std::size_t at, std::size_t otherwise) {
        return arguments.size() > at ? std::stoul(arguments[at]) : otherwise;
    };
    if (what == "--arriving") return mtm::bench_arriving(number(0, 1'000'000), number(1, 60));
    if (what == "--recall") return mtm::bench_recall(number(0, 200'000), number(1, 60));
    return mtm::bench_all(number(0, 20'000), number(1, 60), static_cast<int>(number(2, 5)));
}
