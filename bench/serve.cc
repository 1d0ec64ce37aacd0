// Round 4 interviews posted to a running `mtm serve`, each checked against its form and on disk
// before it is acknowledged, from as many connections as are asked for; the client runs on the same
// cores. Beside rate and latency stands what the disk alone would allow: the time of one fsync,
// measured before and after each run in the same folder, each after a pause, as between two
// commits: some disks answer at once while they are busy and late when they were idle. A disk that
// does not wait at all can be made to, as an honest one does, for the server and for the measured
// fsync:
//
//     export LD_PRELOAD=build/release/libslow_disk.so FLUSH_MS=2.6
//     build/release/serve build/release/mtm --folder /dev/shm
//
//     serve PROGRAM [--seconds N] [--folder DIR] [--connections N]… [--audit] [--watched]
//
// Without --connections: 64 and 8, each without and with an audit.csv. --watched: meanwhile
// somebody looks at the findings of quality once a second, so that the server keeps them current.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/load_client.h"
#include "interview/routing.h"
#include "rehearse/invent.h"
#include "store/clock.h"
#include "store/sqlite_organisation_store.h"
#include "store/study_folder.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr int forms = 100;  // different interviews
const std::string slug = "kazakhstan-2024-r4";
const std::string token(64, 'b');

struct Options {
    std::string program;
    std::string folder = ".";
    double seconds = 10;
    std::vector<int> connections;
    bool audit = false;
    bool watched = false;
};

[[noreturn]] void stop_with(const std::string& what) {
    std::fprintf(stderr, "bench: %s\n", what.c_str());
    std::exit(1);
}

template <typename T>
T must(Result<T> result) {
    if (!result) stop_with(result.error().message);
    return std::move(result).value();
}

std::string hex_sha256(const std::string& text) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    std::string out;
    for (const unsigned char byte : digest) {
        char two[3];
        std::snprintf(two, sizeof two, "%02x", byte);
        out += two;
    }
    return out;
}

// The audit log of somebody who looked at each question for some seconds.
std::string audit_log(const Questionnaire& form, const Router& router, const Interview& interview) {
    const RoutedInterview routed = router.route(interview);
    long long time = 1'714'550'400'000;  // ms
    std::string out = "event,node,start,end\nform start,," + std::to_string(time) + ",\n";
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        if (router.levels().level_of[q] != 0) continue;
        const auto slot = static_cast<std::size_t>(router.levels().slot_of[q]);
        if (routed.instances[0].asked[slot] == 0) continue;
        out += "question," + router.path_of(static_cast<int>(q)) + "," + std::to_string(time) +
               "," + std::to_string(time + 7000) + "\n";
        time += 7100;
    }
    return out + "form exit,," + std::to_string(time) + ",\n";
}

RequestTemplate request_of(const std::string& xml, const std::string& audit) {
    const std::string boundary = "----bench5f9a3c";
    const auto part =
        [&](const std::string& name, const std::string& file, const std::string& type) {
            return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name +
                   "\"; filename=\"" + file + "\"\r\nContent-Type: " + type +
                   "\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        };
    std::string body = part("xml_submission_file", "submission.xml", "text/xml") + xml + "\r\n";
    if (!audit.empty()) body += part("audit.csv", "audit.csv", "text/csv") + audit + "\r\n";
    body += "--" + boundary + "--\r\n";
    RequestTemplate out;
    out.bytes = "POST /key/" + token +
                "/submission?deviceID=collect%3Abench HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                "X-OpenRosa-Version: 1.0\r\nContent-Type: multipart/form-data; boundary=" +
                boundary + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    for (std::size_t at = out.bytes.find("uuid:"); at != std::string::npos;
         at = out.bytes.find("uuid:", at + 1)) {
        out.places.push_back(at + 5);
    }
    if (out.places.empty()) stop_with("an invented interview has no uuid");
    return out;
}

std::vector<RequestTemplate> make_requests(const Study& study, bool audit) {
    InventOptions invention;
    invention.interviews = forms;
    invention.fieldwork_start = study.file.fieldwork_start;
    invention.fieldwork_end = study.file.fieldwork_end;
    invention.area_question = study.file.areas.question;
    const Router router(study.questionnaire);
    std::vector<RequestTemplate> out;
    for (Interview& interview : invent(study.questionnaire, invention)) {
        interview.rehearsal = false;  // on a copy of the study that is deleted afterwards
        interview.instance_id = "uuid:00000000-0000-4000-a000-000000000000";
        out.push_back(request_of(write_submission(study.questionnaire, interview),
                                 audit ? audit_log(study.questionnaire, router, interview) : ""));
    }
    return out;
}

// Median time in ms to append 4 kB to a file and have it on disk, after a pause of 2 ms.
double fsync_ms(const std::string& folder) {
    const std::string path = folder + "/fsync";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0) stop_with("making " + path);
    const std::string page(4096, 'x');
    std::vector<double> times;
    for (int i = 0; i < 150; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        const auto start = std::chrono::steady_clock::now();
        if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0)
            stop_with("fsync");
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        times.push_back(took.count());
    }
    ::close(file);
    ::unlink(path.c_str());
    std::ranges::sort(times);
    return times[times.size() / 2];
}

