// Every way in, and every way it must stay shut.
#include <thread>

#include "capture/digest.h"
#include "capture/service_for_test.h"
#include "capture/sessions.h"

namespace mtm {
namespace {

constexpr Instant minute = 60'000;
constexpr Instant hour = 60 * minute;

std::string base64(std::string_view text) {
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            bits =
                (bits << 8U) | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += i + k > text.size() ? '=' : letters[(bits >> (18 - 6 * k)) & 63U];
        }
    }
    return out;
}

Header basic(const std::string& name, const std::string& password) {
    return {"Authorization", "Basic " + base64(name + ":" + password)};
}

// What a client answers to a challenge.
struct DigestClient {
    std::string name;
    std::string password;
    std::string nonce = {};
    int count = 0;

    void hear(const Response& challenge) {
        const std::string header = header_of(challenge, "WWW-Authenticate");
        const std::size_t from = header.find("nonce=\"") + 7;
        nonce = header.substr(from, header.find('"', from) - from);
        count = 0;
    }

    Header answer(const std::string& method, const std::string& uri) {
        char nc[9];
        std::snprintf(nc, sizeof nc, "%08x", ++count);
        DigestAnswer said{.username = name,
                          .realm = "MTM",
                          .nonce = nonce,
                          .uri = uri,
                          .response = {},
                          .algorithm = "md5",
                          .qop = "auth",
                          .cnonce = "c0ffee",
                          .nc = nc};
        const std::string response =
            digest_response(said, digest_ha1(name, "MTM", password), method);
        return {"Authorization",
                "Digest username=\"" + name + "\", realm=\"MTM\", nonce=\"" + nonce + "\", uri=\"" +
                    uri + "\", qop=auth, nc=" + nc + ", cnonce=\"c0ffee\", response=\"" + response +
                    "\""};
    }
};

class AccessTest : public testing::Test {
protected:
    AccessTest() {
        server.add_person("omar@example.org", "owner");
        server.add_person("mira@example.org", "manager");
        server.add_device("tablet-1");
    }

    Access identify(const Ask& ask) { return mtm::identify(server.service, server.request(ask)); }

    Response sign_in(const std::string& email,
                     const std::string& password,
                     const std::string& peer = "198.51.100.7") {
        return server.answer({.method = "POST",
                              .target = "/v1/sessions",
                              .body = {{"email", email}, {"password", password}},
                              .headers = {},
                              .peer = peer});
    }

    Response session_with(const std::vector<Header>& headers, bool secure = true) {
        return server.answer({.method = "GET",
                              .target = "/v1/sessions/current",
                              .body = {},
                              .headers = headers,
                              .secure = secure});
    }

    std::string id_of_first(const std::string& target) {
        return json_of(server.as("mira@example.org", {.target = target}))[0]["id"].dump();
    }

    ServerForTest server;
};

// --- sessions ---

TEST_F(AccessTest, APersonSignsInAndIsKnownByCookieAndByToken) {
    const Response in = sign_in(" Mira@Example.org ", "a long password");
    ASSERT_EQ(in.status, 200) << in.body;
    const std::string cookie = header_of(in, "Set-Cookie");
    EXPECT_TRUE(cookie.starts_with("__Host-mtm="));
    for (const char* attribute : {"; HttpOnly", "; SameSite=Strict", "; Secure", "; Path=/"}) {
        EXPECT_NE(cookie.find(attribute), std::string::npos) << cookie;
    }
    const Json said = json_of(in);
    EXPECT_EQ(cookie.substr(11, 43), said["token"]);
    const Response known = session_with({{"cookie", "a=b; " + cookie.substr(0, 54)}});
    EXPECT_EQ(json_of(known)["email"], "mira@example.org");
    EXPECT_EQ(json_of(known)["csrf"], said["csrf"]);
    EXPECT_EQ(json_of(known)["studies"],
              Json::parse(R"([{"slug": "r4", "title": "Survey r4", "role": "manager"}])"));
    const Response bearer =
        session_with({{"Authorization", "Bearer " + said["token"].get<std::string>()}});
    EXPECT_EQ(json_of(bearer)["email"], "mira@example.org");
    EXPECT_TRUE(server.has_audit("mira@example.org", "session.create"));
}

TEST_F(AccessTest, NothingOfATokenIsKept) {
    const std::string token = json_of(sign_in("mira@example.org", "a long password"))["token"];
    const auto kept = *server.organisation().sessions_of(2);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].token_hash, sha256_hex(token));
}

