// Inviting people, handing out tablets and links, and taking it all back.
#include "capture/fieldwork_for_test.h"

namespace mtm {
namespace {

class PeopleTest : public testing::Test {
protected:
    std::string path_of(const Json& link) {
        return "/v1" +
               link.get<std::string>().substr(std::string("https://mtm.example.org").size());
    }

    Response invite(const std::string& by, const Json& wish) {
        return server.post(by, "/people", wish);
    }

    Response accept(const Json& link, const std::string& email) {
        return server.answer(
            {.method = "POST",
             .target = path_of(link),
             .body = {{"email", email}, {"name", "New Person"}, {"password", "a long password"}}});
    }

    FieldworkForTest server;
};

TEST_F(PeopleTest, SomeoneInvitedChoosesAPasswordAndHasTheRole) {
    const Json invited = json_of(
        invite("manager", {{"email", "new@example.org"}, {"name", "New"}, {"role", "analyst"}}));
    ASSERT_TRUE(invited["link"].is_string());
    const Response shown = server.answer({.target = path_of(invited["link"])});
    EXPECT_EQ(json_of(shown)["email"], "new@example.org");
    EXPECT_EQ(accept(invited["link"], "other@example.org").status, 400);
    EXPECT_EQ(accept(invited["link"], "new@example.org").status, 200);
    EXPECT_EQ(server.get("new", "")["role"], "analyst");
    EXPECT_EQ(accept(invited["link"], "new@example.org").status, 403) << "used";
}

TEST_F(PeopleTest, SomeoneKnownGetsNoLinkButTheRole) {
    const Json known =
        json_of(invite("manager", {{"email", "Stranger@example.org"}, {"role", "reviewer"}}));
    EXPECT_EQ(known["link"], nullptr) << "a link would let the manager become them";
    EXPECT_EQ(server.get("stranger", "")["role"], "reviewer");
}

TEST_F(PeopleTest, AManagerGetsNoLinkIntoAnotherStudy) {
    server.add_study("r5");
    server.add_person("other@example.org", "manager", {}, "r5");
    const Ask first{.method = "POST",
                    .target = "/v1/studies/r5/people",
                    .body = {{"email", "new@example.org"}, {"role", "manager"}}};
    EXPECT_TRUE(json_of(server.as("other@example.org", first))["link"].is_string());
    const Json second =
        json_of(invite("manager", {{"email", "new@example.org"}, {"role", "analyst"}}));
    EXPECT_EQ(second["link"], nullptr) << "whoever holds it would lead r5";
    const Json owners =
        json_of(invite("owner", {{"email", "new@example.org"}, {"role", "analyst"}}));
    EXPECT_TRUE(owners["link"].is_string());
}

TEST_F(PeopleTest, AWrongInvitationIsRefusedWithEveryMistake) {
    const Response response = invite("manager",
                                     {{"email", "no address"},
                                      {"role", "owner"},
                                      {"team", {"tablet-a1", "tablet-x"}},
                                      {"nickname", "x"}});
    EXPECT_EQ(response.status, 400);
    std::string fields;
    const Json said = json_of(response);
    for (const Json& detail : said["details"]) {
        fields += detail["field"].get<std::string>() + " ";
    }
    EXPECT_EQ(fields, "nickname email team role ");
    EXPECT_EQ(server.organisation().people()->size(), 8U) << "nobody was added";
}

TEST_F(PeopleTest, ATabletOfAnotherStudyIsNobodysTeam) {
    server.add_study("r5");
    server.add_device("tablet-r5", "r5");
    EXPECT_EQ(
        invite("manager",
               {{"email", "stranger@example.org"}, {"role", "supervisor"}, {"team", {"tablet-r5"}}})
            .status,
        400);
}

TEST_F(PeopleTest, TheListTellsRolesAndTeams) {
    const Json people = server.get("manager", "/people");
    ASSERT_EQ(people.size(), 6U) << "not the owner, nor who has no role here";
    for (const Json& person : people) {
        if (person["role"] != "supervisor" || person["team"].empty()) continue;
        EXPECT_EQ(person["team"], Json::parse(R"(["tablet-a1", "tablet-a2"])"));
    }
}

TEST_F(PeopleTest, ARoleIsTakenAway) {
    const Json people = server.get("manager", "/people");
    std::string id;
    for (const Json& person : people) {
        if (person["role"] == "analyst") id = person["id"].dump();
    }
    EXPECT_EQ(server.get("analyst", "")["slug"], "r4");
    const Ask take{.method = "DELETE", .target = "/v1/studies/r4/people/" + id};
    EXPECT_EQ(server.as("manager@example.org", take).status, 200);
    EXPECT_EQ(server.as("analyst@example.org", {.target = "/v1/studies/r4"}).status, 403);
    EXPECT_EQ(server.as("manager@example.org", take).status, 404);
    EXPECT_TRUE(server.has_audit("manager@example.org", "role.none"));
}

TEST_F(PeopleTest, ATabletIsHandedOutOnce) {
    const Json device = json_of(server.post("manager", "/devices", {{"label", "Team A, 3"}}));
    EXPECT_EQ(device["settings"]["general"]["username"], device["name"]);
    EXPECT_EQ(device["settings"]["general"]["password"], device["password"]);
    EXPECT_EQ(device["settings"]["general"]["server_url"], "https://mtm.example.org");
    EXPECT_NE(device["qr"].get<std::string>().find("<svg"), std::string::npos);
    const std::string url = device["url"];
    const Access by_url = identify(
        server.service,
        server.request(
            {.target = url.substr(std::string("https://mtm.example.org").size()) + "/formList"}));
    EXPECT_EQ(by_url.who.name, device["name"]);
    const std::string list = server.get("manager", "/devices").dump();
    EXPECT_EQ(list.find(device["password"].get<std::string>()), std::string::npos);
    const auto all = server.service.organisation->devices();
    ASSERT_TRUE(all);
    for (const DeviceCredential& kept : *all) {
        EXPECT_EQ(kept.ha1_sealed.find(device["password"].get<std::string>()), std::string::npos);
    }
    EXPECT_TRUE(server.has_audit("manager@example.org", "device.create"));
}

TEST_F(PeopleTest, ALostTabletIsRevokedWithWhatIsKnownOfIt) {
    EXPECT_TRUE(server.store().note_contact({.device_id = "collect:1",
                                             .sender = "tablet-a1",
                                             .user_agent = "Collect",
                                             .first = server.now,
                                             .last = server.now,
                                             .last_form_version = "3"}));
    Held held{.id = "1"};
    server.send(held);
    const Json devices = server.get("manager", "/devices");
    const Ask revoke{.method = "DELETE",
                     .target = "/v1/studies/r4/devices/" + devices[0]["id"].dump()};
    const Json said = json_of(server.as("manager@example.org", revoke));
    EXPECT_EQ(said["revokedAt"], "2024-05-01T08:00:00.000Z");
    EXPECT_EQ(said["interviews"], 1);
    EXPECT_EQ(said["lastContact"], "2024-05-01T08:00:00.000Z");
    EXPECT_NE(said["message"].get<std::string>().find("cannot be known"), std::string::npos);
    server.now += 3'600'000;
    EXPECT_EQ(json_of(server.as("manager@example.org", revoke))["revokedAt"], said["revokedAt"])
        << "revoked once";
    EXPECT_EQ(server.get("manager", "/interviews")["total"], 1) << "what it sent stays";
}

// Whoever shares the network reads plain http: only sealed answers may travel so, unless the owner
// has said otherwise.
TEST_F(PeopleTest, OverPlainHttpATabletGetsOnlyFormsThatSealTheirAnswers) {
    const auto form_list = [&](bool secure) {
        return *respond_openrosa(
            server.service,
            server.request({.target = "/key/token-of-tablet-a1/formList", .secure = secure}));
    };
    EXPECT_EQ(form_list(true).status, 200);
    const Response refused = form_list(false);
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(refused.body.find("https"), std::string::npos) << refused.body;
    server.service.plain_http_allowed = true;
    EXPECT_EQ(form_list(false).status, 200);
    server.service.plain_http_allowed = false;
    server.service.find_study("r4")->versions.back()->encrypted = true;
    EXPECT_EQ(form_list(false).status, 200);
}

TEST_F(PeopleTest, OwnersInviteOwnersAndKeepAtLeastOne) {
    const Json users = json_of(server.as("owner@example.org", {.target = "/v1/users"}));
    std::string owner;
    for (const Json& user : users) {
        if (user["owner"] == true) owner = user["id"].dump();
    }
    const Ask remove{.method = "DELETE", .target = "/v1/users/" + owner};
    EXPECT_EQ(server.as("owner@example.org", remove).status, 409);
    const Json invited = json_of(server.as(
        "owner@example.org",
        {.method = "POST", .target = "/v1/users", .body = {{"email", "second@example.org"}}}));
    EXPECT_EQ(server.as("owner@example.org", remove).status, 409) << "not signed in yet";
    EXPECT_EQ(accept(invited["link"], "second@example.org").status, 200);
    EXPECT_EQ(server.as("second@example.org", remove).status, 200);
    EXPECT_EQ(server.as("owner@example.org", {.target = "/v1/studies"}).status, 401);
    EXPECT_EQ(server.as("second@example.org", {.target = "/v1/users"}).status, 200);
}

TEST_F(PeopleTest, WhoLostThePasswordGetsANewLinkFromAnOwner) {
    std::string id;
    for (const Json& user : json_of(server.as("owner@example.org", {.target = "/v1/users"}))) {
        if (user["email"] == "analyst@example.org") id = user["id"].dump();
    }
    EXPECT_EQ(server.get("analyst", "")["slug"], "r4");
    const Json link = json_of(server.as(
        "owner@example.org", {.method = "POST", .target = "/v1/users/" + id + "/welcome"}));
    EXPECT_EQ(server.get("analyst", "")["slug"], "r4") << "until the link is used";
    EXPECT_EQ(accept(link["link"], "analyst@example.org").status, 200);
    EXPECT_EQ(server.as("analyst@example.org", {.target = "/v1/studies"}).status, 401)
        << "sessions from before have ended";
}

}  // namespace
}  // namespace mtm
