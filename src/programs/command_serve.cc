#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include <sys/resource.h>

#include "capture/quality_watch.h"
#include "capture/respond.h"
#include "capture/route.h"
#include "capture/route_class.h"
#include "programs/command.h"
#include "programs/published_folders.h"
#include "programs/served_studies.h"
#include "programs/server_home.h"
#include "server/server.h"
#include "store/clock.h"
#include "store/sqlite_organisation_store.h"
#include "store/withdrawing.h"

namespace mtm {
namespace {

struct ServeArguments {
    std::vector<std::string> folders;
    std::string home;
    std::vector<std::string> listen;
    std::string certificate;
    std::string key;
    std::vector<std::string> proxies;
    std::string url;
    std::string log;
    bool insist_plain_http = false;
    bool rehearsal = false;
    bool new_owner = false;
    int connections = 10'000;
    int largest_mb = 100;
};

// What answers requests. It is made anew when a study gets another version of its form: requests
// that are being answered keep the one they began with.
class CurrentService {
public:
    std::shared_ptr<Service> get() const {
        const std::lock_guard lock(mutex_);
        return service_;
    }

    void set(std::shared_ptr<Service> service) {
        const std::lock_guard lock(mutex_);
        service_ = std::move(service);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<Service> service_;
};

Result<ServerOptions> server_options(const ServeArguments& options, const ServerHome& home) {
    ServerOptions out;
    for (const std::string& text : options.listen) {
        out.listen.push_back(TRY(parse_listen_address(text)));
    }
    if (options.certificate.empty() != options.key.empty()) {
        return Error{"--tls-cert and --tls-key belong together"};
    }
    out.certificate_file = options.certificate;
    out.key_file = options.key;
    out.proxies = TRY(TrustedProxies::parse(options.proxies));
    out.public_url = options.url;
    while (out.public_url.ends_with('/'))
        out.public_url.pop_back();
    out.largest_body = static_cast<std::uint64_t>(options.largest_mb) * 1'000'000;
    out.most_connections = static_cast<std::size_t>(options.connections);
    out.bodies.folder = home.spool;
    out.signals = true;
    out.route_class = route_class;
    return out;
}

std::string url_of(const ServerOptions& options, const ListenAddress& address) {
    if (!options.public_url.empty()) return options.public_url;
    const bool ipv6 = address.address.find(':') != std::string::npos;
    return (options.certificate_file.empty() ? "http://" : "https://") +
           (ipv6 ? "[" + address.address + "]" : address.address) + ":" +
           std::to_string(address.port);
}

// Prometheus asks from this machine, or with the token of an owner.
Response answer_metrics(Service& service, const Request& request, const Metrics& metrics) {
    if (!request.loopback) {
        const Access access = identify(service, request);
        if (access.refused) return *access.refused;
        if (!access.who.owner) return error_response(403, "403.1", "Metrics are the owner's.");
    }
    Response response;
    response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}};
    response.body = metrics.prometheus();
    return response;
}

Response answer(const std::shared_ptr<Service>& service,
                const Request& request,
                const Metrics& metrics) {
    if (request.path == "/metrics") return answer_metrics(*service, request, metrics);
    Response response = respond(*service, request);
    if (response.events) {  // a stream outlives its request, and needs what it reads from
        response.events = [service, events = std::move(response.events)](std::int64_t now) {
            return events(now);
        };
    }
    return response;
}

void say_what_is_served(const Service& service, const ServeArguments& options) {
    for (const auto& served : service.studies) {
        const FormVersion* current = served->current();
        std::fprintf(stderr,
                     "%s: form %s, version %s%s\n",
                     served->slug.c_str(),
                     current->form_id.c_str(),
                     current->version.empty() ? "(none)" : current->version.c_str(),
                     current->encrypted ? ", encrypted" : "");
    }
    if (options.rehearsal) {
        std::fprintf(stderr,
                     "\n*** REHEARSAL: what arrives is kept apart from real interviews, and is not "
                     "survey results. ***\n\n");
    }
}

std::shared_ptr<Service> service_of(const ServeArguments& options,
                                    const ServerHome& home,
                                    std::vector<std::unique_ptr<ServedStudy>> studies,
                                    std::shared_ptr<OrganisationStore> organisation,
                                    RequestLog& log) {
    auto service = std::make_shared<Service>();
    service->studies = std::move(studies);
    service->organisation = std::move(organisation);
    service->secret = home.secret;
    service->random_bytes = random_bytes;
    service->largest_body = static_cast<std::size_t>(options.largest_mb) * 1'000'000;
    service->plain_http_allowed = options.insist_plain_http;
    service->log = [&log](std::string_view what) { log.failure("request failed", what); };
    return service;
}

// What lies in the forms/ of the studies, and when it was last changed.
std::map<std::string, std::filesystem::file_time_type> deployed(
    const std::vector<std::string>& folders) {
    std::map<std::string, std::filesystem::file_time_type> out;
    std::error_code none;  // no forms/: nothing was deployed
    for (const std::string& folder : folders) {
        for (const auto& entry : std::filesystem::directory_iterator(folder + "/forms", none)) {
            out[entry.path().string()] = entry.last_write_time(none);
        }
    }
    return out;
}

// Hands out what `mtm deploy` puts into the field while the server runs. Stores and sessions stay.
void follow_forms(const ServeArguments& options,
                  const ServerHome& home,
                  CurrentService& current,
                  RequestLog& log,
                  const std::stop_token& stop) {
    auto known = deployed(options.folders);
    while (!stop.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        auto now = deployed(options.folders);
        if (now == known) continue;
        known = std::move(now);
        const std::shared_ptr<Service> before = current.get();
        auto studies = open_served_studies(
            options.folders, options.rehearsal, *before->organisation, before.get());
        if (!studies || has_errors(studies->diagnostics)) {
            log.failure("forms not reloaded",
                        studies ? print(studies->diagnostics.front()) : studies.error().message);
            continue;
        }
        auto fresh =
            service_of(options, home, std::move(studies->studies), before->organisation, log);
        fresh->access = before->access;
        fresh->shelf = before->shelf;
        current.set(std::move(fresh));
        log.event("forms reloaded");
    }
}

void show_published(const ServeArguments& options, PublicShelf& shelf, RequestLog& log) {
    ReadPublished read = read_published(options.folders);
    for (const std::string& problem : read.problems)
        log.failure("not shown to everybody", problem);
    shelf.show(std::move(read.studies));
}

// Shows everybody what `mtm publish` writes while the server runs, once its files stand still.
void follow_published(const ServeArguments& options,
                      CurrentService& current,
                      RequestLog& log,
                      const std::stop_token& stop) {
    const std::shared_ptr<PublicShelf> shelf = current.get()->shelf;
    PublishedStamps shown = published_stamps(options.folders);
    show_published(options, *shelf, log);
    PublishedStamps seen = shown;
    while (!stop.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        PublishedStamps now = published_stamps(options.folders);
        const bool still = now == seen;
        seen = std::move(now);
        if (!still || seen == shown) continue;
        shown = seen;
        show_published(options, *shelf, log);
        log.event("publications reloaded");
    }
}

// Keeps the findings of quality current, behind everything that others wait for.
void watch_quality(CurrentService& current, RequestLog& log, const std::stop_token& stop) {
    (void)setpriority(PRIO_PROCESS, 0, 10);  // of this thread alone
    while (!stop.stop_requested()) {
        bool more = false;
        bool failed = false;
        const std::shared_ptr<Service> service = current.get();
        for (const auto& study : service->studies) {
            const auto stepped = study->quality->step(*study, present_instant);
            if (stepped) {
                more = more || *stepped;
                continue;
            }
            failed = true;
            log.failure("quality not checked", study->slug + ": " + stepped.error().message);
        }
        if (more) continue;
        for (int wait = failed ? 20 : 1; wait > 0 && !stop.stop_requested(); --wait)
            std::this_thread::sleep_for(std::chrono::milliseconds(250));
    }
}

// Whom `mtm withdraw` lists is erased within a second; and what was made in out/ goes whenever
// somebody has withdrawn, for it may hold them.
void obey_withdrawals(CurrentService& current, RequestLog& log, const std::stop_token& stop) {
    std::map<std::string, WithdrawalFollower> followers;  // by folder
    while (!stop.stop_requested()) {
        for (const auto& study : current.get()->studies) {
            if (study->rehearsal) continue;
            const std::string& folder = study->study.directory;
            const Status done = followers[folder].step(folder, *study->store);
            if (!done) log.failure("withdrawal not finished", done.error().message);
        }
        for (int wait = 4; wait > 0 && !stop.stop_requested(); --wait)
            std::this_thread::sleep_for(std::chrono::milliseconds(250));
    }
}

void say_where(const std::string& url, const std::optional<std::string>& owner_link) {
    std::printf("listening on %s\n", url.c_str());
    if (owner_link) {
        std::printf("owner's link, for one use within a day: %s\n", owner_link->c_str());
    }
    std::fflush(stdout);
}

// Everything is open; serves until it is told to stop.
Exit serve_on(const ServeArguments& options,
              const ServerOptions& with,
              const ServerHome& home,
              CurrentService& current,
              RequestLog& log) {
    Metrics metrics;
    auto server = Server::listen(
        with,
        [&current, &metrics](const Request& request) {
            return answer(current.get(), request, metrics);
        },
        metrics,
        log);
    if (!server) return fail(server.error());
    const std::string url = url_of(with, (*server)->addresses().front());
    const auto link = first_owner_link(*current.get(), url, present_instant(), options.new_owner);
    if (!link) return fail(link.error());
    say_what_is_served(*current.get(), options);
    say_where(url, *link);
    log.event("started", std::to_string(current.get()->studies.size()) + " studies");
    const std::jthread follower(
        [&](const std::stop_token& stop) { follow_forms(options, home, current, log, stop); });
    const std::jthread publications(
        [&](const std::stop_token& stop) { follow_published(options, current, log, stop); });
    const std::jthread watcher(
        [&](const std::stop_token& stop) { watch_quality(current, log, stop); });
    const std::jthread obedient(
        [&](const std::stop_token& stop) { obey_withdrawals(current, log, stop); });
    (*server)->run();
    return Exit::done;
}

Exit serve(const ServeArguments& options) {
    const auto home = open_server_home(options.home);
    if (!home) return fail(home.error());
    const auto with = server_options(options, *home);
    if (!with) {
        std::fprintf(stderr, "mtm: %s\n", with.error().message.c_str());
        return Exit::wrong_usage;
    }
    auto organisation = SqliteOrganisationStore::open(home->folder);
    if (!organisation) return fail(organisation.error());
    auto studies = open_served_studies(options.folders, options.rehearsal, **organisation, nullptr);
    if (!studies) return fail(studies.error());
    print_diagnostics(studies->diagnostics);
    if (has_errors(studies->diagnostics)) return Exit::input_is_wrong;
    auto log = RequestLog::open(options.log, RequestLog::Level::requests);
    if (!log) return fail(log.error());
    CurrentService current;
    current.set(
        service_of(options, *home, std::move(studies->studies), std::move(*organisation), **log));
    return serve_on(options, *with, *home, current, **log);
}

}  // namespace

