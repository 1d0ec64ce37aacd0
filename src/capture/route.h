#pragma once

#include <optional>

#include "capture/identity.h"
#include "capture/message.h"
#include "capture/service.h"

namespace mtm {

// The parts of the server. Each answers the paths that are its own and leaves the rest to others;
// `respond` asks them in this order.

/// formList, form, manifest, media, HEAD and POST of submissions: openrosa.cc.
/// Paths: /formList, /submission (also with a slash at the end), /forms/ID/VERSION.xml,
/// /forms/ID/VERSION/manifest, /forms/ID/VERSION/media/NAME; all of them also under /key/TOKEN,
/// and under /SLUG for one study alone.
[[nodiscard]] std::optional<Response> respond_openrosa(Service& service, const Request& request);

/// Signing in and out, people, roles, devices with their QR codes, links, audit: people.cc.
/// Paths: /v1/sessions, /v1/users, /v1/studies/SLUG/{people,devices,links}, /v1/audits,
/// /welcome/TOKEN.
[[nodiscard]] std::optional<Response> respond_people(Service& service, const Request& request);

/// Studies, fieldwork, interviews, reviews, corrections, events: fieldwork.cc.
/// Paths: /v1/studies, /v1/studies/SLUG/…
[[nodiscard]] std::optional<Response> respond_fieldwork(Service& service, const Request& request);

/// The subset of ODK Central's REST and OData that its clients use: central.cc.
/// Paths: /v1/projects…
[[nodiscard]] std::optional<Response> respond_central(Service& service, const Request& request);

/// The web pages, filling forms in a browser, /health: pages.cc.
[[nodiscard]] std::optional<Response> respond_pages(Service& service, const Request& request);

// --- who is asking: access.cc ---

/// The person, device or link behind a request: by session cookie, bearer token, Basic (people on
/// https or loopback only), Digest or Basic of a device, or /key/TOKEN. `nobody` if nothing was
/// presented; a wrong or revoked secret is a Response (401, or 403 for a token in the URL, so that
/// no client asks for a password).
struct Access {
    Identity who;
    std::optional<Response> refused;
};

[[nodiscard]] Access identify(Service& service, const Request& request);

/// The 401 that makes ODK Collect and browsers of forms present a device's credential.
[[nodiscard]] Response ask_for_credentials(Service& service, const Request& request);

/// Absent if `who` may do it; else the answer: 401 for nobody, 403 for everyone else.
[[nodiscard]] std::optional<Response> refuse_unless(const Identity& who,
                                                    const std::string& study,
                                                    Right right);

/// A JSON error as ODK Central words them: {"message", "code", "details"}.
[[nodiscard]] Response error_response(int status,
                                      const std::string& code,
                                      const std::string& message);

}  // namespace mtm
