// Exports read and landed on a questionnaire: the bytes of a CSV file become cells, and cells
// become answers (codes of labels, numbers, dates; findings where one does not fit), each interview
// given on whole. In the same run, on the same file: what R's data.table (fread) and DuckDB
// (read_csv) take to read it into a table of their own, with numbers as numbers and the rest as
// texts, on one thread and on as many as they take of themselves.
//
//     import FOLDER [INTERVIEWS] [RUNS]    makes FOLDER/import.csv (1,000,000 × 60 questions)
//
// The peers are looked for as `Rscript` with data.table (Debian: r-cran-data.table) and as `node`
// with what `npm install` makes of bench/peers/package.json; one that is missing is left out.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "compile/compile.h"
#include "exchange/import_tables.h"
#include "store/file_stream.h"
#include "workbook/csv_source.h"

namespace mtm {
namespace {

double processor_s() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double wall_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Sixty questions, by how an export writes their answers.
struct Kind {
    const char* type;
    const char* name;
    int number;
};

constexpr Kind kinds[] = {{"select_one code", "one", 18},
                          {"select_one place", "label", 6},
                          {"select_multiple code", "many", 8},
                          {"integer", "whole", 11},
                          {"decimal", "amount", 4},
                          {"date", "day", 4},
                          {"text", "text", 6},
                          {"geopoint", "spot", 1}};

constexpr const char* places[] = {"Almaty city",
                                  "Астана қаласы",
                                  "Shymkent city",
                                  "Turkistan region",
                                  "Zhambyl region",
                                  "Алматинская область",
                                  "Kyzylorda region",
                                  "Mangystau region",
                                  "West Kazakhstan region",
                                  "Another place, which one?"};

void set_row(Sheet& sheet, const std::vector<std::string>& cells) {
    const int row = sheet.row_count();
    for (std::size_t c = 0; c < cells.size(); ++c)
        sheet.set(row, static_cast<int>(c), {Cell::Kind::text, cells[c]});
}

Questionnaire questionnaire() {
    Workbook workbook;
    Sheet& survey = workbook.sheets.emplace_back();
    survey.name = "survey";
    set_row(survey, {"type", "name", "label"});
    for (const char* metadata : {"start", "end"})
        set_row(survey, {metadata, metadata, ""});
    for (const Kind& kind : kinds) {
        for (int i = 1; i <= kind.number; ++i) {
            const std::string name = fmt::format("{}_{}", kind.name, i);
            set_row(survey, {kind.type, name, "Question " + name});
        }
    }
    Sheet& choices = workbook.sheets.emplace_back();
    choices.name = "choices";
    set_row(choices, {"list_name", "name", "label"});
    for (int i = 1; i <= 12; ++i)
        set_row(choices, {"code", fmt::format("choice_{}", i), fmt::format("Choice {}", i)});
    for (std::size_t i = 0; i < std::size(places); ++i)
        set_row(choices, {"place", std::to_string(i + 1), places[i]});
    return compile(workbook, "bench").questionnaire;
}

std::string value_of(const Kind& kind, std::mt19937_64& random) {
    const auto below = [&random](unsigned most) { return static_cast<unsigned>(random() % most); };
    const std::string type = kind.type;
    if (below(8) == 0) return "";  // not asked
    if (type == "select_one code") return fmt::format("choice_{}", 1 + below(12));
    if (type == "select_one place") {
        const std::string place = places[below(std::size(places))];
        return place.find(',') == std::string::npos ? place : '"' + place + '"';
    }
    if (type == "select_multiple code") {
        std::string out;
        for (unsigned i = 1; i <= 12; ++i) {
            if (below(6) == 0) out += fmt::format("{}choice_{}", out.empty() ? "" : " ", i);
        }
        return out;
    }
    if (type == "integer") return std::to_string(below(3) == 0 ? below(100'000) : below(90));
    if (type == "decimal") return fmt::format("{:.2f}", below(10'000'000) / 100.0);
    if (type == "date")
        return fmt::format("20{:02}-{:02}-{:02}", 10 + below(15), 1 + below(12), 1 + below(28));
    if (type == "geopoint")
        return fmt::format("{:.6f} {:.6f} 0 {}",
                           40 + below(15'000'000) / 1e6,
                           50 + below(30'000'000) / 1e6,
                           below(20));
    switch (below(4)) {
        case 0:
            return fmt::format("\"We came by bus, number {}; he said \"\"wait\"\"\"",
                               below(100'000));
        case 1:
            return fmt::format("Жумыс издеп келдик {}", below(100'000));
        default:
            return fmt::format("answer {}", below(1'000'000));
    }
}

void make_file(const std::string& path, int interviews) {
    std::mt19937_64 random(2024);  // NOLINT(bugprone-random-generator-seed): the same every time
    std::ofstream out(path, std::ios::binary);
    std::string row = "SubmissionDate,start,end";
    for (const Kind& kind : kinds) {
        for (int i = 1; i <= kind.number; ++i)
            row += fmt::format(",{}_{}", kind.name, i);
    }
    out << row << ",KEY\n";
    for (int interview = 0; interview < interviews; ++interview) {
        const auto instant = [&](int minutes) {
            const int at = interview % 500'000 + minutes;
            return fmt::format("2024-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+05:00",
                               1 + at / 44'640 % 12,
                               1 + at / 1440 % 28,
                               at / 60 % 24,
                               at % 60,
                               random() % 60,
                               random() % 1000);
        };
        row = instant(60) + "," + instant(0) + "," + instant(40);
        for (const Kind& kind : kinds) {
            for (int i = 1; i <= kind.number; ++i)
                row += "," + value_of(kind, random);
        }
        const std::uint64_t a = random();
        const std::uint64_t b = random();
        out << row
            << fmt::format(",uuid:{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}\n",
                           a & 0xFFFFFFFFU,
                           a >> 48U,
                           a >> 32U & 0xFFFU,
                           b & 0xFFFU,
                           b >> 16U);
    }
}

class Counting final : public InterviewSink {
public:
    void begin() override { answers = bytes = 0; }

    Status take(ImportedInterview& interview) override {
        answers += interview.interview.answers.size();
        for (const Answer& answer : interview.interview.answers)
            bytes += answer.value.size();
        return Done{};
    }

    std::size_t answers = 0;
    std::size_t bytes = 0;
};

void print_rate(const char* what, double bytes, double wall, double processor) {
    std::printf("%8.0f MB/s a core  %8.0f MB/s  (%5.2f s, %5.2f s of processors)  %s\n",
                bytes / 1e6 / processor,
                bytes / 1e6 / wall,
                wall,
                processor,
                what);
    std::fflush(stdout);
}

// The medians of what RUNS calls take.
template <typename Work>
void measure(const char* what, double bytes, int runs, Work work) {
    std::vector<std::pair<double, double>> times;
    for (int i = 0; i < runs; ++i) {
        const double wall = wall_s();
        const double processor = processor_s();
        work();
        times.emplace_back(wall_s() - wall, processor_s() - processor);
    }
    std::ranges::sort(times);
    const auto& [wall, processor] = times[times.size() / 2];
    print_rate(what, bytes, wall, processor);
}

// A program that prints the wall and processor seconds that it took, or nothing where it lacks
// something.
void measure_peer(const char* what, double bytes, int runs, const std::string& command) {
    std::vector<std::pair<double, double>> times;
    for (int i = 0; i < runs; ++i) {
        FILE* out = popen((command + " 2>/dev/null").c_str(), "r");  // NOLINT(cert-env33-c)
        if (out == nullptr) return;
        double wall = 0;
        double processor = 0;
        const int read = std::fscanf(out, "%lf %lf", &wall, &processor);
        pclose(out);
        if (read != 2) {
            std::printf("%28s %s: not here\n", "", what);
            return;
        }
        times.emplace_back(wall, processor);
    }
    std::ranges::sort(times);
    const auto& [wall, processor] = times[times.size() / 2];
    print_rate(what, bytes, wall, processor);
}

int run(const std::string& folder, int interviews, int runs) {
    const std::string path = folder + "/import.csv";
    if (!std::filesystem::exists(path)) make_file(path, interviews);
    const auto bytes = static_cast<double>(std::filesystem::file_size(path));
    const Questionnaire form = questionnaire();
    auto stream = open_stream(path);
    if (!stream) {
        std::fprintf(stderr, "%s\n", stream.error().message.c_str());
        return 1;
    }
    std::vector<std::unique_ptr<RowReader>> sources;
    sources.push_back(std::make_unique<CsvSource>("import", **stream));
    std::size_t cells = 0;
    measure("bytes to cells", bytes, runs, [&] {
        cells = 0;
        if (!sources[0]->rewind()) return;
        for (;;) {
            const auto next = sources[0]->next();
            if (!next || !*next) break;
            cells += sources[0]->cells().size();
        }
    });
    Counting sink;
    std::size_t found = 0;
    measure("bytes to cells to answers, with findings", bytes, runs, [&] {
        const auto read = import_rows(form, sources, "import.csv", {}, sink);
        found = read ? read->interviews : 0;
        if (read && !read->diagnostics.empty())
            std::printf("%s\n", print(read->diagnostics[0]).c_str());
    });
    std::printf(
        "  %.0f MB, %zu cells, %zu interviews, %zu answers of %zu bytes; peak memory %.0f MiB\n",
        bytes / 1e6,
        cells,
        found,
        sink.answers,
        sink.bytes,
        peak_mib());
    for (const int threads : {1, 0}) {
        const std::string limit = threads > 0 ? fmt::format(", nThread = {}", threads) : "";
        measure_peer(
            threads > 0 ? "R data.table fread, one thread" : "R data.table fread, as it comes",
            bytes,
            runs,
            fmt::format("Rscript -e \"library(data.table); t <- system.time(d <- fread('{}'{}, "
                        "showProgress = FALSE)); cat(t[3], t[1] + t[2])\"",
                        path,
                        limit));
        measure_peer(threads > 0 ? "DuckDB read_csv, one thread" : "DuckDB read_csv, as it comes",
                     bytes,
                     runs,
                     fmt::format("node bench/peers/duckdb.mjs '{}' {}", path, threads));
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: import FOLDER [INTERVIEWS] [RUNS]\n");
        return 2;
    }
    return mtm::run(
        argv[1], argc > 2 ? std::atoi(argv[2]) : 1'000'000, argc > 3 ? std::atoi(argv[3]) : 3);
}