void add_serve(Program& program) {
    auto options = std::make_shared<ServeArguments>();
    options->home = default_server_home();
    options->listen = {"127.0.0.1:8080"};
    Arguments command = program.add(
        "serve",
        "the capture server: tablets, browser forms, the fieldwork page",
        "mtm serve studies/kazakhstan-2024-r4 --listen 0.0.0.0:8443 --tls-cert cert.pem "
        "--tls-key key.pem",
        [options] { return serve(*options); });
    command.add_option("DIR", options->folders, "folders of the studies").required();
    command.add_option("--home", options->home, "people, organisation, the server's key")
        .show_default();
    command.add_option("--listen", options->listen, "address and port, several times if need be")
        .show_default();
    command.add_option(
        "--tls-cert", options->certificate, "PEM with the chain; read again on SIGHUP");
    command.add_option("--tls-key", options->key, "PEM");
    command.add_option("--proxy",
                       options->proxies,
                       "address or network of a proxy that may say who the client is");
    command.add_option("--url", options->url, "https://HOST by which clients reach the server");
    command.add_option("--log", options->log, "a file for the log instead of stderr");
    command.add_option("--connections", options->connections, "most clients at a time")
        .between(1, 1'000'000)
        .show_default();
    command.add_option("--largest", options->largest_mb, "most that one upload may hold, MB")
        .between(1, 10'000)
        .show_default();
    command.add_flag("--insist-plain-http",
                     options->insist_plain_http,
                     "answer without TLS off this machine too: everyone between can read along");
    command.add_flag(
        "--rehearsal", options->rehearsal, "take invented interviews, in a store of their own");
    command.add_flag(
        "--new-owner", options->new_owner, "print a link for an owner although there is one");
}

}  // namespace mtm
