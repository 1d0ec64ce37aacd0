#include "pull/pull.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <set>

#include <gtest/gtest.h>

#include "base/text.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

TEST(PullSource, IsToldFromTheAddressesThatPeopleCopy) {
    const PullSource kobo{PullServer::kobotoolbox, "https://kf.kobotoolbox.org", "aBcD12", "", ""};
    for (const char* url : {"https://kf.kobotoolbox.org/#/forms/aBcD12",
                            " https://kf.kobotoolbox.org/#/forms/aBcD12/summary ",
                            "https://kf.kobotoolbox.org/#/forms/aBcD12/data/table",
                            "https://kf.kobotoolbox.org/api/v2/assets/aBcD12/",
                            "https://kf.kobotoolbox.org/api/v2/assets/aBcD12/data.json?limit=3"}) {
        const auto source = pull_source(url);
        ASSERT_TRUE(source) << url;
        EXPECT_EQ(*source, kobo) << url;
    }
    const PullSource central{
        PullServer::odk_central, "https://odk.example.org", "", "3", "r%C3%A9sum%C3%A9"};
    for (const char* url :
         {"https://odk.example.org/#/projects/3/forms/r%C3%A9sum%C3%A9/submissions",
          "https://odk.example.org/projects/3/forms/résumé",
          "https://odk.example.org/v1/projects/3/forms/r%C3%A9sum%C3%A9.svc/Submissions?$top=1",
          "https://odk.example.org/v1/projects/3/forms/r%C3%A9sum%C3%A9/submissions"}) {
        const auto source = pull_source(url);
        ASSERT_TRUE(source) << url;
        EXPECT_EQ(*source, central) << url;
    }
    EXPECT_EQ(pull_source("https://x.org/kobo/api/v2/assets/a/")->base, "https://x.org/kobo");
    for (const char* url : {"",
                            "kf.kobotoolbox.org",
                            "https://kf.kobotoolbox.org/",
                            "https://ee.kobotoolbox.org/x/abc",
                            "https://odk.example.org/#/projects/3",
                            "https://odk.example.org/v1/projects/x/forms/a"}) {
        const auto source = pull_source(url);
        ASSERT_FALSE(source) << url;
        EXPECT_NE(source.error().message.find("/#/projects/1/forms/NAME"), std::string::npos);
    }
    const auto told = pull_source("https://me:secret@kf.kobotoolbox.org/#/forms/aBcD12");
    ASSERT_FALSE(told);
    EXPECT_NE(told.error().message.find("MTM_PULL_TOKEN"), std::string::npos);
    EXPECT_EQ(told.error().message.find("secret"), std::string::npos);
}

// A server in the test: what it was asked, and what it says.
class Scripted final : public HttpClient {
public:
    std::function<HttpReply(const HttpQuestion&)> answer;
    std::vector<HttpQuestion> asked;
    std::set<std::size_t> breaks = {};  // questions at which the connection does

    [[nodiscard]] Result<HttpReply> ask(const HttpQuestion& question) override {
        asked.push_back(question);
        if (breaks.contains(asked.size())) return Error{"connection reset"};
        return answer(question);
    }
};

HttpReply ok(const Json& body) {
    return {200, "application/json", {}, body.dump()};
}

TEST(AskPatiently, WaitsLongerEachTimeAndAsLongAsIsAsked) {
    Scripted client;
    std::deque<HttpReply> replies{{503, "", {}, ""}, {429, "", 30, ""}, {200, "", {}, "yes"}};
    client.answer = [&](const HttpQuestion&) {
        HttpReply reply = replies.front();
        replies.pop_front();
        return reply;
    };
    client.breaks = {1};
    std::vector<int> waited;
    const auto wait = [&](int seconds) { waited.push_back(seconds); };
    const auto reply = ask_patiently(client, {.url = "https://x"}, wait);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "yes");
    EXPECT_EQ(waited, (std::vector<int>{1, 2, 30}));
    // In the end it gives up, and at once where the answer will not change.
    client.answer = [](const HttpQuestion&) { return HttpReply{500, "", {}, ""}; };
    client.asked.clear();
    EXPECT_EQ(ask_patiently(client, {}, wait)->status, 500);
    EXPECT_EQ(client.asked.size(), 6U);
    client.answer = [](const HttpQuestion&) { return HttpReply{404, "", {}, ""}; };
    client.asked.clear();
    client.breaks.clear();
    EXPECT_EQ(ask_patiently(client, {}, wait)->status, 404);
    EXPECT_EQ(client.asked.size(), 1U);
}

// What is taken, and a place at which taking fails.
class Taken final : public PullSink {
public:
    std::vector<std::string> pages;
    std::map<std::string, std::string> files;
    PullState state;
    int fails_at_page = 0;

