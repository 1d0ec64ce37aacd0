#include "capture/digest.h"

#include <charconv>
#include <map>

#include "base/text.h"
#include "capture/secrets.h"

namespace mtm {
namespace {

constexpr Instant nonce_lifetime = 12 * 3'600'000LL;  // milliseconds
constexpr std::string_view nonce_purpose = "digest nonce";
constexpr std::size_t stamp_size = 8;
constexpr std::size_t chance_size = 8;

// The parts of `a="b \"c\"", d=e` by lower-case name.
class ParameterReader {
public:
    explicit ParameterReader(std::string_view text) : rest_(text) {}

    std::optional<std::map<std::string, std::string>> read() {
        std::map<std::string, std::string> out;
        skip(" \t,");
        while (!rest_.empty()) {
            const std::size_t equals = rest_.find('=');
            if (equals == std::string_view::npos) return std::nullopt;
            const std::string name = lower_ascii(trim(rest_.substr(0, equals)));
            rest_.remove_prefix(equals + 1);
            skip(" \t");
            std::optional<std::string> value = rest_.starts_with('"') ? quoted() : plain();
            if (!value || name.empty() || !out.emplace(name, std::move(*value)).second) {
                return std::nullopt;
            }
            skip(" \t");
            if (!rest_.empty() && !rest_.starts_with(',')) return std::nullopt;
            skip(" \t,");
        }
        return out;
    }

private:
    void skip(std::string_view characters) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
    }

    std::optional<std::string> quoted() {
        std::string out;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '"') {
                rest_.remove_prefix(i + 1);
                return out;
            }
            if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
            out += rest_[i];
        }
        return std::nullopt;
    }

    std::optional<std::string> plain() {
        const std::size_t end = std::min(rest_.find(','), rest_.size());
        std::string out(trim(rest_.substr(0, end)));
        rest_.remove_prefix(end);
        return out;
    }

    std::string_view rest_;
};

std::string stamp_of(Instant time) {
    std::string out(stamp_size, '\0');
    auto rest = static_cast<std::uint64_t>(time);
    for (std::size_t i = stamp_size; i-- > 0; rest >>= 8U) {
        out[i] = static_cast<char>(rest & 0xFFU);
    }
    return out;
}

Instant time_of(std::string_view stamp) {
    std::uint64_t time = 0;
    for (const char c : stamp) {
        time = (time << 8U) | static_cast<unsigned char>(c);
    }
    return static_cast<Instant>(time);
}

std::string_view without_host(std::string_view uri) {
    const std::size_t scheme = uri.find("://");
    if (scheme == std::string_view::npos || uri.starts_with('/')) return uri;
    const std::size_t path = uri.find('/', scheme + 3);
    return path == std::string_view::npos ? std::string_view("/") : uri.substr(path);
}

}  // namespace

std::optional<DigestAnswer> parse_digest(std::string_view parameters) {
    std::optional<std::map<std::string, std::string>> parts = ParameterReader(parameters).read();
    if (!parts) return std::nullopt;
    for (const char* needed : {"username", "realm", "nonce", "uri", "response"}) {
        if (!parts->contains(needed)) return std::nullopt;
    }
    auto& of = *parts;
    DigestAnswer out{of["username"],
                     of["realm"],
                     of["nonce"],
                     of["uri"],
                     lower_ascii(of["response"]),
                     lower_ascii(of["algorithm"]),
                     lower_ascii(of["qop"]),
                     of["cnonce"],
                     of["nc"]};
    if (!out.algorithm.empty() && out.algorithm != "md5") return std::nullopt;
    if (!out.qop.empty() &&
        (out.qop != "auth" || !nonce_count(out.nc) || !parts->contains("cnonce"))) {
        return std::nullopt;
    }
    return out;
}

std::string new_nonce(const Service& service, Instant now) {
    const std::string head = stamp_of(now) + service.random_bytes(chance_size);
    return base64url(head + signature(service, nonce_purpose, head));
}

NonceAge age_of_nonce(const Service& service, std::string_view nonce, Instant now) {
    const std::optional<std::string> bytes = from_base64url(nonce);
    constexpr std::size_t head_size = stamp_size + chance_size;
    if (!bytes || bytes->size() <= head_size) return NonceAge::forged;
    const std::string_view head = std::string_view(*bytes).substr(0, head_size);
    if (!same_secret(std::string_view(*bytes).substr(head_size),
                     signature(service, nonce_purpose, head))) {
        return NonceAge::forged;
    }
    const Instant made = time_of(head.substr(0, stamp_size));
    // A clock that was set back makes nonces of the future: stale, so that clients take a new one.
    return made > now + 60'000 || now - made > nonce_lifetime ? NonceAge::stale : NonceAge::fresh;
}

std::string digest_response(const DigestAnswer& answer,
                            std::string_view ha1,
                            std::string_view method) {
    const std::string ha2 = md5_hex(std::string(method) + ":" + answer.uri);
    std::string text = std::string(ha1) + ":" + answer.nonce;
    if (!answer.qop.empty()) text += ":" + answer.nc + ":" + answer.cnonce + ":" + answer.qop;
    return md5_hex(text + ":" + ha2);
}

bool signs_target(std::string_view uri, std::string_view target) {
    uri = without_host(uri);
    target = without_host(target);
    return uri == target || uri == target.substr(0, target.find('?'));
}

std::optional<std::uint32_t> nonce_count(std::string_view nc) {
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(nc.data(), nc.data() + nc.size(), count, 16);
    if (nc.size() != 8 || error != std::errc() || end != nc.data() + nc.size()) {
        return std::nullopt;
    }
    return count;
}

}  // namespace mtm
