// Who may make which call, and that nothing reaches who must not see it: every call is made as
// everyone, and the text of the answers is searched for what was planted.
#include <sstream>

#include "capture/fieldwork_for_test.h"
#include "capture/route_table.h"
#include "expression/parse.h"

namespace mtm {
namespace {

const std::vector<std::string> everyone{
    "owner", "manager", "analyst", "reviewer", "supervisor", "enumerator", "stranger"};

// One line a call; the letters are those who may make it (Owner, Manager, Analyst, Reviewer,
// Supervisor, Enumerator, anyone with a session: P).
constexpr const char* calls = R"(
    GET    /v1/studies                                  OMARSEP
    GET    /v1/sessions/current                         OMARSEP
    GET    /v1/users/current                            OMARSEP
    GET    /v1/tokens                                   OMARSEP
    GET    /v1/users                                    O
    POST   /v1/users                                    O
    POST   /v1/users/9999/welcome                       O
    DELETE /v1/users/9999                               O
    GET    /v1/audits                                   OM
    GET    /v1/studies/r4                               OMARSE
    GET    /v1/studies/r4/fieldwork                     OMARSE
    GET    /v1/studies/r4/points                        OMARSE
    GET    /v1/studies/r4/areas                         OMARSE
    GET    /v1/studies/r4/events                        OMARSE
    GET    /v1/studies/r4/quality                       OMARS
    GET    /v1/studies/r4/findings                      OMARS
    GET    /v1/studies/r4/interviews                    OMARSE
    GET    /v1/studies/r4/interviews/1                  OMARSE
    GET    /v1/studies/r4/interviews/1.xml              OMRS
    GET    /v1/studies/r4/interviews/1/files/planted.jpg OMRS
    POST   /v1/studies/r4/interviews/1/review           OMRS
    POST   /v1/studies/r4/interviews/1/corrections      OMRS
    DELETE /v1/studies/r4/interviews/none               OM
    GET    /v1/studies/r4/set-aside                     OMRS
    GET    /v1/studies/r4/set-aside/9999                OMRS
    GET    /v1/studies/r4/devices                       OMRS
    POST   /v1/studies/r4/devices                       OM
    DELETE /v1/studies/r4/devices/9999                  OM
    GET    /v1/studies/r4/links                         OM
    POST   /v1/studies/r4/links                         OM
    DELETE /v1/studies/r4/links/9999                    OM
    GET    /v1/studies/r4/people                        OM
    POST   /v1/studies/r4/people                        OM
    DELETE /v1/studies/r4/people/9999                   OM
    GET    /v1/projects                                 OMARSEP
    GET    /v1/projects/1                               OMARSE
    GET    /v1/projects/1/forms                         OMARSE
    GET    /v1/projects/1/forms/r4                      OMARSE
    GET    /v1/projects/1/forms/r4.xml                  OMARSE
    GET    /v1/projects/1/forms/r4/fields               OMARSE
    GET    /v1/projects/1/forms/r4/attachments          OMARSE
    GET    /v1/projects/1/app-users                     OMRS
    GET    /v1/projects/1/forms/r4.svc                  OMARSE
    GET    /v1/projects/1/forms/r4.svc/$metadata        OMARSE
    GET    /v1/projects/1/forms/r4.svc/Submissions?$expand=* OMARSE
    GET    /v1/projects/1/forms/r4.svc/Submissions.member OMARSE
    GET    /v1/projects/1/forms/r4.svc/Submissions('1') OMARSE
    GET    /v1/projects/1/forms/r4/submissions          OMARSE
    GET    /v1/projects/1/forms/r4/submissions/1        OMARSE
    GET    /v1/projects/1/forms/r4/submissions/1.xml    OMRS
    GET    /v1/projects/1/forms/r4/submissions/1/comments OMARSE
    GET    /v1/projects/1/forms/r4/submissions/1/attachments OMRS
    GET    /v1/projects/1/forms/r4/submissions/1/attachments/planted.jpg OMRS
    GET    /v1/projects/1/forms/r4/submissions.csv.zip  OMARSE
    PATCH  /v1/projects/1/forms/r4/submissions/1        OMRS
    POST   /v1/projects/1/forms/r4/submissions/1/comments OMRS
    POST   /v1/projects/1/forms/r4/submissions          OME
    PUT    /v1/projects/1/forms/r4/submissions/1        OME
    POST   /v1/projects/1/forms/r4/submissions/1/attachments/x OME
    GET    /v1/projects/1/datasets                      OMARSE
    GET    /v1/projects/1/forms/r4/versions             OMARSE
    GET    /v1/projects/1/forms/r4/versions/3           OMARSE
    GET    /v1/projects/1/forms/r4/versions/3.xml       OMARSE
    GET    /v1/projects/1/forms/r4/attachments/areas.csv OMARSE
    GET    /v1/projects/1/forms/r4/submissions/keys     OMARSE
    POST   /v1/projects/1/forms/r4/submissions.csv.zip  OMARSE
)";

struct CallOfTest {
    std::string method;
    std::string target;
    std::string who;
};

std::vector<CallOfTest> all_calls() {
    std::istringstream lines(calls);
    std::vector<CallOfTest> out;
    CallOfTest call;
    while (lines >> call.method >> call.target >> call.who)
        out.push_back(call);
    return out;
}

bool may_make(const CallOfTest& call, const std::string& who) {
    const char letter = who == "stranger" ? 'P' : static_cast<char>(who[0] - 'a' + 'A');
    return call.who.find(letter) != std::string::npos;
}

Ask ask_of(const CallOfTest& call) {
    Ask ask{.method = call.method, .target = call.target};
    if (call.method == "POST") ask.body = Json{{"nonsense", true}};
    return ask;
}

class RightsTest : public testing::Test {
protected:
    RightsTest() {
        server.send({.id = "1"});
        server.send({.id = "2", .sender = "tablet-b1", .enumerator = "Bota Plantedova"});
        // So that lists of corrections and reviews hold something.
        EXPECT_EQ(
            server.post("reviewer", "/interviews/1/review", {{"comment", "Call Aizhan Plantedova"}})
                .status,
            200);
        correct("person/full_name", "Aizhan Plantedova", "Aizhana Plantedova");
        correct("person/place", "43.238949 76.889709 0 5", "43.238111 76.889111 0 5");
        correct("member[1]/first_name", "Little Plantedov", "Big Plantedov");
        EXPECT_TRUE(server.store().note_contact({.device_id = "collect:PLANTED-DEVICE",
                                                 .sender = "tablet-a1",
                                                 .user_agent = "Collect"}));
    }

