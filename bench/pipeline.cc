// The whole way in one process: submissions on disk → interviews → dataset → every table → the HTML
// report, with the time of each stage. The yardstick beside it is what the machine itself needs to
// read the same submissions from disk, which no pipeline can undercut.
//
//     pipeline STUDY [RUNS]      prints the median of each stage over RUNS (5)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "chart/press.h"
#include "report/compose.h"
#include "report/html.h"
#include "report/table_export.h"
#include "store/files.h"
#include "store/study_folder.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

// Collects how long each named stage took, over several runs.
class Stopwatch {
public:
    template <typename Work>
    auto time(const std::string& stage, Work work) {
        const auto start = std::chrono::steady_clock::now();
        auto result = work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        if (!times_ms_.contains(stage)) order_.push_back(stage);
        times_ms_[stage].push_back(took.count());
        return result;
    }

    void print() {
        double total = 0;
        for (const std::string& stage : order_) {
            std::vector<double>& times = times_ms_[stage];
            std::ranges::sort(times);
            const double median = times[times.size() / 2];
            std::printf("%8.1f ms  (%.1f to %.1f)  %s\n",
                        median,
                        times.front(),
                        times.back(),
                        stage.c_str());
            if (stage != yardstick) total += median;
        }
        std::printf("%8.1f ms  the whole way\n", total);
    }

    static constexpr const char* yardstick = "yardstick: only reading the submissions' bytes";

private:
    std::vector<std::string> order_;
    std::map<std::string, std::vector<double>> times_ms_;
};

// The value, or the end of the benchmark with the reason.
template <typename T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "pipeline: %s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

std::size_t read_bytes(const std::string& folder) {
    std::size_t bytes = 0;
    for (const std::string& name : files_in(folder, ".xml")) {
        bytes += must(read_file(folder + "/" + name)).size();
    }
    return bytes;
}

void run_once(const std::string& directory, Stopwatch& watch) {
    ChartPress charts;  // loads while the interviews are read
    watch.time(Stopwatch::yardstick, [&] { return read_bytes(directory + "/rehearsal"); });
    const Study study = watch.time("questionnaire, plan and study.toml",
                                   [&] { return must(open_study(directory)).study; });
    const auto read = watch.time("submissions → interviews", [&] {
        return must(read_interviews(directory, study, InterviewKind::rehearsed));
    });
    const Dataset dataset = watch.time("interviews → dataset",
                                       [&] { return assemble(study, read.interviews).dataset; });
    const auto tables =
        watch.time("dataset → every table", [&] { return tabulate(study, dataset); });
    DisclosureControl control(study.file, Edition::published);
    watch.time("disclosure control of the tables", [&] {
        std::size_t withheld = 0;
        for (const auto& table : release_all(control, tables))
            withheld += table->withheld.size();
        return withheld;
    });
    const std::string text = must(read_file(directory + "/report.md"));
    const Composed composed = watch.time("figures, tables and charts of the report", [&] {
        const Narrative narrative = read_narrative(text, "report.md").narrative;
        return compose(study,
                       dataset,
                       narrative,
                       control,
                       {.language = "en",
                        .areas_geojson = must(read_file(directory + "/" + study.file.areas.file)),
                        .charts = &charts});
    });
    watch.time("HTML", [&] { return html(composed.document).size(); });
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: pipeline STUDY [RUNS]\n");
        return 2;
    }
    const int runs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
    mtm::Stopwatch watch;
    for (int i = 0; i < runs; ++i)
        mtm::run_once(argv[1], watch);
    watch.print();
    return 0;
}
