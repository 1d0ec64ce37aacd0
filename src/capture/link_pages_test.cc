#include "capture/link_pages.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "capture/capture_for_test.h"
#include "capture/service_for_test.h"
#include "store/files.h"

namespace mtm {
namespace {

constexpr std::string_view form = R"(
    survey
    | type   | name  | label::English (en) | label::Russian (ru) |
    | text   | town  | Town?               | Город?              |
    | audio  | voice | Voice?              | Голос?              |
    settings
    | form_id | version | form_title |
    | towns   | 7       | Towns      |
)";

class LinkPages : public ::testing::Test {
protected:
    LinkPages() {
        ServedStudy& study = *server_.service.find_study("r4");
        study.versions.push_back(version_from_text(form));
        study.versions.back()->files.push_back(file_for_test("town list.csv", "name\na\n"));
        study.study.questionnaire = study.versions.back()->questionnaire;
        EXPECT_TRUE(study.store->set_field_state(FieldState::open, "test", 0));
    }

    void add_link(const std::string& token, bool once, bool revoked = false) {
        FormLink link;
        link.study = "r4";
        link.once = once;
        link.token_hash = sha256_hex(token);
        if (revoked) link.revoked = 1;
        EXPECT_TRUE(server_.service.organisation->put_link(link));
    }

    Response get(const std::string& target) {
        const auto response = respond_link(server_.service, server_.request({.target = target}));
        return response ? *response
                        : Response{.status = 599, .headers = {}, .body = {}, .events = {}};
    }

    int post(const std::string& token, const std::string& id) {
        const std::string xml =
            "<data id=\"towns\" version=\"7\"><town>A</town><meta><instanceID>" + id +
            "</instanceID></meta></data>";
        const std::string body =
            UploadForTest().add("xml_submission_file", "xml_submission_file", xml).end();
        Request request =
            server_.request({.method = "POST", .target = "/f/" + token + "/submission"});
        request.headers.push_back({"Content-Type", "multipart/form-data; boundary=boundary"});
        request.body = body;
        return respond_link(server_.service, request)->status;
    }