    void correct(const std::string& path, const std::string& old, const std::string& wanted) {
        const Response response = server.post(
            "reviewer",
            "/interviews/1/corrections",
            {{"path", path}, {"old", old}, {"new", wanted}, {"reason", "as Plantedova said"}});
        EXPECT_EQ(response.status, 200) << response.body;
    }

    FieldworkForTest server;
};

TEST_F(RightsTest, EachCallIsForThoseOfItsLine) {
    for (const CallOfTest& call : all_calls()) {
        for (const std::string& who : everyone) {
            const Response response = server.as(who + "@example.org", ask_of(call));
            if (may_make(call, who)) {
                EXPECT_NE(response.status, 401) << who << " " << call.method << " " << call.target;
                EXPECT_NE(response.status, 403) << who << " " << call.method << " " << call.target;
            } else {
                EXPECT_EQ(response.status, 403) << who << " " << call.method << " " << call.target;
            }
        }
    }
}

bool fits(std::string_view pattern, std::string_view target) {
    const std::vector<std::string_view> wanted = split(pattern, '/');
    const std::vector<std::string_view> given = split(target, '/');
    return std::ranges::equal(wanted, given, [](std::string_view part, std::string_view is) {
        const std::size_t close = part.find('}');
        if (close == std::string_view::npos) return part == is;
        const std::string_view ending = part.substr(close + 1);
        return is.ends_with(ending) &&
               (!ending.empty() || (!is.ends_with(".xml") && !is.ends_with(".svc")));
    });
}

TEST_F(RightsTest, EveryCallThatThereIsHasALine) {
    const std::vector<CallOfTest> known = all_calls();
    for (const auto& routes : {routes_of_people(), routes_of_fieldwork(), routes_of_central()}) {
        for (const Route& route : routes) {
            // Calls about oneself are in access_test.cc.
            const bool about_oneself =
                route.needs.who == Needs::Who::person && route.method != "GET";
            if (about_oneself || route.needs.who == Needs::Who::anyone) continue;
            EXPECT_TRUE(std::ranges::any_of(known,
                                            [&](const CallOfTest& call) {
                                                return call.method == route.method &&
                                                       fits(route.pattern, call.target);
                                            }))
                << route.method << " " << route.pattern;
        }
    }
}

TEST_F(RightsTest, WithoutASessionNobodyGetsAnything) {
    for (const CallOfTest& call : all_calls()) {
        const Response response = server.answer(ask_of(call));
        EXPECT_EQ(response.status, 401) << call.method << " " << call.target;
        EXPECT_EQ(response.body.find("lanted"), std::string::npos) << call.target;
        const bool odata = call.target.find(".svc") != std::string::npos;
        EXPECT_EQ(header_of(response, "WWW-Authenticate").empty(), !odata)
            << "no prompt on pages, but one for Excel";
    }
}

TEST_F(RightsTest, ATabletGetsNothingButForms) {
    for (const CallOfTest& call : all_calls()) {
        Ask ask = ask_of(call);
        // "tablet-a1:secret of tablet-a1"
        ask.headers.push_back({"Authorization", "Basic dGFibGV0LWExOnNlY3JldCBvZiB0YWJsZXQtYTE="});
        const Response response = server.answer(ask);
        EXPECT_EQ(response.status, 403) << call.method << " " << call.target;
    }
}

// Names, numbers, places, devices, enumerators, comments: in no answer to an analyst, whatever they
// ask for.
TEST_F(RightsTest, NoAnswerToAnAnalystHoldsWhatWasPlanted) {
    std::vector<std::string> targets;
    for (const CallOfTest& call : all_calls()) {
        if (call.method == "GET") targets.push_back(call.target);
    }
    for (const char* more : {"/v1/studies/r4/interviews/2",
                             "/v1/studies/r4/interviews/1?language=ru",
                             "/v1/studies/r4/interviews?limit=200",
                             "/v1/studies/r4/interviews?enumerator=Berik%20Plantedov",
                             "/v1/studies/r4/interviews?sender=tablet-a1",
                             "/v1/studies/r4/points?limit=5000",
                             "/v1/studies/r4/fieldwork?pilot=true"}) {
        targets.emplace_back(more);
    }
    for (const std::string& target : targets) {
        const Response response = server.as("analyst@example.org", {.target = target});
        for (const char* secret : {"lantedo",
                                   "PLANTED",
                                   "planted.jpg",
                                   "Old Planted",
                                   "tablet-a1",
                                   "tablet-b1",
                                   "reviewer@example.org",
                                   "43.238",
                                   "76.889"}) {
            EXPECT_EQ(response.body.find(secret), std::string::npos)
                << target << " tells " << secret << ": " << response.body.substr(0, 2'000);
        }
    }
}

TEST_F(RightsTest, AnAnalystReadsTheOtherAnswers) {
    const Json interview = server.get("analyst", "/interviews/1");
    std::string told;
    std::string withheld;
    for (const Json& answer : interview["answers"]) {
        (answer["value"].is_null() ? withheld : told) += answer["path"].get<std::string>() + " ";
        if (answer["path"] == "person/age") {
            EXPECT_EQ(answer["label"], "How old are you, …?");
        }
    }
    EXPECT_EQ(told,
              "start end consent person/area person/sex person/age person/school person/needs "
              "member[1]/member_age member[2]/member_age ");
    EXPECT_EQ(withheld,
              "device interviewer person/full_name person/greeting person/salute person/place "
              "person/photo member[1]/first_name member[2]/first_name ");
    EXPECT_EQ(interview["corrections"].size(), 3U);
    EXPECT_EQ(interview["corrections"][0]["new"], nullptr);
    EXPECT_EQ(interview["reviews"].size(), 0U) << "a comment alone is the team's";
}

TEST_F(RightsTest, AnAnalystsPointsLieOnAGrid) {
    const Json points = server.get("analyst", "/points");
    ASSERT_EQ(points.size(), 2U);
    EXPECT_DOUBLE_EQ(points[0]["lat"].get<double>(), 43.2);
    EXPECT_DOUBLE_EQ(points[0]["lon"].get<double>(), 76.9);
    EXPECT_DOUBLE_EQ(server.get("reviewer", "/points")[0]["lat"].get<double>(), 43.238949);
}

TEST_F(RightsTest, NoCallOpensAnotherTeamsInterview) {
    server.add_person("team-b@example.org", "supervisor", {"tablet-b1"});
    EXPECT_EQ(server.get("team-b", "/interviews/2")["id"], "2") << "it is there";
    for (const auto& [who, other] : {std::pair{"supervisor", "2"},
                                     {"team-b", "1"},
                                     {"enumerator", "2"},
                                     {"teamless", "1"},
                                     {"teamless", "2"}}) {
        for (const CallOfTest& call : all_calls()) {
            const std::size_t at = call.target.find("/interviews/1");
            if (at == std::string::npos) continue;
            CallOfTest theirs = call;
            theirs.target.replace(at, 13, std::string("/interviews/") + other);
            Ask ask = ask_of(theirs);
            if (theirs.target.ends_with("/review")) ask.body = {{"state", "approved"}};
            if (theirs.target.ends_with("/corrections")) {
                ask.body = {{"path", "person/age"}, {"old", "34"}, {"new", "35"}, {"reason", "r"}};
            }
            const Response response = server.as(std::string(who) + "@example.org", ask);
            EXPECT_TRUE(response.status == 404 || response.status == 403)
                << who << " " << theirs.method << " " << theirs.target << " " << response.status;
            EXPECT_EQ(response.body.find("lantedov"), std::string::npos) << theirs.target;
        }
    }
    EXPECT_EQ(server.get("reviewer", "/interviews/2")["review"], "none");
}

TEST_F(RightsTest, NoListOrTotalHoldsAnotherTeamsInterviews) {
    for (const char* query :
         {"", "?sender=tablet-b1", "?enumerator=Bota%20Plantedova", "?limit=200"}) {
        const Response list = server.as(
            "supervisor@example.org", {.target = "/v1/studies/r4/interviews" + std::string(query)});
        EXPECT_EQ(list.body.find("Bota"), std::string::npos) << query;
        EXPECT_EQ(list.body.find("tablet-b1"), std::string::npos) << query;
    }
    EXPECT_EQ(server.get("supervisor", "/interviews")["total"], 1);
    EXPECT_EQ(server.get("supervisor", "")["interviews"], 1);
    EXPECT_EQ(server.get("supervisor", "/points").size(), 1U);
    EXPECT_EQ(server.get("supervisor", "/devices").size(), 2U);
    const Json summary = server.get("supervisor", "/fieldwork");
    EXPECT_EQ(summary["received"], 1);
    EXPECT_EQ(summary["byEnumerator"].size(), 1U);
    EXPECT_EQ(summary["medianDurationS"], nullptr) << "that of the study is not their team's";
    EXPECT_EQ(summary.dump().find("Bota"), std::string::npos);
    for (const char* target : {"/interviews", "/fieldwork", "/points", "", "/devices"}) {
        EXPECT_EQ(server.get("teamless", target).dump().find("lanted"), std::string::npos);
    }
    EXPECT_EQ(server.get("teamless", "/interviews")["total"], 0);
    EXPECT_EQ(server.get("teamless", "/fieldwork")["received"], 0);
}

TEST_F(RightsTest, AnEnumeratorSeesTheirOwnWithoutIdentifiers) {
    const Json own = server.get("enumerator", "/interviews");
    EXPECT_EQ(own["total"], 1);
    const Json interview = server.get("enumerator", "/interviews/1");
    EXPECT_EQ(interview["answers"].dump().find("lantedov"), std::string::npos);
    EXPECT_EQ(interview["corrections"].dump().find("lantedov"), std::string::npos);
    EXPECT_EQ(interview["unknown"].dump(), "[]");
    EXPECT_EQ(interview["files"].dump(), "[]");
}

// What the two interviews have in common, and where they were held, is found; of whom and how it is
// told differs.
class FindingsRightsTest : public RightsTest {
protected:
    FindingsRightsTest() {
        ServedStudy& study = *server.service.find_study("r4");
        study.study.file.quality.same_place = 2;
        study.study.file.quality.rules.push_back({.name = "named",
                                                  .wrong = parse("${full_name} != ''").expression,
                                                  .message = "Named."});
        study.study.file.quality.rules.push_back(
            {.name = "young", .wrong = parse("${age} < 40").expression, .message = "Young."});
        server.send({.id = "3"});
        server.send({.id = "4", .sender = "tablet-a2"});
        server.check_quality();
    }

    // The findings of a code that somebody gets.
    std::vector<Json> found(const std::string& who, const std::string& code) {
        std::vector<Json> out;
        const Json list = server.get(who, "/findings?limit=200");
        for (const Json& each : list["findings"]) {
            if (each["code"] == code) out.push_back(each);
        }
        return out;
    }
};

TEST_F(FindingsRightsTest, TheTeamReadsThemWhole) {
    for (const char* who : {"owner", "manager", "reviewer"}) {
        const auto same = found(who, "same-identifier");
        ASSERT_EQ(same.size(), 3U) << "of four, one was corrected to another name";
        EXPECT_EQ(same[0]["detail"], "3 interviews have the same full_name.");
        EXPECT_FALSE(same[0]["other"].is_null());
        EXPECT_EQ(same[0]["enumerator"], "Berik Plantedov");
        EXPECT_EQ(found(who, "rule").size(), 8U);
        EXPECT_EQ(server.get(who, "/quality")["interviews"], 4);
        EXPECT_EQ(server.get(who, "/quality")["phone"].size(), 2U);
    }
}

TEST_F(FindingsRightsTest, AnAnalystGetsNoNamePlaceOrIdentifier) {
    const auto same = found("analyst", "same-identifier");
    ASSERT_EQ(same.size(), 3U);
    for (const Json& each : same) {
        for (const char* field : {"detail", "other", "otherName", "enumerator", "value"})
            EXPECT_TRUE(each[field].is_null()) << field;
    }
    ASSERT_FALSE(found("analyst", "same-place").empty());
    EXPECT_TRUE(found("analyst", "same-place")[0]["detail"].is_null());
    for (const Json& rule : found("analyst", "rule")) {
        EXPECT_TRUE(rule["detail"].is_null() || rule["detail"] == "young: Young.") << rule;
    }
    const Json quality = server.get("analyst", "/quality");
    EXPECT_EQ(quality["phone"].size(), 0U);
    EXPECT_EQ(quality["enumerators"].size(), 0U);
    EXPECT_GT(quality["checks"].size(), 2U);
    EXPECT_EQ(quality.dump().find("lanted"), std::string::npos);
    EXPECT_EQ(server
                  .as("analyst@example.org",
                      {.target = "/v1/studies/r4/findings?enumerator=Berik%20Plantedov"})
                  .status,
              400);
}

TEST_F(FindingsRightsTest, ASupervisorGetsThoseOfTheirTeamAlone) {
    EXPECT_EQ(found("supervisor", "same-identifier").size(), 0U)
        << "what an interview shares with another team's is not there";
    const auto same = found("supervisor", "same-start");
    ASSERT_EQ(same.size(), 2U);
    EXPECT_EQ(same[0]["other"], "3");
    EXPECT_FALSE(same[0]["detail"].is_null());
    const Json quality = server.get("supervisor", "/quality");
    EXPECT_EQ(quality["interviews"], nullptr);
    EXPECT_EQ(quality.dump().find("Bota"), std::string::npos);
    ASSERT_EQ(quality["enumerators"].size(), 1U);
    EXPECT_EQ(quality["enumerators"][0]["enumerator"], "Berik Plantedov");
    EXPECT_EQ(quality["enumerators"][0]["interviews"], 3);
    for (const char* who : {"supervisor", "teamless"}) {
        const Json list = server.get(who, "/findings?limit=200");
        EXPECT_EQ(list.dump().find("\"2\""), std::string::npos) << list.dump();
        EXPECT_EQ(list.dump().find("Bota"), std::string::npos);
    }
    EXPECT_EQ(server.get("teamless", "/findings")["total"], 0);
    EXPECT_EQ(server.get("teamless", "/quality")["checks"].size(), 0U);
    // An enumerator who sent by another team's tablet too: no measure of those interviews.
    server.send({.id = "5", .sender = "tablet-b1"});
    server.check_quality();
    const Json mixed = server.get("supervisor", "/quality")["enumerators"][0];
    EXPECT_EQ(mixed["interviews"], nullptr);
    EXPECT_EQ(mixed["minutes"], nullptr);
    for (const Json& each : found("supervisor", "same-place"))
        EXPECT_TRUE(each["detail"].is_null());
}

TEST_F(FindingsRightsTest, WhatIsWithdrawnIsNotToldAnyMore) {
    ASSERT_EQ(
        server
            .as("owner@example.org", {.method = "DELETE", .target = "/v1/studies/r4/interviews/3"})
            .status,
        200);
    const Json list = server.get("owner", "/findings?limit=200");
    EXPECT_FALSE(list["findings"].empty());
    EXPECT_EQ(list.dump().find("\"3\""), std::string::npos) << "before all are checked again";
    server.check_quality();
    EXPECT_EQ(server.get("owner", "/quality")["interviews"], 3);
}

TEST_F(RightsTest, AManagerReadsTheRecordOfTheirOwnStudiesOnly) {
    server.add_study("r5");
    server.add_person("other@example.org", "manager", {}, "r5");
    EXPECT_EQ(json_of(server.as("other@example.org", {.target = "/v1/audits"})).size(), 0U);
    const Json lines = json_of(server.as("manager@example.org", {.target = "/v1/audits"}));
    EXPECT_GE(lines.size(), 4U);
    for (const Json& line : lines)
        EXPECT_EQ(line["study"], "r4");
    const Response all = server.as("owner@example.org", {.target = "/v1/audits"});
    EXPECT_NE(all.body.find("session.create"), std::string::npos);
    EXPECT_EQ(all.body.find("lanted"), std::string::npos) << "no answer is in the record";
}

}  // namespace
}  // namespace mtm
