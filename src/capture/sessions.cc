#include "capture/sessions.h"

#include <mutex>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/secrets.h"

namespace mtm {
namespace {

// A session that is used all the time is written down anew this often.
constexpr Instant renewed_after = 600'000;  // milliseconds

// "__Host-": only this host over https can set it, for all its paths.
constexpr std::string_view secure_cookie = "__Host-mtm";
constexpr std::string_view plain_cookie = "mtm";

bool is_over(const Session& session, Instant now) {
    const bool too_long = !session.csrf.empty() && now >= session.created + session_longest;
    return now >= session.expires || too_long;
}

Status renew(Service& service, Session& session, Instant now) {
    if (session.csrf.empty() || session.expires - now > session_idle - renewed_after) return Done{};
    const std::lock_guard lock(service.access->sessions);
    const std::optional<Session> still =
        TRY(service.organisation->find_session(session.token_hash));
    if (!still) return Done{};
    session.expires = std::min(now + session_idle, session.created + session_longest);
    return service.organisation->put_session(session);
}

Result<NewSession> put_new(Service& service, Session session) {
    NewSession out{.token = new_token(service), .session = std::move(session)};
    out.session.token_hash = sha256_hex(out.token);
    TRY(service.organisation->put_session(out.session));
    return out;
}

}  // namespace

bool is_live(const std::optional<Session>& session, Instant now) {
    return session && !is_over(*session, now);
}

Result<std::optional<LiveSession>> live_session(Service& service,
                                                const Directory& directory,
                                                std::string_view token,
                                                Instant now) {
    const std::string hash = sha256_hex(token);
    std::optional<Session> session = TRY(service.organisation->find_session(hash));
    if (!session) return std::optional<LiveSession>();
    const Person* person = directory.person(session->person);
    if (is_over(*session, now) || person == nullptr || person->disabled) {
        TRY(end_session(service, hash));
        return std::optional<LiveSession>();
    }
    TRY(renew(service, *session, now));
    LiveSession out{.session = *session, .who = directory.identity_of(*person)};
    out.who.csrf = session->csrf;
    return std::optional<LiveSession>(std::move(out));
}

Result<NewSession> start_session(Service& service, std::int64_t person, Instant now) {
    return put_new(service,
                   {.token_hash = {},
                    .person = person,
                    .csrf = new_token(service),
                    .created = now,
                    .expires = now + session_idle});
}

Result<NewSession> start_api_token(
    Service& service, std::int64_t person, const std::string& label, Instant now, Instant expires) {
    return put_new(service,
                   {.token_hash = {},
                    .person = person,
                    .csrf = {},
                    .created = now,
                    .expires = expires,
                    .label = label});
}

Status end_session(Service& service, const std::string& token_hash) {
    const std::lock_guard lock(service.access->sessions);
    return service.organisation->remove_session(token_hash);
}

Status end_sessions_of(Service& service, std::int64_t person, const std::string& but_token_hash) {
    const std::lock_guard lock(service.access->sessions);
    std::optional<Session> kept;
    if (!but_token_hash.empty()) kept = TRY(service.organisation->find_session(but_token_hash));
    TRY(service.organisation->remove_sessions_of(person));
    if (kept && kept->person == person) TRY(service.organisation->put_session(*kept));
    return Done{};
}

std::string_view cookie_token(const Request& request) {
    const std::string_view name = request.secure ? secure_cookie : plain_cookie;
    for (const Header& header : request.headers) {
        if (lower_ascii(header.name) != "cookie") continue;
        for (const std::string_view part : split(header.value, ';')) {
            const std::string_view pair = trim(part);
            if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
                return pair.substr(name.size() + 1);
            }
        }
    }
    return {};
}

std::string_view presented_token(const Request& request) {
    const std::string_view authorization = trim(request.header("Authorization"));
    constexpr std::string_view bearer = "bearer ";
    if (lower_ascii(authorization.substr(0, bearer.size())) == bearer) {
        return trim(authorization.substr(bearer.size()));
    }
    return authorization.empty() ? cookie_token(request) : std::string_view();
}

Header session_cookie(const Request& request, std::string_view token) {
    std::string value(request.secure ? secure_cookie : plain_cookie);
    value.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
    if (request.secure) value += "; Secure";
    if (token.empty()) {
        value += "; Max-Age=0";
    } else {
        value += "; Max-Age=" + std::to_string(session_longest / 1000);
    }
    return {"Set-Cookie", value};
}

}  // namespace mtm
