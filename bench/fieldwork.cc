// What the fieldwork page's calls cost over a study.db of many interviews: CPU and wall time of
// each, without sockets. Fifty enumerators in five teams hold interviews in twenty areas on sixty
// days; every twentieth is flagged, every thirtieth refused.
//
//     fieldwork FOLDER [INTERVIEWS [RUNS]]     fills FOLDER/study.db up to INTERVIEWS (1,000,000)
//                                              first; medians over RUNS (9)
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <time.h>

#include "base/text.h"
#include "capture/route.h"
#include "capture/secrets.h"
#include "store/memory_store.h"
#include "store/sqlite_store.h"

namespace mtm {
namespace {

constexpr int writers = 64;  // as many wait for one commit

double seconds(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::string two_digits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

FieldworkFacts facts_of(int i) {
    FieldworkFacts facts;
    const int day = i / 7 % 60;
    facts.day = "2024-0" + std::to_string(4 + day / 30) + "-" + two_digits(1 + day % 30);
    facts.area = "area-" + std::to_string(i / 3 % 20);
    facts.group = i % 2 == 0 ? "female" : "male";
    facts.enumerator = "enumerator-" + std::to_string(i % 50);
    facts.language = i % 5 == 0 ? "kk" : "ru";
    facts.consent = i % 30 == 0 ? "no" : "yes";
    facts.counted = i % 30 != 0;
    facts.started = 1'711'958'400'000 + i * 1'000LL;
    facts.ended = *facts.started + (900 + i % 1'700) * 1'000LL;
    facts.latitude = 43 + (i % 1'000) / 1e3;
    facts.longitude = 76 + (i % 997) / 1e3;
    return facts;
}

bool send(InterviewStore& store, int i) {
    const std::string id = "uuid:interview-" + std::to_string(i);
    const std::string xml = "<data id=\"r4\" version=\"1\"><age>34</age><meta><instanceID>" + id +
                            "</instanceID></meta></data>";
    Arrival arrival;
    arrival.instance_id = id;
    arrival.form_id = "r4";
    arrival.version = "1";
    arrival.xml = xml;
    arrival.received = 1'711'958'400'000 + i * 1'000LL;
    arrival.device_id = "collect:" + std::to_string(i % 50);
    arrival.sender = "tablet-" + std::to_string(i % 50);
    arrival.user_agent = "Collect";
    arrival.facts = facts_of(i);
    if (i % 20 == 0) arrival.flags = {{"clock-ahead"}};
    return store.receive(arrival).has_value();
}

bool fill(InterviewStore& store, int interviews) {
    const Result<std::int64_t> there = store.count({});
    if (!there) return false;
    const int from = static_cast<int>(*there);
    std::vector<std::thread> threads;
    for (int t = 0; t < writers; ++t) {
        threads.emplace_back([&, t] {
            for (int i = from + t; i < interviews; i += writers)
                if (!send(store, i)) std::abort();
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    return true;
}

struct Asker {
    Service service;
    std::string token = "a token of the bench";

    Request request(const std::string& target) const {
        Request out;
        out.method = "GET";
        out.target = target;
        out.path = target.substr(0, target.find('?'));
        if (out.path.size() < target.size()) {
            for (const std::string_view part :
                 split(std::string_view(target).substr(out.path.size() + 1), '&')) {
                const std::size_t equals = part.find('=');
                out.query.emplace_back(part.substr(0, equals), part.substr(equals + 1));
            }
        }
        out.headers = {{"Authorization", "Bearer " + token}};
        out.secure = true;
        out.now = 1'717'200'000'000;
        return out;
    }

    bool measure(const std::string& target, int runs) {
        std::vector<double> cpu;
        std::vector<double> wall;
        std::size_t bytes = 0;
        for (int i = 0; i < runs; ++i) {
            const double cpu_start = seconds(CLOCK_THREAD_CPUTIME_ID);
            const double wall_start = seconds(CLOCK_MONOTONIC);
            const std::optional<Response> response = respond_fieldwork(service, request(target));
            cpu.push_back(seconds(CLOCK_THREAD_CPUTIME_ID) - cpu_start);
            wall.push_back(seconds(CLOCK_MONOTONIC) - wall_start);
            if (!response || response->status != 200) return false;
            bytes = response->body.size();
        }
        std::ranges::sort(cpu);
        std::ranges::sort(wall);
        std::printf("%9.2f ms CPU %9.2f ms wall %9zu bytes  %s\n",
                    1e3 * cpu[cpu.size() / 2],
                    1e3 * wall[wall.size() / 2],
                    bytes,
                    target.c_str());
        return true;
    }
};

bool prepare(Asker& asker, const std::string& folder) {
    auto store = SqliteInterviewStore::open(folder);
    if (!store) return false;
    auto study = std::make_unique<ServedStudy>();
    study->slug = "r4";
    study->store = std::move(store).value();
    study->targets = {{.area = "area-1", .group = "female", .interviews = 1'000}};
    asker.service.studies.push_back(std::move(study));
    asker.service.organisation = std::make_unique<MemoryOrganisationStore>();
    asker.service.random_bytes = [](std::size_t count) { return std::string(count, 'x'); };
    Person person;
    person.email = "manager@example.org";
    person.password_hash = "none";
    const Result<std::int64_t> id = asker.service.organisation->put_person(person);
    if (!id) return false;
    Session session;
    session.token_hash = sha256_hex(asker.token);
    session.person = *id;
    session.expires = 1'800'000'000'000;
    return asker.service.organisation->put_grant({*id, "r4", "manager", {}}).has_value() &&
           asker.service.organisation->put_session(session).has_value();
}

int run(const std::string& folder, int interviews, int runs) {
    Asker asker;
    if (!prepare(asker, folder) || !fill(*asker.service.studies[0]->store, interviews)) return 3;
    for (const char* target : {"",
                               "/fieldwork",
                               "/points",
                               "/interviews",
                               "/interviews?before=500000",
                               "/interviews?area=area-3&day_from=2024-05-01",
                               "/interviews?enumerator=enumerator-7",
                               "/interviews?sender=tablet-7&flag=clock-ahead",
                               "/interviews?review=approved",
                               "/interviews/uuid:interview-77"}) {
        if (!asker.measure("/v1/studies/r4" + std::string(target), runs)) return 1;
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int count, char** arguments) {
    if (count < 2) {
        std::fprintf(stderr, "usage: fieldwork FOLDER [INTERVIEWS [RUNS]]\n");
        return 2;
    }
    return mtm::run(arguments[1],
                    count > 2 ? std::atoi(arguments[2]) : 1'000'000,
                    count > 3 ? std::atoi(arguments[3]) : 9);
}
