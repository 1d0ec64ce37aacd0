#include "capture/openrosa.h"

#include "capture/route.h"

namespace mtm {
namespace {

// Over plain http others can read along: only studies whose forms seal their answers are there,
// unless the owner insists.
Identity as_over_this_line(const Service& service, const Request& request, Identity who) {
    if (!refuse_plain_http(service, request)) return who;
    std::erase_if(who.roles, [&](const auto& role) {
        const ServedStudy* study = service.find_study(role.first);
        return study == nullptr || study->current() == nullptr || !study->current()->encrypted;
    });
    return who;
}

}  // namespace

std::optional<Response> respond_openrosa(Service& service, const Request& request) {
    const auto path = openrosa_path(service, request.path);
    if (!path) return std::nullopt;
    Access access = identify(service, request);
    if (access.refused) return as_openrosa(service, std::move(*access.refused));
    if (access.who.kind == Identity::Kind::nobody)
        return as_openrosa(service, ask_for_credentials(service, request));
    const Identity who = as_over_this_line(service, request, access.who);
    if (who.roles.empty() && !access.who.roles.empty())
        return as_openrosa(service, *refuse_plain_http(service, request));
    return as_openrosa(service, answer_openrosa(service, request, *path, who));
}

}  // namespace mtm
