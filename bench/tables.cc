// Tables of 1,000,000 interviews × 40 questions of 8 choices by sex × 10 regions: weighted
// percentages and counts, without and with the standard errors of a stratified cluster sample
// (24 strata, 2,400 units); then multiple answers, means and medians of ten questions each. In the
// same run, on the same columns and as many threads: bare loops written by hand for exactly this
// shape (the floor, bare_loops.h), and what DuckDB, pandas and R's data.table take for the
// percentages and R's survey for the standard errors of one question.
//
//     tables FOLDER [INTERVIEWS] [QUESTIONS] [RUNS]     makes FOLDER/tables.csv for the peers
//
// With FOLDER "-" no peer is asked; of one that is not installed a line says so. Two things are
// measured: counting alone, on columns that were made ready for it (rows in the order of units and
// groups, categories as bits; bytes, for the bare loops), and all of it from columns by code, as a
// dataset has them. No peer's reading of the file is counted.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "bare_loops.h"
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

// --- the kernel ---

// As tables have them: read as they are counted.
KernelColumn column_of(const std::vector<std::int32_t>& codes) {
    KernelSource source{.categories = choices, .codes = codes};
    for (std::size_t code = 0; code <= choices; ++code)
        source.category_of_code.push_back(static_cast<std::int32_t>(code) - 1);
    return KernelColumn(std::move(source));
}

