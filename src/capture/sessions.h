#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "capture/directory.h"
#include "capture/message.h"
#include "capture/service.h"

namespace mtm {

// Sessions of people: a token of chance in a cookie or an Authorization header, of which only the
// hash is kept. A session ends four hours after its last use and a day after its start; an API
// token on its day. Both end at once when they are withdrawn.

inline constexpr Instant session_idle = 4 * 3'600'000LL;      // milliseconds
inline constexpr Instant session_longest = 24 * 3'600'000LL;  // milliseconds

struct LiveSession {
    Session session;
    Identity who;  // `csrf` is empty for an API token
};

/// The session of a token, renewed; absent if there is none, it is over, or its person may not
/// sign in any more.
[[nodiscard]] Result<std::optional<LiveSession>> live_session(Service& service,
                                                              const Directory& directory,
                                                              std::string_view token,
                                                              Instant now);

/// Whether a session is there and not over. Looking does not renew it: a page left open for a night
/// is no use of it.
[[nodiscard]] bool is_live(const std::optional<Session>& session, Instant now);

struct NewSession {
    std::string token;  // told once
    Session session;
};

[[nodiscard]] Result<NewSession> start_session(Service& service, std::int64_t person, Instant now);
[[nodiscard]] Result<NewSession> start_api_token(
    Service& service, std::int64_t person, const std::string& label, Instant now, Instant expires);

[[nodiscard]] Status end_session(Service& service, const std::string& token_hash);

/// All sessions and API tokens of a person but, if given, one.
[[nodiscard]] Status end_sessions_of(Service& service,
                                     std::int64_t person,
                                     const std::string& but_token_hash = {});

/// The token of the cookie; empty if there is none. On https only the cookie that no other host
/// and no plain page can have set counts.
[[nodiscard]] std::string_view cookie_token(const Request& request);

/// By cookie or Authorization: Bearer.
[[nodiscard]] std::string_view presented_token(const Request& request);

/// Sets the session's cookie, or (an empty token) takes it away.
[[nodiscard]] Header session_cookie(const Request& request, std::string_view token);

}  // namespace mtm