    ServerForTest server_;
};

TEST_F(LinkPages, DescribeTheFormToWhoHoldsTheLink) {
    add_link("abc", false);
    const Json said = Json::parse(get("/f/abc/form.json").body);
    EXPECT_EQ(said["title"], "Towns");
    EXPECT_EQ(said["version"], "7");
    EXPECT_EQ(said["languages"][0]["code"], "en");
    EXPECT_EQ(said["languages"][1]["name"], "Russian (ru)");
    EXPECT_EQ(said["languages"].size(), 2U);
    EXPECT_EQ(said["current"], "/f/abc/form.xml");
    EXPECT_EQ(said["media"][0]["url"], "/f/abc/media/town%20list.csv");
    EXPECT_EQ(said["once"], false);
    EXPECT_EQ(said["state"], "open");
    ASSERT_EQ(said["unsupported"].size(), 1U);
    EXPECT_EQ(said["unsupported"][0]["question"], "voice");
    EXPECT_EQ(said["unsupported"][0]["type"], "audio");
    EXPECT_EQ(said["unsupported"][0]["what"], "A voice cannot be recorded or chosen.");
}

TEST_F(LinkPages, GiveTheBytesThatTabletsGet) {
    add_link("abc", false);
    const FormVersion& version = *server_.service.find_study("r4")->current();
    EXPECT_EQ(get("/f/abc/form.xml").body, version.xml);
    EXPECT_EQ(get("/f/abc/media/town list.csv").body, "name\na\n");
    EXPECT_EQ(get("/f/abc/media/other.csv").status, 404);
    EXPECT_EQ(Json::parse(get("/f/abc/app.webmanifest").body)["start_url"], "/f/abc");
}

TEST_F(LinkPages, GiveNothingForALinkThatIsUnknownOrWithdrawn) {
    add_link("gone", false, true);
    for (const char* token : {"gone", "never"}) {
        EXPECT_EQ(get("/f/" + std::string(token) + "/form.json").status, 403);
        EXPECT_EQ(post(token, "uuid:1"), 403);
    }
    EXPECT_EQ(server_.store().count({}).value(), 0);
}

TEST_F(LinkPages, TakeInterviewsAsOftenAsTheyAreSent) {
    add_link("abc", false);
    EXPECT_EQ(post("abc", "uuid:1"), 201);
    EXPECT_EQ(post("abc", "uuid:1"), 202);
    EXPECT_EQ(post("abc", "uuid:2"), 201);
    EXPECT_EQ(server_.store().count({}).value(), 2);
}

// A browser that did not hear the 201 sends
// again: that must not be refused.
TEST_F(LinkPages, ThatAreGoodOnceTakeOneInterviewAndItsResends) {
    add_link("abc", true);
    EXPECT_EQ(Json::parse(get("/f/abc/form.json").body)["once"], true);
    EXPECT_EQ(post("abc", "uuid:1"), 201);
    EXPECT_EQ(post("abc", "uuid:1"), 202);
    EXPECT_EQ(post("abc", "uuid:2"), 410);
    EXPECT_EQ(get("/f/abc/form.json").status, 410);
    EXPECT_EQ(server_.store().count({}).value(), 1);
}

TEST_F(LinkPages, AreRefusedOverPlainHttp) {
    add_link("abc", false);
    Request request = server_.request({.target = "/f/abc/form.json"});
    request.secure = false;
    EXPECT_EQ(respond_link(server_.service, request)->status, 403);
}

TEST_F(LinkPages, LeaveOtherPathsAlone) {
    for (const char* path : {"/f/abc", "/f/", "/f//form.json", "/", "/formList"})
        EXPECT_EQ(get(path).status, 599) << path;
}

// JSON is easier to read in C++ with single quotes.
std::string with_double_quotes(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

TEST(Areas, AreNamedAsTheInterviewsNameThem) {
    ServerForTest server;
    server.add_person("a@example.org", "analyst");
    Study& study = server.service.find_study("r4")->study;
    study.directory = ::testing::TempDir() + "mtm-areas";
    study.questionnaire = form_from_text(R"(
        survey
        | type              | name   | label  |
        | select_one region | region | Region |
        choices
        | list_name | name   | label  | pcode |
        | region    | almaty | Almaty | KZ75  |
    )")
                              .questionnaire;
    study.file.areas = {.file = "areas.geojson",
                        .key = "P",
                        .name = "N",
                        .question = "region",
                        .choice_column = "pcode",
                        .aliases = {},
                        .credit = "Somebody"};
    ASSERT_TRUE(write_file(
        study.directory + "/areas.geojson",
        with_double_quotes("{'features':[{'properties':{'P':'KZ75','N':'Almaty (city)','x':1},"
                           "'geometry':{'type':'Point','coordinates':[1,2]}},"
                           "{'properties':{'P':'KZ10'}}]}")));
    const auto signed_in =
        server.answer({.method = "POST",
                       .target = "/v1/sessions",
                       .body = {{"email", "a@example.org"}, {"password", "a long password"}}});
    const std::string token = Json::parse(signed_in.body)["token"].get<std::string>();
    Ask ask{.target = "/v1/studies/r4/areas"};
    EXPECT_EQ(respond_fieldwork(server.service, server.request(ask))->status, 401);
    ask.headers = {{"Authorization", "Bearer " + token}};
    const Json said = Json::parse(respond_fieldwork(server.service, server.request(ask))->body);
    EXPECT_EQ(said["credit"], "Somebody");
    EXPECT_EQ(said["features"][0]["properties"],
              Json({{"area", "almaty"}, {"name", "Almaty (city)"}}));
    EXPECT_EQ(said["features"][1]["properties"]["area"], "");
    EXPECT_EQ(said["features"][0]["geometry"]["coordinates"][1], 2);
}

}  // namespace
}  // namespace mtm