    Status page(const std::string& json) override {
        if (static_cast<int>(pages.size()) + 1 == fails_at_page) return Error{"disk full"};
        pages.push_back(json);
        return Done{};
    }

    Result<bool> lacks(const std::string& instance_id, const std::string& name) override {
        return !files.contains(instance_id + "/" + name);
    }

    Status file(const PulledFile& file) override {
        files[file.instance_id + "/" + file.name] = file.content_type + " " + file.bytes;
        return Done{};
    }

    Status keep(const PullState& kept) override {
        state = kept;
        return Done{};
    }

    [[nodiscard]] std::vector<std::string> ids(const char* list, const char* key) const {
        std::vector<std::string> out;
        for (const std::string& page : pages) {
            const Json read = Json::parse(page);
            for (const Json& row : read[list])
                out.push_back(row[key].is_string() ? row[key].get<std::string>() : row[key].dump());
        }
        return out;
    }
};

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string parameter(const std::string& url, const std::string& name) {
    for (const std::string_view each :
         split(std::string_view(url).substr(url.find('?') + 1), '&')) {
        const std::string text = unescaped(each);
        if (text.starts_with(name + "=")) return text.substr(name.size() + 1);
    }
    return "";
}

const auto no_wait = [](int) {};

// --- KoboToolbox ---

// Answers as its API v2 does, two rows a page.
class Kobo {
public:
    std::vector<Json> rows;

    HttpReply operator()(const HttpQuestion& question) const {
        const bool let_in = std::ranges::find(question.headers, "Authorization: Token secret") !=
                            question.headers.end();
        if (!let_in) return {401, "", {}, R"({"detail": "Invalid token."})"};
        if (question.url.starts_with("https://kf.example.org/api/v2/assets/aB/data/"))
            return {200, "image/jpeg; charset=x", {}, "bytes of " + question.url.substr(45)};
        if (!question.url.starts_with("https://kf.example.org/api/v2/assets/aB/data.json?"))
            return {404, "", {}, "{}"};
        const Json query = Json::parse(parameter(question.url, "query"), nullptr, false);
        const std::string fields = parameter(question.url, "fields");
        const std::string start = parameter(question.url, "start");
        std::vector<Json> found;
        for (const Json& row : rows) {
            const bool above = !query.is_object() || !query["_id"].contains("$gt") ||
                               row["_id"] > query["_id"]["$gt"];
            const bool in =
                !query.is_object() || !query["_id"].contains("$in") ||
                std::ranges::find(query["_id"]["$in"], row["_id"]) != query["_id"]["$in"].end();
            if (above && in) found.push_back(row);
        }
        Json results = Json::array();
        const std::size_t from = start.empty() ? 0 : std::stoul(start);
        for (std::size_t i = from; i < std::min(found.size(), from + 2); ++i) {
            results.push_back(fields.empty()
                                  ? found[i]
                                  : Json{{"_id", found[i]["_id"]}, {"_uuid", found[i]["_uuid"]}});
        }
        return ok({{"count", found.size()}, {"next", nullptr}, {"results", results}});
    }

    void add(int number, const std::string& uuid) {
        rows.push_back({{"_id", number},
                        {"_uuid", uuid},
                        {"meta/instanceID", "uuid:" + uuid},
                        {"meta/rootUuid", uuid},
                        {"q", "1"},
                        {"_attachments", Json::array()}});
    }
};

struct KoboPulls : testing::Test {
    Kobo kobo;
    Scripted client;
    Taken taken;
    const PullSource source{PullServer::kobotoolbox, "https://kf.example.org", "aB", "", ""};

    void SetUp() override {
        client.answer = [this](const HttpQuestion& question) { return kobo(question); };
        for (int i = 1; i <= 5; ++i)
            kobo.add(i, "u" + std::to_string(i));
    }

    Result<PullCounts> run() {
        return pull(client, source, {.token = "secret"}, no_wait, taken.state, taken);
    }
};

TEST_F(KoboPulls, TakeAllThenOnlyWhatIsNewOrEdited) {
    EXPECT_EQ(run()->interviews, 5);
    EXPECT_EQ(taken.ids("results", "_id"), (std::vector<std::string>{"1", "2", "3", "4", "5"}));
    taken.pages.clear();
    EXPECT_EQ(run()->interviews, 0);
    EXPECT_TRUE(taken.pages.empty());
    kobo.add(9, "u9");
    kobo.rows[1]["_uuid"] = "u2-edited";
    EXPECT_EQ(run()->interviews, 2);
    EXPECT_EQ(taken.ids("results", "_id"), (std::vector<std::string>{"2", "9"}));
    taken.pages.clear();
    EXPECT_EQ(run()->interviews, 0);
}

