// All tables of a study's plan with the standard errors of a bootstrap (Rao and Wu's, of interviews
// drawn one by one: as many units as there can be), beside the same tables without standard errors
// and by linearisation, a bare loop over the same cells (the floor) and R's survey in the same run.
//
//     bootstrap STUDY [REPLICATES] [RUNS] [FILE.csv]     of its invented interviews
//
// R is asked for one question by sex, from a file that is written first: FILE.csv, or
// /tmp/bootstrap.csv. Without R, or its survey package, a line says so.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "sampling/study_variance.h"
#include "store/study_folder.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "bootstrap: %s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

double wall_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

template <typename Work>
double median_s(int runs, const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const double start = wall_s();
        work();
        times.push_back(wall_s() - start);
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

SampleDesign drawn_one_by_one(std::size_t interviews) {
    SampleDesign out;
    for (std::size_t r = 0; r < interviews; ++r)
        out.weights.push_back(1 + static_cast<double>(r % 7) / 4);
    out.stages.emplace_back();
    return out;
}

// The sum of all squared standard errors of percentages.
double check_of(const std::vector<Table>& tables) {
    double out = 0;
    for (const Table& table : tables) {
        if (table.spec.statistic != Statistic::percent) continue;
        for (const auto& group : table.cells) {
            for (const Estimate& cell : group)
                out += cell.standard_error ? std::pow(*cell.standard_error, 2) : 0;
        }
    }
    return out;
}

// The floor: the rows of every cell are known; each adds its weights in all replicates.
struct FloorTable {
    std::vector<std::vector<std::uint32_t>> bases;
    std::vector<std::vector<std::vector<std::uint32_t>>> cells;
};

std::vector<std::uint32_t> rows_of(const RowSet& set) {
    std::vector<std::uint32_t> out;
    const std::vector<std::uint8_t> bytes = set.bytes();
    for (std::size_t r = 0; r < bytes.size(); ++r) {
        if (bytes[r] != 0) out.push_back(static_cast<std::uint32_t>(r));
    }
    return out;
}

std::vector<FloorTable> floor_tables(const std::vector<Table>& tables) {
    std::vector<FloorTable> out;
    for (const Table& table : tables) {
        if (table.spec.statistic != Statistic::percent || table.rows == nullptr) continue;
        if (table.rows->bases[0].level() != 0) continue;
        FloorTable& floor = out.emplace_back();
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            floor.bases.push_back(rows_of(table.rows->bases[g]));
            floor.cells.emplace_back();
            for (const RowSet& cell : table.rows->cells[g])
                floor.cells.back().push_back(rows_of(cell));
        }
    }
    return out;
}

void add_up(const std::vector<std::uint32_t>& rows,
            const std::vector<double>& weights,
            std::vector<double>& sums) {
    const std::size_t replicates = sums.size();
    std::ranges::fill(sums, 0);
    for (const std::uint32_t row : rows) {
        const double* of_row = weights.data() + row * replicates;
        for (std::size_t i = 0; i < replicates; ++i)
            sums[i] += of_row[i];
    }
}

double floor_errors(const std::vector<FloorTable>& tables,
                    const std::vector<double>& weights,
                    std::size_t replicates) {
    std::vector<double> base(replicates);
    std::vector<double> cell(replicates);
    double out = 0;
    for (const FloorTable& table : tables) {
        for (std::size_t g = 0; g < table.bases.size(); ++g) {
            add_up(table.bases[g], weights, base);
            for (const auto& rows : table.cells[g]) {
                add_up(rows, weights, cell);
                double sum = 0;
                double known = 0;  // replicates that have somebody of the base
                for (std::size_t i = 0; i < replicates; ++i) {
                    if (base[i] == 0) continue;
                    sum += cell[i] /= base[i];
                    known += 1;
                }
                const double mean = sum / known;
                double squares = 0;
                for (std::size_t i = 0; i < replicates; ++i) {
                    if (base[i] != 0) squares += (cell[i] - mean) * (cell[i] - mean);
                }
                if (table.bases[g].size() > 1 && 2 * known >= static_cast<double>(replicates))
                    out += 1e4 * squares / (known - 1);
            }
        }
    }
    return out;
}

