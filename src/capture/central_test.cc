// ODK Central's interface over a study with a repeat: rights, pages, what is withheld.
#include "capture/fieldwork_for_test.h"
#include "capture/route_table.h"
#include "capture/zip_stream.h"

namespace mtm {
namespace {

class CentralTest : public testing::Test {
protected:
    Response ask(const std::string& who,
                 const std::string& target,
                 std::vector<Header> headers = {}) {
        Request request = server.request({.target = target, .headers = std::move(headers)});
        request.headers.push_back({"Authorization", "Bearer " + token(who)});
        Response out = *respond_central(server.service, request);
        if (out.pieces) {
            for (;;) {
                const auto piece = out.pieces();
                if (!piece || !*piece) break;
                out.body += **piece;
            }
        }
        return out;
    }

    Json get(const std::string& who, const std::string& target) {
        const Response response = ask(who, "/v1/projects/1/forms/r4" + target);
        EXPECT_EQ(response.status, 200) << target << response.body;
        return json_of(response);
    }

    std::vector<std::string> ids(const Json& answer) {
        std::vector<std::string> out;
        for (const Json& row : answer["value"])
            out.push_back(row["__id"]);
        return out;
    }

    FieldworkForTest server;

private:
    std::string token(const std::string& who) {
        if (!tokens_.contains(who)) {
            const Response in = server.answer(
                {.method = "POST",
                 .target = "/v1/sessions",
                 .body = {{"email", who + "@example.org"}, {"password", "a long password"}}});
            tokens_[who] = json_of(in)["token"].get<std::string>();
        }
        return tokens_[who];
    }