TEST_F(AccessTest, OverHttpsACookieThatAPlainPageCouldHaveSetIsNoSession) {
    const std::string token = json_of(sign_in("mira@example.org", "a long password"))["token"];
    EXPECT_EQ(session_with({{"Cookie", "mtm=" + token}}).status, 401);
    EXPECT_EQ(session_with({{"Cookie", "__Host-mtm=" + token}}).status, 200);
}

TEST_F(AccessTest, AChangeByCookieRepeatsItsToken) {
    const Json said = json_of(sign_in("mira@example.org", "a long password"));
    const Header cookie{"Cookie", "__Host-mtm=" + said["token"].get<std::string>()};
    Ask link{.method = "POST",
             .target = "/v1/studies/r4/links",
             .body = {{"label", "x"}, {"once", true}},
             .headers = {cookie}};
    EXPECT_EQ(server.answer(link).status, 403);
    link.headers = {cookie, {"X-MTM-CSRF", "guess"}};
    EXPECT_EQ(server.answer(link).status, 403);
    link.headers = {cookie, {"x-mtm-csrf", said["csrf"].get<std::string>()}};
    EXPECT_EQ(server.answer(link).status, 200);
    EXPECT_EQ(server.organisation().links()->size(), 1U);
}

TEST_F(AccessTest, ABodyThatAFormOfAnotherSiteCouldSendIsRefused) {
    Request request =
        server.request({.method = "POST",
                        .target = "/v1/sessions",
                        .body = {{"email", "mira@example.org"}, {"password", "a long password"}}});
    request.headers = {{"Content-Type", "text/plain"}};
    EXPECT_EQ(respond_people(server.service, request)->status, 415);
}

TEST_F(AccessTest, ASessionEndsFourHoursAfterItsLastUseAndADayAfterItsStart) {
    const Json said = json_of(sign_in("mira@example.org", "a long password"));
    const Header bearer{"Authorization", "Bearer " + said["token"].get<std::string>()};
    const Instant start = server.now;
    for (int i = 0; i < 7; ++i) {
        server.now += 3 * hour;
        EXPECT_EQ(session_with({bearer}).status, 200) << i;
    }
    server.now = start + 24 * hour - 1;
    EXPECT_EQ(session_with({bearer}).status, 200);
    server.now = start + 24 * hour;
    EXPECT_EQ(session_with({bearer}).status, 401);

    const Json idle = json_of(sign_in("mira@example.org", "a long password"));
    server.now += 4 * hour;
    EXPECT_EQ(
        session_with({{"Authorization", "Bearer " + idle["token"].get<std::string>()}}).status,
        401);
    EXPECT_TRUE(server.organisation().sessions_of(2)->empty()) << "what is over is removed";
}

