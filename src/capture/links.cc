// Public links to the form in the browser.
#include <algorithm>
#include <mutex>

#include "capture/access_state.h"
#include "capture/audit_log.h"
#include "capture/json_answer.h"
#include "capture/people_calls.h"
#include "capture/person_fields.h"
#include "capture/route.h"
#include "capture/secrets.h"

namespace mtm {
namespace {

Status note(const Call& call, std::string what, std::int64_t link) {
    return note_audit(call.service,
                      {.at = call.request.now,
                       .who = call.who.name,
                       .what = std::move(what),
                       .study = call.study->slug,
                       .about = "link-" + std::to_string(link)});
}

}  // namespace

Response list_links(const Call& call) {
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    Json out = Json::array();
    for (const FormLink& link : directory->links()) {
        if (link.study != call.study->slug) continue;
        out.push_back({{"id", link.id},
                       {"name", "link-" + std::to_string(link.id)},
                       {"label", link.label},
                       {"once", link.once},
                       {"createdAt", iso_time(link.created)},
                       {"usedAt", iso_time_or_null(link.used)},
                       {"revokedAt", iso_time_or_null(link.revoked)}});
    }
    return json_response(200, out);
}

Response make_link(const Call& call) {
    JsonBody body = read_json(call.request);
    if (body.refused) return std::move(*body.refused);
    Mistakes mistakes;
    refuse_unknown_fields(body.object, {"label", "once"}, mistakes);
    FormLink link;
    link.study = call.study->slug;
    link.label = label_in(body.object, mistakes);
    const auto once = body.object.find("once");
    if (once == body.object.end() || !once->is_boolean()) {
        mistakes.push_back({"once", "must be true or false."});
    } else {
        link.once = once->get<bool>();
    }
    if (!mistakes.empty()) return mistakes_response(mistakes);
    if (const FormVersion* form = call.study->current(); form != nullptr && form->encrypted) {
        return error_response(409,
                              "409.8",
                              "This study takes tablets only: they encrypt its answers, and the "
                              "form in a browser cannot, so that the server could read them.");
    }
    const std::string token = new_token(call.service);
    link.token_hash = sha256_hex(token);
    link.created = call.request.now;
    link.id = TRY_ANSWER(call.service.organisation->put_link(link));
    TRY_ANSWER(note(call, "link.create", link.id));
    return json_response(200, {{"id", link.id}, {"url", call.request.base_url + "/f/" + token}});
}

Response revoke_link(const Call& call) {
    const std::optional<std::int64_t> id = id_in(call.part("id"));
    const std::lock_guard lock(call.service.access->organisation);
    const auto directory = TRY_ANSWER(call.service.access->directory(*call.service.organisation));
    const auto at = std::ranges::find_if(directory->links(), [&](const FormLink& link) {
        return id && link.id == *id && link.study == call.study->slug;
    });
    if (at == directory->links().end()) return not_found();
    FormLink link = *at;
    if (!link.revoked) {
        link.revoked = call.request.now;
        TRY_ANSWER(call.service.organisation->put_link(link));
        TRY_ANSWER(note(call, "link.revoke", link.id));
    }
    return json_response(200, {{"revokedAt", iso_time_or_null(link.revoked)}});
}

}  // namespace mtm