    std::map<std::string, std::string> tokens_;
};

TEST_F(CentralTest, RowsComeLatestFirstAndPageByPage) {
    for (int i = 1; i <= 5; ++i)
        server.send({.id = "i" + std::to_string(i)});
    const Json first = get("owner", ".svc/Submissions?$top=2&$count=true");
    EXPECT_EQ(ids(first), (std::vector<std::string>{"i5", "i4"}));
    EXPECT_EQ(first["@odata.count"], 5);
    const std::string link = first["@odata.nextLink"];
    EXPECT_NE(link.find("https://mtm.example.org/v1/projects/1/forms/r4.svc/Submissions?"),
              std::string::npos);
    server.send({.id = "i6"});
    EXPECT_EQ(ids(get("owner", ".svc/Submissions?$top=2&$skiptoken=3-0")),
              (std::vector<std::string>{"i3", "i2"}));
    EXPECT_EQ(ids(get("owner", ".svc/Submissions?$top=9&$skip=4")),
              (std::vector<std::string>{"i2", "i1"}));
    EXPECT_EQ(ids(get("owner", ".svc/Submissions?$orderby=__system/submissionDate&$top=2")),
              (std::vector<std::string>{"i1", "i2"}));
}

TEST_F(CentralTest, RepeatsArePagedAcrossInterviews) {
    for (int i = 1; i <= 3; ++i)
        server.send({.id = "i" + std::to_string(i)});
    const std::string table = ".svc/Submissions.member";
    const Json all = get("owner", table + "?$count=true");
    ASSERT_EQ(all["value"].size(), 6U);
    EXPECT_EQ(all["@odata.count"], 6);
    EXPECT_EQ(all["value"][0]["first_name"], "Little Plantedov");
    EXPECT_EQ(all["value"][1]["member_age"], 9);
    EXPECT_EQ(all["value"][2]["__Submissions-id"], "i2");
    std::vector<std::string> paged;
    std::string next = table + "?$top=1";
    while (!next.empty()) {
        const Json page = get("owner", next);
        ASSERT_EQ(page["value"].size(), 1U);
        paged.push_back(page["value"][0]["__id"]);
        if (!page.contains("@odata.nextLink")) break;
        const std::string link = page["@odata.nextLink"];
        next = table + "?$top=1&$skiptoken=" + link.substr(link.rfind('=') + 1);
    }
    EXPECT_EQ(paged, ids(all));
    // By its navigation link, and of one row.
    EXPECT_EQ(ids(get("owner", ".svc/Submissions('i2')/member")),
              (std::vector<std::string>{paged[2], paged[3]}));
    EXPECT_EQ(ids(get("owner", ".svc/Submissions('i2')/member('" + paged[3] + "')")),
              (std::vector<std::string>{paged[3]}));
}

TEST_F(CentralTest, APageGoesOnWhereItsInterviewWasWithdrawn) {
    for (int i = 1; i <= 3; ++i)
        server.send({.id = "i" + std::to_string(i)});
    EXPECT_TRUE(server.store().withdraw("i2", "owner", 1));
    // The token names the second row of i2, which is gone: no row of i1 is lost.
    EXPECT_EQ(get("owner", ".svc/Submissions.member?$skiptoken=2-1")["value"].size(), 2U);
}

TEST_F(CentralTest, AnAnalystGetsNeitherNamesNorPoints) {
    server.send({.id = "i1"});
    for (const char* target : {".svc/Submissions?$expand=*",
                               ".svc/Submissions.member",
                               ".svc/Submissions('i1')",
                               "/submissions",
                               "/submissions/i1",
                               "/submissions.csv.zip"}) {
        const Response response = ask("analyst", "/v1/projects/1/forms/r4" + std::string(target));
        EXPECT_EQ(response.status, 200) << target;
        for (const char* planted : {"Planted", "PLANTED", "43.23", "planted.jpg", "tablet-a1"})
            EXPECT_EQ(response.body.find(planted), std::string::npos) << target << planted;
    }
    const Json row = get("analyst", ".svc/Submissions")["value"][0];
    EXPECT_EQ(row["person"]["age"], 34);
    EXPECT_TRUE(row["person"]["place"].is_null());
    EXPECT_EQ(get("analyst", "/submissions/i1/comments").size(), 0U);
}

TEST_F(CentralTest, ASupervisorSeesTheirTeamAlone) {
    server.send({.id = "mine", .sender = "tablet-a1"});
    server.send({.id = "others", .sender = "tablet-b1"});
    EXPECT_EQ(ids(get("supervisor", ".svc/Submissions?$count=true")),
              (std::vector<std::string>{"mine"}));
    EXPECT_EQ(get("supervisor", ".svc/Submissions.member?$count=true")["@odata.count"], 2);
    EXPECT_EQ(get("teamless", ".svc/Submissions")["value"].size(), 0U);
    EXPECT_EQ(ask("supervisor", "/v1/projects/1/forms/r4.svc/Submissions('others')").status, 404);
    EXPECT_EQ(ask("stranger", "/v1/projects/1/forms/r4.svc/Submissions").status, 403);
    EXPECT_EQ(ask("stranger", "/v1/projects/9/forms/r4.svc/Submissions").status, 403);
    EXPECT_EQ(json_of(ask("stranger", "/v1/projects")).size(), 0U);
}

TEST_F(CentralTest, PilotsAreInNoTable) {
    server.send({.id = "trial", .pilot = true});
    server.send({.id = "real"});
    EXPECT_EQ(ids(get("owner", ".svc/Submissions")), (std::vector<std::string>{"real"}));
    EXPECT_EQ(ask("owner", "/v1/projects/1/forms/r4/submissions/trial").status, 404);
    EXPECT_EQ(get("owner", "/submissions").size(), 1U);
}

TEST_F(CentralTest, CorrectionsAreInTheRows) {
    server.send({.id = "i1"});
    EXPECT_TRUE(server.store().add_correction({.instance_id = "i1",
                                               .path = "member[2]/member_age",
                                               .old_value = "9",
                                               .new_value = "10",
                                               .reason = "r",
                                               .author = "a",
                                               .at = 1}));
    EXPECT_EQ(get("owner", ".svc/Submissions.member")["value"][1]["member_age"], 10);
}

TEST_F(CentralTest, SealedInterviewsAreRowsWithoutAnswers) {
    server.send({.id = "i1"});
    server.service.find_study("r4")->versions.back()->encrypted = true;
    const Json row = get("owner", ".svc/Submissions")["value"][0];
    EXPECT_EQ(row.size(), 2U);
    EXPECT_EQ(row["__system"]["status"], "notDecrypted");
    EXPECT_EQ(get("owner", ".svc/Submissions.member")["value"].size(), 0U);
}

TEST_F(CentralTest, WhatIsNotOfferedIsSaid) {
    const std::string svc = "/v1/projects/1/forms/r4.svc";
    EXPECT_EQ(ask("owner", svc + "/Submissions?$apply=x").status, 501);
    EXPECT_EQ(ask("owner", svc + "/Submissions?$search=x").status, 501);
    EXPECT_EQ(ask("owner", svc + "/Submissions?$expand=member").status, 501);
    EXPECT_EQ(ask("owner", svc + "/Submissions?$orderby=__id").status, 501);
    EXPECT_EQ(ask("owner", svc + "/Submissions?$select=nothing").status, 400);
    EXPECT_EQ(ask("owner", svc + "/Submissions?$skiptoken=x").status, 400);
    EXPECT_EQ(ask("owner", svc + "/Nothing").status, 404);
    EXPECT_EQ(ask("owner", "/v1/projects/1/forms/other.svc/Submissions").status, 404);
    EXPECT_EQ(ask("owner", "/v1/projects/1/roles").status, 501);
    EXPECT_EQ(ask("owner", svc + "/Submissions", {{"OData-MaxVersion", "3.0"}}).status, 400);
    EXPECT_EQ(header_of(ask("owner", svc), "OData-Version"), "4.0");
}

TEST_F(CentralTest, AllRowsOfALongTableAreSentInPieces) {
    for (int i = 1; i <= 1'205; ++i)
        server.send({.id = "i" + std::to_string(i)});
    const Json all = get("owner", ".svc/Submissions?$select=__id");
    ASSERT_TRUE(all.is_object());
    EXPECT_EQ(all["value"].size(), 1'205U);
    EXPECT_EQ(all["value"][1'204]["__id"], "i1");
    EXPECT_EQ(get("owner", ".svc/Submissions.member?$select=__id")["value"].size(), 2'410U);
    const Json part = get("owner", ".svc/Submissions?$select=__id&$top=1100");
    EXPECT_EQ(part["value"].size(), 1'100U);
    EXPECT_TRUE(part["@odata.nextLink"].get<std::string>().ends_with("=105-0"))
        << part["@odata.nextLink"];
    EXPECT_EQ(get("owner", "/submissions").size(), 1'205U);
}

}  // namespace
}  // namespace mtm