TEST_F(AccessTest, SigningOutEndsTheSession) {
    const std::string token = json_of(sign_in("mira@example.org", "a long password"))["token"];
    const Header bearer{"Authorization", "Bearer " + token};
    const Response out = server.answer(
        {.method = "DELETE", .target = "/v1/sessions/current", .body = {}, .headers = {bearer}});
    EXPECT_EQ(out.status, 200);
    EXPECT_NE(header_of(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(session_with({bearer}).status, 401);
}

TEST_F(AccessTest, ARoleThatIsTakenAwayEndsAtOnce) {
    EXPECT_EQ(server.as("mira@example.org", {.target = "/v1/studies/r4/links"}).status, 200);
    EXPECT_TRUE(server.service.organisation->put_grant({2, "r4", "", {}}));
    EXPECT_EQ(server.as("mira@example.org", {.target = "/v1/studies/r4/links"}).status, 403);
}

TEST_F(AccessTest, ANewPasswordEndsTheOtherSessions) {
    const std::string other = json_of(sign_in("mira@example.org", "a long password"))["token"];
    const Ask change{.method = "PUT",
                     .target = "/v1/users/current/password",
                     .body = {{"old", "a long password"}, {"new", "another long one"}}};
    EXPECT_EQ(server.as("mira@example.org", change).status, 200);
    EXPECT_EQ(session_with({{"Authorization", "Bearer " + other}}).status, 401);
    EXPECT_EQ(server.as("mira@example.org", {.target = "/v1/sessions/current"}).status, 200);
    EXPECT_EQ(sign_in("mira@example.org", "a long password").status, 401);
    EXPECT_EQ(sign_in("mira@example.org", "another long one").status, 200);
}

TEST_F(AccessTest, APasswordIsChangedOnlyWithTheOldOne) {
    const Ask change{.method = "PUT",
                     .target = "/v1/users/current/password",
                     .body = {{"old", "not that"}, {"new", "another long one"}}};
    EXPECT_EQ(server.as("mira@example.org", change).status, 401);
    EXPECT_EQ(sign_in("mira@example.org", "a long password").status, 200);
}

TEST_F(AccessTest, WeakPasswordsAreRefusedWithTheReason) {
    for (const char* weak : {"short", "aaaaaaaaaaaaaaaa", "mira@example.org"}) {
        const Ask change{.method = "PUT",
                         .target = "/v1/users/current/password",
                         .body = {{"old", "a long password"}, {"new", weak}}};
        const Response answer = server.as("mira@example.org", change);
        EXPECT_EQ(answer.status, 400) << weak;
        EXPECT_EQ(json_of(answer)["details"][0]["field"], "password") << weak;
    }
}

// --- guessing ---

TEST_F(AccessTest, AnUnknownAddressIsAnsweredAsAWrongPasswordIs) {
    const Response wrong = sign_in("mira@example.org", "not her password");
    const Response unknown = sign_in("nobody@example.org", "not her password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(wrong.body, unknown.body);
    EXPECT_EQ(wrong.headers.size(), unknown.headers.size());
}

// The work is the same: an argon2id each. With parameters that make it last, the times lie close.
TEST_F(AccessTest, AnUnknownAddressTakesAsLongAsAWrongPassword) {
    ServerForTest slow;
    slow.service.password_cost = {.operations = 2, .memory_bytes = 16U << 20U};
    slow.add_person("mira@example.org", "manager");
    const auto seconds = [&](const std::string& email) {
        double best = 1e9;
        for (int i = 0; i < 4; ++i) {
            const auto start = std::chrono::steady_clock::now();
            EXPECT_EQ(slow.answer({.method = "POST",
                                   .target = "/v1/sessions",
                                   .body = {{"email", email}, {"password", "wrong password"}}})
                          .status,
                      401);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            best = std::min(best, took.count());
        }
        return best;
    };
    const double known = seconds("mira@example.org");
    const double unknown = seconds("nobody@example.org");
    EXPECT_GT(known, 0.002);
    EXPECT_LT(std::max(known, unknown) / std::min(known, unknown), 3.0);
}

TEST_F(AccessTest, AfterFiveWrongPasswordsOneWaits) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(sign_in("mira@example.org", "wrong one").status, 401);
    const Response locked = sign_in("mira@example.org", "a long password");
    EXPECT_EQ(locked.status, 429);
    EXPECT_EQ(header_of(locked, "Retry-After"), "60");
    EXPECT_EQ(sign_in("mira@example.org", "a long password", "203.0.113.9").status, 200)
        << "the officer in another office is not locked out by who guesses";
    server.now += minute;
    EXPECT_EQ(sign_in("mira@example.org", "wrong one").status, 401);
    EXPECT_EQ(header_of(sign_in("mira@example.org", "wrong one"), "Retry-After"), "120");
    server.now += 2 * minute;
    EXPECT_EQ(sign_in("mira@example.org", "a long password").status, 200);
}

TEST_F(AccessTest, OneAddressCannotTryManyAccounts) {
    int tried = 0;
    while (sign_in("p" + std::to_string(tried) + "@example.org", "wrong one").status == 401) {
        ASSERT_LT(++tried, 100);
    }
    EXPECT_EQ(tried, 30);
}

TEST_F(AccessTest, ManyAddressesCannotTryOneAccount) {
    int tried = 0;
    while (sign_in("mira@example.org", "wrong one", "10.0.0." + std::to_string(tried)).status ==
           401) {
        ASSERT_LT(++tried, 100);
    }
    EXPECT_EQ(tried, 50);
}

TEST_F(AccessTest, AWholeIpv6NetworkIsOneGuesser) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(
            sign_in("mira@example.org", "wrong one", "2001:db8:1:2::" + std::to_string(i)).status,
            401);
    }
    EXPECT_EQ(sign_in("mira@example.org", "wrong one", "2001:db8:1:2:ffff::1").status, 429);
    EXPECT_EQ(sign_in("mira@example.org", "wrong one", "2001:db8:1:3::1").status, 401);
}

