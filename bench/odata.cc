// What pages of OData cost over a study.db of many interviews: wall time of each call without
// sockets, median and 99th percentile, at the beginning, the middle and the end of the interviews
// and of a repeat with three rounds in each. An interview has 200 answers.
//
//     odata FOLDER [INTERVIEWS [RUNS]]     fills FOLDER/study.db up to INTERVIEWS (1,000,000)
//     first;
//                                          RUNS of each page (100)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "capture/route.h"
#include "capture/secrets.h"
#include "store/memory_store.h"
#include "store/sqlite_store.h"

namespace mtm {
namespace {

constexpr int writers = 64;
constexpr int questions = 190;
constexpr int members = 3;

std::unique_ptr<FormVersion> form() {
    auto out = std::make_unique<FormVersion>();
    Questionnaire& form = out->questionnaire;
    form.form_id = out->form_id = "f";
    form.version = out->version = "1";
    for (int i = 0; i < questions; ++i) {
        Question question;
        question.name = "question_" + std::to_string(i);
        question.type = i % 3 == 0 ? QuestionType::integer : QuestionType::text;
        form.questions.push_back(question);
    }
    Group member;
    member.name = "member";
    member.repeat = true;
    member.first = questions;
    for (const char* name : {"age", "sex", "activity"}) {
        Question question;
        question.name = name;
        question.group = 0;
        form.questions.push_back(question);
    }
    member.end = questions + 3;
    form.groups.push_back(member);
    return out;
}

std::string xml_of(int number) {
    std::string out = "<data id=\"f\" version=\"1\">";
    for (int i = 0; i < questions; ++i) {
        const std::string name = "question_" + std::to_string(i);
        out += "<" + name + ">" + std::to_string((number + i) % 97) + "</" + name + ">";
    }
    for (int i = 0; i < members; ++i) {
        out += "<member><age>" + std::to_string((number + i) % 80) +
               "</age><sex>female</sex><activity>school</activity></member>";
    }
    return out + "<meta><instanceID>uuid:" + std::to_string(number) + "</instanceID></meta></data>";
}

void send(InterviewStore& store, int number) {
    const std::string xml = xml_of(number);
    Arrival arrival;
    arrival.instance_id = "uuid:" + std::to_string(number);
    arrival.form_id = "f";
    arrival.version = "1";
    arrival.xml = xml;
    arrival.received = 1'711'958'400'000 + number * 1'000LL;
    arrival.sender = "tablet-" + std::to_string(number % 50);
    arrival.repeats = {{"member", members}};
    if (!store.receive(arrival)) std::abort();
}

bool fill(InterviewStore& store, int interviews) {
    const Result<std::int64_t> there = store.count({});
    if (!there) return false;
    std::vector<std::thread> threads;
    for (int t = 0; t < writers; ++t) {
        threads.emplace_back([&store, interviews, from = static_cast<int>(*there) + t] {
            for (int i = from; i < interviews; i += writers)
                send(store, i);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    return true;
}

bool prepare(Service& service, const std::string& folder) {
    auto store = SqliteInterviewStore::open(folder);
    if (!store) return false;
    auto study = std::make_unique<ServedStudy>();
    study->slug = "s";
    study->project = 1;
    study->store = std::move(store).value();
    study->versions.push_back(form());
    service.studies.push_back(std::move(study));
    service.organisation = std::make_unique<MemoryOrganisationStore>();
    Person person;
    person.email = "manager@example.org";
    person.password_hash = "none";
    const Result<std::int64_t> id = service.organisation->put_person(person);
    if (!id) return false;
    Session session;
    session.token_hash = sha256_hex("token");
    session.person = *id;
    session.expires = 1'800'000'000'000;
    return service.organisation->put_grant({*id, "s", "manager", {}}).has_value() &&
           service.organisation->put_session(session).has_value();
}

bool measure(Service& service,
             const std::string& table,
             const std::vector<std::pair<std::string, std::string>>& query,
             int runs) {
    Request request;
    request.method = "GET";
    request.path = request.target = "/v1/projects/1/forms/f.svc/" + table;
    request.query = query;
    request.headers = {{"Authorization", "Bearer token"}};
    request.secure = true;
    request.now = 1'717'200'000'000;
    std::vector<double> times;
    std::size_t bytes = 0;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const std::optional<Response> response = respond_central(service, request);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
        if (!response || response->status != 200) return false;
        bytes = response->body.size();
    }
    std::ranges::sort(times);
    std::string asked = table;
    for (const auto& [name, value] : query)
        asked.append(" ").append(name).append("=").append(value);
    std::printf("%8.2f ms median %8.2f ms p99 %9zu bytes  %s\n",
                times[times.size() / 2],
                times[(times.size() * 99 - 1) / 100],
                bytes,
                asked.c_str());
    return true;
}

int run(const std::string& folder, int interviews, int runs) {
    Service service;
    if (!prepare(service, folder) || !fill(*service.studies[0]->store, interviews)) return 3;
    for (const auto& [table, rows] : std::vector<std::pair<std::string, std::int64_t>>{
             {"Submissions", interviews}, {"member", members * 1LL * interviews}}) {
        for (const std::int64_t skip : {std::int64_t{0}, rows / 2, rows - 1'000}) {
            if (!measure(
                    service, table, {{"$top", "1000"}, {"$skip", std::to_string(skip)}}, runs)) {
                return 1;
            }
        }
        const std::string middle = std::to_string(interviews / 2) + "-0";
        if (!measure(service, table, {{"$top", "1000"}, {"$skiptoken", middle}}, runs) ||
            !measure(service, table, {{"$top", "1"}, {"$count", "true"}}, runs) ||
            !measure(service,
                     table,
                     {{"$top", "1000"}, {"$filter", "__system/submissionDate lt 2024-04-02"}},
                     std::min(runs, 9))) {
            return 1;
        }
    }
    return 0;
}

}  // namespace
}  // namespace mtm

int main(int count, char** arguments) {
    if (count < 2) {
        std::fprintf(stderr, "usage: odata FOLDER [INTERVIEWS [RUNS]]\n");
        return 2;
    }
    return mtm::run(arguments[1],
                    count > 2 ? std::atoi(arguments[2]) : 1'000'000,
                    count > 3 ? std::atoi(arguments[3]) : 100);
}
