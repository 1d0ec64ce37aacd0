#include "server/address.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

TEST(Address, ListenAddressesAreReadWithTheirPort) {
    EXPECT_EQ(*parse_listen_address("127.0.0.1:8080"), (ListenAddress{"127.0.0.1", 8080}));
    EXPECT_EQ(*parse_listen_address("[::]:443"), (ListenAddress{"::", 443}));
    for (const char* text :
         {"8080", ":8080", "127.0.0.1", "::1:80", "127.0.0.1:99999", "a:80", ""}) {
        EXPECT_FALSE(parse_listen_address(text)) << text;
    }
}

TEST(Address, LoopbackIsKnownInEachOfItsForms) {
    for (const char* text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(is_loopback(*parse_ip(text))) << text;
    }
    for (const char* text : {"128.0.0.1", "::", "::2", "10.0.0.1"}) {
        EXPECT_FALSE(is_loopback(*parse_ip(text))) << text;
    }
    for (const char* host : {"localhost", "LOCALHOST:80", "127.0.0.1:80", "[::1]:80", "[::1]"}) {
        EXPECT_TRUE(is_loopback_host(host)) << host;
    }
    for (const char* host : {"", "localhost.example.org", "10.0.0.1", "[::2]", "["}) {
        EXPECT_FALSE(is_loopback_host(host)) << host;
    }
}

TEST(Address, ClientBehindProxiesIsTheLastThatIsNone) {
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "::1"});
    ASSERT_TRUE(proxies);
    EXPECT_TRUE(proxies->trusts(*parse_ip("10.200.0.1")));
    EXPECT_TRUE(proxies->trusts(*parse_ip("::ffff:10.0.0.1")));
    EXPECT_FALSE(proxies->trusts(*parse_ip("11.0.0.1")));
    EXPECT_EQ(proxies->client_of("203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(proxies->client_of("127.0.0.1, 203.0.113.7, 10.0.0.2"), "203.0.113.7");
    EXPECT_EQ(proxies->client_of("10.0.0.3, 10.0.0.2"), "10.0.0.3");
    EXPECT_EQ(proxies->client_of("127.0.0.1, unknown, 10.0.0.2"), "10.0.0.2");
    EXPECT_EQ(proxies->client_of(""), "");
    for (const char* text : {"10.0.0.0/33", "example.org", "10.0.0.1/", "::/129", ""}) {
        EXPECT_FALSE(TrustedProxies::parse({text})) << text;
    }
}

}  // namespace
}  // namespace mtm
