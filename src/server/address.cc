#include "server/address.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

#include "base/text.h"

namespace mtm {
namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
        return std::nullopt;
    }
    return value;
}

constexpr IpAddress mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int mapped_bits = 96;

bool same_bits(const IpAddress& a, const IpAddress& b, int bits) {
    for (int i = 0; i < bits; ++i) {
        const auto byte = static_cast<std::size_t>(i / 8);
        const int mask = 0x80 >> (i % 8);
        if ((a[byte] & mask) != (b[byte] & mask)) return false;
    }
    return true;
}

bool is_ipv4(const IpAddress& address) {
    return same_bits(address, mapped_prefix, mapped_bits);
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    std::string_view address = text.substr(0, colon);
    const auto port = colon == std::string_view::npos
                          ? std::nullopt
                          : parse_number<std::uint16_t>(text.substr(colon + 1));
    if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
    } else if (address.find(':') != std::string_view::npos) {
        address = {};  // IPv6 without brackets: where does the port begin?
    }
    if (!port || !parse_ip(address)) {
        return Error{
            "“" + std::string(text) +
            "” is no address to listen on; write 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080"};
    }
    return ListenAddress{std::string(address), *port};
}

std::optional<IpAddress> parse_ip(std::string_view text) {
    const std::string name(text.substr(0, text.find('%')));  // without the zone of fe80::1%eth0
    IpAddress out{};
    if (::inet_pton(AF_INET6, name.c_str(), out.data()) == 1) return out;
    out = mapped_prefix;
    if (::inet_pton(AF_INET, name.c_str(), out.data() + mapped_bits / 8) == 1) return out;
    return std::nullopt;
}

bool is_loopback(const IpAddress& address) {
    if (is_ipv4(address)) return address[12] == 127;
    IpAddress one{};
    one.back() = 1;
    return address == one;
}

bool is_loopback_host(std::string_view host) {
    if (host.starts_with('[')) {
        host = host.substr(1, host.find(']') - 1);
    } else {
        host = host.substr(0, host.find(':'));
    }
    const std::string name = lower_ascii(host);
    const auto address = parse_ip(name);
    return name == "localhost" || name.ends_with(".localhost") ||
           (address && is_loopback(*address));
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& texts) {
    TrustedProxies out;
    for (const std::string& text : texts) {
        const std::size_t slash = text.find('/');
        const auto address = parse_ip(std::string_view(text).substr(0, slash));
        Network network;
        if (address) network.address = *address;
        std::optional<int> bits = 128;
        if (slash != std::string::npos) {
            bits = parse_number<int>(std::string_view(text).substr(slash + 1));
            if (bits && address && is_ipv4(*address)) *bits += mapped_bits;
        }
        if (!address || !bits || *bits < 0 || *bits > 128) {
            return Error{"“" + text + "” is no address of a proxy; write 10.0.0.1 or 10.0.0.0/8"};
        }
        network.bits = *bits;
        out.networks_.push_back(network);
    }
    return out;
}

bool TrustedProxies::trusts(const IpAddress& address) const {
    return std::ranges::any_of(networks_, [&](const Network& network) {
        return same_bits(network.address, address, network.bits);
    });
}

std::string TrustedProxies::client_of(std::string_view forwarded_for) const {
    std::vector<std::string_view> hops = split(forwarded_for, ',');
    std::string client;
    std::ranges::reverse(hops);
    for (const std::string_view hop : hops) {
        const auto address = parse_ip(trim(hop));
        if (!address) break;  // what stands before an unreadable hop is worth nothing
        client = trim(hop);
        if (!trusts(*address)) break;
    }
    return client;
}

}  // namespace mtm
