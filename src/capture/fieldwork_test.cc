// What the fieldwork page shows and does.
#include "capture/fieldwork_for_test.h"

namespace mtm {
namespace {

class FieldworkTest : public testing::Test {
protected:
    Json answer_of(const std::string& who, const std::string& id, const std::string& path) {
        const Json interview = server.get(who, "/interviews/" + id + "?language=ru");
        for (const Json& answer : interview["answers"]) {
            if (answer["path"] == path) return answer;
        }
        return {};
    }

    std::string ids(const Json& list) {
        std::string out;
        for (const Json& interview : list["interviews"]) {
            out += (out.empty() ? "" : " ") + interview["id"].get<std::string>();
        }
        return out;
    }

    std::vector<std::string> fields_at_fault(const Response& response) {
        std::vector<std::string> out;
        const Json said = json_of(response);
        for (const Json& detail : said["details"])
            out.push_back(detail["field"]);
        return out;
    }

    FieldworkForTest server;
};

// --- studies ---

TEST_F(FieldworkTest, AStudyTellsItsVersionsLanguagesAndAreas) {
    server.send({.id = "1"});
    const Json study = server.get("analyst", "?language=ru");
    EXPECT_EQ(study["slug"], "r4");
    EXPECT_EQ(study["state"], "open");
    EXPECT_EQ(study["interviews"], 1);
    EXPECT_EQ(study["role"], "analyst");
    EXPECT_EQ(study["timezone"], "Asia/Almaty");
    EXPECT_EQ(study["languages"][1]["code"], "ru");
    EXPECT_EQ(study["versions"][0]["version"], "3");
    EXPECT_EQ(study["versions"][0]["current"], true);
    EXPECT_EQ(study["areas"][1], Json({{"name", "aktau"}, {"label", "Актау"}}));
    EXPECT_EQ(study["groups"][0], Json({{"name", "female"}, {"label", "Женщина"}}));
}

TEST_F(FieldworkTest, APersonSeesTheirOwnStudies) {
    server.add_study("r5");
    const auto slugs = [&](const std::string& who) {
        std::string out;
        for (const Json& study :
             json_of(server.as(who + "@example.org", {.target = "/v1/studies"}))) {
            out += study["slug"].get<std::string>() + " ";
        }
        return out;
    };
    EXPECT_EQ(slugs("owner"), "r4 r5 ");
    EXPECT_EQ(slugs("analyst"), "r4 ");
    EXPECT_EQ(slugs("stranger"), "");
}

// --- the summary ---

TEST_F(FieldworkTest, TheSummaryCountsWhatIsThere) {
    server.send({.id = "1", .seconds = 600});
    server.send({.id = "2", .seconds = 1'200, .flags = {{"clock-ahead"}}});
    server.send({.id = "3", .sex = "male", .seconds = 300});
    server.send({.id = "4", .enumerator = "Dana", .day = "2024-05-02", .area = "aktau"});
    server.send({.id = "5", .enumerator = "Dana", .day = "2024-05-02", .agreed = false});
    server.send({.id = "6", .day = "2024-04-20", .pilot = true});
    ASSERT_EQ(server
                  .post("reviewer",
                        "/interviews/2/review",
                        {{"state", "rejected"}, {"comment", "Invented"}})
                  .status,
              200);
    const Json summary = server.get("manager", "/fieldwork?language=ru");
    EXPECT_EQ(summary["received"], 6);
    EXPECT_EQ(summary["pilot"], 1);
    EXPECT_EQ(summary["refused"], 1);
    EXPECT_EQ(summary["flagged"], 1);
    EXPECT_EQ(summary["counted"], 3) << "neither refused, nor rejected, nor pilot";
    EXPECT_EQ(summary["byDay"], Json::parse(R"([
        {"day": "2024-05-01", "interviews": 3, "refused": 0},
        {"day": "2024-05-02", "interviews": 1, "refused": 1}])"));
    EXPECT_EQ(summary["byArea"], Json::parse(R"([
        {"area": "", "label": "", "interviews": 0, "target": null},
        {"area": "aktau", "label": "Актау", "interviews": 1, "target": 5},
        {"area": "almaty", "label": "Алматы", "interviews": 3, "target": 5}])"));
    EXPECT_EQ(summary["targets"], Json::parse(R"([
        {"area": "almaty", "group": "female", "target": 2, "interviews": 1, "full": false},
        {"area": "almaty", "group": "male", "target": 3, "interviews": 1, "full": false},
        {"area": "aktau", "group": "", "target": 5, "interviews": 1, "full": false}])"));
    EXPECT_EQ(summary["byReview"],
              Json::parse(R"({"none": 4, "has_issues": 0, "approved": 0, "rejected": 1})"));
    EXPECT_EQ(summary["byEnumerator"][1]["enumerator"], "Dana");
    EXPECT_EQ(summary["byEnumerator"][1]["refused"], 1);
    EXPECT_EQ(summary["byEnumerator"][1]["lastDay"], "2024-05-02");
    EXPECT_EQ(summary["medianDurationS"], 600) << "of 300, 600, 600, 600, 600 and 1200";
}

TEST_F(FieldworkTest, AQuotaIsFullWhenItsTargetIsReached) {
    server.send({.id = "1"});
    EXPECT_EQ(server.get("manager", "/fieldwork")["targets"][0]["full"], false);
    server.send({.id = "2"});
    EXPECT_EQ(server.get("manager", "/fieldwork")["targets"][0]["full"], true);
}

TEST_F(FieldworkTest, PilotsAreAskedForByThemselves) {
    server.send({.id = "1"});
    server.send({.id = "2", .day = "2024-04-20", .pilot = true});
    const Json pilots = server.get("manager", "/fieldwork?pilot=true");
    EXPECT_EQ(pilots["byDay"], Json::parse(R"([
        {"day": "2024-04-20", "interviews": 1, "refused": 0}])"));
}

TEST_F(FieldworkTest, TheLastContactOfEveryTabletIsTold) {
    EXPECT_TRUE(server.store().note_contact({.device_id = "collect:1",
                                             .sender = "tablet-a1",
                                             .user_agent = "Collect",
                                             .first = server.now,
                                             .last = server.now,
                                             .last_form_version = "3"}));
    const Json summary = server.get("manager", "/fieldwork");
    EXPECT_EQ(summary["devices"][0]["sender"], "tablet-a1");
    EXPECT_EQ(summary["devices"][0]["lastContact"], "2024-05-01T08:00:00.000Z");
    const Json devices = server.get("manager", "/devices");
    EXPECT_EQ(devices[0]["lastContact"], "2024-05-01T08:00:00.000Z");
    EXPECT_EQ(devices[0]["lastVersion"], "3");
    EXPECT_EQ(devices[2]["lastContact"], nullptr);
}

// --- the list ---

TEST_F(FieldworkTest, PagesHoldEveryInterviewOnceWhateverArrivesMeanwhile) {
    for (int i = 1; i <= 7; ++i)
        server.send({.id = std::to_string(i)});
    Json page = server.get("manager", "/interviews?limit=3");
    EXPECT_EQ(ids(page), "7 6 5");
    EXPECT_EQ(page["total"], 7);
    server.send({.id = "8"});
    page = server.get("manager", "/interviews?limit=3&before=" + page["next"].dump());
    EXPECT_EQ(ids(page), "4 3 2");
    page = server.get("manager", "/interviews?limit=3&before=" + page["next"].dump());
    EXPECT_EQ(ids(page), "1");
    EXPECT_EQ(page["next"], nullptr);
}

TEST_F(FieldworkTest, FiltersNarrowTheList) {
    server.send({.id = "1"});
    server.send({.id = "2", .day = "2024-05-02", .area = "aktau"});
    server.send({.id = "3", .enumerator = "Dana", .flags = {{"clock-ahead"}}});
    server.send({.id = "4", .sender = "tablet-b1", .language = "kk"});
    const auto found = [&](const std::string& query) {
        return ids(server.get("manager", "/interviews?" + query));
    };
    EXPECT_EQ(found("day_from=2024-05-02"), "2");
    EXPECT_EQ(found("day_to=2024-05-01"), "4 3 1");
    EXPECT_EQ(found("area=aktau"), "2");
    EXPECT_EQ(found("enumerator=Dana"), "3");
    EXPECT_EQ(found("flag=clock-ahead"), "3");
    EXPECT_EQ(found("language=kk"), "4");
    EXPECT_EQ(found("sender=tablet-b1"), "4");
    EXPECT_EQ(found("review=approved"), "");
    EXPECT_EQ(found("pilot=false&area=almaty&language=ru"), "3 1");
}

TEST_F(FieldworkTest, EveryMistakeOfAQueryIsNamedAtOnce) {
    const Response response = server.as(
        "manager@example.org",
        {.target = "/v1/studies/r4/interviews?day_from=1.5.2024&day_to=2024-13-01&review=good"
                   "&limit=0&before=x&revew=none&area=&pilot=maybe"});
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(fields_at_fault(response),
              (std::vector<std::string>{
                  "revew", "day_from", "day_to", "area", "review", "pilot", "before", "limit"}));
    EXPECT_NE(response.body.find("review"), std::string::npos) << "what was meant";
}

TEST_F(FieldworkTest, DaysThatRunBackwardsAreAMistake) {
    const Response response =
        server.as("manager@example.org",
                  {.target = "/v1/studies/r4/interviews?day_from=2024-05-02&day_to=2024-05-01"});
    EXPECT_EQ(response.status, 400);
}

// --- one interview ---

TEST_F(FieldworkTest, AnInterviewIsReadInTheWordsOfALanguage) {
    server.send({.id = "1", .flags = {{"constraint", "age"}, {"clock-ahead"}}});
    const Json interview = server.get("reviewer", "/interviews/1?language=ru");
    EXPECT_EQ(interview["flags"].size(), 2U);
    EXPECT_EQ(interview["durationS"], 600);
    const Json age = answer_of("reviewer", "1", "person/age");
    EXPECT_EQ(age["label"], "Сколько вам лет, Aizhan Plantedova?");
    EXPECT_EQ(age["group"], "О вас");
    EXPECT_EQ(age["value"], "34");
    EXPECT_EQ(age["asked"], true);
    EXPECT_EQ(age["flags"], Json::parse(R"(["constraint"])"));
    EXPECT_EQ(answer_of("reviewer", "1", "person/area")["text"], "Алматы");
    EXPECT_EQ(answer_of("reviewer", "1", "person/area")["value"], "almaty");
    EXPECT_EQ(answer_of("reviewer", "1", "person/needs")["text"], "Еда; Работа");
    EXPECT_EQ(answer_of("reviewer", "1", "person/school")["asked"], false);
    EXPECT_EQ(answer_of("reviewer", "1", "person/full_name")["identifier"], true);
}

TEST_F(FieldworkTest, RepeatsAreReadInstanceByInstance) {
    server.send({.id = "1"});
    EXPECT_EQ(answer_of("reviewer", "1", "member[1]/first_name")["value"], "Little Plantedov");
    const Json second = answer_of("reviewer", "1", "member[2]/member_age");
    EXPECT_EQ(second["value"], "9");
    EXPECT_EQ(second["label"], "Возраст: Second Plantedov");
    EXPECT_EQ(second["group"], "Член семьи");
    EXPECT_TRUE(answer_of("reviewer", "1", "member[3]/member_age").is_null());
}

TEST_F(FieldworkTest, ARefusedContactHoldsNoAnswerThatWasNotAsked) {
    server.send({.id = "1", .agreed = false});
    EXPECT_EQ(answer_of("reviewer", "1", "consent")["text"], "Нет");
    const Json age = answer_of("reviewer", "1", "person/age");
    EXPECT_EQ(age["asked"], false);
    EXPECT_EQ(age["value"], "");
}

TEST_F(FieldworkTest, AnUnknownLanguageIsAMistakeThatNamesThoseOfTheForm) {
    server.send({.id = "1"});
    const Response response =
        server.as("reviewer@example.org", {.target = "/v1/studies/r4/interviews/1?language=fr"});
    EXPECT_EQ(response.status, 400);
    EXPECT_NE(response.body.find("en, ru"), std::string::npos);
}

TEST_F(FieldworkTest, TheBytesAreGivenOutAsReceived) {
    server.send({.id = "1"});
    const Response xml =
        server.as("reviewer@example.org", {.target = "/v1/studies/r4/interviews/1.xml"});
    EXPECT_EQ(xml.body, xml_of(Held{.id = "1"}));
    EXPECT_EQ(header_of(xml, "X-Content-Type-Options"), "nosniff");
    const Json interview = server.get("reviewer", "/interviews/1");
    const std::string url = interview["files"][0]["url"];
    const Response file = server.as("reviewer@example.org", {.target = url});
    EXPECT_EQ(file.body, "JPEG");
    EXPECT_EQ(header_of(file, "Content-Type"), "image/jpeg");
    EXPECT_EQ(
        server.as("reviewer@example.org", {.target = "/v1/studies/r4/interviews/1/files/other.jpg"})
            .status,
        404);
    EXPECT_TRUE(server.has_audit("reviewer@example.org", "interview.export"));
    EXPECT_TRUE(server.has_audit("reviewer@example.org", "interview.file"));
}

// --- actions ---

TEST_F(FieldworkTest, AReviewIsKeptWithItsHistory) {
    server.send({.id = "1"});
    const Response back = server.post("reviewer",
                                      "/interviews/1/review",
                                      {{"state", "has_issues"}, {"comment", "Age is missing"}});
    EXPECT_EQ(json_of(back)["review"], "has_issues");
    EXPECT_EQ(server.post("manager", "/interviews/1/review", {{"comment", "She will call"}}).status,
              200);
    EXPECT_EQ(server.post("manager", "/interviews/1/review", {{"state", "approved"}}).status, 200);
    const Json reviews = server.get("reviewer", "/interviews/1")["reviews"];
    ASSERT_EQ(reviews.size(), 3U);
    EXPECT_EQ(reviews[0]["comment"], "Age is missing");
    EXPECT_EQ(reviews[0]["by"], "reviewer@example.org");
    EXPECT_EQ(reviews[1]["state"], nullptr);
    EXPECT_EQ(reviews[2]["state"], "approved");
    EXPECT_TRUE(server.has_audit("manager@example.org", "interview.approved"));
}

TEST_F(FieldworkTest, WhatIsSentBackIsListedForItsEnumerator) {
    server.send({.id = "1"});
    server.send({.id = "2", .sender = "tablet-b1"});
    for (const char* id : {"1", "2"}) {
        EXPECT_EQ(server
                      .post("reviewer",
                            "/interviews/" + std::string(id) + "/review",
                            {{"state", "has_issues"}, {"comment", "Ask the age again"}})
                      .status,
                  200);
    }
    EXPECT_EQ(ids(server.get("enumerator", "/interviews?review=has_issues")), "1");
    EXPECT_EQ(server.get("enumerator", "/interviews/1")["reviews"][0]["comment"],
              "Ask the age again");
}

TEST_F(FieldworkTest, ARejectionSaysWhy) {
    server.send({.id = "1"});
    const Response silent =
        server.post("reviewer", "/interviews/1/review", {{"state", "rejected"}});
    EXPECT_EQ(silent.status, 400);
    EXPECT_EQ(fields_at_fault(silent), std::vector<std::string>{"comment"});
    const Response wrong =
        server.post("reviewer", "/interviews/1/review", {{"state", "good"}, {"coment", "x"}});
    EXPECT_EQ(fields_at_fault(wrong), (std::vector<std::string>{"coment", "state"}));
}

TEST_F(FieldworkTest, WhoJudgesAStateThatWasReplacedMeanwhileIsTold) {
    server.send({.id = "1"});
    server.send({.id = "1b", .replaces = "1"});
    const Json approve{{"state", "approved"}, {"current", "1"}};
    EXPECT_EQ(server.post("reviewer", "/interviews/1/review", approve).status, 409);
    const Json seen{{"state", "approved"}, {"current", "1b"}};
    EXPECT_EQ(server.post("reviewer", "/interviews/1/review", seen).status, 200);
}

TEST_F(FieldworkTest, ACorrectionStandsBesideTheInterview) {
    server.send({.id = "1"});
    const Json correction{
        {"path", "person/area"}, {"old", "almaty"}, {"new", "aktau"}, {"reason", "Called back"}};
    EXPECT_EQ(server.post("reviewer", "/interviews/1/corrections", correction).status, 200);
    const Json area = answer_of("reviewer", "1", "person/area");
    EXPECT_EQ(area["value"], "almaty");
    EXPECT_EQ(area["corrected"], "aktau");
    EXPECT_EQ(area["text"], "Актау");
    EXPECT_EQ(server.post("reviewer", "/interviews/1/corrections", correction).status, 200)
        << "almaty does not stand there any more, but aktau does";
    EXPECT_EQ(server.get("reviewer", "/interviews/1")["corrections"].size(), 1U);
    const Json again{
        {"path", "person/area"}, {"old", "aktau"}, {"new", "almaty"}, {"reason", "No, it was"}};
    EXPECT_EQ(server.post("reviewer", "/interviews/1/corrections", again).status, 200);
    EXPECT_EQ(answer_of("reviewer", "1", "person/area")["corrected"], nullptr);
    EXPECT_EQ(server.get("reviewer", "/interviews/1")["corrections"].size(), 2U);
}

TEST_F(FieldworkTest, TwoCorrectionsOfOneAnswerAreShownSideBySide) {
    server.send({.id = "1"});
    const auto correct = [&](const std::string& who, const char* old, const char* wanted) {
        return server.post(
            who,
            "/interviews/1/corrections",
            {{"path", "person/age"}, {"old", old}, {"new", wanted}, {"reason", "Called back"}});
    };
    EXPECT_EQ(correct("reviewer", "34", "35").status, 200);
    for (int i = 0; i < 2; ++i) {  // the second time it is there already
        const Response late = correct("owner", "34", "36");
        EXPECT_EQ(late.status, 409);
        EXPECT_EQ(Json::parse(late.body)["code"], 409.8);
    }
    const Json shown = server.get("reviewer", "/interviews/1");
    EXPECT_EQ(shown["corrections"].size(), 1U);
    ASSERT_EQ(shown["conflicts"].size(), 1U);
    const Json conflict = shown["conflicts"][0];
    EXPECT_EQ(conflict["old"], "34");
    EXPECT_EQ(conflict["stands"]["new"], "35");
    EXPECT_EQ(conflict["stands"]["author"], shown["corrections"][0]["author"]);
    EXPECT_EQ(conflict["kept"]["new"], "36");
    EXPECT_NE(conflict["kept"]["author"], conflict["stands"]["author"]);
    EXPECT_EQ(conflict["settled"], false);
    EXPECT_EQ(correct("reviewer", "33", "36").status, 409);  // which never stood
    EXPECT_EQ(server.get("reviewer", "/interviews/1")["conflicts"].size(), 1U);
    EXPECT_EQ(correct("reviewer", "35", "35").status, 200);  // confirmed
    EXPECT_EQ(server.get("reviewer", "/interviews/1")["conflicts"][0]["settled"], true);
    EXPECT_EQ(correct("reviewer", "35", "35").status, 400);
    EXPECT_EQ(answer_of("reviewer", "1", "person/age")["corrected"], "35");
}

TEST_F(FieldworkTest, ACorrectionMustFitItsQuestion) {
    server.send({.id = "1"});
    const auto faults =
        [&](const std::string& path, const std::string& old, const std::string& wanted) {
            const Response response =
                server.post("reviewer",
                            "/interviews/1/corrections",
                            {{"path", path}, {"old", old}, {"new", wanted}, {"reason", "r"}});
            EXPECT_EQ(response.status, 400) << path << " " << wanted;
            return join(fields_at_fault(response), " ");
        };
    EXPECT_EQ(faults("person/age", "34", "old"), "new");
    EXPECT_EQ(faults("person/age", "34", "3.5"), "new");
    EXPECT_EQ(faults("person/area", "almaty", "paris"), "new");
    EXPECT_EQ(faults("person/area", "almaty", "almaty aktau"), "new");
    EXPECT_EQ(faults("person/nothing", "", "x"), "path");
    EXPECT_EQ(faults("member[3]/member_age", "", "1"), "path");
    EXPECT_EQ(faults("person/photo", "planted.jpg", "x.jpg"), "path");
    EXPECT_EQ(faults("person/age", "34", "34"), "new");
    EXPECT_EQ(server
                  .post("reviewer",
                        "/interviews/1/corrections",
                        {{"path", "member[2]/member_age"},
                         {"old", "9"},
                         {"new", ""},
                         {"reason", "unknown"}})
                  .status,
              200);
}

TEST_F(FieldworkTest, AWithdrawnInterviewIsGoneAndTheRecordDoesNotNameIt) {
    server.send({.id = "uuid-of-someone"});
    const Ask withdraw{.method = "DELETE", .target = "/v1/studies/r4/interviews/uuid-of-someone"};
    EXPECT_EQ(server.as("reviewer@example.org", withdraw).status, 403);
    EXPECT_EQ(server.as("manager@example.org", withdraw).status, 200);
    EXPECT_EQ(server.as("manager@example.org", withdraw).status, 404);
    EXPECT_EQ(server.get("manager", "/interviews")["total"], 0);
    EXPECT_TRUE(server.has_audit("manager@example.org", "interview.withdraw"));
    for (const AuditEntry& entry : server.audit()) {
        EXPECT_EQ(entry.about.find("uuid-of-someone"), std::string::npos) << entry.what;
    }
}

TEST_F(FieldworkTest, WhatWasSetAsideCanBeLookedAt) {
    EXPECT_TRUE(server.store().set_aside({.received = server.now,
                                          .sender = "tablet-b1",
                                          .reason = "The document ends in the middle.",
                                          .bytes = "<data>Plan"}));
    const Json list = server.get("reviewer", "/set-aside");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["size"], 10);
    const std::string target = "/v1/studies/r4/set-aside/" + list[0]["number"].dump();
    EXPECT_EQ(server.as("reviewer@example.org", {.target = target}).body, "<data>Plan");
    EXPECT_EQ(server.get("supervisor", "/set-aside").size(), 0U) << "of team B";
    EXPECT_EQ(server.as("supervisor@example.org", {.target = target}).status, 404);
}

// --- live ---

TEST_F(FieldworkTest, AnOpenPageHearsOfEveryChangeUntilItsPersonIsGone) {
    Response stream = server.as("analyst@example.org", {.target = "/v1/studies/r4/events"});
    ASSERT_TRUE(stream.events);
    EXPECT_EQ(header_of(stream, "Content-Type"), "text/event-stream; charset=utf-8");
    Instant now = server.now;
    const auto first = stream.events(now);
    ASSERT_TRUE(first);
    EXPECT_TRUE(first->starts_with("event: revision\ndata: "));
    EXPECT_FALSE(stream.events(now += 1'000));
    server.send({.id = "1"});
    const auto second = stream.events(now += 1'000);
    ASSERT_TRUE(second);
    EXPECT_NE(*second, *first);
    EXPECT_FALSE(stream.events(now += 1'000));
    EXPECT_TRUE(stream.events(now += 15'000)->starts_with(":")) << "so that no proxy hangs up";
    EXPECT_TRUE(server.service.organisation->put_grant(
        {server.service.organisation->people()->at(2).id, "r4", "", {}}));
    EXPECT_TRUE(stream.events(now += 6'000)->starts_with("event: end"));
    server.send({.id = "2"});
    EXPECT_FALSE(stream.events(now += 6'000));
}

TEST_F(FieldworkTest, AnOpenPageIsNoUseOfItsSession) {
    Response stream = server.as("analyst@example.org", {.target = "/v1/studies/r4/events"});
    std::string heard;
    for (Instant now = server.now; now < server.now + 5 * 3'600'000; now += 60'000) {
        if (const auto news = stream.events(now)) heard = *news;
    }
    EXPECT_TRUE(heard.starts_with("event: end"));
}

// --- encrypted studies ---

// As receiving an encrypted interview leaves it: nothing is known but when it came, and from whom.
Arrival sealed_arrival(const std::string& id, const std::string& xml) {
    Arrival out;
    out.instance_id = id;
    out.form_id = "r4";
    out.version = "3";
    out.xml = xml;
    out.expected_files = {"photo.jpg.enc", "submission.xml.enc"};
    out.files = {{"submission.xml.enc", "application/octet-stream", "\x01\x02"}};
    out.device_id = "collect:1";
    out.sender = "tablet-a1";
    out.facts.day = "2024-05-02";
    return out;
}

TEST_F(FieldworkTest, AnEncryptedStudyShowsCountsByDayAndDeviceOnly) {
    server.service.find_study("r4")->versions.back()->encrypted = true;
    const std::string manifest =
        "<data encrypted=\"yes\" id=\"r4\" "
        "version=\"3\"><base64EncryptedKey>AA==</base64EncryptedKey>"
        "<meta><instanceID>2</instanceID></meta><media><file>photo.jpg.enc</file></media>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>";
    ASSERT_TRUE(server.store().receive(sealed_arrival("2", manifest)));
    // One that came before its form was encrypted, and one from a device with a copy of that form.
    server.send({.id = "1", .flags = {{"not-encrypted", "", "It came readable."}}});
    EXPECT_EQ(server.get("manager", "")["encrypted"], true);
    const Json fieldwork = server.get("manager", "/fieldwork");
    EXPECT_EQ(fieldwork["encrypted"], true);
    EXPECT_EQ(fieldwork["received"], 2);
    EXPECT_EQ(fieldwork["byDay"],
              Json::parse(R"([{"day": "2024-05-01", "interviews": 1, "refused": 0},
                              {"day": "2024-05-02", "interviews": 1, "refused": 0}])"));
    EXPECT_EQ(fieldwork["devices"].size(), 2U);
    for (const char* figures : {"byArea", "targets", "byLanguage", "byEnumerator"})
        EXPECT_EQ(fieldwork[figures], Json::array()) << figures;
    for (const char* figure : {"counted", "refused", "medianDurationS"})
        EXPECT_TRUE(fieldwork[figure].is_null()) << figure;
}

TEST_F(FieldworkTest, AnEncryptedInterviewSaysThatItIs) {
    server.service.find_study("r4")->versions.back()->encrypted = true;
    const std::string manifest =
        "<data encrypted=\"yes\" id=\"r4\" "
        "version=\"3\"><base64EncryptedKey>AA==</base64EncryptedKey>"
        "<meta><instanceID>2</instanceID></meta>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>";
    ASSERT_TRUE(server.store().receive(sealed_arrival("2", manifest)));
    server.send({.id = "1", .flags = {{"not-encrypted", "", "It came readable."}}});
    const Json list = server.get("manager", "/interviews")["interviews"];
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0]["id"], "1");
    EXPECT_EQ(list[0]["sealed"], false);
    EXPECT_EQ(list[1]["sealed"], true);
    EXPECT_EQ(list[1]["flags"], Json::array());
    EXPECT_EQ(list[1]["filesPresent"], 1);
    EXPECT_EQ(list[1]["filesExpected"], 2);
    const Json sealed = server.get("manager", "/interviews/2");
    EXPECT_EQ(sealed["sealed"], true);
    EXPECT_EQ(sealed["encrypted"], true);
    EXPECT_EQ(sealed["answers"], Json::array());
    EXPECT_EQ(sealed["unknown"], Json::array());
    // Its respondents were told that nobody but who has the key reads them; here too.
    const Json readable = server.get("manager", "/interviews/1");
    EXPECT_EQ(readable["sealed"], false);
    EXPECT_EQ(readable["encrypted"], true);
    EXPECT_EQ(readable["answers"], Json::array());
    EXPECT_EQ(server
                  .post("manager",
                        "/interviews/1/corrections",
                        {{"path", "person/age"}, {"old", ""}, {"new", "1"}, {"reason", "r"}})
                  .status,
              409);
}

// A form without a key, and an interview that was encrypted by a device's own copy of it.
TEST_F(FieldworkTest, AManifestIsNeverReadAsAnswers) {
    const std::string manifest =
        "<data encrypted=\"yes\" id=\"r4\" "
        "version=\"3\"><base64EncryptedKey>AA==</base64EncryptedKey>"
        "<meta><instanceID>2</instanceID></meta>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>";
    ASSERT_TRUE(server.store().receive(sealed_arrival("2", manifest)));
    const Json interview = server.get("manager", "/interviews/2");
    EXPECT_EQ(interview["sealed"], true);
    EXPECT_EQ(interview["encrypted"], false);
    EXPECT_EQ(interview["answers"], Json::array());
    EXPECT_EQ(interview["unknown"], Json::array());
}

TEST_F(FieldworkTest, AnEncryptedStudyHandsOutNoLinks) {
    const Json wish{{"label", "The fair"}, {"once", false}};
    EXPECT_EQ(server.post("manager", "/links", wish).status, 200);
    server.service.find_study("r4")->versions.back()->encrypted = true;
    const Response refused = server.post("manager", "/links", wish);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(json_of(refused)["code"], 409.8);
    EXPECT_EQ(server.get("manager", "/links").size(), 1U);
}

// --- failures ---

TEST_F(FieldworkTest, AStoreThatFailsIsAnsweredWithPatience) {
    server.send({.id = "1"});
    std::string log;
    server.service.log = [&](std::string_view what) { log = what; };
    for (const char* target : {"",
                               "/fieldwork",
                               "/points",
                               "/interviews",
                               "/interviews/1",
                               "/interviews/1.xml",
                               "/set-aside",
                               "/devices"}) {
        EXPECT_EQ(server.as("manager@example.org", {.target = "/v1/studies"}).status, 200);
        auto& faults = dynamic_cast<MemoryInterviewStore&>(server.store()).faults();
        faults.add({.call = "", .nth = 0});
        const Response response =
            server.as("manager@example.org", {.target = "/v1/studies/r4" + std::string(target)});
        EXPECT_EQ(response.status, 503) << target;
        EXPECT_EQ(response.body.find("disk"), std::string::npos) << response.body;
        EXPECT_NE(header_of(response, "Retry-After"), "");
        EXPECT_TRUE(log.starts_with("not answered: GET /v1/studies/{slug}")) << log;
        EXPECT_NE(log.find("disk"), std::string::npos) << "without the cause: " << log;
        faults.clear();
    }
}

}  // namespace
}  // namespace mtm
