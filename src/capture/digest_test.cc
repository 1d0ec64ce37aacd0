#include "capture/digest.h"

#include "capture/service_for_test.h"

namespace mtm {
namespace {

TEST(Digest, AgreesWithTheExampleOfRfc2617) {
    const auto answer = parse_digest(
        R"(username="Mufasa", realm="testrealm@host.com", )"
        R"(nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", qop=auth, )"
        R"(nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", )"
        R"(opaque="5ccc069c403ebaf9f0171e9517f40e41")");
    ASSERT_TRUE(answer);
    const std::string ha1 = digest_ha1("Mufasa", "testrealm@host.com", "Circle Of Life");
    EXPECT_EQ(ha1, "939e7578ed9e3c518a452acee763bce9");
    EXPECT_EQ(digest_response(*answer, ha1, "GET"), answer->response);
}

// RFC 2069 as its erratum 749 corrects it.
TEST(Digest, AgreesWithTheExampleWithoutQop) {
    const auto answer =
        parse_digest(R"(username="Mufasa",realm="testrealm@host.com",)"
                     R"(nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",uri="/dir/index.html",)"
                     R"(response="1949323746fe6a43ef61f9606e7febea")");
    ASSERT_TRUE(answer);
    EXPECT_EQ(
        digest_response(*answer, digest_ha1("Mufasa", "testrealm@host.com", "CircleOfLife"), "GET"),
        answer->response);
}

TEST(Digest, ReadsNoHeaderThatIsMalformed) {
    const std::string good =
        R"(username="a", realm="r", nonce="n", uri="/", response="x", qop="auth", )"
        R"(nc=00000001, cnonce="c")";
    EXPECT_TRUE(parse_digest(good));
    EXPECT_TRUE(parse_digest(good + ", algorithm=MD5"));
    for (const char* bad : {R"(, username="b")",  // twice
                            R"(, other="open)",
                            R"(, algorithm=SHA-256)",
                            R"(, nothing)"}) {
        EXPECT_FALSE(parse_digest(good + bad)) << bad;
    }
    EXPECT_FALSE(parse_digest(replace_all(good, "qop=\"auth\"", "qop=auth-int")));
    EXPECT_FALSE(parse_digest(replace_all(good, "nc=00000001", "nc=1")));
    EXPECT_FALSE(parse_digest(replace_all(good, "realm", "real")));
    EXPECT_FALSE(parse_digest(""));
}

TEST(Digest, QuotedTextMayHoldQuotesAndCommas) {
    const auto answer =
        parse_digest(R"(username="a\"b,c", realm="r", nonce="n", uri="/", response="x")");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->username, "a\"b,c");
}

TEST(Nonce, IsFreshForTwelveHoursThenStale) {
    ServerForTest server;
    const std::string nonce = new_nonce(server.service, server.now);
    EXPECT_EQ(age_of_nonce(server.service, nonce, server.now), NonceAge::fresh);
    EXPECT_EQ(age_of_nonce(server.service, nonce, server.now + 12 * 3'600'000), NonceAge::fresh);
    EXPECT_EQ(age_of_nonce(server.service, nonce, server.now + 12 * 3'600'000 + 1),
              NonceAge::stale);
    EXPECT_EQ(age_of_nonce(server.service, nonce, server.now - 3'600'000), NonceAge::stale);
}

TEST(Nonce, OfAnotherServerOrChangedIsForged) {
    ServerForTest server;
    std::string nonce = new_nonce(server.service, server.now);
    for (std::size_t i = 0; i < nonce.size(); ++i) {
        std::string changed = nonce;
        changed[i] = changed[i] == 'Q' ? 'w' : 'Q';
        EXPECT_EQ(age_of_nonce(server.service, changed, server.now), NonceAge::forged) << i;
    }
    server.service.secret.fill(9);
    EXPECT_EQ(age_of_nonce(server.service, nonce, server.now), NonceAge::forged);
    EXPECT_EQ(age_of_nonce(server.service, "", server.now), NonceAge::forged);
}

TEST(Digest, SignsTheAddressAskedFor) {
    EXPECT_TRUE(signs_target("/formList?deviceID=1", "/formList?deviceID=1"));
    EXPECT_TRUE(signs_target("/formList", "/formList?deviceID=1"));
    EXPECT_TRUE(signs_target("http://host:80/formList", "/formList"));
    EXPECT_FALSE(signs_target("/formList?deviceID=2", "/formList?deviceID=1"));
    EXPECT_FALSE(signs_target("/submission", "/formList"));
    EXPECT_FALSE(signs_target("", "/formList"));
}

TEST(NonceCounts, AreGoodOnceInAnyOrder) {
    NonceCounts counts;
    for (const std::uint32_t count : {1U, 3U, 2U, 10U, 4U})
        EXPECT_TRUE(counts.use("a", count));
    for (const std::uint32_t count : {1U, 2U, 3U, 4U, 10U})
        EXPECT_FALSE(counts.use("a", count));
    EXPECT_TRUE(counts.use("b", 1));
    EXPECT_TRUE(counts.use("a", 1'000));
    EXPECT_FALSE(counts.use("a", 11)) << "too far back to know";
    EXPECT_TRUE(counts.use("a", 999));
}

TEST(NonceCounts, ForgetTheLongestUnused) {
    NonceCounts counts(2);
    EXPECT_TRUE(counts.use("a", 1));
    EXPECT_TRUE(counts.use("b", 1));
    EXPECT_FALSE(counts.use("a", 1));
    EXPECT_TRUE(counts.use("c", 1));
    EXPECT_FALSE(counts.use("a", 1)) << "used after b";
    EXPECT_TRUE(counts.use("b", 1)) << "forgotten";
}

}  // namespace
}  // namespace mtm
