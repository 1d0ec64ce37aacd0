// A store as it stood is a store that stopped then: events are told to one store to the end, and to
// others up to some instant.
#include "store/point_in_time.h"

#include <functional>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "store/memory_store.h"
#include "store/sqlite_store.h"
#include "store/stores_for_test.h"
#include "store/study_folder.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

struct Event {
    Instant at = 0;
    std::string withdraws = {};  // the interview that it withdraws, if it does
    std::function<void(InterviewStore&)> tell;
};

Study study_of_ages() {
    Study out;
    out.questionnaire = compile(workbook_from_text(R"(
        survey
        | type    | name | label |
        | integer | age  | Age   |
        | integer | kids | Kids  |
        settings
        | form_id | version |
        | people  | 1       |
    )"),
                                "form.xlsx")
                            .questionnaire;
    return out;
}

std::string xml_of_age(const std::string& id, const std::string& replaces, int age) {
    return R"(<data id="people" version="1"><age>)" + std::to_string(age) +
           "</age><kids>2</kids><meta><instanceID>" + id + "</instanceID>" +
           (replaces.empty() ? "" : "<deprecatedID>" + replaces + "</deprecatedID>") +
           "</meta></data>";
}

Event arrival(Instant at, const std::string& id, const std::string& replaces, int age, bool pilot) {
    return {at, "", [=](InterviewStore& store) {
                const std::string xml = xml_of_age(id, replaces, age);
                Arrival sent;
                sent.instance_id = id;
                sent.deprecated_id = replaces;
                sent.version = "1";
                sent.xml = xml;
                sent.received = at;
                sent.pilot = pilot;
                EXPECT_TRUE(store.receive(sent));
            }};
}

Event correction(Instant at, const std::string& id, int from, int to, bool applied = true) {
    return {at, "", [=](InterviewStore& store) {
                CorrectionRow row;
                row.instance_id = id;
                row.path = "age";
                row.old_value = std::to_string(from);
                row.new_value = std::to_string(to);
                row.at = at;
                row.applied = applied;
                (void)store.add_correction(row);  // refused once it is withdrawn
            }};
}

Event review(Instant at, const std::string& id, ReviewState state) {
    return {at, "", [=](InterviewStore& store) {
                ReviewEvent event;
                event.instance_id = id;
                event.at = at;
                event.state = state;
                (void)store.add_review(event);
            }};
}

Event withdrawal(Instant at, const std::string& id) {
    return {at, id, [=](InterviewStore& store) { EXPECT_TRUE(store.withdraw(id, "owner", at)); }};
}

std::string print_interviews(const InterviewsRead& read) {
    std::string out;
    for (const Interview& interview : read.interviews) {
        out += interview.instance_id + " " + std::to_string(static_cast<int>(interview.standing));
        for (const Answer& answer : interview.answers)
            out += " " + answer.value;
        const auto before = read.uncorrected.find(interview.instance_id);
        if (before != read.uncorrected.end())
            out += " was " + std::string(before->second.answer(0));
        out += "\n";
    }
    for (const CorrectionRow& row : read.corrections)
        out += row.instance_id + " " + row.old_value + ">" + row.new_value + "\n";
    for (const Diagnostic& diagnostic : read.diagnostics)
        out += diagnostic.code + " " + diagnostic.place.interview + "\n";
    return out;
}

std::string read_of(const InterviewStore& store, const Study& study, std::optional<Instant> until) {
    InterviewsRead read;
    ReadOptions options;
    options.until = until;
    EXPECT_TRUE(read_stored_interviews(store, study, InterviewKind::real, read, options));
    return print_interviews(read);
}