TEST_F(KoboPulls, GoOnWhereTheyWereBrokenOff) {
    taken.fails_at_page = 2;
    const auto broken = run();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().message, "disk full");
    taken.fails_at_page = 0;
    EXPECT_EQ(run()->interviews, 3);
    EXPECT_EQ(taken.ids("results", "_id"), (std::vector<std::string>{"1", "2", "3", "4", "5"}));
    // A connection that breaks now and then is tried again.
    client.asked.clear();
    client.breaks = {1, 3};
    EXPECT_EQ(run()->interviews, 0);
}

TEST_F(KoboPulls, FetchFilesAndGiveTheTokenToNobodyElse) {
    kobo.rows[0]["_attachments"] = {
        {{"download_url", "https://kf.example.org/api/v2/assets/aB/data/1/attachments/att1/"},
         {"media_file_basename", "a.jpg"},
         {"uid", "att1"}},
        {{"download_url", "https://kc.example.org/media/original?x"},
         {"filename", "me/attachments/f/b.jpg"},
         {"uid", "att2"}},
        {{"download_url", "https://elsewhere.example.org/x"}, {"filename", "c.jpg"}},
        {{"download_url", "https://kf.example.org/x"},
         {"media_file_basename", "gone.jpg"},
         {"is_deleted", true}}};
    kobo.rows[0]["_uuid"] = "edited";
    const auto counts = run();
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->files, 2);
    EXPECT_EQ(counts->files_failed, 1);
    EXPECT_EQ(taken.files,
              (std::map<std::string, std::string>{
                  {"uuid:u1/a.jpg", "image/jpeg bytes of 1/attachments/att1/"},
                  {"uuid:u1/b.jpg", "image/jpeg bytes of 1/attachments/att2/"}}));
    for (const HttpQuestion& question : client.asked)
        EXPECT_TRUE(question.url.starts_with("https://kf.example.org/"));
}

TEST_F(KoboPulls, SayWhyNobodyIsLetIn) {
    const auto refused = pull(client, source, {.token = "wrong"}, no_wait, {}, taken);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("(401)"), std::string::npos);
    EXPECT_NE(refused.error().message.find("Invalid token."), std::string::npos);
    EXPECT_EQ(refused.error().message.find("wrong"), std::string::npos);
    const PullSource other{PullServer::kobotoolbox, "https://kf.example.org", "zz", "", ""};
    EXPECT_NE(pull(client, other, {.token = "secret"}, no_wait, {}, taken)
                  .error()
                  .message.find("no such form"),
              std::string::npos);
}

// --- ODK Central ---

class Central {
public:
    std::vector<Json> rows;  // latest first
    bool keeps_places = true;
    std::string next_base = "https://odk.example.org";

    HttpReply operator()(const HttpQuestion& question) const {
        const std::string base = "https://odk.example.org/v1/";
        if (question.url == base + "sessions") {
            const Json body = Json::parse(question.body);
            if (body != Json{{"email", "a@b"}, {"password", "secret"}})
                return {401, "", {}, R"({"message": "Could not authenticate.", "code": 401.2})"};
            return ok({{"token", "t"}});
        }
        if (std::ranges::find(question.headers, "Authorization: Bearer t") ==
            question.headers.end()) {
            return {403, "", {}, "{}"};
        }
        const std::string form = base + "projects/1/forms/f";
        if (question.url == form + "/submissions/uuid%3Ab/attachments") {
            const Json there{{"name", "p 1.jpg"}, {"exists", true}};
            const Json missing{{"name", "q.jpg"}, {"exists", false}};
            return ok(Json::array({there, missing}));
        }
        if (question.url == form + "/submissions/uuid%3Ab/attachments/p%201.jpg")
            return {200, "image/jpeg", {}, "picture"};
        if (!question.url.starts_with(form + ".svc/Submissions?")) return {404, "", {}, "{}"};
        if (parameter(question.url, "$expand") != "*") return {400, "", {}, "{}"};
        const std::string token = parameter(question.url, "$skiptoken");
        if (!token.empty() && !keeps_places) return {400, "", {}, "{}"};
        const std::string filter = parameter(question.url, "$filter");
        const std::string since = filter.substr(filter.rfind(' ') + 1);
        std::vector<Json> found;
        for (const Json& row : rows) {
            const auto at = [&row](const char* key) {
                return row["__system"][key].is_string() ? row["__system"][key].get<std::string>()
                                                        : "";
            };
            if (at("submissionDate") >= since || at("updatedAt") >= since) found.push_back(row);
        }
        const std::size_t from = token.empty() ? 0 : std::stoul(token);
        Json page{{"value", Json::array()},
                  {"@odata.context", form + ".svc/$metadata#Submissions"}};
        for (std::size_t i = from; i < std::min(found.size(), from + 2); ++i)
            page["value"].push_back(found[i]);
        if (from + 2 < found.size()) {
            page["@odata.nextLink"] = next_base +
                                      "/v1/projects/1/forms/f.svc/Submissions?%24expand=*" +
                                      "&%24filter=" + percent_encoded(filter) +
                                      "&%24skiptoken=" + std::to_string(from + 2);
        }
        return ok(page);
    }

