// The record of who did what, latest first. Managers read the lines of the studies that they lead.
#include <charconv>

#include "capture/json_answer.h"
#include "capture/people_calls.h"
#include "capture/person_fields.h"
#include "capture/route.h"

namespace mtm {
namespace {

constexpr int page = 100;
// A manager's page may hold fewer lines than there are: after this many pages read, it ends.
constexpr int most_pages_read = 20;

bool may_read(const Identity& who, const AuditEntry& entry) {
    return who.owner || (!entry.study.empty() && may(who, entry.study, Right::manage));
}

bool leads_a_study(const Call& call) {
    if (call.who.owner) return true;
    for (const auto& study : call.service.studies) {
        if (may(call.who, study->slug, Right::manage)) return true;
    }
    return false;
}

}  // namespace

Response list_audits(const Call& call) {
    if (!leads_a_study(call)) {
        return error_response(403, "403.1", "Only owners and managers read the record.");
    }
    std::int64_t before = 0;
    if (const auto given = call.request.parameter("before")) {
        const std::optional<std::int64_t> number = id_in(*given);
        if (!number) return mistakes_response({{"before", "must be a number of a line."}});
        before = *number;
    }
    Json out = Json::array();
    for (int read = 0; read < most_pages_read && out.size() < page; ++read) {
        const std::vector<AuditEntry> lines =
            TRY_ANSWER(call.service.organisation->audit(before, page));
        for (const AuditEntry& line : lines) {
            before = line.number;
            if (!may_read(call.who, line)) continue;
            out.push_back({{"number", line.number},
                           {"at", iso_time(line.at)},
                           {"who", line.who},
                           {"what", line.what},
                           {"study", line.study},
                           {"about", line.about}});
            if (out.size() == page) break;
        }
        if (lines.size() < page) break;
    }
    return json_response(200, out);
}

}  // namespace mtm
