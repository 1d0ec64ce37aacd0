// The floor of bench/tables.cc: the best loops that were found by hand for exactly its shape, with
// what only this shape has: weights of four decimals and fewer than 2^24 rows, so that weight and
// number of rows are one integer and a row is one addition; 20 groups of 8 choices in bytes; units
// that lie in one region each. A library knows none of it. Threads take blocks of rows and have
// cells of their own.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

namespace mtm::bare {

constexpr std::size_t choices = 8;
constexpr std::size_t groups = 20;
constexpr std::size_t strata = 24;
constexpr std::size_t units = 2400;
constexpr std::size_t parts = 2 * units;  // sex within unit
constexpr std::size_t rows_of_block = 8192;
constexpr std::uint64_t one_row = std::uint64_t{1} << 40;  // weights below it, rows above

// What everybody starts from: columns by code, as they were read.
struct Coded {
    std::span<const double> weights;
    std::span<const std::int32_t> group;
    std::span<const std::int32_t> unit;
    std::span<const std::vector<std::int32_t>> questions;
};

// The same in bytes, in whatever order; `part_ends` where they were sorted by parts.
struct Ready {
    std::vector<double> weights;
    std::vector<std::uint64_t> packed;  // one_row + weight in ten-thousandths
    std::vector<std::uint8_t> cell;     // choices × group
    std::vector<std::uint16_t> part;
    std::vector<std::vector<std::uint8_t>> questions;
    std::vector<std::uint32_t> part_ends;
    std::vector<std::uint16_t> part_numbers;
};

inline std::uint64_t packed(double weight) {
    return one_row + static_cast<std::uint64_t>(weight * 1e4 + 0.5);
}

inline std::uint16_t part_of(std::int32_t unit, std::int32_t group) {
    return static_cast<std::uint16_t>(2 * unit + group % 2);
}

template <typename Work>
void on_threads(int threads, const Work& work) {
    std::vector<std::thread> others;
    for (int t = 1; t < threads; ++t)
        others.emplace_back([&work, t] { work(static_cast<std::size_t>(t)); });
    work(std::size_t{0});
    for (std::thread& thread : others)
        thread.join();
}

/// `order` empty: as they come.
inline Ready make_ready(const Coded& coded, std::span<const std::uint32_t> order, int threads) {
    Ready out;
    const std::size_t rows = coded.weights.size();
    out.weights.resize(rows);
    out.packed.resize(rows);
    out.cell.resize(rows);
    out.part.resize(rows);
    out.questions.resize(coded.questions.size());
    const auto at = [&](std::size_t i) { return order.empty() ? i : order[i]; };
    on_threads(threads, [&](std::size_t t) {
        const std::size_t begin = rows * t / static_cast<std::size_t>(threads);
        const std::size_t end = rows * (t + 1) / static_cast<std::size_t>(threads);
        for (std::size_t i = begin; i < end; ++i) {
            const std::size_t r = at(i);
            out.weights[i] = coded.weights[r];
            out.packed[i] = packed(coded.weights[r]);
            out.cell[i] =
                static_cast<std::uint8_t>(static_cast<std::size_t>(coded.group[r]) * choices);
            out.part[i] = part_of(coded.unit[r], coded.group[r]);
        }
        for (std::size_t q = t; q < coded.questions.size();
             q += static_cast<std::size_t>(threads)) {
            out.questions[q].resize(rows);
            const std::int32_t* codes = coded.questions[q].data();
            for (std::size_t i = 0; i < rows; ++i)
                out.questions[q][i] = static_cast<std::uint8_t>(codes[at(i)]);
        }
    });
    return out;
}

/// Sorted by parts, by counting.
inline Ready make_sorted(const Coded& coded, int threads) {
    const std::size_t rows = coded.weights.size();
    std::vector<std::uint32_t> begin(parts + 1);
    for (std::size_t r = 0; r < rows; ++r)
        ++begin[part_of(coded.unit[r], coded.group[r]) + std::size_t{1}];
    for (std::size_t p = 0; p < parts; ++p)
        begin[p + 1] += begin[p];
    std::vector<std::uint32_t> ends;
    std::vector<std::uint16_t> numbers;
    for (std::size_t p = 0; p < parts; ++p) {
        if (begin[p] == begin[p + 1]) continue;
        ends.push_back(begin[p + 1]);
        numbers.push_back(static_cast<std::uint16_t>(p));
    }
    std::vector<std::uint32_t> order(rows);
    for (std::size_t r = 0; r < rows; ++r)
        order[begin[part_of(coded.unit[r], coded.group[r])]++] = static_cast<std::uint32_t>(r);
    Ready out = make_ready(coded, order, threads);
    out.part_ends = std::move(ends);
    out.part_numbers = std::move(numbers);
    return out;
}

using Table = std::array<std::uint64_t, groups * choices>;

inline double squares_of(const std::vector<Table>& tables) {
    double check = 0;
    for (const Table& table : tables) {
        for (std::size_t g = 0; g < groups; ++g) {
            double sum = 0;
            for (std::size_t c = 0; c < choices; ++c)
                sum += static_cast<double>(table[g * choices + c] % one_row);
            for (std::size_t c = 0; c < choices; ++c)
                check +=
                    std::pow(100 * static_cast<double>(table[g * choices + c] % one_row) / sum, 2);
        }
    }
    return check;
}

// Blocks of rows, one thread after another; each has the tables of its own.
template <typename Block>
double percentages_by_blocks(std::size_t rows,
                             std::size_t questions,
                             int threads,
                             const Block& block) {
    const auto count = static_cast<std::size_t>(threads);
    std::vector<std::vector<Table>> tables(count);
    on_threads(threads, [&](std::size_t t) {
        std::vector<Table> mine(questions);
        for (Table& table : mine)
            table.fill(0);
        for (std::size_t begin = t * rows_of_block; begin < rows; begin += count * rows_of_block)
            block(begin, std::min(rows, begin + rows_of_block), mine);
        tables[t] = std::move(mine);
    });
    for (std::size_t t = 1; t < count; ++t) {
        for (std::size_t q = 0; q < questions; ++q) {
            for (std::size_t i = 0; i < tables[0][q].size(); ++i)
                tables[0][q][i] += tables[t][q][i];
        }
    }
    return squares_of(tables[0]);
}

/// Of columns in bytes.
inline double percentages(const Ready& ready, int threads) {
    return percentages_by_blocks(
        ready.packed.size(),
        ready.questions.size(),
        threads,
        [&](std::size_t begin, std::size_t end, std::vector<Table>& tables) {
            const std::uint64_t* weights = ready.packed.data();
            const std::uint8_t* cells = ready.cell.data();
            for (std::size_t q = 0; q < tables.size(); ++q) {
                const std::uint8_t* codes = ready.questions[q].data();
                std::uint64_t* table = tables[q].data();
                for (std::size_t r = begin; r < end; ++r)
                    table[cells[r] + codes[r]] += weights[r];
            }
        });
}

/// Of columns by code: what is needed of weights and groups is made block by block.
inline double percentages(const Coded& coded, int threads) {
    return percentages_by_blocks(
        coded.weights.size(),
        coded.questions.size(),
        threads,
        [&](std::size_t begin, std::size_t end, std::vector<Table>& tables) {
            std::array<std::uint64_t, rows_of_block> weights;
            std::array<std::uint8_t, rows_of_block> cells;
            for (std::size_t r = begin; r < end; ++r) {
                weights[r - begin] = packed(coded.weights[r]);
                cells[r - begin] =
                    static_cast<std::uint8_t>(static_cast<std::size_t>(coded.group[r]) * choices);
            }
            for (std::size_t q = 0; q < tables.size(); ++q) {
                const std::int32_t* codes = coded.questions[q].data() + begin;
                std::uint64_t* table = tables[q].data();
                for (std::size_t i = 0; i < end - begin; ++i)
                    table[cells[i] + static_cast<std::size_t>(codes[i])] += weights[i];
            }
        });
}

// --- with standard errors ---

using PartCells = std::array<std::uint64_t, parts * choices>;

struct Errors {
    double squares = 0;    // of percentages
    double variances = 0;  // of percentages, their sum
};

// Sums over units in each stratum, then over strata; `cells` of one question by parts.
inline Errors errors_of(const std::uint64_t* cells, std::span<const std::uint8_t> group_of_part) {
    struct Place {
        std::array<double, choices> a{};
        std::array<double, choices> aa{};
        std::array<double, choices> ab{};
        double b = 0;
        double bb = 0;
    };

    std::vector<Place> places(strata * groups);
    for (std::size_t p = 0; p < parts; ++p) {
        const std::uint64_t* of = cells + p * choices;
        double b = 0;
        std::array<double, choices> a;
        for (std::size_t c = 0; c < choices; ++c)
            b += a[c] = static_cast<double>(of[c] % one_row);
        Place& place = places[p / 2 % strata * groups + group_of_part[p]];
        place.b += b;
        place.bb += b * b;
        for (std::size_t c = 0; c < choices; ++c) {
            place.a[c] += a[c];
            place.aa[c] += a[c] * a[c];
            place.ab[c] += a[c] * b;
        }
    }
    Errors out;
    constexpr double n = static_cast<double>(units) / strata;
    for (std::size_t g = 0; g < groups; ++g) {
        double all = 0;
        std::array<double, choices> sums{};
        for (std::size_t h = 0; h < strata; ++h) {
            const Place& place = places[h * groups + g];
            all += place.b;
            for (std::size_t c = 0; c < choices; ++c)
                sums[c] += place.a[c];
        }
        for (std::size_t c = 0; c < choices; ++c) {
            const double p = sums[c] / all;
            double variance = 0;
            for (std::size_t h = 0; h < strata; ++h) {
                const Place& place = places[h * groups + g];
                const double squares = place.aa[c] - 2 * p * place.ab[c] + p * p * place.bb;
                const double sum = place.a[c] - p * place.b;
                variance += n / (n - 1) * (squares - sum * sum / n);
            }
            out.squares += 1e4 * p * p;
            out.variances += 1e4 * variance / (all * all);
        }
    }
    return out;
}

inline std::vector<std::uint8_t> groups_of_parts() {
    std::vector<std::uint8_t> out;
    for (std::size_t p = 0; p < parts; ++p)
        out.push_back(static_cast<std::uint8_t>(2 * (p / 2 % strata % 10) + p % 2));
    return out;
}

// Each thread takes whole questions; `count` fills the cells of one.
template <typename Count>
Errors errors_by_questions(std::size_t questions, int threads, const Count& count) {
    const std::vector<std::uint8_t> group_of_part = groups_of_parts();
    std::vector<Errors> errors(questions);
    on_threads(threads, [&](std::size_t t) {
        std::vector<std::uint64_t> cells(parts * choices);
        for (std::size_t q = t; q < questions; q += static_cast<std::size_t>(threads)) {
            std::ranges::fill(cells, 0U);
            count(q, cells.data());
            errors[q] = errors_of(cells.data(), group_of_part);
        }
    });
    Errors out;
    for (const Errors& each : errors) {
        out.squares += each.squares;
        out.variances += each.variances;
    }
    return out;
}

/// The cells of all parts lie in the second-level cache: no sorting is needed.
inline Errors errors(const Ready& ready, int threads) {
    return errors_by_questions(
        ready.questions.size(), threads, [&](std::size_t q, std::uint64_t* cells) {
            const std::uint8_t* codes = ready.questions[q].data();
            for (std::size_t r = 0; r < ready.packed.size(); ++r)
                cells[ready.part[r] * choices + codes[r]] += ready.packed[r];
        });
}

/// Of columns that were sorted as the kernel has them: the cells of a part are in the first-level
/// cache, four sets of them so that no addition waits for the one before it.
inline Errors sorted_errors(const Ready& ready, int threads) {
    return errors_by_questions(
        ready.questions.size(), threads, [&](std::size_t q, std::uint64_t* cells) {
            const std::uint8_t* codes = ready.questions[q].data();
            const std::uint64_t* weights = ready.packed.data();
            std::size_t r = 0;
            for (std::size_t p = 0; p < ready.part_ends.size(); ++p) {
                std::array<std::uint64_t, 4 * choices> sums{};
                const std::size_t end = ready.part_ends[p];
                for (; r + 4 <= end; r += 4) {
                    for (std::size_t k = 0; k < 4; ++k)
                        sums[k * choices + codes[r + k]] += weights[r + k];
                }
                for (; r < end; ++r)
                    sums[codes[r]] += weights[r];
                std::uint64_t* into = cells + ready.part_numbers[p] * choices;
                for (std::size_t c = 0; c < choices; ++c)
                    into[c] = sums[c] + sums[c + 8] + sums[c + 16] + sums[c + 24];
            }
        });
}

/// Of columns by code.
inline Errors errors(const Coded& coded, int threads) {
    const std::size_t rows = coded.weights.size();
    std::vector<std::uint64_t> weights(rows);
    std::vector<std::uint16_t> part(rows);
    on_threads(threads, [&](std::size_t t) {
        const std::size_t begin = rows * t / static_cast<std::size_t>(threads);
        const std::size_t end = rows * (t + 1) / static_cast<std::size_t>(threads);
        for (std::size_t r = begin; r < end; ++r) {
            weights[r] = packed(coded.weights[r]);
            part[r] = part_of(coded.unit[r], coded.group[r]);
        }
    });
    return errors_by_questions(
        coded.questions.size(), threads, [&](std::size_t q, std::uint64_t* cells) {
            const std::int32_t* codes = coded.questions[q].data();
            for (std::size_t r = 0; r < rows; ++r)
                cells[part[r] * choices + static_cast<std::size_t>(codes[r])] += weights[r];
        });
}

}  // namespace mtm::bare
