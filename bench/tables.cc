// Tables of 1,000,000 interviews × 40 questions of 8 choices by sex × 10 regions: weighted
// percentages and counts, without and with the standard errors of a stratified cluster sample
// (24 strata, 2,400 units); then multiple answers, means and medians of ten questions each. Beside
// the kernel, in the same run, on the same columns and as many threads: bare loops written by hand
// for exactly this shape (the floor), and what DuckDB and R's data.table take for the percentages
// and R's survey for the standard errors of one question.
//
//     tables FOLDER [INTERVIEWS] [QUESTIONS] [RUNS]     makes FOLDER/tables.csv for the peers
//
// With FOLDER "-" no peer is asked. The peers are looked for as in bench/import.cc. Making columns
// ready for the kernel (rows in the order of units, categories as bits) is timed by itself, as a
// peer's reading of the file is not counted either.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/random.h"
#include "estimation/linearization.h"
#include "tabulate/kernel_estimates.h"
#include "tabulate/table_medians.h"

namespace mtm {
namespace {

constexpr std::size_t choices = 8;
constexpr std::size_t regions = 10;
constexpr std::size_t groups = 2 * regions;
constexpr std::size_t strata = 24;
constexpr std::size_t units = 2400;
constexpr std::size_t others = 10;  // questions of several answers, and of numbers
constexpr std::size_t largest_number = 1000;

struct MadeSurvey {
    SampleDesign design;
    std::vector<std::int32_t> group;
    std::vector<std::vector<std::int32_t>> questions;
    std::vector<std::vector<std::uint64_t>> several;  // sets of 8 answers
    std::vector<Column> numbers;
};

MadeSurvey make_survey(std::size_t rows, std::size_t questions) {
    MadeSurvey out;
    Random random(20240501);
    SamplingStage stage;
    for (std::size_t r = 0; r < rows; ++r) {
        const std::size_t unit = random.below(units);
        stage.units.push_back(static_cast<std::int32_t>(unit));
        stage.strata.push_back(static_cast<std::int32_t>(unit % strata));
        const std::size_t region = unit % strata % regions;
        out.group.push_back(static_cast<std::int32_t>(2 * region + random.below(2)));
        out.design.weights.push_back(std::round(1e4 * (0.25 + 3 * random.uniform())) / 1e4);
    }
    for (std::size_t q = 0; q < questions; ++q) {
        auto& codes = out.questions.emplace_back();
        for (std::size_t r = 0; r < rows; ++r) {
            const std::size_t lean = static_cast<std::size_t>(stage.units[r]) % 3;
            codes.push_back(static_cast<std::int32_t>(
                (random.below(choices) + (random.chance(0.2) ? lean : 0)) % choices));
        }
    }
    for (std::size_t q = 0; q < others; ++q) {
        auto& sets = out.several.emplace_back();
        Column& numbers = out.numbers.emplace_back();
        for (std::size_t number = 0; number < largest_number; ++number) {
            numbers.dictionary.push_back(std::to_string(number));
            numbers.numbers.push_back(static_cast<double>(number));
        }
        for (std::size_t r = 0; r < rows; ++r) {
            sets.push_back(random.below(256) & random.below(256));
            numbers.codes.push_back(static_cast<std::int32_t>(random.below(largest_number)));
        }
    }
    out.design.stages = {stage};
    return out;
}

void write_csv_file(const MadeSurvey& survey, const std::string& path) {
    std::ofstream out(path);
    out << "w,stratum,unit,sex,region";
    for (std::size_t q = 0; q < survey.questions.size(); ++q)
        out << ",q" << q;
    for (std::size_t q = 0; q < others; ++q)
        out << ",m" << q << ",n" << q;
    out << '\n';
    std::string line;
    for (std::size_t r = 0; r < survey.group.size(); ++r) {
        line = fmt::format("{},{},{},{},{}",
                           survey.design.weights[r],
                           survey.design.stages[0].strata[r],
                           survey.design.stages[0].units[r],
                           survey.group[r] % 2,
                           survey.group[r] / 2);
        for (const auto& codes : survey.questions)
            line += fmt::format(",{}", codes[r]);
        for (std::size_t q = 0; q < others; ++q)
            line += fmt::format(",{},{}", survey.several[q][r], survey.numbers[q].codes[r]);
        out << line << '\n';
    }
}

double wall_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

template <typename Work>
double took_s(const Work& work) {
    const double start = wall_s();
    work();
    return wall_s() - start;
}

double median_of(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

template <typename Work>
double median_s(int runs, const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i)
        times.push_back(took_s(work));
    return median_of(times);
}

// --- the floor: loops for this shape only ---

// What a person would write who knows that there are 20 groups of 8 choices and nothing else.
struct FloorColumns {
    std::vector<double> weights;
    std::vector<std::uint8_t> group;
    std::vector<std::uint16_t> unit;
    std::vector<std::vector<std::uint8_t>> questions;
};

FloorColumns floor_columns(const MadeSurvey& survey, const KernelRows& rows) {
    FloorColumns out;
    for (const std::uint32_t row : rows.order()) {
        out.weights.push_back(survey.design.weights[row]);
        out.group.push_back(static_cast<std::uint8_t>(survey.group[row]));
    }
    for (const std::uint32_t unit : rows.unit_of_row())
        out.unit.push_back(static_cast<std::uint16_t>(unit));
    for (const auto& codes : survey.questions) {
        auto& question = out.questions.emplace_back();
        for (const std::uint32_t row : rows.order())
            question.push_back(static_cast<std::uint8_t>(codes[row]));
    }
    return out;
}

struct FloorCell {
    double weight = 0;
    double rows = 0;
};

using FloorTable = std::array<FloorCell, groups * choices>;

void floor_range(const FloorColumns& columns,
                 std::size_t question,
                 std::size_t begin,
                 std::size_t end,
                 FloorTable& table) {
    const std::uint8_t* codes = columns.questions[question].data();
    for (std::size_t r = begin; r < end; ++r) {
        FloorCell& cell = table[columns.group[r] * choices + codes[r]];
        cell.weight += columns.weights[r];
        cell.rows += 1;
    }
}

template <typename Work>
void on_threads(int threads, std::size_t count, const Work& work) {
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t) {
        all.emplace_back([&, t] {
            for (auto i = static_cast<std::size_t>(t); i < count;
                 i += static_cast<std::size_t>(threads))
                work(i);
        });
    }
    for (std::thread& thread : all)
        thread.join();
}

double floor_percentages(const FloorColumns& columns, int threads) {
    std::vector<FloorTable> tables(columns.questions.size());
    on_threads(threads, tables.size(), [&](std::size_t q) {
        floor_range(columns, q, 0, columns.weights.size(), tables[q]);
    });
    double check = 0;
    for (const FloorTable& table : tables) {
        for (std::size_t g = 0; g < groups; ++g) {
            double sum = 0;
            for (std::size_t c = 0; c < choices; ++c)
                sum += table[g * choices + c].weight;
            for (std::size_t c = 0; c < choices; ++c)
                check += std::pow(100 * table[g * choices + c].weight / sum, 2);
        }
    }
    return check;
}

// --- the kernel ---

KernelColumn column_of(const std::vector<std::int32_t>& codes, const KernelParts& parts) {
    KernelSource source{.categories = choices, .codes = codes};
    for (std::size_t code = 0; code <= choices; ++code)
        source.category_of_code.push_back(static_cast<std::int32_t>(code) - 1);
    KernelColumn out(std::move(source));
    out.prepare(parts.order);
    return out;
}

KernelColumn column_of(const std::vector<std::uint64_t>& sets,
                       const std::vector<std::int32_t>& no_codes,
                       const KernelParts& parts) {
    KernelSource source{.categories = choices, .codes = no_codes, .category_of_code = {-1}};
    source.members = sets;
    source.wanted = {255};
    for (std::size_t bit = 0; bit < 64; ++bit)
        source.category_of_member.push_back(bit < choices ? static_cast<std::int32_t>(bit) : -1);
    KernelColumn out(std::move(source));
    out.prepare(parts.order);
    return out;
}

double kernel_percentages(const KernelRows& rows,
                          const KernelParts& parts,
                          std::span<const KernelColumn> columns,
                          int threads,
                          double* variances) {
    const auto sums = std::move(count_columns(rows, parts, {}, columns, threads)[0]);
    std::vector<std::vector<KernelShare>> shares(sums.size());
    on_threads(threads, sums.size(), [&](std::size_t q) {
        shares[q] = kernel_shares(rows, parts, sums[q]);
    });
    double check = 0;
    for (const auto& table : shares) {
        for (const KernelShare& share : table) {
            check += std::pow(100 * share.share, 2);
            if (variances != nullptr) *variances += 1e4 * share.variance;
        }
    }
    return check;
}

double kernel_mean_squares(const KernelRows& rows,
                           const KernelParts& parts,
                           const std::vector<KernelNumbers>& numbers,
                           int threads) {
    KernelWork work{.parts = &parts};
    for (const KernelNumbers& column : numbers)
        work.numbers.push_back(&column);
    const KernelResult result = std::move(count_in_one_pass(rows, {&work, 1}, threads)[0]);
    double check = 0;
    for (std::size_t q = 0; q < numbers.size(); ++q) {
        for (const KernelMean& mean : kernel_means(rows, parts, numbers[q], result.totals[0][q]))
            check += mean.mean * mean.mean;
    }
    return check;
}

double median_squares(const MadeSurvey& survey, std::span<const std::int64_t> units_by_row) {
    const std::vector<std::uint8_t> in_base(survey.group.size(), 1);
    const std::vector<std::optional<double>> half(groups, 0.5);
    std::vector<double> sums(survey.numbers.size());
    on_threads(2, sums.size(), [&](std::size_t q) {
        const NumbersInGroups numbers(
            survey.numbers[q], in_base, units_by_row, survey.group, groups);
        for (const auto& median : numbers.quantiles(half))
            sums[q] += *median * *median;
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

std::string first_line_of(const std::string& command) {
    std::string out;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return out;
    char buffer[512];
    if (std::fgets(buffer, sizeof buffer, pipe) != nullptr) out = buffer;
    ::pclose(pipe);
    while (!out.empty() && out.back() == '\n')
        out.pop_back();
    return out;
}

void ask_peer(const char* name, const std::string& command, double ours) {
    const std::string said = first_line_of(command + " 2>/dev/null");
    double seconds = 0;
    double check = 0;
    if (std::sscanf(said.c_str(), "%lf %lf", &seconds, &check) != 2) {
        std::printf("%-44s is not installed\n", name);
        return;
    }
    std::printf(
        "%-44s %8.3f s  check %.6f  %.1f times ours\n", name, seconds, check, seconds / ours);
}

struct OthersTook {
    double several = 0;
    double means = 0;
    double medians = 0;
};

OthersTook time_others(const MadeSurvey& survey,
                       const KernelRows& plain,
                       const KernelParts& parts,
                       int runs) {
    std::vector<KernelColumn> several;
    const std::vector<std::int32_t> no_codes(plain.size(), -1);
    for (const auto& sets : survey.several)
        several.push_back(column_of(sets, no_codes, parts));
    std::vector<KernelNumbers> numbers;
    for (const Column& column : survey.numbers) {
        std::vector<double> values{NAN};
        values.insert(values.end(), column.numbers.begin(), column.numbers.end());
        numbers.push_back({.above = {column.codes, fixed_numbers(values)}});
        numbers.back().prepare(parts.order);
    }
    OthersTook took;
    double check = 0;
    took.several =
        median_s(runs, [&] { check = kernel_percentages(plain, parts, several, 2, nullptr); });
    std::printf(
        "%zu questions of several answers %28.4f s  check %.6f\n", others, took.several, check);
    took.means = median_s(runs, [&] { check = kernel_mean_squares(plain, parts, numbers, 2); });
    std::printf("%zu means %51.4f s  check %.6f\n", others, took.means, check);
    took.medians = median_s(runs, [&] { check = median_squares(survey, plain.weights().units); });
    std::printf("%zu medians %49.4f s  check %.6f\n", others, took.medians, check);
    return took;
}

int run(const std::string& folder, std::size_t rows_wanted, std::size_t questions, int runs) {
    const MadeSurvey survey = make_survey(rows_wanted, questions);
    const double start = wall_s();
    const KernelRows rows(survey.design);
    const KernelParts parts = kernel_parts(rows, survey.group, groups);
    std::vector<KernelColumn> columns;
    for (const auto& codes : survey.questions)
        columns.push_back(column_of(codes, parts));
    std::printf("%zu interviews × %zu questions; columns made ready in %.3f s\n",
                rows.size(),
                questions,
                wall_s() - start);
    SampleDesign undesigned;
    undesigned.weights = survey.design.weights;
    const KernelRows plain(undesigned);
    const KernelParts plain_parts = kernel_parts(plain, survey.group, groups);
    std::vector<KernelColumn> plain_columns;
    for (const auto& codes : survey.questions)
        plain_columns.push_back(column_of(codes, plain_parts));
    const FloorColumns bare = floor_columns(survey, plain);
    double ours_best = 0;
    double errors_best = 0;
    for (const int threads : {1, 2}) {
        // One after another in each run, so that what else the machine does meets all of them.
        std::vector<double> floors;
        std::vector<double> ours;
        std::vector<double> errors;
        std::vector<double> times_floor;
        std::vector<double> errors_times_floor;
        double floor_check = 0;
        double check = 0;
        for (int i = 0; i < runs; ++i) {
            floors.push_back(took_s([&] { floor_check = floor_percentages(bare, threads); }));
            ours.push_back(took_s([&] {
                check = kernel_percentages(plain, plain_parts, plain_columns, threads, nullptr);
            }));
            double variances = 0;
            errors.push_back(took_s(
                [&] { (void)kernel_percentages(rows, parts, columns, threads, &variances); }));
            times_floor.push_back(ours.back() / floors.back());
            errors_times_floor.push_back(errors.back() / floors.back());
        }
        std::printf("%d thread(s): bare loop %37.4f s  check %.6f\n",
                    threads,
                    median_of(floors),
                    floor_check);
        std::printf(
            "             kernel, percentages %27.4f s  check %.6f  %.2f of the bare loop\n",
            median_of(ours),
            check,
            median_of(times_floor));
        std::printf("             kernel, with standard errors %18.4f s  %.2f of the bare loop\n",
                    median_of(errors),
                    median_of(errors_times_floor));
        ours_best = median_of(ours);
        errors_best = median_of(errors);
    }
    double of_one = 0;
    (void)kernel_percentages(rows, parts, std::span(columns).first(1), 1, &of_one);
    std::printf("sum of squared errors of the first question: %.6f\n", of_one);
    const OthersTook took = time_others(survey, plain, plain_parts, runs);
    if (folder == "-") return 0;
    const std::string path = folder + "/tables.csv";
    write_csv_file(survey, path);
    const std::string said = " " + path + " " + std::to_string(questions) + " ";
    ask_peer("DuckDB, 2 threads", "node bench/peers/tables.mjs" + said + "2 5", ours_best);
    const std::string others_of = "node bench/peers/other_tables.mjs " + path + " 10 2 5 ";
    ask_peer("DuckDB, several answers", others_of + "several", took.several);
    ask_peer("DuckDB, means", others_of + "means", took.means);
    ask_peer("DuckDB, weighted medians", others_of + "medians", took.medians);
    ask_peer("R data.table, 2 threads", "Rscript bench/peers/tables.R" + said + "2 3", ours_best);
    ask_peer("R survey, svyby of ONE question",
             "Rscript bench/peers/tables.R" + said + "survey 1",
             errors_best / static_cast<double>(questions));
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: tables FOLDER [INTERVIEWS] [QUESTIONS] [RUNS]\n");
        return 2;
    }
    return mtm::run(argv[1],
                    argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 1'000'000,
                    argc > 3 ? static_cast<std::size_t>(std::atoll(argv[3])) : 40,
                    argc > 4 ? std::atoi(argv[4]) : 9);
}
