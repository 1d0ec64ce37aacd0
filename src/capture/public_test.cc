// What everybody gets without signing in: the files that were published, their figures, and nothing
// else.
#include "capture/public_for_test.h"
#include "capture/public_query.h"
#include "capture/route_class.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

class PublicTest : public testing::Test {
protected:
    PublicTest() { show_for_test(server.service); }

    Response get(const std::string& target, std::vector<Header> headers = {}) {
        return respond(server.service,
                       server.request({.target = target, .headers = std::move(headers)}));
    }

    Json result(const std::string& target) {
        const Response response = get(target);
        EXPECT_EQ(response.status, 200) << target << " " << response.body;
        return json_of(response)["result"];
    }

    // The values of a field, with blanks between them.
    std::string values(const std::string& target, const std::string& field) {
        std::string out;
        for (const Json& item : result(target))
            out += (out.empty() ? "" : " ") +
                   (item[field].is_string() ? item[field].get<std::string>() : item[field].dump());
        return out;
    }

    ServerForTest server;
};

TEST_F(PublicTest, AStudysFilesAreServedAsTheyLie) {
    const Response page = get("/public/r4/");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body, "<!doctype html><title>Dashboard</title>");
    EXPECT_EQ(header_of(page, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(get("/public/r4/index.html").body, page.body);
    EXPECT_EQ(get("/public/r4/dashboard.js").body, std::string(5'000, 'j'));
    EXPECT_EQ(header_of(get("/public/r4/dashboard.css"), "Content-Type"),
              "text/css; charset=utf-8");
    EXPECT_EQ(get("/public/r4/data/microdata.parquet").body, "PAR1");
    EXPECT_EQ(header_of(get("/public/r4/data/microdata.parquet"), "Content-Type"),
              "application/vnd.apache.parquet");
    EXPECT_EQ(header_of(get("/public/r4"), "Location"), "/public/r4/");
    EXPECT_EQ(get("/public/r4").status, 308);
}

TEST_F(PublicTest, PoliciesLetADashboardDrawAndCallNobody) {
    const std::string policy = header_of(get("/public/r4/"), "Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
    EXPECT_EQ(policy.find("connect-src"), std::string::npos) << "falls back to none";
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_NE(header_of(get("/public/r4/data/api.json"), "Content-Security-Policy").find("sandbox"),
              std::string::npos);
    EXPECT_EQ(header_of(get("/public/r4/data.js"), "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header_of(get("/public/r4/"), "Access-Control-Allow-Origin"), "");
    EXPECT_EQ(header_of(get("/public/r4/"), "Set-Cookie"), "");
}

TEST_F(PublicTest, WhatAClientHasIsNotSentAgain) {
    const std::string tag = header_of(get("/public/r4/dashboard.js"), "ETag");
    EXPECT_FALSE(tag.empty());
    EXPECT_EQ(header_of(get("/public/r4/dashboard.js"), "Cache-Control"), "public, no-cache");
    EXPECT_EQ(header_of(get("/public/r4/dashboard.js"), "Last-Modified"), "");
    const Response again = get("/public/r4/dashboard.js", {{"If-None-Match", tag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    const Response zipped = get("/public/r4/dashboard.js", {{"Accept-Encoding", "br, gzip"}});
    EXPECT_EQ(header_of(zipped, "Content-Encoding"), "gzip");
    EXPECT_LT(zipped.body.size(), 200U);
    EXPECT_NE(header_of(zipped, "ETag"), tag) << "other bytes, other tag";
    EXPECT_EQ(header_of(get("/public/r4/dashboard.css", {{"Accept-Encoding", "gzip"}}),
                        "Content-Encoding"),
              "")
        << "not worth it";
}

TEST_F(PublicTest, LargeFilesAreSentInPieces) {
    auto files = files_for_test(api_for_test("Large", 1, "2024-01-31"));
    std::string large;
    for (int i = 0; large.size() < 3'000'000; ++i)
        large += std::to_string(i * 2'654'435'761U) + ",";
    files["data/microdata.sav"] = large;
    std::vector<PublishedStudy> studies;
    studies.push_back(std::move(*put_together("large", files).study));
    server.service.shelf->show(published_studies(std::move(studies)));
    Response response = get("/public/large/data/microdata.sav");
    ASSERT_TRUE(response.pieces);
    EXPECT_EQ(response.body, "");
    server.service.shelf->show(published_studies({}));  // published anew meanwhile
    std::string received;
    for (;;) {
        auto piece = response.pieces();
        ASSERT_TRUE(piece);
        if (!*piece) break;
        EXPECT_LE((*piece)->size(), 65'536U);
        received += **piece;
    }
    EXPECT_TRUE(received == large);
}

TEST_F(PublicTest, NothingElseIsThere) {
    const std::string nothing = get("/public/none/").body;
    EXPECT_EQ(get("/public/none/").status, 404);
    server.add_study("secret");  // served, not published
    for (const char* target : {"/public/secret",
                               "/public/secret/",
                               "/public/secret/index.html",
                               "/public/r4/study.toml",
                               "/public/r4/../study.toml",
                               "/public/r4/data/../../study.toml",
                               "/public/r4/data",
                               "/public/r4/data/",
                               "/public/r4/data/data.js",
                               "/public/r4/.git/config",
                               "/public/r4//index.html",
                               "/public/r4/index.html/",
                               "/public/r4/INDEX.HTML",
                               "/public/../r4/index.html",
                               "/public/api",
                               "/public/api/v1",
                               "/public/api/v2/figures"}) {
        const Response response = get(target);
        EXPECT_EQ(response.status, 404) << target;
        EXPECT_EQ(response.body, nothing) << target;
    }
    for (const char* method : {"POST", "PUT", "DELETE"}) {
        const Response response = respond(
            server.service, server.request({.method = method, .target = "/public/r4/index.html"}));
        EXPECT_EQ(response.status, 405) << method;
        EXPECT_EQ(header_of(response, "Allow"), "GET");
    }
}

TEST_F(PublicTest, OnlyNamesThatPublishWritesAreKnown) {
    for (const char* name : {"index.html",
                             "data.js",
                             "data/api.json",
                             "data/microdata.csv",
                             "data/microdata-hxl.csv",
                             "data/microdata-child_2.parquet",
                             "data/microdata.xlsx",
                             "data/CHECKSUMS.sha256",
                             "data/README.md"}) {
        EXPECT_TRUE(is_published_name(name)) << name;
    }
    for (const char* name : {"",
                             ".",
                             "..",
                             "data",
                             "data/",
                             "data/.htaccess",
                             "data/microdata",
                             "data/microdata.exe",
                             "data/microdata.csv.bak",
                             "data/microdata-.x/../y.csv",
                             "data/microdata-a/b.csv",
                             "data/microdata\n.csv",
                             "data/microdatax.csv",
                             "data/study.db",
                             "risk.html",
                             "dashboard.html",
                             "data/index.html"}) {
        EXPECT_FALSE(is_published_name(name)) << name;
    }
    auto files = files_for_test(api_for_test("Survey", 1, "2024-01-31"));
    files["data/study.db"] = "interviews";
    files[".hidden"] = "x";
    const PutTogether made = put_together("s", files);
    EXPECT_EQ(made.study->files.size(), 7U);
    files.erase("index.html");
    EXPECT_FALSE(put_together("s", files).study);
}

TEST_F(PublicTest, TheListIsAPageOrJson) {
    const Response page = get("/public", {{"Accept", "text/html,application/json;q=0.5"}});
    EXPECT_NE(page.body.find("<a href=\"/public/r4/\">Migrant Survey</a><span>Round 4, "
                             "Kazakhstan</span>"),
              std::string::npos)
        << page.body;
    EXPECT_EQ(page.body.find("Rehearsal"), std::string::npos);
    EXPECT_NE(header_of(page, "Content-Security-Policy").find("style-src 'sha256-"),
              std::string::npos);
    EXPECT_EQ(get("/public/").body, page.body);
    const Json list = json_of(get("/public", {{"Accept", "application/json"}}));
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].dump(),
              R"({"study":"r3","title":"Migrant Survey","round":"Round 3","country":"Kazakhstan",)"
              R"("invented":false,"dashboard":"/public/r3/"})");
    server.service.shelf->show(published_studies({}));
    EXPECT_NE(get("/public").body.find("Nothing has been published"), std::string::npos);
}

TEST_F(PublicTest, WhatIsInventedSaysSo) {
    Json api = api_for_test("<Survey>", 1, "2024-01-31");
    api["operation"]["invented"] = true;
    std::vector<PublishedStudy> studies;
    studies.push_back(std::move(*put_together("s", files_for_test(api)).study));
    server.service.shelf->show(published_studies(std::move(studies)));
    const std::string page = get("/public").body;
    EXPECT_NE(page.find("Rehearsal: invented data"), std::string::npos);
    EXPECT_NE(page.find("&lt;Survey&gt;"), std::string::npos);
    EXPECT_EQ(values("/public/api/v1/figures?Sex=female", "invented"), "true");
    EXPECT_EQ(values("/public/api/v1/tables", "invented"), "true true");
}

TEST_F(PublicTest, ADamagedApiFileHidesNoDashboard) {
    for (const char* bytes :
         {"",
          "[]",
          "{\"format\":2}",
          "{\"format\":1,\"operation\":{}}",
          R"({"format":1,"operation":{},"tables":{"fields":["a"],"rows":[[]]},)"
          R"("figures":{"fields":[],"rows":[]}})",
          R"({"format":1,"operation":{},"tables":{"fields":["a"],"rows":[[{}]]},)"
          R"("figures":{"fields":[],"rows":[]}})"}) {
        auto files = files_for_test(api_for_test("Survey", 1, "2024-01-31"));
        files["data/api.json"] = bytes;
        PutTogether made = put_together("s", files);
        ASSERT_TRUE(made.study) << bytes;
        EXPECT_TRUE(made.no_data) << bytes;
        EXPECT_FALSE(made.study->data) << bytes;
        std::vector<PublishedStudy> studies;
        studies.push_back(std::move(*made.study));
        server.service.shelf->show(published_studies(std::move(studies)));
        EXPECT_EQ(get("/public/s/").status, 200);
        EXPECT_NE(get("/public").body.find("<a href=\"/public/s/\">s</a>"), std::string::npos);
        EXPECT_EQ(result("/public/api/v1/operations").size(), 0U);
    }
}

TEST_F(PublicTest, TheEnvelopeIsThatOfTheDtmApi) {
    const Json answer = json_of(get("/public/api/v1/operations"));
    EXPECT_EQ(answer["isSuccess"], true);
    EXPECT_EQ(answer["statusCode"], 200);
    EXPECT_EQ(answer["errorMessages"], Json::array());
    EXPECT_EQ(answer["totalRecordsCount"], 2);
    ASSERT_EQ(answer["result"].size(), 2U);
    EXPECT_EQ(answer["result"][1]["operation"], "Migrant Survey");
    EXPECT_EQ(answer["result"][1]["admin0Pcode"], "KAZ");
    EXPECT_EQ(answer["result"][1]["reportingDate"], "2024-05-31T00:00:00");
    EXPECT_EQ(answer["result"][1]["dashboard"], "/public/r4/");
}

TEST_F(PublicTest, FiltersChoose) {
    const std::string figures = "/public/api/v1/figures?";
    EXPECT_EQ(result(figures).size(), 10U);
    EXPECT_EQ(result(figures + "Operation=migrant survey").size(), 10U) << "whatever the case";
    EXPECT_EQ(result(figures + "operation=Other").size(), 0U);
    EXPECT_EQ(values(figures + "Study=r4&Admin1Pcode=KZ19", "category"), "yes -99");
    EXPECT_EQ(values(figures + "Study=r4&Admin1Pcode=KZ19&Admin1Pcode=KZ10", "admin1Name"),
              "Abay Almaty Almaty");
    EXPECT_EQ(values(figures + "Study=r4&AdminLevel=0", "sex"), "female male");
    EXPECT_EQ(values(figures + "Sex=female", "study"), "r3 r4");
    EXPECT_EQ(values(figures + "Sex=female&FromRoundNumber=4", "study"), "r4");
    EXPECT_EQ(values(figures + "Sex=female&ToRoundNumber=3", "study"), "r3");
    EXPECT_EQ(values(figures + "Sex=female&FromRoundNumber=0&ToRoundNumber=0", "study"), "r3 r4")
        << "as dtmapi asks for all rounds";
    EXPECT_EQ(values(figures + "Sex=female&FromReportingDate=2024-03-01", "study"), "r4");
    EXPECT_EQ(values(figures + "Sex=female&ToReportingDate=2024-05-30", "study"), "r3");
    EXPECT_EQ(values(figures + "Sex=female&ToReportingDate=2024-05-31T00:00:00", "study"), "r3 r4");
    EXPECT_EQ(values(figures + "CountryName=Kazakhstan&Admin0Pcode=KAZ&Sex=male", "value"),
              "82.5 82.5");
    EXPECT_EQ(result(figures + "Admin1Name=&Sex=").size(), 10U) << "empty: not given";
    EXPECT_EQ(values("/public/api/v1/tables?AdminLevel=1&Study=r3", "title"), "Work by region");
    EXPECT_EQ(values("/public/api/v1/operations?FromRoundNumber=4", "round"), "Round 4");
}

// By another way: every filter of one value against all items.
TEST_F(PublicTest, FiltersFindWhatLookingThroughFinds) {
    const Json all = result("/public/api/v1/figures");
    int compared = 0;
    for (const PublicFilter& filter : filters_of(PublicList::figures)) {
        const bool of_values =
            filter.kind == PublicFilter::Kind::is || filter.kind == PublicFilter::Kind::is_number;
        if (!of_values) continue;
        std::set<std::string> texts;
        for (const Json& item : all) {
            const Json& cell = item[std::string(filter.field)];
            if (!cell.is_null())
                texts.insert(cell.is_string() ? cell.get<std::string>() : cell.dump());
        }
        for (const std::string& text : texts) {
            Json expected = Json::array();
            for (const Json& item : all) {
                const Json& cell = item[std::string(filter.field)];
                if (cell == Json(text) || (cell.is_number() && cell.dump() == text))
                    expected.push_back(item);
            }
            EXPECT_EQ(result("/public/api/v1/figures?" + std::string(filter.name) + "=" + text),
                      expected)
                << filter.name << " " << text;
            ++compared;
        }
    }
    EXPECT_GT(compared, 25);
}

TEST_F(PublicTest, AFilterOfNumbersRefusesWhatIsNone) {
    EXPECT_EQ(get("/public/api/v1/figures?AdminLevel=x").status, 400);
    EXPECT_EQ(get("/public/api/v1/figures?Depth=-1").status, 400);
    EXPECT_EQ(get("/public/api/v1/figures?AdminLevel=0&AdminLevel=1").status, 200);
}

TEST_F(PublicTest, MistakesAreNamedWithWhatIsKnown) {
    const Response response = get("/public/api/v1/operations?Colour=red&FromReportingDate=May");
    EXPECT_EQ(response.status, 400);
    const Json answer = json_of(response);
    EXPECT_EQ(answer["isSuccess"], false);
    EXPECT_EQ(answer["statusCode"], 400);
    EXPECT_EQ(answer["result"], Json::array());
    ASSERT_EQ(answer["errorMessages"].size(), 2U);
    EXPECT_EQ(
        answer["errorMessages"][0],
        "Colour: there is no such filter. Known are Operation, Study, CountryName, "
        "Admin0Pcode, FromReportingDate, ToReportingDate, FromRoundNumber, ToRoundNumber, and "
        "format, limit, offset.");
    EXPECT_EQ(answer["errorMessages"][1], "FromReportingDate: must be a date such as 2024-04-15.");
    for (const char* wrong : {"limit=0",
                              "limit=50001",
                              "limit=-1",
                              "offset=x",
                              "format=xml",
                              "FromRoundNumber=4.5",
                              "FromRoundNumber=-1",
                              "ToReportingDate=2024-13-01",
                              "ToReportingDate=2024-05-01&ToReportingDate=2024-05-02"}) {
        EXPECT_EQ(get("/public/api/v1/figures?" + std::string(wrong)).status, 400) << wrong;
    }
    EXPECT_EQ(get("/public/api/v1/operations?Sex=female").status, 400) << "operations have none";
    EXPECT_EQ(get("/public/api/v1/figures?Sex=" + std::string(201, 'x')).status, 400);
}

TEST_F(PublicTest, AWithheldCellHasNoNumberAndSaysSo) {
    const Json cell = result("/public/api/v1/figures?ObsStatus=Q&Study=r4").at(0);
    for (const char* field : {"value", "n", "base", "se", "low", "high"})
        EXPECT_EQ(cell[field], nullptr) << field;
    EXPECT_EQ(cell["confStatus"], "C");
    EXPECT_EQ(cell["note"], "withheld, for it could point at people");
}

TEST_F(PublicTest, CsvSaysWhatJsonSays) {
    const Json items = result("/public/api/v1/figures");
    const Response csv = get("/public/api/v1/figures?format=csv");
    EXPECT_EQ(header_of(csv, "Content-Type"), "text/csv; charset=utf-8");
    EXPECT_EQ(header_of(csv, "X-Total-Count"), "10");
    EXPECT_EQ(get("/public/api/v1/figures", {{"Accept", "text/csv"}}).body, csv.body);
    const auto table = read_csv(csv.body);
    ASSERT_TRUE(table);
    ASSERT_EQ(table->row_count(), static_cast<int>(items.size()));
    for (int row = 0; row < table->row_count(); ++row) {
        const Json& item = items[static_cast<std::size_t>(row)];
        ASSERT_EQ(item.size(), table->names.size());
        for (const auto& [field, cell] : item.items()) {
            std::string text = cell.is_null()     ? ""
                               : cell.is_string() ? cell.get<std::string>()
                                                  : cell.dump();
            if (text == "=Works") text = "'=Works";  // a spreadsheet would run it
            EXPECT_EQ(table->at(row, field), text) << row << " " << field;
        }
    }
    EXPECT_EQ(table->at(4, "category"), "-99") << "a number is no formula";
}

TEST_F(PublicTest, PagesFollowEachOther) {
    const Json all = result("/public/api/v1/figures?Study=r3&Study=r4");
    Json gathered = Json::array();
    std::string target = "/public/api/v1/figures?Study=r3&Study=r4&limit=3";
    int pages = 0;
    for (; !target.empty() && pages < 10; ++pages) {
        const Response response = get(target);
        const Json body = json_of(response);
        EXPECT_EQ(body["totalRecordsCount"], 10);
        for (const Json& item : body["result"])
            gathered.push_back(item);
        const std::string link = header_of(response, "Link");
        target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    }
    EXPECT_EQ(pages, 4);
    EXPECT_EQ(gathered, all);
    EXPECT_EQ(result("/public/api/v1/figures?offset=100").size(), 0U);
}

TEST_F(PublicTest, AnAnswerIsKnownByItsTagUntilSomethingIsPublished) {
    const std::string target = "/public/api/v1/figures?Sex=male";
    const std::string tag = header_of(get(target), "ETag");
    EXPECT_EQ(get(target, {{"If-None-Match", tag}}).status, 304);
    EXPECT_EQ(get("/public/api/v1/figures?Sex=female", {{"If-None-Match", tag}}).status, 200);
    EXPECT_EQ(get(target, {{"If-None-Match", tag}, {"Accept", "text/csv"}}).status, 200);
    std::vector<PublishedStudy> studies;
    studies.push_back(
        std::move(*put_together("r4", files_for_test(api_for_test("New", 5, "2024-08-31"))).study));
    server.service.shelf->show(published_studies(std::move(studies)));
    EXPECT_EQ(get(target, {{"If-None-Match", tag}}).status, 200);
    EXPECT_EQ(values(target, "operation"), "New");
}

TEST_F(PublicTest, PagesOfOtherSitesMayReadTheInterfaceAlone) {
    for (const char* target :
         {"/public/api/v1/figures", "/public/api/v1/figures?Colour=red", "/public/api/v9"}) {
        EXPECT_EQ(header_of(get(target), "Access-Control-Allow-Origin"), "*") << target;
        EXPECT_EQ(header_of(get(target), "Access-Control-Allow-Credentials"), "") << target;
    }
    for (const char* target : {"/public", "/public/r4/", "/v1/studies", "/health"})
        EXPECT_EQ(header_of(get(target), "Access-Control-Allow-Origin"), "") << target;
    const auto before = [&](const char* target) {
        return respond(server.service, server.request({.method = "OPTIONS", .target = target}));
    };
    EXPECT_EQ(before("/public/api/v1/figures").status, 204);
    EXPECT_EQ(header_of(before("/public/api/v1/figures"), "Access-Control-Allow-Methods"),
              "GET, HEAD");
    EXPECT_EQ(header_of(before("/v1/studies"), "Access-Control-Allow-Origin"), "");
}

TEST_F(PublicTest, WhoAsksTooOftenWaits) {
    const auto ask = [&](const std::string& peer) {
        return respond(server.service,
                       server.request({.target = "/public/api/v1/operations", .peer = peer}));
    };
    for (int i = 0; i < 120; ++i)
        ASSERT_EQ(ask("2001:db8:1:2::1").status, 200) << i;
    const Response refused = ask("2001:db8:1:2:ffff::9");
    EXPECT_EQ(refused.status, 429) << "the same network";
    EXPECT_EQ(header_of(refused, "Retry-After"), "1");
    EXPECT_EQ(json_of(refused)["isSuccess"], false);
    EXPECT_EQ(header_of(refused, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(ask("198.51.100.9").status, 200) << "others do not wait";
    EXPECT_EQ(get("/public/r4/").status, 200);
    server.now += 1'000;
    EXPECT_EQ(ask("2001:db8:1:2::1").status, 200);
    EXPECT_EQ(ask("2001:db8:1:2::1").status, 429);
    server.now += 3'600'000;
    EXPECT_EQ(ask("2001:db8:1:2::1").status, 200);
}

TEST_F(PublicTest, EverybodyMayReadOverPlainHttpToo) {
    const auto ask = [&](const char* target) {
        return respond(server.service, server.request({.target = target, .secure = false}));
    };
    EXPECT_EQ(ask("/public/r4/").status, 200);
    EXPECT_EQ(ask("/public/api/v1/figures").status, 200);
    EXPECT_EQ(ask("/v1/studies").status, 403);
    const Response head =
        respond(server.service, server.request({.method = "HEAD", .target = "/public/r4/"}));
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(header_of(head, "Content-Type"), "text/html; charset=utf-8");
}

TEST(CallAllowanceTest, FillsSteadilyAndForgetsTheQuiet) {
    CallAllowance allowance({.at_once = 3, .one_more_after = 100}, 2);
    EXPECT_EQ(allowance.take("a", 0), 0);
    EXPECT_EQ(allowance.take("a", 0), 0);
    EXPECT_EQ(allowance.take("a", 0), 0);
    EXPECT_EQ(allowance.take("a", 0), 100);
    EXPECT_EQ(allowance.take("a", 40), 60) << "a refusal costs nothing";
    EXPECT_EQ(allowance.take("a", 100), 0);
    EXPECT_EQ(allowance.take("a", 100), 100);
    EXPECT_EQ(allowance.take("a", -1'000'000), 100) << "the clock was set back";
    EXPECT_EQ(allowance.take("b", 100), 0);
    EXPECT_EQ(allowance.take("c", 100), 0);
    EXPECT_EQ(allowance.keys(), 2U);
    EXPECT_EQ(allowance.take("a", 100), 0) << "forgotten";
}

// Against a bucket that is counted call by call.
TEST(CallAllowanceTest, IsABucket) {
    std::mt19937 chance(7);
    CallAllowance allowance({.at_once = 5, .one_more_after = 10});
    double bucket = 5;
    Instant now = 1'000;
    int refused = 0;
    for (int i = 0; i < 2'000; ++i) {
        const auto later = static_cast<Instant>(chance() % 18);
        now += later;
        bucket = std::min(5.0, bucket + static_cast<double>(later) / 10);
        const bool there = bucket >= 1 - 1e-9;
        if (there) bucket -= 1;
        ASSERT_EQ(allowance.take("a", now) == 0, there) << i;
        refused += there ? 0 : 1;
    }
    EXPECT_GT(refused, 50);
}

}  // namespace
}  // namespace mtm