// Weight, sex and the answer to a question of one answer, of those who were asked.
void write_for_peer(const Dataset& dataset, const std::string& question, const std::string& path) {
    std::ofstream out(path);
    out << "w,sex,q\n";
    const Column& sex = *dataset.find("sex");
    const Column& answers = *dataset.find(question);
    for (std::size_t r = 0; r < dataset.counted(); ++r) {
        if (answers.codes[r] < 0 || sex.codes[r] < 0) continue;
        out << dataset.design->design().weights[r] << ',' << sex.codes[r] << ',' << answers.codes[r]
            << '\n';
    }
}

void ask_peer(const std::string& path, int replicates, double ours) {
    const std::string command = "Rscript bench/peers/bootstrap.R " + path + " " +
                                std::to_string(replicates) + " 3 2>/dev/null";
    double seconds = 0;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    const bool said = pipe != nullptr && std::fscanf(pipe, "%lf", &seconds) == 1;
    if (pipe != nullptr) ::pclose(pipe);
    if (!said) {
        std::printf("R survey is not installed\n");
        return;
    }
    std::printf("R survey, svyby of ONE question by sex   %9.4f s  %.0f times ours\n",
                seconds,
                seconds / ours);
}

int run(const std::string& directory, int replicates, int runs, const std::string& path) {
    Study study = must(open_study(directory)).study;
    study.file.design = "as if random";
    const auto read = must(read_interviews(directory, study, InterviewKind::rehearsed));
    Dataset dataset = assemble(study, read.interviews).dataset;
    std::vector<Table> tables;
    const double plain = median_s(runs, [&] { tables = tabulate(study, dataset); });
    std::printf("%zu interviews, %zu tables\n", dataset.counted(), tables.size());
    std::printf("counts alone                             %9.4f s\n", plain);
    const SampleDesign design = drawn_one_by_one(dataset.counted());
    (void)give_design(study, design, {}, dataset);
    const double linear = median_s(runs, [&] { tables = tabulate(study, dataset); });
    std::printf(
        "with linearised standard errors          %9.4f s  check %.6f\n", linear, check_of(tables));
    study.file.variance.method = VarianceMethod::bootstrap;
    study.file.variance.replicates = replicates;
    const double drawn = median_s(runs, [&] { (void)give_design(study, design, {}, dataset); });
    std::printf("drawing %d replicates                  %9.4f s\n", replicates, drawn);
    const double ours = median_s(runs, [&] { tables = tabulate(study, dataset); });
    std::printf(
        "with bootstrapped standard errors        %9.4f s  check %.6f\n", ours, check_of(tables));
    const std::vector<FloorTable> bare = floor_tables(tables);
    ReplicateOptions options;
    options.replicates = replicates;
    const ReplicateWeights factors = make_replicates(design, options).replicates;
    const auto size = static_cast<std::size_t>(replicates);
    std::vector<double> weights(dataset.counted() * size);
    for (std::size_t i = 0; i < size; ++i) {
        const std::vector<double> of_replicate = factors.weights_of(i, design.weights);
        for (std::size_t r = 0; r < of_replicate.size(); ++r)
            weights[r * size + i] = of_replicate[r];
    }
    double check = 0;
    const double floor = median_s(runs, [&] { check = floor_errors(bare, weights, size); });
    std::printf(
        "bare loop over percentages               %9.4f s  check %.6f  ours are %.2f of it\n",
        floor,
        check,
        ours / floor);
    for (const Table& table : tables) {
        if (table.multiple || table.spec.statistic != Statistic::percent || table.spec.where ||
            table.categories.size() < 3 || dataset.find(table.spec.question) == nullptr)
            continue;
        write_for_peer(dataset, table.spec.question, path);
        TableSpec spec = table.spec;
        spec.by = {"sex"};
        const double one = median_s(runs, [&] { (void)tabulate(study, dataset, spec); });
        std::printf("%s by sex alone                   %9.4f s\n", spec.question.c_str(), one);
        ask_peer(path, replicates, one);
        break;
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: bootstrap STUDY [REPLICATES] [RUNS] [FILE.csv]\n");
        return 2;
    }
    return mtm::run(argv[1],
                    argc > 2 ? std::max(2, std::atoi(argv[2])) : 1000,
                    argc > 3 ? std::max(1, std::atoi(argv[3])) : 5,
                    argc > 4 ? argv[4] : "/tmp/bootstrap.csv");
}
