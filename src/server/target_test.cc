#include "server/target.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

std::string path_of(std::string_view target) {
    const auto parsed = parse_target(target);
    return parsed ? parsed->path : "refused: " + parsed.error().message;
}

TEST(Target, PathIsDecodedOnce) {
    EXPECT_EQ(path_of("/formList"), "/formList");
    EXPECT_EQ(path_of("/forms/a%20b/%D1%80.xml"), "/forms/a b/р.xml");
    EXPECT_EQ(path_of("/a%2541"), "/a%41");
    EXPECT_EQ(path_of("/v1/projects/1/forms/F.svc/%24metadata"),
              "/v1/projects/1/forms/F.svc/$metadata");
    EXPECT_EQ(path_of("/a+b"), "/a+b");
}

TEST(Target, EmptySegmentsAreOneSlashAndTheLastStays) {
    EXPECT_EQ(path_of("//formList"), "/formList");
    EXPECT_EQ(path_of("/a///b/"), "/a/b/");
    EXPECT_EQ(path_of("/"), "/");
    EXPECT_EQ(path_of("//"), "/");
}

TEST(Target, PathTricksAreRefused) {
    for (const char* target : {"/..",
                               "/a/../b",
                               "/a/./b",
                               "/%2e%2e/etc/passwd",
                               "/%2E",
                               "/a/..",
                               "/a%2fb",
                               "/a%2Fb",
                               "/a%5Cb",
                               "/a\\b",
                               "/a%00b",
                               "/a%0d%0ab",
                               "/a%7f",
                               "/a%",
                               "/a%4",
                               "/a%zz",
                               "/%ff",
                               "/%c0%ae%c0%ae/",
                               "",
                               "*",
                               "a",
                               "?a=b",
                               "example.org:443",
                               "/a#b"}) {
        EXPECT_TRUE(path_of(target).starts_with("refused: "))
            << target << " is " << path_of(target);
    }
}

TEST(Target, AbsoluteTargetsAreTakenApart) {
    const auto target = parse_target("HTTP://Example.org:80/a?b=c");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->authority, "Example.org:80");
    EXPECT_EQ(target->path, "/a");
    EXPECT_EQ(parse_target("http://example.org")->path, "/");
    EXPECT_EQ(parse_target("http://example.org?x=1")->query.size(), 1U);
}

TEST(Target, QueryIsDecodedAndNeverAnErrorForWhatTabletsAppend) {
    const auto target = parse_target(
        "/formList?formID=x&deviceID=collect%3Aa+b&&odd&bad=%zz&e=&%24filter=a%20eq%20'b'");
    ASSERT_TRUE(target);
    const std::vector<std::pair<std::string, std::string>> expected{{"formID", "x"},
                                                                    {"deviceID", "collect:a b"},
                                                                    {"odd", ""},
                                                                    {"bad", "%zz"},
                                                                    {"e", ""},
                                                                    {"$filter", "a eq 'b'"}};
    EXPECT_EQ(target->query, expected);
    EXPECT_FALSE(parse_target("/a?b=%00"));
}

TEST(Target, QueriesOfThousandsOfParametersAreRefused) {
    std::string target = "/a?";
    for (int i = 0; i < 1001; ++i)
        target += "x&";
    EXPECT_FALSE(parse_target(target));
}

}  // namespace
}  // namespace mtm
