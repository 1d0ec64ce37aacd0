// What could not be taken for an interview, for the team to look at.
#include <algorithm>

#include "capture/audit_log.h"
#include "capture/fieldwork_calls.h"
#include "capture/person_fields.h"
#include "capture/route.h"

namespace mtm {

Response list_set_aside(const Call& call) {
    const Scope scope = scope_in(call.who, call.study->slug);
    Json out = Json::array();
    for (const SetAside& kept : TRY_ANSWER(call.study->store->all_set_aside())) {
        if (!scope.holds(kept.sender)) continue;
        out.push_back({{"number", kept.number},
                       {"receivedAt", iso_time(kept.received)},
                       {"sender", kept.sender},
                       {"reason", kept.reason},
                       {"instanceId", kept.instance_id},
                       {"size", kept.size}});
    }
    return json_response(200, out);
}

Response send_set_aside(const Call& call) {
    const std::optional<std::int64_t> number = id_in(call.part("number"));
    const std::vector<SetAside> all = TRY_ANSWER(call.study->store->all_set_aside());
    const auto at = std::ranges::find_if(
        all, [&](const SetAside& kept) { return number && kept.number == *number; });
    if (at == all.end() || !scope_in(call.who, call.study->slug).holds(at->sender)) {
        return not_found();
    }
    std::string bytes = TRY_ANSWER(call.study->store->set_aside_bytes(at->number));
    TRY_ANSWER(note_audit(call.service,
                          {.at = call.request.now,
                           .who = call.who.name,
                           .what = "set-aside.export",
                           .study = call.study->slug,
                           .about = "set aside " + std::to_string(at->number)}));
    return {.status = 200,
            .headers = {{"Content-Type", "application/octet-stream"},
                        {"Content-Disposition", "attachment"},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"}},
            .body = std::move(bytes),
            .events = {}};
}

}  // namespace mtm
