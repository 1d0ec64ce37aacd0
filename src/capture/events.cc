#include "capture/access_state.h"
#include "capture/fieldwork_calls.h"
#include "capture/quality_watch.h"
#include "capture/route.h"
#include "capture/secrets.h"
#include "capture/sessions.h"

namespace mtm {
namespace {

constexpr Instant beat_every = 15'000;    // milliseconds: proxies cut what is silent for long
constexpr Instant checked_every = 5'000;  // milliseconds

// One open page's stream. Knows no more than that something has changed; ends its news when the
// session or the right behind it ends.
struct Stream {
    Service& service;
    const ServedStudy& study;
    std::int64_t person;
    std::string token_hash;  // empty: Basic, which has no session
    bool may_read_findings;
    std::optional<std::uint64_t> told = {};
    std::optional<std::uint64_t> told_findings = {};
    Instant beat = 0;
    Instant checked = 0;
    bool over = false;

    bool is_still_allowed(Instant now) {
        const auto directory = service.access->directory(*service.organisation);
        if (!directory) return true;  // a store that fails for a moment is no reason
        const Person* known = (*directory)->person(person);
        if (known == nullptr || known->disabled) return false;
        if (!may((*directory)->identity_of(*known), study.slug, Right::read_counts)) return false;
        if (token_hash.empty()) return true;
        const auto session = service.organisation->find_session(token_hash);
        return !session || is_live(*session, now);
    }

    std::optional<std::string> next(Instant now) {
        if (over) return std::nullopt;
        if (now >= checked + checked_every) {
            checked = now;
            if (!is_still_allowed(now)) {
                over = true;
                return "event: end\ndata: signed out\n\n";
            }
        }
        const std::uint64_t revision = study.store->revision();
        if (!told || *told != revision) {
            told = revision;
            beat = now;
            return "event: revision\ndata: " + std::to_string(revision) + "\n\n";
        }
        if (may_read_findings) {
            const std::uint64_t findings = study.quality->version();
            if (findings != told_findings) {
                told_findings = findings;
                beat = now;
                return "event: quality\ndata: " + std::to_string(findings) + "\n\n";
            }
        }
        if (now < beat + beat_every) return std::nullopt;
        beat = now;
        return ": still here\n\n";
    }
};

}  // namespace

Response stream_events(const Call& call) {
    const std::string_view token = presented_token(call.request);
    auto stream = std::make_shared<Stream>(
        Stream{.service = call.service,
               .study = *call.study,
               .person = call.who.id,
               .token_hash = token.empty() ? std::string() : sha256_hex(token),
               .may_read_findings = may(call.who, call.study->slug, Right::read_findings),
               .checked = call.request.now});
    return {.status = 200,
            .headers = {{"Content-Type", "text/event-stream; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"X-Accel-Buffering", "no"}},
            .body = "retry: 3000\n\n",
            .events = [stream](std::int64_t now) { return stream->next(now); }};
}

}  // namespace mtm
