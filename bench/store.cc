// How fast interviews are taken in, beside what a flush of this disk costs, and what a study of a
// million interviews costs to read. Usage: store FOLDER [INTERVIEWS]; with a number, the second
// part too (a million takes some minutes and about 12 GB).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "store/sqlite_store.h"

namespace mtm {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// Milliseconds of a flush after appending 8 kB to a file, as a commit does.
double flush_ms(const std::string& folder) {
    const std::string path = folder + "/flush";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0644);
    const std::string bytes(8192, 'f');
    std::vector<double> times;
    for (int i = 0; i < 200; ++i) {
        const auto start = Clock::now();
        if (::write(file, bytes.data(), bytes.size()) < 0 || ::fdatasync(file) != 0) std::abort();
        times.push_back(seconds_since(start) * 1000);
    }
    ::close(file);
    std::filesystem::remove(path);
    return median(times);
}

// A Round 4 interview in size: 6 kB of XML, told apart by its number.
std::string xml_of(std::int64_t number) {
    std::string xml = "<data id=\"round-4\"><n>" + std::to_string(number) + "</n>";
    while (xml.size() < 5900)
        xml += "<question_" + std::to_string(xml.size()) + ">yes</question>";
    return xml + "</data>";
}

std::string uuid_of(std::int64_t number) {  // spread as random ones are
    char text[48];
    const auto mixed = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15U;
    std::snprintf(text,
                  sizeof text,
                  "uuid:%016llx-%08llx",
                  static_cast<unsigned long long>(mixed ^ (mixed >> 29U)),
                  static_cast<unsigned long long>(number));
    return text;
}

// The number-th interview of a study of 120 days, 20 areas and 100 enumerators who each work in
// two.
bool receive(InterviewStore& store, std::int64_t number, std::int64_t of) {
    const std::string xml = xml_of(number);
    Arrival arrival;
    arrival.instance_id = uuid_of(number);
    arrival.form_id = "round-4";
    arrival.version = "1";
    arrival.xml = xml;
    arrival.received = 1'700'000'000'000 + number * 1000;
    const std::int64_t enumerator = number % 100;
    arrival.sender = "tablet-" + std::to_string(enumerator);
    arrival.device_id = "collect:" + std::to_string(enumerator);
    const std::int64_t day = of == 0 ? 0 : number * 120 / of;
    char date[16];
    std::snprintf(date,
                  sizeof date,
                  "2024-%02d-%02d",
                  static_cast<int>(4 + day / 30),
                  static_cast<int>(1 + day % 30));
    arrival.facts.day = date;
    arrival.facts.area = "area-" + std::to_string((enumerator + number / 100 % 2) % 20);
    arrival.facts.group = number % 3 == 0 ? "female" : "male";
    arrival.facts.enumerator = "Enumerator " + std::to_string(enumerator);
    arrival.facts.language = number % 5 == 0 ? "kk" : "ru";
    arrival.facts.consent = number % 20 == 0 ? "no" : "yes";
    arrival.facts.counted = number % 20 != 0;
    arrival.facts.started = arrival.received;
    arrival.facts.ended = arrival.received + (600 + number * 7919 % 1800) * 1000;
    if (number % 50 == 0) arrival.flags.push_back({"too-fast", "", ""});
    const auto receipt = store.receive(arrival);
    if (!receipt) std::fprintf(stderr, "%s\n", receipt.error().message.c_str());
    return receipt.has_value();
}

std::int64_t next_number = 0;

// Interviews a second that so many callers get acknowledged.
double rate(InterviewStore& store, int callers, std::int64_t interviews, std::int64_t of) {
    std::atomic<std::int64_t> next{next_number};
    const std::int64_t end = next_number + interviews;
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&] {
            for (std::int64_t number = next++; number < end; number = next++) {
                if (!receive(store, number, of)) std::abort();
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    next_number = end;
    return static_cast<double>(interviews) / seconds_since(start);
}

template <typename Call>
void time_call(const char* what, const Call& call) {
    std::vector<double> times;
    for (int i = 0; i < 7; ++i) {
        const auto start = Clock::now();
        if (!call()) std::abort();
        times.push_back(seconds_since(start) * 1000);
    }
    std::printf("%-44s %8.2f ms\n", what, median(times));
}

void time_reading(InterviewStore& store) {
    std::printf("rows of the tally: %zu\n", store.tally()->size());
    time_call("tally", [&] { return store.tally().has_value(); });
    time_call("median durations", [&] { return store.median_durations().has_value(); });
    const auto page = [&](const char* what, const InterviewFilter& filter, std::int64_t before) {
        time_call(what, [&] {
            const auto rows = store.list(filter, before, 100);
            return rows && store.count(filter);
        });
    };
    const std::int64_t half = next_number / 2;
    page("page: latest", {}, 0);
    page("page: from the middle", {}, half);
    page("page: one enumerator", {.enumerator = "Enumerator 7"}, 0);
    page("page: one enumerator, from the middle", {.enumerator = "Enumerator 7"}, half);
    page("page: one day long ago", {.day_from = "2024-04-05", .day_to = "2024-04-05"}, 0);
    page("page: the first half of fieldwork", {.day_to = "2024-05-30"}, 0);
    page("page: a language", {.language = "kk"}, 0);
    page("page: an area and an enumerator", {.area = "area-7", .enumerator = "Enumerator 7"}, 0);
    page("page: flagged", {.flag = "too-fast"}, 0);
    page("page: flagged of one enumerator", {.enumerator = "Enumerator 50", .flag = "too-fast"}, 0);
    page("page: nothing", {.enumerator = "Nobody"}, 0);
    time_call("1,000 current states with XML",
              [&] { return store.read_current(half, 1000).has_value(); });
}

int run(const std::string& folder, std::int64_t interviews) {
    std::filesystem::create_directories(folder);
    auto opened = SqliteInterviewStore::open(folder);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return 1;
    }
    InterviewStore& store = **opened;
    const auto report = [&](std::int64_t of) {
        const double flush = flush_ms(folder);
        std::printf("flush of the disk: %.2f ms\n", flush);
        for (const int callers : {1, 8, 64}) {
            const double each = rate(store, callers, callers * 60, of);
            std::printf("%2d callers: %8.0f interviews/s, %5.1f%% of callers / flush\n",
                        callers,
                        each,
                        each * flush / 1000 / callers * 100);
        }
        std::printf("64 callers, longer: %8.0f interviews/s\n", rate(store, 64, 20'000, of));
    };
    report(interviews);
    if (interviews == 0) return 0;
    const std::int64_t left = interviews - next_number;
    std::printf("filling: %.0f interviews/s\n", rate(store, 64, left, interviews));
    report(interviews);
    time_reading(store);
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: store FOLDER [INTERVIEWS]\n");
        return 2;
    }
    return mtm::run(argv[1], argc > 2 ? std::atoll(argv[2]) : 0);
}
