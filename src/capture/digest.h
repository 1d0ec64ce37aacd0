#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "capture/service.h"

namespace mtm {

/// What a client says in `Authorization: Digest …` (RFC 2617, MD5, qop absent or "auth").
struct DigestAnswer {
    std::string username;
    std::string realm;
    std::string nonce;
    std::string uri;
    std::string response;
    std::string algorithm;
    std::string qop;
    std::string cnonce;
    std::string nc;
};

/// Absent for what is malformed: a part twice, an open quotation mark, none of the parts that must
/// be there.
[[nodiscard]] std::optional<DigestAnswer> parse_digest(std::string_view parameters);

/// A nonce says when it was made and is signed with the server's secret: nothing is kept for those
/// that are given out, and they outlive a restart.
[[nodiscard]] std::string new_nonce(const Service& service, Instant now);

enum class NonceAge { fresh, stale, forged };

/// Nonces live for 12 hours: an upload over a slow line must not outlast its own nonce, or the
/// tablet would begin it again for ever.
[[nodiscard]] NonceAge age_of_nonce(const Service& service, std::string_view nonce, Instant now);

/// The `response` that proves the password behind `ha1`.
[[nodiscard]] std::string digest_response(const DigestAnswer& answer,
                                          std::string_view ha1,
                                          std::string_view method);

/// Whether the address that was signed is the one that was asked for: as it stood in the request
/// line, with or without the query, with or without scheme and host.
[[nodiscard]] bool signs_target(std::string_view uri, std::string_view target);

/// The count (nc) of an answer with qop: eight hexadecimal digits.
[[nodiscard]] std::optional<std::uint32_t> nonce_count(std::string_view nc);

}  // namespace mtm
