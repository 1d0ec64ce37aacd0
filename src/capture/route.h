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

/// What studies published, for everybody: dashboards, open data, an interface for programs:
/// public_pages.cc. Paths: /public…
[[nodiscard]] std::optional<Response> respond_public(Service& service, const Request& request);

/// The web pages, filling forms in a browser, /health: pages.cc.
[[nodiscard]] std::optional<Response> respond_pages(Service& service, const Request& request);

// --- who is asking: access.cc ---

/// The person, device or link behind a request: by session cookie, bearer token, Basic (people
/// under /v1 on https or loopback only), Digest or Basic of a device, /key/TOKEN or /f/TOKEN.
/// `nobody` if nothing was presented, or a session that has ended; a wrong or revoked secret is a
/// Response (401, or 403 for a token in the URL, so that no client asks for a password). A link
/// that may be used once is known after its use, too, and marked `spent`: its interview may still
/// be sent again by a browser that did not hear the answer.
struct Access {
    Identity who;
    std::optional<Response> refused;
};

[[nodiscard]] Access identify(Service& service, const Request& request);

/// The 401 that makes ODK Collect and browsers of forms present a device's credential.
[[nodiscard]] Response ask_for_credentials(Service& service, const Request& request);

/// Marks a link that may be used once as used: call it when its interview is stored.
[[nodiscard]] Status note_link_used(Service& service, const Identity& who, std::int64_t now);

/// Absent if the request came over https, from this machine, or the owner insists on plain http;
/// else 403 with a sentence. For everything but tablets sending encrypted forms.
[[nodiscard]] std::optional<Response> refuse_plain_http(const Service& service,
                                                        const Request& request);

/// A one-time link with which whoever holds it becomes an owner: valid for 24 hours, printed by
/// `mtm serve` on the first start. Absent if there is an owner already, unless `even_so`: the way
/// back in for whoever has the machine and has lost the password. An older link ends.
[[nodiscard]] Result<std::optional<std::string>> first_owner_link(Service& service,
                                                                  const std::string& base_url,
                                                                  std::int64_t now,
                                                                  bool even_so = false);

/// Absent if `who` may do it; else the answer: 401 for nobody, 403 for everyone else.
[[nodiscard]] std::optional<Response> refuse_unless(const Identity& who,
                                                    const std::string& study,
                                                    Right right);

/// A JSON error as ODK Central words them: {"message", "code", "details"}.
[[nodiscard]] Response error_response(int status,
                                      const std::string& code,
                                      const std::string& message);

}  // namespace mtm