// What a person would do in a round, by chance. Interview i has answered 20 + i.
std::vector<Event> invented_events(unsigned seed) {
    std::mt19937 chance(seed);
    const auto one_of = [&](int n) {
        return static_cast<int>(chance() % static_cast<unsigned>(n));
    };
    std::vector<Event> out;
    std::vector<std::vector<std::string>> states;  // of each interview
    std::map<int, int> ages;
    std::set<int> gone;
    for (Instant at = 10; at < 1'000; at += 10) {
        const int what = states.empty() ? 0 : one_of(8);
        const int i = states.empty() ? 0 : one_of(static_cast<int>(states.size()));
        const std::string name = "uuid:" + std::to_string(i);
        if (what > 2 && gone.contains(i)) continue;
        if (what <= 2) {
            const int next = static_cast<int>(states.size());
            states.push_back({"uuid:" + std::to_string(next)});
            ages[next] = 20 + next;
            out.push_back(arrival(at, states.back()[0], "", ages[next], one_of(5) == 0));
        } else if (what == 3) {
            const std::string edit = name + "-" + std::to_string(at);
            ages[i] = one_of(90);
            out.push_back(
                arrival(at, edit, states[static_cast<std::size_t>(i)].back(), ages[i], false));
            states[static_cast<std::size_t>(i)].push_back(edit);
        } else if (what <= 5) {
            const int to = one_of(90);
            const bool applied = one_of(4) != 0;
            out.push_back(correction(at, name, ages[i], to, applied));
            if (applied) ages[i] = to;
        } else if (what == 6 || one_of(4) != 0) {
            out.push_back(review(at, name, static_cast<ReviewState>(one_of(4))));
        } else {
            out.push_back(withdrawal(at, name));
            gone.insert(i);
        }
    }
    return out;
}

// A store to which all of it was told up to then, and the withdrawals of all time.
template <typename Store>
void stop_at(const std::vector<Event>& events, Instant until, Store& store) {
    std::set<std::string> here;
    for (const Event& event : events) {
        if (event.at <= until) event.tell(store);
    }
    for (const Event& event : events) {
        if (event.at <= until || event.withdraws.empty()) continue;
        const auto found = store.find(event.withdraws);
        if (found && *found) event.tell(store);
    }
}

TEST(PointInTime, AStoreAsItStoodIsOneThatStoppedThen) {
    const Study study = study_of_ages();
    std::size_t edits_seen = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const std::vector<Event> events = invented_events(seed);
        MemoryInterviewStore whole;
        for (const Event& event : events)
            event.tell(whole);
        for (Instant until = 5; until <= 1'005; until += 50) {
            MemoryInterviewStore stopped;
            stop_at(events, until, stopped);
            const std::string expected = read_of(stopped, study, std::nullopt);
            EXPECT_EQ(read_of(whole, study, until), expected) << seed << " at " << until;
            edits_seen += expected.size();
        }
    }
    EXPECT_GT(edits_seen, 10'000U);
}

TEST(PointInTime, SoItIsOnDisk) {
    const Study study = study_of_ages();
    const std::vector<Event> events = invented_events(7);
    const ScratchFolder folder;
    const auto whole = got(SqliteInterviewStore::open(folder.path()));
    for (const Event& event : events)
        event.tell(*whole);
    for (const Instant until : {105, 505, 905}) {
        MemoryInterviewStore stopped;
        stop_at(events, until, stopped);
        EXPECT_EQ(read_of(*whole, study, until), read_of(stopped, study, std::nullopt)) << until;
    }
}

TEST(PointInTime, WhoWithdrewNeverComesBack) {
    const Study study = study_of_ages();
    MemoryInterviewStore store;
    for (const Event& event : {arrival(10, "uuid:a", "", 30, false),
                               arrival(20, "uuid:b", "", 40, false),
                               withdrawal(50, "uuid:a")})
        event.tell(store);
    EXPECT_EQ(read_of(store, study, 30), "uuid:b 0 40 2\n");
    EXPECT_EQ(read_of(store, study, 9), "");
}

TEST(PointInTime, AnEditThatCameLaterIsNotThereYet) {
    const Study study = study_of_ages();
    MemoryInterviewStore store;
    for (const Event& event : {arrival(10, "uuid:a", "", 30, true),
                               correction(20, "uuid:a", 30, 31),
                               review(25, "uuid:a", ReviewState::rejected),
                               arrival(30, "uuid:a2", "uuid:a", 50, false)})
        event.tell(store);
    const std::string pilot = std::to_string(static_cast<int>(Standing::pilot));
    const std::string rejected = std::to_string(static_cast<int>(Standing::rejected));
    EXPECT_EQ(read_of(store, study, 15), "uuid:a " + pilot + " 30 2\n");
    EXPECT_EQ(read_of(store, study, 22), "uuid:a " + pilot + " 31 2 was 30\nuuid:a 30>31\n");
    EXPECT_EQ(read_of(store, study, 26), "uuid:a " + rejected + " 31 2 was 30\nuuid:a 30>31\n");
    EXPECT_EQ(read_of(store, study, 30),
              "uuid:a 0 50 2 was 50\nuuid:a 30>31\ncorrection-not-applied uuid:a\n");
}

}  // namespace
}  // namespace mtm
