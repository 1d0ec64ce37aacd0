#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// Where to listen: "127.0.0.1:8080", "[::]:8443". Port 0 takes any that is free.
struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;

    bool operator==(const ListenAddress&) const = default;
};

[[nodiscard]] Result<ListenAddress> parse_listen_address(std::string_view text);

/// An IPv4 or IPv6 address; IPv4 in its form inside IPv6, so that both compare.
using IpAddress = std::array<std::uint8_t, 16>;

[[nodiscard]] std::optional<IpAddress> parse_ip(std::string_view text);
[[nodiscard]] bool is_loopback(const IpAddress& address);

/// True for names and addresses that mean this machine: "localhost:8080", "[::1]".
[[nodiscard]] bool is_loopback_host(std::string_view host);

/// The proxies whose word on who the client is we take: addresses, or networks such as 10.0.0.0/8.
class TrustedProxies {
public:
    [[nodiscard]] static Result<TrustedProxies> parse(const std::vector<std::string>& texts);

    [[nodiscard]] bool trusts(const IpAddress& address) const;

    /// The client behind a trusted proxy, by X-Forwarded-For: the last address that is not one of
    /// the proxies. Empty if the header names none.
    [[nodiscard]] std::string client_of(std::string_view forwarded_for) const;

private:
    struct Network {
        IpAddress address{};
        int bits = 128;
    };

    std::vector<Network> networks_;
};

}  // namespace mtm