// CPU time in ms that a process has used.
double cpu_ms(pid_t process) {
    const std::string path = "/proc/" + std::to_string(process) + "/stat";
    std::FILE* file = std::fopen(path.c_str(), "r");
    if (file == nullptr) stop_with("the server has ended");
    char line[1024] = {};
    const std::size_t n = std::fread(line, 1, sizeof line - 1, file);
    std::fclose(file);
    const char* at = n > 0 ? std::strrchr(line, ')') : nullptr;
    unsigned long user = 0;
    unsigned long system = 0;
    if (at == nullptr ||
        std::sscanf(
            at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) {
        stop_with("reading " + path);
    }
    return 1000.0 * static_cast<double>(user + system) /
           static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Running {
    pid_t process = -1;
    std::uint16_t port = 0;
};

Running start(const Options& options, const std::string& place) {
    int ends[2];
    if (::pipe(ends) != 0) stop_with("pipe");
    const pid_t process = ::fork();
    if (process == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::execl(options.program.c_str(),
                "mtm",
                "serve",
                (place + "/" + slug).c_str(),
                "--home",
                (place + "/home").c_str(),
                "--listen",
                "127.0.0.1:0",
                "--log",
                (place + "/log").c_str(),
                nullptr);
        std::_Exit(127);
    }
    ::close(ends[1]);
    std::string said;
    char buffer[4096];
    std::size_t at = std::string::npos;
    while ((at = said.find("listening on http://127.0.0.1:")) == std::string::npos ||
           said.find('\n', at) == std::string::npos) {
        const ssize_t n = ::read(ends[0], buffer, sizeof buffer);
        if (n <= 0) stop_with("the server did not start");
        said.append(buffer, static_cast<std::size_t>(n));
    }
    return {process, static_cast<std::uint16_t>(std::atoi(said.c_str() + at + 30))};
}

double percentile(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[at];
}

void prepare(const std::string& place) {
    fs::create_directories(place + "/home");
    fs::permissions(place + "/home", fs::perms::owner_all);
    auto organisation = must(SqliteOrganisationStore::open(place + "/home"));
    DeviceCredential device;
    device.name = "bench";
    device.study = slug;
    device.label = "bench";
    device.token_hash = hex_sha256(token);
    device.created = 1;
    must(organisation->put_device(device));
    Person owner;
    owner.email = "bench@example.org";
    owner.owner = true;
    const std::int64_t person = must(organisation->put_person(owner));
    const Instant now = present_instant();
    must(organisation->put_session({.token_hash = hex_sha256(token),
                                    .person = person,
                                    .created = now,
                                    .expires = now + 3'600'000,
                                    .label = "bench"}));
}

// Looks at the findings of quality once a second until it is told to stop.
void look(std::uint16_t port, const std::stop_token& stop) {
    const std::string request = "GET /v1/studies/" + slug +
                                "/quality HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                                "Authorization: Bearer " +
                                token + "\r\n\r\n";
    while (!stop.stop_requested()) {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::string said;
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
            ::write(socket, request.data(), request.size()) > 0) {
            char buffer[4096];
            for (ssize_t n = 0; (n = ::read(socket, buffer, sizeof buffer)) > 0;)
                said.append(buffer, static_cast<std::size_t>(n));
        }
        ::close(socket);
        if (said.find(" 200 ") == std::string::npos)
            stop_with("looking at the findings: " + said.substr(0, 200));
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

void measure(const Options& options, int connections, bool audit) {
    const std::string place =
        fs::absolute(options.folder).string() + "/bench-serve-" + std::to_string(::getpid());
    fs::remove_all(place);
    fs::create_directories(place);
    fs::copy("studies/" + slug, place + "/" + slug, fs::copy_options::recursive);
    for (const char* name : {"/rehearsal", "/out", "/study.db"}) {
        fs::remove_all(place + "/" + slug + name);
    }
    prepare(place);
    // In the field, so that interviews count, and are checked.
    if (std::system((options.program + " deploy " + place + "/" + slug + " > /dev/null").c_str()))
        stop_with("deploying the study");
    const std::vector<RequestTemplate> requests =
        make_requests(must(open_study(place + "/" + slug)).study, audit);
    const Running server = start(options, place);
    std::optional<std::jthread> watcher;
    if (options.watched)
        watcher.emplace([&](const std::stop_token& stop) { look(server.port, stop); });
    const LoadOptions warm_up{
        .port = server.port, .connections = connections, .seconds = 1, .seed = 7};
    (void)run_load(requests, warm_up);
    const double before = fsync_ms(place);
    const double cpu_before = cpu_ms(server.process);
    const LoadResult load = run_load(
        requests,
        {.port = server.port, .connections = connections, .seconds = options.seconds, .seed = 8});
    const double cpu = cpu_ms(server.process) - cpu_before;
    const double after = fsync_ms(place);
    watcher.reset();
    ::kill(server.process, SIGTERM);
    int status = 0;
    ::waitpid(server.process, &status, 0);
    fs::remove_all(place);
    const double fsync = (before + after) / 2;
    const auto count = static_cast<double>(load.acknowledged);
    const double rate = count / load.seconds;
    const double p99 = percentile(load.latencies_ms, 0.99);
    std::printf(
        "%2d connections%s: %6.0f interviews a second, %.2f CPU ms each, p50 %.1f ms, "
        "p99 %.1f ms; fsync %.2f ms, rate / (connections / fsync) %.2f, p99 / (6 fsync + 10 "
        "ms) %.2f%s\n",
        connections,
        audit ? ", audit.csv" : "",
        rate,
        count > 0 ? cpu / count : 0.0,
        percentile(load.latencies_ms, 0.5),
        p99,
        fsync,
        rate / (1000.0 * connections / fsync),
        p99 / (6 * fsync + 10),
        load.other > 0
            ? ("; NOT ACKNOWLEDGED: " + std::to_string(load.other) + ": " + load.first_other)
                  .c_str()
            : "");
    std::fflush(stdout);
}

int run(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
        if (word == "--seconds") {
            options.seconds = std::atof(value());
        } else if (word == "--folder") {
            options.folder = value();
        } else if (word == "--connections") {
            options.connections.push_back(std::atoi(value()));
        } else if (word == "--audit") {
            options.audit = true;
        } else if (word == "--watched") {
            options.watched = true;
        } else {
            options.program = word;
        }
    }
    if (options.program.empty()) {
        std::fprintf(stderr,
                     "usage: serve build/release/mtm [--seconds N] [--folder DIR] "
                     "[--connections N]… [--audit] [--watched]\n");
        return 2;
    }
    if (!options.connections.empty()) {
        for (const int n : options.connections)
            measure(options, n, options.audit);
        return 0;
    }
    for (const bool audit : {false, true}) {
        for (const int n : {64, 8})
            measure(options, n, audit);
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int argc, char** argv) {
    return mtm::run(argc, argv);
}
