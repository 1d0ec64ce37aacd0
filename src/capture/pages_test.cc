#include <gtest/gtest.h>

#include "capture/page_files.h"
#include "capture/route.h"
#include "capture/service_for_test.h"

namespace mtm {
namespace {

Request get(std::string path, std::vector<Header> headers = {}) {
    Request request;
    request.method = "GET";
    request.path = std::move(path);
    request.secure = true;
    request.headers = std::move(headers);
    return request;
}

Response answer(const Request& request) {
    Service service;
    if (auto response = respond_pages(service, request)) return *response;
    Response nobody;
    nobody.status = 404;
    return nobody;
}

TEST(UnpackPages, GivesEachFileByItsPath) {
    const auto pages = unpack_pages(std::string("/a.js\n3\nabc/b/c.css\n0\n/d\n2\n\n1"));
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_EQ(pages.at("/a.js"), "abc");
    EXPECT_EQ(pages.at("/b/c.css"), "");
    EXPECT_EQ(pages.at("/d"), "\n1");
}

TEST(UnpackPages, GivesNothingOfBytesThatAreCutOffOrWrong) {
    for (const char* packed : {"/a.js\n4\nabc", "/a.js", "/a.js\n3", "/a.js\nx\nabc", "/a\n-1\nb"})
        EXPECT_TRUE(unpack_pages(packed).empty()) << packed;
}

TEST(Pages, AnswerTheFieldworkPageAndTheFormAtTheirAddresses) {
    for (const char* path : {"/", "/welcome/abc", "/f/abc", "/f/"}) {
        const Response response = answer(get(path));
        EXPECT_EQ(response.status, 200) << path;
        EXPECT_EQ(header_of(response, "Content-Type"), "text/html; charset=utf-8");
        EXPECT_NE(response.body.find("<div id=\"app\">"), std::string::npos) << path;
        EXPECT_EQ(header_of(response, "Cache-Control"), "no-cache");
    }
    EXPECT_NE(answer(get("/")).body, answer(get("/f/abc")).body);
}

TEST(Pages, LetNothingIntoThemFromElsewhere) {
    for (const char* path : {"/", "/f/abc", "/f/worker.js"}) {
        const Response response = answer(get(path));
        const std::string policy = header_of(response, "Content-Security-Policy");
        EXPECT_TRUE(policy.starts_with("default-src 'none'")) << path;
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << path;
        EXPECT_EQ(policy.find("http"), std::string::npos) << path;
        EXPECT_EQ(policy.find("'unsafe-eval'"), std::string::npos) << path;
        EXPECT_EQ(header_of(response, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(header_of(response, "Referrer-Policy"), "no-referrer");
    }
}

TEST(Pages, AreGzippedForThoseWhoTakeItAndReadableForOthers) {
    const Response plain = answer(get("/f/worker.js"));
    const Response packed = answer(get("/f/worker.js", {{"Accept-Encoding", "br, gzip"}}));
    EXPECT_EQ(header_of(plain, "Content-Encoding"), "");
    EXPECT_EQ(header_of(packed, "Content-Encoding"), "gzip");
    EXPECT_LT(packed.body.size(), plain.body.size());
    EXPECT_EQ(gunzip(packed.body), plain.body);
    EXPECT_NE(header_of(packed, "ETag"), header_of(plain, "ETag"));
    EXPECT_EQ(header_of(answer(get("/f/worker.js", {{"Accept-Encoding", "gzip;q=0"}})),
                        "Content-Encoding"),
              "");
}

TEST(Pages, AreNotSentAgainToWhoHasThem) {
    const std::string tag = header_of(answer(get("/")), "ETag");
    const Response again = answer(get("/", {{"If-None-Match", tag}}));
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.body.empty());
    EXPECT_EQ(answer(get("/", {{"If-None-Match", "\"other\""}})).status, 200);
}

TEST(Pages, KeepForEverOnlyWhatHasAHashInItsName) {
    int assets = 0;
    for (const auto& [path, bytes] : built_in_pages()) {
        if (!path.starts_with("/assets/")) continue;
        ++assets;
        EXPECT_NE(header_of(answer(get(path)), "Cache-Control").find("immutable"),
                  std::string::npos);
    }
    EXPECT_GT(assets, 3);
    EXPECT_EQ(header_of(answer(get("/f/worker.js")), "Cache-Control"), "no-cache");
    EXPECT_EQ(header_of(answer(get("/f/worker.js")), "Service-Worker-Allowed"), "/f/");
}

// The worker must list every file that the form's page can ever ask for; each must be there.
TEST(Pages, HoldEveryFileThatTheServiceWorkerKeeps) {
    const std::string worker = answer(get("/f/worker.js")).body;
    int named = 0;
    for (std::size_t at = worker.find("\"/"); at != std::string::npos;
         at = worker.find("\"/", at + 1)) {
        const std::string path = worker.substr(at + 1, worker.find('"', at + 1) - at - 1);
        EXPECT_EQ(answer(get(path)).status, 200) << path;
        ++named;
    }
    EXPECT_GT(named, 4);
    EXPECT_NE(worker.find("MapBlock"), std::string::npos);
}

TEST(Pages, AreNotGivenOutWhereOthersReadAlong) {
    for (const char* path : {"/", "/f/abc"}) {
        Request request = get(path);
        request.secure = false;
        EXPECT_EQ(answer(request).status, 403) << path;
        EXPECT_EQ(answer(request).body.find("<script"), std::string::npos);
        request.loopback = true;
        EXPECT_EQ(answer(request).status, 200) << path;
    }
}

TEST(Pages, LeaveOtherAddressesToOthers) {
    for (const char* path : {"/v1/studies", "/formList", "/form/index.html"})
        EXPECT_EQ(answer(get(path)).status, 404) << path;
}

// What the team's page may weigh on a slow line, in bytes.
TEST(Pages, OfTheFieldworkStaySmall) {
    const auto& pages = built_in_pages();
    const std::string html = gunzip(pages.at("/fieldwork/index.html"));
    std::size_t weight = pages.at("/fieldwork/index.html").size();
    for (const auto& [path, bytes] : pages) {
        if (html.find(path) != std::string::npos) weight += bytes.size();
    }
    EXPECT_LT(weight, 120'000U);
}

TEST(Health, SaysOkWhereEveryStudyAnswers) {
    const Response response = answer(get("/health"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"status":"ok"})");
}

}  // namespace
}  // namespace mtm
