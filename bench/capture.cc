// What one interview costs the server before it reaches the disk: the body taken apart, the
// interview read, routed, judged and counted, the answer written; with and without the log of the
// device. CPU time of one thread, no socket. The store refuses every call at once, so that nothing
// of it is in the figures.
//
//     capture STUDY [RUNS]     medians over RUNS (9) of all its rehearsed interviews
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <time.h>

#include "capture/form_version.h"
#include "capture/multipart.h"
#include "capture/submission.h"
#include "interview/envelope.h"
#include "store/files.h"
#include "store/memory_store.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <typename Work>
void measure(const char* what, int runs, const std::vector<std::string>& bodies, Work work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const double start = cpu_seconds();
        for (const std::string& body : bodies)
            work(body);
        times.push_back(cpu_seconds() - start);
    }
    std::ranges::sort(times);
    const double median = times[times.size() / 2] / static_cast<double>(bodies.size());
    std::printf("%9.2f µs  %s\n", 1e6 * median, what);
}

constexpr const char* content_type = "multipart/form-data; boundary=e7b1f6d2-3c4a-4f0e-9d8b-1a2b3c";

std::string part(const std::string& name, const std::string& bytes) {
    return "--e7b1f6d2-3c4a-4f0e-9d8b-1a2b3c\r\nContent-Disposition: form-data; name=\"" + name +
           "\"; filename=\"" + name + "\"\r\nContent-Type: text/xml; charset=utf-8\r\n\r\n" +
           bytes + "\r\n";
}

// A log in which every question was looked at for ten seconds.
std::string log_for(const Router& router) {
    std::string out = "event,node,start,end\nform start,,1714561200000,\n";
    std::int64_t at = 1'714'561'200'000;
    for (std::size_t q = 0; q < router.questionnaire().questions.size(); ++q) {
        if (!is_answered_by_people(router.questionnaire().questions[q].type)) continue;
        out += "question," + router.path_of(static_cast<int>(q)) + "," + std::to_string(at) + "," +
               std::to_string(at + 10'000) + "\n";
        at += 10'000;
    }
    return out;
}

std::unique_ptr<ServedStudy> served(Study study) {
    auto out = std::make_unique<ServedStudy>();
    auto version = std::make_unique<FormVersion>();
    version->questionnaire = study.questionnaire;
    version->form_id = version->questionnaire.form_id;
    version->version = version->questionnaire.version;
    make_readers(*version);
    auto store = std::make_unique<MemoryInterviewStore>();
    store->faults().add({.call = "receive"});
    out->versions.push_back(std::move(version));
    out->store = std::move(store);
    out->study = std::move(study);
    out->slug = "study";
    out->rehearsal = true;
    return out;
}

int run(const std::string& directory, int runs) {
    auto opened = open_study(directory);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return 1;
    }
    Service service;
    service.studies.push_back(served(std::move(opened->study)));
    ServedStudy& study = *service.studies.front();
    const Router& router = *study.versions.front()->router;
    const std::string log = log_for(router);
    std::vector<std::string> documents;
    std::vector<std::string> bodies;
    std::vector<std::string> with_log;
    for (const std::string& name : files_in(directory + "/rehearsal", ".xml")) {
        auto bytes = read_file(directory + "/rehearsal/" + name);
        if (!bytes) continue;
        const std::string end = "--e7b1f6d2-3c4a-4f0e-9d8b-1a2b3c--\r\n";
        bodies.push_back(part("xml_submission_file", *bytes) + end);
        const std::size_t meta = bytes->find("</meta>");
        std::string logged = *bytes;
        logged.insert(std::min(meta, logged.size()), "<audit>audit.csv</audit>");
        with_log.push_back(part("xml_submission_file", logged) + part("audit.csv", log) + end);
        documents.push_back(std::move(*bytes));
    }
    if (documents.empty()) {
        std::fprintf(stderr, "%s has no rehearsed interviews\n", directory.c_str());
        return 1;
    }
    std::printf("%zu interviews, the first of %zu bytes\n", bodies.size(), documents[0].size());
    const Questionnaire& form = router.questionnaire();
    measure("multipart taken apart", runs, bodies, [](const std::string& body) {
        (void)parse_multipart(content_type, body);
    });
    measure(
        "envelope read", runs, documents, [](const std::string& xml) { (void)read_envelope(xml); });
    measure("interview read", runs, documents, [&](const std::string& xml) {
        (void)read_submission(form, xml, "bench");
    });
    std::vector<Interview> interviews;
    for (const std::string& xml : documents)
        interviews.push_back(read_submission(form, xml, "bench").interview);
    std::size_t next = 0;
    measure("interview routed", runs, documents, [&](const std::string&) {
        (void)router.route(interviews[next++ % interviews.size()]);
    });
    const std::vector<ServedStudy*> studies{&study};
    Identity who;
    who.name = "tablet";
    Request request;
    request.headers = {{"Content-Type", content_type}};
    request.now = 1'714'561'200'000;
    const auto receive = [&](const std::string& body) {
        request.body = body;
        if (receive_submission(service, request, studies, who).status != 503) std::abort();
    };
    measure("all of it", runs, bodies, receive);
    measure("all of it, with the device's log", runs, with_log, receive);
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: capture STUDY [RUNS]\n");
        return 2;
    }
    return mtm::run(argv[1], argc > 2 ? std::atoi(argv[2]) : 9);
}