TEST_F(AccessTest, WhatWasTypedForAnUnknownAddressIsNotWrittenDown) {
    EXPECT_EQ(sign_in("my secret by mistake", "wrong one").status, 401);
    for (const AuditEntry& entry : server.audit()) {
        EXPECT_EQ(entry.who, "unknown");
        EXPECT_EQ(entry.about.find("secret"), std::string::npos);
    }
}

TEST(Attempts, ManyKeysAreForgottenOldestFirst) {
    Attempts attempts(100);
    for (int i = 0; i < 1'000; ++i)
        attempts.failed("key" + std::to_string(i), i);
    EXPECT_EQ(attempts.keys(), 100U);
    EXPECT_GT(attempts.wait("key999", {.free = 1}, 1'000), 0);
    EXPECT_EQ(attempts.wait("key1", {.free = 1}, 1'000), 0);
}

TEST(Attempts, WaitsDoubleUpToTheLongest) {
    Attempts attempts;
    const AttemptLimit limit{.free = 2, .first_wait = 10, .longest_wait = 35};
    std::vector<Instant> waits;
    for (int i = 0; i < 6; ++i) {
        attempts.failed("k", 0);
        waits.push_back(attempts.wait("k", limit, 0));
    }
    EXPECT_EQ(waits, (std::vector<Instant>{0, 10, 20, 35, 35, 35}));
}

TEST(PasswordSlots, TurnAwayWhenTooManyWait) {
    PasswordSlots slots(1, 0);
    {
        const auto first = slots.take();
        EXPECT_TRUE(first);
        EXPECT_FALSE(slots.take());
    }
    EXPECT_TRUE(slots.take());
}

TEST(PasswordSlots, WhoWaitsGetsTheNextOne) {
    PasswordSlots slots(1, 1);
    auto first = slots.take();
    std::thread other([&] { EXPECT_TRUE(slots.take()); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    first.reset();
    other.join();
}

// --- plain http ---

TEST_F(AccessTest, PagesAreNotGivenOutOverPlainHttp) {
    Ask ask{.method = "POST",
            .target = "/v1/sessions",
            .body = {{"email", "mira@example.org"}, {"password", "a long password"}},
            .headers = {},
            .secure = false};
    const Response refused = server.answer(ask);
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(refused.body.find("plain http"), std::string::npos);
    ask.loopback = true;
    const Response local = server.answer(ask);
    EXPECT_EQ(local.status, 200);
    EXPECT_TRUE(header_of(local, "Set-Cookie").starts_with("mtm="));
    EXPECT_EQ(header_of(local, "Set-Cookie").find("Secure"), std::string::npos);
    ask.loopback = false;
    server.service.plain_http_allowed = true;
    EXPECT_EQ(server.answer(ask).status, 200);
}

TEST_F(AccessTest, ASessionSentOverPlainHttpIsRefusedAlsoWhereTabletsSend) {
    const std::string token = json_of(sign_in("mira@example.org", "a long password"))["token"];
    const Access access = identify({.target = "/formList",
                                    .body = {},
                                    .headers = {{"Authorization", "Bearer " + token}},
                                    .secure = false});
    ASSERT_TRUE(access.refused);
    EXPECT_EQ(access.refused->status, 403);
}

// --- tablets ---

TEST_F(AccessTest, ATabletAnswersTheDigestChallengeOnPlainHttp) {
    const Ask bare{.method = "HEAD", .target = "/submission?deviceID=d", .secure = false};
    EXPECT_EQ(identify(bare).who.kind, Identity::Kind::nobody);
    const Response challenge = ask_for_credentials(server.service, server.request(bare));
    EXPECT_EQ(challenge.status, 401);
    EXPECT_EQ(header_of(challenge, "X-OpenRosa-Version"), "1.0");
    EXPECT_EQ(std::ranges::count_if(
                  challenge.headers,
                  [](const Header& header) { return header.name == "WWW-Authenticate"; }),
              1)
        << "no Basic where anyone can read along";
    DigestClient tablet{.name = "tablet-1", .password = "secret of tablet-1"};
    tablet.hear(challenge);
    for (const char* method : {"HEAD", "POST", "POST"}) {
        Ask ask = bare;
        ask.method = method;
        ask.headers = {tablet.answer(method, bare.target)};
        const Access access = identify(ask);
        ASSERT_FALSE(access.refused) << method;
        EXPECT_EQ(access.who.kind, Identity::Kind::device);
        EXPECT_EQ(access.who.name, "tablet-1");
        EXPECT_TRUE(may(access.who, "r4", Right::submit));
        EXPECT_FALSE(may(access.who, "r4", Right::read_counts));
    }
}

TEST_F(AccessTest, AReplayedOrStaleDigestIsAskedAnewWithoutAPrompt) {
    const Ask bare{.method = "POST", .target = "/submission"};
    DigestClient tablet{.name = "tablet-1", .password = "secret of tablet-1"};
    tablet.hear(ask_for_credentials(server.service, server.request(bare)));
    Ask ask = bare;
    ask.headers = {tablet.answer("POST", "/submission")};
    EXPECT_FALSE(identify(ask).refused);
    const Access again = identify(ask);
    ASSERT_TRUE(again.refused);
    EXPECT_NE(header_of(*again.refused, "WWW-Authenticate").find("stale=true"), std::string::npos);

    server.now += 13 * hour;
    ask.headers = {tablet.answer("POST", "/submission")};
    const Access stale = identify(ask);
    ASSERT_TRUE(stale.refused);
    EXPECT_NE(header_of(*stale.refused, "WWW-Authenticate").find("stale=true"), std::string::npos);
    tablet.hear(*stale.refused);
    ask.headers = {tablet.answer("POST", "/submission")};
    EXPECT_FALSE(identify(ask).refused);
}

TEST_F(AccessTest, AWrongDigestIsRefusedWhateverIsWrong) {
    const Ask bare{.method = "POST", .target = "/submission"};
    const Response challenge = ask_for_credentials(server.service, server.request(bare));
    const auto refused = [&](DigestClient client, const char* method, const char* uri) {
        if (client.nonce.empty()) client.hear(challenge);
        Ask ask = bare;
        ask.headers = {client.answer(method, uri)};
        const Access access = identify(ask);
        return access.refused && access.refused->status == 401 &&
               header_of(*access.refused, "WWW-Authenticate").find("stale=false") !=
                   std::string::npos;
    };
    const DigestClient good{.name = "tablet-1", .password = "secret of tablet-1"};
    EXPECT_FALSE(refused(good, "POST", "/submission"));
    EXPECT_TRUE(refused(good, "GET", "/submission"));
    EXPECT_TRUE(refused(good, "POST", "/formList"));
    EXPECT_TRUE(refused({.name = "tablet-1", .password = "wrong"}, "POST", "/submission"));
    EXPECT_TRUE(
        refused({.name = "tablet-2", .password = "secret of tablet-1"}, "POST", "/submission"));
    EXPECT_TRUE(refused({.name = "tablet-1",
                         .password = "secret of tablet-1",
                         .nonce = base64url(std::string(32, 'x'))},
                        "POST",
                        "/submission"));
    EXPECT_TRUE(
        refused({.name = "mira@example.org", .password = "a long password"}, "POST", "/submission"))
        << "people have no Digest";
}

TEST_F(AccessTest, BasicOfATabletIsTakenOnlyWhereNobodyReadsAlong) {
    const Header good = basic("tablet-1", "secret of tablet-1");
    Ask ask{.method = "HEAD", .target = "/submission", .body = {}, .headers = {good}};
    EXPECT_EQ(identify(ask).who.name, "tablet-1");
    ask.secure = false;
    const Access open = identify(ask);
    ASSERT_TRUE(open.refused);
    EXPECT_TRUE(header_of(*open.refused, "WWW-Authenticate").starts_with("Digest"));
    ask.loopback = true;
    EXPECT_EQ(identify(ask).who.name, "tablet-1");
    ask.headers = {basic("tablet-1", "secret of tablet-2")};
    EXPECT_TRUE(identify(ask).refused);
}

TEST_F(AccessTest, APersonsPasswordIsForPagesOnly) {
    const Header mira = basic("mira@example.org", "a long password");
    EXPECT_TRUE(identify({.target = "/formList", .body = {}, .headers = {mira}}).refused);
    const Ask page{.target = "/v1/studies/r4/links", .body = {}, .headers = {mira}};
    EXPECT_EQ(server.answer(page).status, 200);
    Ask open = page;
    open.secure = false;
    EXPECT_EQ(server.answer(open).status, 403);
}

TEST_F(AccessTest, AProgramsBasicIsRememberedUntilThePasswordChanges) {
    const Ask page{.target = "/v1/studies/r4/links",
                   .body = {},
                   .headers = {basic("mira@example.org", "a long password")}};
    EXPECT_EQ(server.answer(page).status, 200);
    for (int i = 0; i < 6; ++i)
        static_cast<void>(sign_in("mira@example.org", "wrong one"));
    EXPECT_EQ(sign_in("mira@example.org", "a long password").status, 429);
    EXPECT_EQ(server.answer(page).status, 200) << "known, so not verified again";
    Person mira = server.organisation().people()->at(1);
    mira.password_hash = *hash_password(server.service.password_cost, "another long one");
    EXPECT_TRUE(server.organisation().put_person(mira));
    EXPECT_EQ(server.answer(page).status, 429);
}

TEST_F(AccessTest, TheTokenInAnAddressIsItsTablet) {
    const Access access = identify({.target = "/key/token-of-tablet-1/formList"});
    EXPECT_EQ(access.who.name, "tablet-1");
    for (const char* path : {"/key/wrong/formList", "/key/", "/v1/key/wrong/projects"}) {
        const Access wrong = identify({.target = path});
        ASSERT_TRUE(wrong.refused) << path;
        EXPECT_EQ(wrong.refused->status, 403) << "401 would make the tablet ask for a password";
        EXPECT_EQ(header_of(*wrong.refused, "WWW-Authenticate"), "");
        EXPECT_NE(wrong.refused->body.find("<message"), std::string::npos);
    }
}

TEST_F(AccessTest, ARevokedTabletIsShutOutAtOnceByEveryWay) {
    DigestClient tablet{.name = "tablet-1", .password = "secret of tablet-1"};
    tablet.hear(ask_for_credentials(server.service, server.request({.target = "/formList"})));
    const auto statuses = [&] {
        std::vector<int> out;
        for (const Ask& ask : {Ask{.target = "/key/token-of-tablet-1/formList"},
                               Ask{.target = "/formList",
                               .body = {},
                               .headers = {basic("tablet-1", "secret of tablet-1")}},
                               Ask{.target = "/formList",
                               .body = {},
                               .headers = {tablet.answer("GET", "/formList")}}}) {
            const Access access = identify(ask);
            out.push_back(access.refused ? access.refused->status : 200);
        }
        return out;
    };
    EXPECT_EQ(statuses(), (std::vector<int>{200, 200, 200}));
    const Response revoked =
        server.as("mira@example.org",
                  {.method = "DELETE",
                   .target = "/v1/studies/r4/devices/" + id_of_first("/v1/studies/r4/devices")});
    EXPECT_EQ(revoked.status, 200);
    EXPECT_EQ(statuses(), (std::vector<int>{403, 401, 401}));
    EXPECT_EQ(statuses(), (std::vector<int>{403, 401, 401}));
    int told = 0;
    for (const AuditEntry& entry : server.audit()) {
        told += entry.what == "device.refused" ? 1 : 0;
    }
    EXPECT_EQ(told, 1) << "once an hour, however often it calls";
}

TEST_F(AccessTest, AStoreThatCannotBeReadIsNoProofOfAnything) {
    server.organisation().faults().add({.call = "find_session"});
    const Access access =
        identify({.target = "/v1/studies", .body = {}, .headers = {{"Authorization", "Bearer x"}}});
    ASSERT_TRUE(access.refused);
    EXPECT_EQ(access.refused->status, 503);
}

// --- links ---

TEST_F(AccessTest, ALinkThatMayBeUsedOnceIsMarkedWhenItsInterviewIsIn) {
    const Response made = server.as("mira@example.org",
                                    {.method = "POST",
                                     .target = "/v1/studies/r4/links",
                                     .body = {{"label", "Clinic"}, {"once", true}}});
    const std::string url = json_of(made)["url"];
    const std::string path = url.substr(std::string("https://mtm.example.org").size());
    const Access first = identify({.target = path});
    EXPECT_EQ(first.who.kind, Identity::Kind::link);
    EXPECT_EQ(first.who.name, "link-" + id_of_first("/v1/studies/r4/links"));
    EXPECT_FALSE(first.who.spent);
    EXPECT_TRUE(note_link_used(server.service, first.who, server.now));
    EXPECT_TRUE(identify({.target = path + "/submission"}).who.spent);
    EXPECT_EQ(server
                  .as("mira@example.org",
                      {.method = "DELETE",
                       .target = "/v1/studies/r4/links/" + id_of_first("/v1/studies/r4/links")})
                  .status,
              200);
    EXPECT_EQ(identify({.target = path}).refused->status, 403);
    EXPECT_EQ(identify({.target = "/f/guess"}).refused->status, 403);
}

// --- one-time links and tokens ---

TEST_F(AccessTest, TheFirstStartMakesALinkForAnOwnerAndOnlyThen) {
    ServerForTest fresh;
    const auto link = *first_owner_link(fresh.service, "https://mtm.example.org", fresh.now);
    ASSERT_TRUE(link);
    const std::string target = "/v1" + link->substr(std::string("https://mtm.example.org").size());
    EXPECT_EQ(json_of(fresh.answer({.target = target}))["owner"], true);
    const Ask accept{
        .method = "POST",
        .target = target,
        .body = {{"email", "Omar@example.org"}, {"name", "Omar"}, {"password", "a long password"}}};
    const Response in = fresh.answer(accept);
    ASSERT_EQ(in.status, 200) << in.body;
    EXPECT_FALSE(json_of(in)["token"].get<std::string>().empty());
    EXPECT_EQ(fresh.answer(accept).status, 403) << "once";
    const Response current = fresh.as("omar@example.org", {.target = "/v1/sessions/current"});
    EXPECT_EQ(json_of(current)["owner"], true);
    EXPECT_FALSE(*first_owner_link(fresh.service, "https://mtm.example.org", fresh.now));
    EXPECT_TRUE(*first_owner_link(fresh.service, "https://mtm.example.org", fresh.now, true));
}

TEST_F(AccessTest, AnOwnersLinkEndsAfterADayOrWithTheNext) {
    ServerForTest fresh;
    const auto target = [&](Instant now) {
        return "/v1" + (*first_owner_link(fresh.service, "", now))->substr(0);
    };
    const std::string first = target(fresh.now);
    const std::string second = target(fresh.now);
    EXPECT_EQ(fresh.answer({.target = first}).status, 403);
    EXPECT_EQ(fresh.answer({.target = second}).status, 200);
    fresh.now += 24 * hour;
    EXPECT_EQ(fresh.answer({.target = second}).status, 403);
    EXPECT_EQ(fresh.answer({.target = "/v1/welcome/0.guess"}).status, 403);
    EXPECT_EQ(fresh.answer({.target = "/v1/welcome/99.x"}).status, 403);
}

TEST_F(AccessTest, AnApiTokenWorksUntilItsDayOrItsEnd) {
    const Response made = server.as(
        "mira@example.org",
        {.method = "POST", .target = "/v1/tokens", .body = {{"label", "Power BI"}, {"days", 30}}});
    const Json token = json_of(made);
    const Header bearer{"Authorization", "Bearer " + token["token"].get<std::string>()};
    const Ask page{.target = "/v1/studies/r4/links", .body = {}, .headers = {bearer}};
    EXPECT_EQ(server.answer(page).status, 200);
    server.now += 29 * 24 * hour;
    EXPECT_EQ(server.answer(page).status, 200);
    EXPECT_EQ(server
                  .answer({.method = "POST",
                           .target = "/v1/tokens",
                           .body = {{"label", "more"}, {"days", 300}},
                           .headers = {bearer}})
                  .status,
              403)
        << "a token makes no tokens";
    const Response listed = server.answer({.target = "/v1/tokens", .headers = {bearer}});
    EXPECT_EQ(json_of(listed)[0]["label"], "Power BI");
    EXPECT_EQ(listed.body.find(token["token"].get<std::string>()), std::string::npos);
    EXPECT_EQ(server
                  .answer({.method = "DELETE",
                           .target = "/v1/tokens/" + token["id"].get<std::string>(),
                           .body = {},
                           .headers = {bearer}})
                  .status,
              200);
    EXPECT_EQ(server.answer(page).status, 401);
}

TEST_F(AccessTest, AnApiTokenIsNoCookie) {
    const Response made = server.as(
        "mira@example.org",
        {.method = "POST", .target = "/v1/tokens", .body = {{"label", "Excel"}, {"days", 1}}});
    const std::string token = json_of(made)["token"];
    EXPECT_EQ(session_with({{"Cookie", "__Host-mtm=" + token}}).status, 401);
    server.now += 24 * hour;
    EXPECT_EQ(session_with({{"Authorization", "Bearer " + token}}).status, 401);
}

}  // namespace
}  // namespace mtm