// Read before, in the order of the parts.
KernelColumn column_of(const std::vector<std::int32_t>& codes, const KernelParts& parts) {
    KernelColumn out = column_of(codes);
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

// All that the program does with columns by code: rows in the order of units and groups, categories
// as bits, counting, percentages and errors.
double whole_percentages(const MadeSurvey& survey,
                         const SampleDesign& design,
                         int threads,
                         double* variances) {
    const KernelRows rows(design, 0, threads);
    const KernelParts parts = *parts_as_they_come(rows, survey.group, groups, threads);
    std::vector<KernelColumn> columns;
    for (const auto& codes : survey.questions)
        columns.push_back(column_of(codes));
    return kernel_percentages(rows, parts, columns, threads, variances);
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

// `ours`: counting alone; `whole`: with all that goes before it, if that was measured.
void ask_peer(const char* name, const std::string& command, double ours, double whole = 0) {
    const std::string said = first_line_of(command + " 2>/dev/null");
    double seconds = 0;
    double check = 0;
    if (std::sscanf(said.c_str(), "%lf %lf", &seconds, &check) != 2) {
        std::printf("%-44s is not installed\n", name);
        return;
    }
    std::printf("%-44s %8.3f s  check %.6f  %.1f times counting alone",
                name,
                seconds,
                check,
                seconds / ours);
    if (whole > 0) std::printf(", %.1f times ours with preparation", seconds / whole);
    std::printf("\n");
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

// One way to count, timed in every round beside all others, so that what else the machine does
// meets all of them.
struct Way {
    const char* name;
    std::function<double()> work;  // gives a check sum
    std::vector<double> times{};
    double check = 0;
};

void time_ways(int rounds, std::vector<Way>& ways) {
    for (int i = 0; i < rounds; ++i) {
        for (Way& way : ways)
            way.times.push_back(took_s([&way] { way.check = way.work(); }));
    }
}

// The median of the ratios of each round.
double beside(const Way& way, const Way& floor) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < way.times.size(); ++i)
        ratios.push_back(way.times[i] / floor.times[i]);
    return median_of(ratios);
}

// Each way beside the fastest bare loop (of `floors`) of those that start from the same.
void print_ways(const char* title, const std::vector<Way>& ways, std::size_t floors) {
    const auto fastest = std::min_element(
        ways.begin(),
        ways.begin() + static_cast<std::ptrdiff_t>(floors),
        [](const Way& a, const Way& b) { return median_of(a.times) < median_of(b.times); });
    std::printf("%s\n", title);
    for (const Way& way : ways)
        std::printf("  %-50s %8.4f s  check %.6f  %5.2f of the floor\n",
                    way.name,
                    median_of(way.times),
                    way.check,
                    beside(way, *fastest));
}

// The last way's median with percentages and with errors.
struct Took {
    double percentages = 0;
    double errors = 0;
};

Took time_counting_alone(const MadeSurvey& survey,
                         const bare::Coded& coded,
                         const SampleDesign& undesigned,
                         int threads,
                         int runs) {
    const KernelRows plain(undesigned);
    const KernelParts plain_parts = kernel_parts(plain, survey.group, groups);
    const KernelRows rows(survey.design);
    const KernelParts parts = kernel_parts(rows, survey.group, groups);
    std::vector<KernelColumn> plain_columns;
    std::vector<KernelColumn> columns;
    for (const auto& codes : survey.questions) {
        plain_columns.push_back(column_of(codes, plain_parts));
        columns.push_back(column_of(codes, parts));
    }
    const bare::Ready ready = bare::make_ready(coded, {}, threads);
    const bare::Ready sorted = bare::make_sorted(coded, threads);
    std::vector<Way> shares{
        {"bare loop, rows as they come", [&] { return bare::percentages(ready, threads); }},
        {"bare loop, rows sorted", [&] { return bare::percentages(sorted, threads); }},
        {"kernel",
         [&] { return kernel_percentages(plain, plain_parts, plain_columns, threads, nullptr); }}};
    std::vector<Way> errors{
        {"bare loop, rows as they come", [&] { return bare::errors(ready, threads).variances; }},
        {"bare loop, rows sorted", [&] { return bare::sorted_errors(sorted, threads).variances; }},
        {"kernel", [&] {
             double variances = 0;
             (void)kernel_percentages(rows, parts, columns, threads, &variances);
             return variances;
         }}};
    time_ways(runs, shares);
    time_ways(runs, errors);
    std::printf("%d thread(s)\n", threads);
    print_ways(" counting alone, percentages", shares, 2);
    print_ways(" counting alone, standard errors", errors, 2);
    return {median_of(shares.back().times), median_of(errors.back().times)};
}

Took time_the_whole(const MadeSurvey& survey,
                    const bare::Coded& coded,
                    const SampleDesign& undesigned,
                    int threads,
                    int runs) {
    std::vector<Way> shares{
        {"bare loop over the codes", [&] { return bare::percentages(coded, threads); }},
        {"bare loop over bytes that are made first",
         [&] { return bare::percentages(bare::make_ready(coded, {}, threads), threads); }},
        {"MTM", [&] { return whole_percentages(survey, undesigned, threads, nullptr); }}};
    std::vector<Way> errors{
        {"bare loop over the codes", [&] { return bare::errors(coded, threads).variances; }},
        {"bare loop over bytes that are sorted first",
         [&] { return bare::sorted_errors(bare::make_sorted(coded, threads), threads).variances; }},
        {"MTM", [&] {
             double variances = 0;
             (void)whole_percentages(survey, survey.design, threads, &variances);
             return variances;
         }}};
    time_ways(runs, shares);
    time_ways(runs, errors);
    print_ways(" from columns by code, percentages", shares, 2);
    print_ways(" from columns by code, standard errors", errors, 2);
    std::printf("  %-50s %30.2f of the floor of percentages\n",
                "MTM with standard errors",
                beside(errors.back(), shares.front()));
    return {median_of(shares.back().times), median_of(errors.back().times)};
}

void ask_peers(const MadeSurvey& survey,
               const std::string& folder,
               const Took& alone,
               const Took& whole,
               const OthersTook& others_took) {
    const std::string path = folder + "/tables.csv";
    write_csv_file(survey, path);
    const std::size_t questions = survey.questions.size();
    const std::string said = " " + path + " " + std::to_string(questions) + " ";
    std::printf(
        "Peers have read the file and have their columns in their smallest types before they "
        "are timed.\n");
    ask_peer("DuckDB, 2 threads",
             "node bench/peers/tables.mjs" + said + "2 5",
             alone.percentages,
             whole.percentages);
    ask_peer("pandas",
             "/usr/bin/python3 bench/peers/tables.py" + said + "3",
             alone.percentages,
             whole.percentages);
    ask_peer("R data.table, 2 threads",
             "Rscript bench/peers/tables.R" + said + "2 3",
             alone.percentages,
             whole.percentages);
    const auto of_one = [questions](double all) { return all / static_cast<double>(questions); };
    ask_peer("R survey, svyby of ONE question",
             "Rscript bench/peers/tables.R" + said + "survey 1",
             of_one(alone.errors),
             of_one(whole.errors));
    const std::string others_of = "node bench/peers/other_tables.mjs " + path + " 10 2 5 ";
    ask_peer("DuckDB, several answers", others_of + "several", others_took.several);
    ask_peer("DuckDB, means", others_of + "means", others_took.means);
    ask_peer("DuckDB, weighted medians", others_of + "medians", others_took.medians);
}

int run(const std::string& folder, std::size_t rows_wanted, std::size_t questions, int runs) {
    const MadeSurvey survey = make_survey(rows_wanted, questions);
    const bare::Coded coded{
        survey.design.weights, survey.group, survey.design.stages[0].units, survey.questions};
    SampleDesign undesigned;
    undesigned.weights = survey.design.weights;
    std::printf("%zu interviews × %zu questions\n", rows_wanted, questions);
    Took alone;
    Took whole;
    for (const int threads : {1, 2}) {
        alone = time_counting_alone(survey, coded, undesigned, threads, runs);
        whole = time_the_whole(survey, coded, undesigned, threads, runs);
    }
    const KernelRows rows(survey.design);
    const KernelParts parts = kernel_parts(rows, survey.group, groups);
    const KernelColumn first = column_of(survey.questions[0], parts);
    double of_one = 0;
    (void)kernel_percentages(rows, parts, {&first, 1}, 1, &of_one);
    std::printf("sum of squared errors of the first question: %.6f\n", of_one);
    const KernelRows plain(undesigned);
    const OthersTook took =
        time_others(survey, plain, kernel_parts(plain, survey.group, groups), runs);
    if (folder != "-") ask_peers(survey, folder, alone, whole, took);
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
