// Who is asking. Each way in has one function; each gives an Identity or the answer that refuses
// it. Nothing here tells whether an account exists: unknown names take the same path as wrong
// passwords.
#include "capture/access.h"

#include <algorithm>

#include "base/text.h"
#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/digest.h"
#include "capture/json_answer.h"
#include "capture/passwords.h"
#include "capture/route.h"
#include "capture/secrets.h"
#include "capture/sessions.h"

namespace mtm {
namespace {

Access refused(Response response) {
    return {.who = {}, .refused = std::move(response)};
}

Access granted(Identity who) {
    return {.who = std::move(who), .refused = std::nullopt};
}

bool is_safe_method(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

// Paths of people and their programs; everything else is asked for by tablets and browsers that
// fill a form, which understand an OpenRosa message.
bool is_for_people(std::string_view path) {
    return path.starts_with("/v1/");
}

Response refuse_credentials(Service& service, const Request& request) {
    if (!is_for_people(request.path)) return ask_for_credentials(service, request);
    return error_response(401, "401.2", "Could not authenticate with the provided credentials.");
}

Response openrosa_refusal(int status, std::string_view message) {
    return {.status = status,
            .headers = {{"Content-Type", "text/xml; charset=utf-8"},
                        {"X-OpenRosa-Version", "1.0"},
                        {"Cache-Control", "no-store"}},
            .body =
                "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message "
                "nature=\"error\">" +
                escape_xml(message) + "</message></OpenRosaResponse>",
            .events = {}};
}

Identity identity_of(const DeviceCredential& device) {
    Identity who;
    who.kind = Identity::Kind::device;
    who.id = device.id;
    who.name = device.name;
    who.roles[device.study] = Role::enumerator;
    return who;
}

Identity identity_of(const FormLink& link) {
    Identity who;
    who.kind = Identity::Kind::link;
    who.id = link.id;
    who.name = "link-" + std::to_string(link.id);
    who.roles[link.study] = Role::enumerator;
    who.spent = link.once && link.used;
    return who;
}

// A lost tablet that still calls is worth knowing; one that calls every minute, once an hour.
void note_revoked(Service& service, const DeviceCredential& device, Instant now) {
    if (!service.access->is_news("revoked " + device.name, now)) return;
    static_cast<void>(note_audit(service,
                                 {.at = now,
                                  .who = device.name,
                                  .what = "device.refused",
                                  .study = device.study,
                                  .about = device.name}));
}

Access by_key(Service& service,
              const Request& request,
              const Directory& directory,
              std::string_view token) {
    const DeviceCredential* device = directory.device_by_token(token);
    if (device == nullptr || device->revoked) {
        if (device != nullptr) note_revoked(service, *device, request.now);
        return refused(openrosa_refusal(
            403,
            "This address is not valid any more. Nothing on this tablet is lost: ask your "
            "manager for a new code and send again."));
    }
    return granted(identity_of(*device));
}

Access by_link(const Directory& directory, std::string_view token) {
    const FormLink* link = directory.link_by_token(token);
    if (link == nullptr || link->revoked) {
        return refused(openrosa_refusal(
            403, "This link is not valid any more. Ask whoever gave it to you for a new one."));
    }
    return granted(identity_of(*link));
}

Access by_bearer(Service& service,
                 const Request& request,
                 const Directory& directory,
                 std::string_view token) {
    const Result<std::optional<LiveSession>> session =
        live_session(service, directory, token, request.now);
    if (!session) return refused(unavailable(session.error()));
    if (!*session) return refused(refuse_credentials(service, request));
    return granted((*session)->who);
}

bool proves_device(const Service& service,
                   const DeviceCredential& device,
                   std::string_view password) {
    const std::optional<std::string> ha1 = unseal(service, device.ha1_sealed);
    return ha1 && same_secret(*ha1, digest_ha1(device.name, service.realm, password));
}

Access person_by_basic(Service& service,
                       const Request& request,
                       const Directory& directory,
                       const std::string& email,
                       const std::string& password) {
    const PasswordVerdict verdict =
        check_remembered_password(service, directory, {email, password, request.peer}, request.now);
    if (verdict.refused) return refused(*verdict.refused);
    return granted(directory.identity_of(*verdict.person));
}

Access by_basic(Service& service,
                const Request& request,
                const Directory& directory,
                std::string_view encoded) {
    const std::optional<std::string> decoded = from_base64(encoded);
    const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos) return refused(refuse_credentials(service, request));
    const std::string name = decoded->substr(0, colon);
    const std::string password = decoded->substr(colon + 1);
    if (!request.secure && !request.loopback) {
        return refused(is_for_people(request.path)
                           ? error_response(403,
                                            "403.2",
                                            "A password was sent over plain http, where others "
                                            "can read it. Use the server's https address.")
                           : ask_for_credentials(service, request));
    }
    const DeviceCredential* device = directory.device_by_name(name);
    if (device != nullptr && !device->revoked && proves_device(service, *device, password)) {
        return granted(identity_of(*device));
    }
    if (device != nullptr && device->revoked) note_revoked(service, *device, request.now);
    if (device != nullptr || !is_for_people(request.path)) {
        return refused(refuse_credentials(service, request));
    }
    return person_by_basic(service, request, directory, name, password);
}

Response ask_again(Service& service, const Request& request, std::string_view stale);

Access by_digest(Service& service,
                 const Request& request,
                 const Directory& directory,
                 std::string_view parameters) {
    const std::optional<DigestAnswer> answer = parse_digest(parameters);
    if (!answer) {
        return refused(openrosa_refusal(400, "The Authorization header is malformed."));
    }
    const NonceAge age = age_of_nonce(service, answer->nonce, request.now);
    const DeviceCredential* device = directory.device_by_name(answer->username);
    const std::optional<std::string> ha1 =
        device == nullptr ? std::nullopt : unseal(service, device->ha1_sealed);
    const std::string expected = digest_response(
        *answer, ha1 ? *ha1 : signature(service, "no one", answer->username), request.method);
    const bool right = same_secret(expected, answer->response) && ha1 && age != NonceAge::forged &&
                       answer->realm == service.realm && signs_target(answer->uri, request.target);
    if (!right || device->revoked) {
        if (right) note_revoked(service, *device, request.now);
        return refused(ask_again(service, request, "false"));
    }
    if (age == NonceAge::stale) return refused(ask_again(service, request, "true"));
    const bool used_before = !answer->qop.empty() && !service.access->nonce_counts.use(
                                                         answer->nonce, *nonce_count(answer->nc));
    if (used_before) return refused(ask_again(service, request, "true"));
    return granted(identity_of(*device));
}

Access by_cookie(Service& service, const Request& request, const Directory& directory) {
    const std::string_view token = cookie_token(request);
    if (token.empty()) return granted({});
    const Result<std::optional<LiveSession>> session =
        live_session(service, directory, token, request.now);
    if (!session) return refused(unavailable(session.error()));
    if (!*session || (*session)->who.csrf.empty()) return granted({});
    if (!is_safe_method(request.method) &&
        !same_secret((*session)->who.csrf, request.header("X-MTM-CSRF"))) {
        return refused(error_response(
            403, "403.3", "The header X-MTM-CSRF does not hold this session's token."));
    }
    return granted((*session)->who);
}

// A challenge of Digest; on https or loopback also of Basic, second: clients take the first that
// they know.
Response ask_again(Service& service, const Request& request, std::string_view stale) {
    Response response =
        openrosa_refusal(401, "This server needs the name and password from your settings code.");
    const std::string realm = replace_all(service.realm, "\"", "'");
    response.headers.push_back(
        {"WWW-Authenticate",
         "Digest realm=\"" + realm + "\", domain=\"/\", nonce=\"" +
             new_nonce(service, request.now) +
             "\", algorithm=MD5, qop=\"auth\", stale=" + std::string(stale)});
    if (request.secure || request.loopback) {
        response.headers.push_back({"WWW-Authenticate", "Basic realm=\"" + realm + "\""});
    }
    return response;
}

Access by_header(Service& service,
                 const Request& request,
                 const Directory& directory,
                 std::string_view authorization) {
    const std::size_t space = std::min(authorization.find(' '), authorization.size());
    const std::string scheme = lower_ascii(authorization.substr(0, space));
    const std::string_view rest = trim(authorization.substr(space));
    if (scheme == "bearer") return by_bearer(service, request, directory, rest);
    if (scheme == "basic") return by_basic(service, request, directory, rest);
    if (scheme == "digest") return by_digest(service, request, directory, rest);
    return refused(refuse_credentials(service, request));
}

// A person over plain http gives their session away; whoever insists on it has said so.
Access not_in_the_open(Service& service, const Request& request, Access access) {
    if (access.refused || !access.who.is_person()) return access;
    if (std::optional<Response> plain = refuse_plain_http(service, request)) {
        return refused(std::move(*plain));
    }
    return access;
}

}  // namespace

std::string_view token_in_path(std::string_view path, std::string_view prefix) {
    if (!path.starts_with(prefix)) return {};
    path.remove_prefix(prefix.size());
    return path.substr(0, path.find('/'));
}

Access identify(Service& service, const Request& request) {
    const Result<std::shared_ptr<const Directory>> read =
        service.access->directory(*service.organisation);
    if (!read) return refused(unavailable(read.error()));
    const Directory& directory = **read;
    for (const std::string_view prefix : {"/key/", "/v1/key/"}) {
        if (!request.path.starts_with(prefix)) continue;
        return by_key(service, request, directory, token_in_path(request.path, prefix));
    }
    if (request.path.starts_with("/f/")) {
        return by_link(directory, token_in_path(request.path, "/f/"));
    }
    const std::string_view authorization = trim(request.header("Authorization"));
    return not_in_the_open(service,
                           request,
                           authorization.empty()
                               ? by_cookie(service, request, directory)
                               : by_header(service, request, directory, authorization));
}

Response ask_for_credentials(Service& service, const Request& request) {
    return ask_again(service, request, "false");
}

Status note_link_used(Service& service, const Identity& who, std::int64_t now) {
    if (who.kind != Identity::Kind::link) return Done{};
    const std::lock_guard lock(service.access->organisation);
    const std::shared_ptr<const Directory> directory =
        TRY(service.access->directory(*service.organisation));
    const auto at = std::ranges::find(directory->links(), who.id, &FormLink::id);
    if (at == directory->links().end() || !at->once || at->used) return Done{};
    FormLink link = *at;
    link.used = now;
    TRY(service.organisation->put_link(link));
    return Done{};
}

std::optional<Response> refuse_plain_http(const Service& service, const Request& request) {
    if (request.secure || request.loopback || service.plain_http_allowed) return std::nullopt;
    return error_response(403,
                          "403.2",
                          "Nothing is given out or taken over plain http, where others on the "
                          "network can read along. Use the server's https address.");
}

std::optional<Response> refuse_unless(const Identity& who, const std::string& study, Right right) {
    if (may(who, study, right)) return std::nullopt;
    if (who.kind == Identity::Kind::nobody) {
        return error_response(401, "401.1", "Sign in first.");
    }
    return error_response(403, "403.1", "You do not have the right to do that in this study.");
}

}  // namespace mtm
