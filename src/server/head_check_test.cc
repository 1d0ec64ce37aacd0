#include "server/head_check.h"

#include <string_view>

#include <gtest/gtest.h>

namespace mtm {
namespace {

using std::string_view_literals::operator""sv;

// A head in the notation of these tests: lines between bars, each ended by CR LF.
int status_of(std::string lines) {
    std::string head;
    for (const char c : lines) {
        if (c == '|') {
            head += "\r\n";
        } else {
            head += c;
        }
    }
    const auto fault = head_fault(head + "\r\n\r\n", 100);
    return fault ? fault->status : 200;
}

TEST(HeadCheck, PassesWhatClientsSend) {
    EXPECT_EQ(status_of("GET / HTTP/1.1|Host: a"), 200);
    EXPECT_EQ(status_of("GET / HTTP/1.0"), 200);
    EXPECT_EQ(status_of("POST /submission HTTP/1.1|Host: [::1]:8080|Content-Length: 12"), 200);
    EXPECT_EQ(status_of("POST / HTTP/1.1|Host:a|Transfer-Encoding: Chunked|Expect: 100-Continue"),
              200);
    EXPECT_EQ(status_of("GET / HTTP/1.1|Host: a|X: \t \xD1\x80|Y:"), 200);
}

// Each leaves room for two readers of one head to disagree.
TEST(HeadCheck, RefusesEveryShapeOfSmuggling) {
    for (const char* lines :
         {"POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 1",
          "POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 2",
          "POST / HTTP/1.1|Host: a|Content-Length: 1, 1",
          "POST / HTTP/1.1|Host: a|Content-Length: +1",
          "POST / HTTP/1.1|Host: a|Content-Length: -1",
          "POST / HTTP/1.1|Host: a|Content-Length: 0x1",
          "POST / HTTP/1.1|Host: a|Content-Length:",
          "POST / HTTP/1.1|Host: a|Content-Length: 99999999999999999999",
          "POST / HTTP/1.1|Host: a|Content-Length: 1|Transfer-Encoding: chunked",
          "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 1",
          "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked",
          "POST / HTTP/1.0|Transfer-Encoding: chunked",
          "POST / HTTP/1.1|Host: a|Content-Length : 1",
          "POST / HTTP/1.1|Host: a| Content-Length: 1",
          "POST / HTTP/1.1|Host: a|X: y|\tz",
          "GET / HTTP/1.1|Host: a|no colon",
          "GET / HTTP/1.1|Host: a|: no name",
          "GET / HTTP/1.1|Host: a|X\xE9: y",
          "GET / HTTP/1.1|Host: a|X: a\rY: b",
          "GET / HTTP/1.1|Host: a\nX: b",
          "GET / HTTP/1.1|Host: a|X: \x01",
          "GET / HTTP/1.1|Host: a|X: \x7F",
          "GET / HTTP/1.1",
          "GET / HTTP/1.1|Host: a|Host: b",
          "GET / HTTP/1.1|Host: a b",
          "GET / HTTP/1.1|Host: a/b",
          "GET / HTTP/1.1|Host:",
          "GET  / HTTP/1.1|Host: a",
          "GET / HTTP/1.1 |Host: a",
          "GET /a b HTTP/1.1|Host: a",
          "GET / http/1.1|Host: a",
          "GET /|Host: a",
          "G(T / HTTP/1.1|Host: a",
          "GET /\xC3\xA9 HTTP/1.1|Host: a",
          "",
          " GET / HTTP/1.1|Host: a"}) {
        EXPECT_EQ(status_of(lines), 400) << lines;
    }
    EXPECT_EQ(head_fault("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n"sv, 9)->status, 400);
}

TEST(HeadCheck, SaysWhatItCannotDo) {
    EXPECT_EQ(status_of("POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked"), 501);
    EXPECT_EQ(status_of("POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked"), 501);
    EXPECT_EQ(status_of("GET / HTTP/1.1|Host: a|Expect: something"), 417);
    EXPECT_EQ(status_of("GET / HTTP/2.0|Host: a"), 505);
    std::string many = "GET / HTTP/1.1|Host: a";
    for (int i = 0; i < 100; ++i)
        many += "|X: y";
    EXPECT_EQ(status_of(many), 431);
}

TEST(HeadCheck, DoesNotWaitForTheEndOfWhatIsBrokenAlready) {
    EXPECT_EQ(partial_head_fault("GET / HTTP/1.1\nHost: a\n\n", 0, 100)->status, 400);
    EXPECT_EQ(partial_head_fault("\x16\x03\x01", 0, 100)->status, 400);
    EXPECT_EQ(partial_head_fault("GET /" + std::string(100, 'a'), 0, 100)->status, 414);
    EXPECT_FALSE(partial_head_fault("GET / HTTP/1.1\r", 0, 100));
    EXPECT_FALSE(partial_head_fault("GET / HTTP/1.1\r\nHo", 15, 100));
    EXPECT_EQ(partial_head_fault("GET / HTTP/1.1\rX", 15, 100)->status, 400);
}

}  // namespace
}  // namespace mtm