    void add(const std::string& id, const std::string& day, const Json& updated = nullptr) {
        const Json row{{"__id", "uuid:" + id},
                       {"__system",
                        {{"submissionDate", day},
                         {"updatedAt", updated},
                         {"attachmentsPresent", id == "b" ? 1 : 0}}}};
        rows.insert(rows.begin(), row);
    }
};

struct CentralPulls : testing::Test {
    Central central;
    Scripted client;
    Taken taken;
    const PullSource source{PullServer::odk_central, "https://odk.example.org", "", "1", "f"};

    void SetUp() override {
        client.answer = [this](const HttpQuestion& question) { return central(question); };
        for (const char* id : {"a", "b", "c", "d", "e"})
            central.add(id, std::string("2024-05-0") + static_cast<char>('1' + id[0] - 'a'));
    }

    Result<PullCounts> run() {
        return pull(client,
                    source,
                    {.token = "", .email = "a@b", .password = "secret"},
                    no_wait,
                    taken.state,
                    taken);
    }

    [[nodiscard]] std::string ids() const {
        std::string out;
        for (const std::string& id : taken.ids("value", "__id"))
            out += id.substr(5);
        return out;
    }
};

TEST_F(CentralPulls, TakeAllThenOnlyWhatIsNewOrChanged) {
    const auto first = run();
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->interviews, 5);
    EXPECT_EQ(ids(), "edcba");
    EXPECT_EQ(taken.files,
              (std::map<std::string, std::string>{{"uuid:b/p 1.jpg", "image/jpeg picture"}}));
    EXPECT_EQ(taken.state.latest, "2024-05-05");
    EXPECT_EQ(taken.state.next, "");
    taken.pages.clear();
    central.add("f", "2024-05-06");
    central.rows.back()["__system"]["updatedAt"] = "2024-05-07";
    EXPECT_EQ(run()->interviews,
              3);  // and the latest of before, for there may be two of its instant
    EXPECT_EQ(ids(), "fea");
    EXPECT_EQ(taken.state.latest, "2024-05-07");
}

TEST_F(CentralPulls, GoOnWhereTheyWereBrokenOff) {
    taken.fails_at_page = 2;
    EXPECT_FALSE(run());
    taken.fails_at_page = 0;
    EXPECT_EQ(taken.state.latest, "");
    EXPECT_EQ(run()->interviews, 3);
    EXPECT_EQ(ids(), "edcba");
    EXPECT_EQ(taken.state.latest, "2024-05-05");
}

TEST_F(CentralPulls, BeginAnewWhereTheirPlaceIsGone) {
    taken.fails_at_page = 2;
    EXPECT_FALSE(run());
    taken.fails_at_page = 0;
    central.keeps_places = false;
    central.rows.resize(2);
    EXPECT_EQ(run()->interviews, 2);
    EXPECT_EQ(ids(), "eded");
}

TEST_F(CentralPulls, FollowNoLinkToAnotherServer) {
    central.next_base = "https://odk.example.org.evil.example";
    const auto refused = run();
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("not its own"), std::string::npos);
    for (const HttpQuestion& question : client.asked)
        EXPECT_TRUE(question.url.starts_with("https://odk.example.org/"));
}

TEST_F(CentralPulls, SayWhyNobodyIsLetIn) {
    const auto refused =
        pull(client, source, {.token = "", .email = "a@b", .password = "no"}, no_wait, {}, taken);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("Could not authenticate."), std::string::npos);
}

TEST(PullState, IsReadBackAndIsOfOneForm) {
    const PullState state{
        "https://x/1", "2024", "https://x/next", "2025", {{"1", "a"}, {"2", "b"}}};
    EXPECT_EQ(*read_pull_state(print_pull_state(state), "https://x/1"), state);
    EXPECT_FALSE(read_pull_state(print_pull_state(state), "https://x/2"));
    for (const char* text : {"", "{", "[]", "{}", "{\"url\": 3}"})
        EXPECT_FALSE(read_pull_state(text, "https://x/1")) << text;
}

TEST(CurlClient, SendsNothingWhereItCouldBeRead) {
    const auto client = curl_client("test");
    for (const char* url : {"http://example.org/",
                            "http://127.0.0.1.example.org/",
                            "ftp://example.org/",
                            "file:///etc/passwd"}) {
        const auto reply = client->ask({.url = url});
        ASSERT_FALSE(reply) << url;
        EXPECT_NE(reply.error().message.find("https://"), std::string::npos);
    }
}

}  // namespace
}  // namespace mtm
