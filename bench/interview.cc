// Interviews replayed through their questionnaire's logic, on one core: how many a second are read
// from XML, and how many are re-validated (who was asked, constraints, required answers, choices,
// calculations). The yardstick is a walk over the same answers that does no logic at all: what the
// memory itself costs.
//
//     interview STUDY [RUNS]     medians over RUNS (9) of all its interviews
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "interview/routing.h"
#include "store/files.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

// Processor time, so that what else the machine does is left out.
double now_s() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

template <typename Work>
double median_seconds(int runs, Work work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const double start = now_s();
        work();
        times.push_back(now_s() - start);
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

void print_rate(const char* what, std::size_t interviews, double seconds) {
    const auto count = static_cast<double>(interviews);
    std::printf(
        "%10.0f a second  (%6.2f µs each)  %s\n", count / seconds, 1e6 * seconds / count, what);
}

int run(const std::string& directory, int runs) {
    const auto opened = open_study(directory);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return 1;
    }
    const Questionnaire& form = opened->study.questionnaire;
    std::vector<std::string> documents;
    for (const std::string& name : files_in(directory + "/rehearsal", ".xml")) {
        if (const auto bytes = read_file(directory + "/rehearsal/" + name))
            documents.push_back(*bytes);
    }
    if (documents.empty()) {
        std::fprintf(stderr, "%s has no rehearsed interviews\n", directory.c_str());
        return 1;
    }
    std::vector<Interview> interviews(documents.size());
    const double reading = median_seconds(runs, [&] {
        for (std::size_t i = 0; i < documents.size(); ++i)
            interviews[i] = read_submission(form, documents[i], "bench").interview;
    });
    const Router router(form);
    std::size_t breaks = 0;
    const double routing = median_seconds(runs, [&] {
        breaks = 0;
        for (const Interview& interview : interviews)
            breaks += router.route(interview).breaks.size();
    });
    std::size_t bytes = 0;
    const double walking = median_seconds(runs, [&] {
        for (const Interview& interview : interviews) {
            const std::vector<Answer> copy = interview.answers;
            for (const Answer& answer : copy)
                bytes += answer.value.size();
        }
    });
    std::printf(
        "%zu interviews, %zu breaks of logic (%zu)\n", documents.size(), breaks, bytes % 10);
    print_rate("read from XML", documents.size(), reading);
    print_rate("re-validated", documents.size(), routing);
    print_rate("yardstick: only copying the answers", documents.size(), walking);
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: interview STUDY [RUNS]\n");
        return 2;
    }
    return mtm::run(argv[1], argc > 2 ? std::atoi(argv[2]) : 9);
}
