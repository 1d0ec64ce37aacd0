// How long an officer waits for a report: the program as they run it, on a copy of a rehearsed
// study. With nothing kept, with charts kept, in every format, and in its three
// languages. Beside it, printing the same HTML to PDF by Chromium,
// and the usual way in R (survey, ggplot2, rmarkdown, Pandoc) over the same interviews, with the
// same tables and as many charts, where its packages are installed.
//
//     report_files MTM STUDY [RUNS]      prints the median of each over RUNS (5); from the
//     project's folder
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

namespace fs = std::filesystem;

void must(const std::string& command) {
    if (std::system((command + " >/dev/null 2>&1").c_str()) == 0) return;
    std::fprintf(stderr, "report: failed: %s\n", command.c_str());
    std::exit(1);
}

double seconds_of(const std::string& command) {
    const auto start = std::chrono::steady_clock::now();
    must(command);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return took.count();
}

void tell(const std::string& what,
          int runs,
          const std::function<void()>& before,
          const std::string& command) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        before();
        times.push_back(seconds_of(command));
    }
    std::ranges::sort(times);
    std::printf("%7.2f s  (%.2f to %.2f)  %s\n",
                times[times.size() / 2],
                times.front(),
                times.back(),
                what.c_str());
}

std::string text_of(const fs::path& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

// The study's report in these languages alone.
void set_languages(const fs::path& study, const std::string& languages) {
    std::string toml = text_of(study / "study.toml");
    const std::size_t at = toml.find("\nlanguages");
    if (at == std::string::npos) {
        std::fprintf(stderr, "report: the study says no languages\n");
        std::exit(1);
    }
    toml.replace(at, toml.find('\n', at + 1) - at, "\nlanguages = [" + languages + "]");
    std::ofstream(study / "study.toml", std::ios::binary) << toml;
}

std::size_t charts_of(const fs::path& study) {
    const std::string narrative = text_of(study / "report.md");
    std::size_t charts = 0;
    for (std::size_t at = narrative.find("::: table"); at != std::string::npos;
         at = narrative.find("::: table", at + 1)) {
        const std::string line = narrative.substr(at, narrative.find('\n', at) - at);
        if (line.find("chart=none") == std::string::npos) ++charts;
    }
    return charts;
}

void tell_r(const std::string& mtm, const fs::path& study, const fs::path& folder) {
    const std::string installed =
        "Rscript -e 'library(survey); library(ggplot2); library(rmarkdown); library(svglite)'";
    const fs::path script = "bench/peers/report.R";
    const fs::path derived = study / "questionnaire/derived.csv";
    if (std::system((installed + " >/dev/null 2>&1").c_str()) != 0 || !fs::exists(derived)) {
        std::printf(
            "      -    peer: R; its packages are not installed, or the study has no sheets as "
            "text\n");
        return;
    }
    const fs::path interviews = folder / "interviews.csv";
    fs::create_directories(folder / "r");
    must(mtm + " export " + study.string() + " " + interviews.string() + " --rehearsal");
    must(mtm + " tables " + study.string());
    tell(
        "peer: R, tables with standard errors, charts and HTML",
        1,
        [] {},
        "Rscript " + script.string() + " " + interviews.string() + " " +
            (study / "out/tables.csv").string() + " " + derived.string() + " " +
            std::to_string(charts_of(study)) + " " + (folder / "r").string());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: report_files MTM STUDY [RUNS]\n");
        return 2;
    }
    const std::string mtm = fs::absolute(argv[1]).string();
    const int runs = argc > 3 ? std::max(1, std::atoi(argv[3])) : 5;
    const fs::path folder =
        fs::temp_directory_path() / ("mtm-bench-report-" + std::to_string(::getpid()));
    const fs::path study = folder / "study";
    fs::create_directories(folder);
    fs::copy(argv[2], study, fs::copy_options::recursive);
    if (!fs::exists(study / "rehearsal")) {
        must(mtm + " rehearse " + study.string() + " --margins " +
             (study / "margins.csv").string());
    }
    set_languages(study, R"("en")");
    const auto forget = [&] { fs::remove_all(study / "out"); };
    const auto nothing = [] {};
    const std::string report = mtm + " report " + study.string();
    tell("HTML and all tables, nothing kept", runs, forget, report + " --format html");
    tell("the same, charts kept", runs, nothing, report + " --format html");
    if (std::system("command -v chromium >/dev/null 2>&1") == 0) {
        const std::string page = (study / "out/report.html").string();
        tell("peer: Chromium prints that HTML to PDF",
             runs,
             nothing,
             "chromium --headless --no-sandbox --print-to-pdf=" + (folder / "p.pdf").string() +
                 " file://" + page);
    }
    tell_r(mtm, study, folder);
    tell("PDF, charts kept", runs, nothing, report + " --format pdf");
    tell("DOCX, charts kept", runs, nothing, report + " --format docx");
    tell("every format, nothing kept", runs, forget, report);
    set_languages(study, R"("en", "ru", "kk")");
    tell(
        "three languages, HTML and PDF, nothing kept", runs, forget, report + " --format html,pdf");
    tell("three languages, every format, nothing kept", runs, forget, report);
    fs::remove_all(folder);
    return 0;
}
