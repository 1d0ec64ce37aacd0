// What it costs a server to keep the findings of quality current: the rehearsed interviews of a
// study in its store, read, all checked, and then one more that comes, several times; with the
// memory that it takes.
//
//     quality_live STUDY [ARRIVALS]     ARRIVALS (50) interviews are held back to come one by one
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <malloc.h>

#include "capture/form_version.h"
#include "capture/quality_watch.h"
#include "capture/submission.h"
#include "interview/envelope.h"
#include "store/files.h"
#include "store/memory_store.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

long resident_mb() {
    (void)malloc_trim(0);
    std::ifstream status("/proc/self/statm");
    long pages = 0;
    long resident = 0;
    status >> pages >> resident;
    return resident * 4096 / 1'000'000;
}

std::unique_ptr<ServedStudy> served(Study study) {
    auto out = std::make_unique<ServedStudy>();
    auto version = std::make_unique<FormVersion>();
    version->questionnaire = study.questionnaire;
    version->form_id = version->questionnaire.form_id;
    version->version = version->questionnaire.version;
    make_readers(*version);
    out->versions.push_back(std::move(version));
    out->store = std::make_unique<MemoryInterviewStore>();
    out->study = std::move(study);
    out->slug = "study";
    out->rehearsal = true;
    return out;
}

void send(const ServedStudy& study, const std::string& xml) {
    Arrival arrival;
    const auto envelope = read_envelope(xml);
    if (!envelope) std::abort();
    arrival.instance_id = envelope->instance_id;
    arrival.form_id = envelope->form_id;
    arrival.version = envelope->version;
    arrival.xml = xml;
    arrival.received = 1'714'561'200'000;
    arrival.sender = "tablet";
    judge_readable(study.study, *study.versions.front(), *envelope, arrival);
    if (!study.store->receive(arrival)) std::abort();
}

int run(const std::string& directory, std::size_t arrivals) {
    auto opened = open_study(directory);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return 1;
    }
    const std::unique_ptr<ServedStudy> study = served(std::move(opened->study));
    const std::vector<std::string> names = files_in(directory + "/rehearsal", ".xml");
    if (names.size() <= arrivals) {
        std::fprintf(stderr, "%s has too few rehearsed interviews\n", directory.c_str());
        return 1;
    }
    const auto read = [&](std::size_t i) {
        return *read_file(directory + "/rehearsal/" + names[i]);
    };
    for (std::size_t i = 0; i + arrivals < names.size(); ++i)
        send(*study, read(i));
    const long before = resident_mb();
    Instant now = 1'714'561'200'000;
    const auto clock = [&] { return now; };
    (void)study->quality->ask(now);
    double begun = seconds();
    double reading = 0;
    for (;;) {
        const double step = seconds();
        const auto more = study->quality->step(*study, clock);
        if (!more) std::abort();
        if (!*more) break;
        reading += seconds() - step;
    }
    const auto seen = study->quality->ask(now);
    std::printf("%zu interviews: read in %.2f s, all checked in %.2f s, %zu findings, %ld MB\n",
                seen->interviews,
                reading,
                seconds() - begun - reading,
                seen->findings->size(),
                resident_mb() - before);
    std::vector<double> took;
    for (std::size_t i = names.size() - arrivals; i < names.size(); ++i) {
        send(*study, read(i));
        now += 10;
        begun = seconds();
        while (*study->quality->step(*study, clock)) {
        }
        took.push_back(1'000 * (seconds() - begun));
    }
    std::ranges::sort(took);
    std::printf("one more: %.2f ms (median), %.2f ms at most, with reading it; %zu findings\n",
                took[took.size() / 2],
                took.back(),
                study->quality->ask(now)->of_new.size());
    now += 6'000;
    begun = seconds();
    (void)study->quality->step(*study, clock);
    std::printf("all checked again, with the look for changes: %.2f s\n", seconds() - begun);
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "quality_live STUDY [ARRIVALS]\n");
        return 2;
    }
    return mtm::run(argv[1], argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 50);
}
