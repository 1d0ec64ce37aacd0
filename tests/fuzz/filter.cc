// A $filter as anybody may send it: whatever it is, it is refused with a sentence or it decides;
// and what its denial accepts is just what it does not.
#include "odata/filter.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

constexpr std::int64_t now = 1'714'550'000'000;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto parsed = mtm::Filter::parse(text, now);
    if (parsed.refused) {
        require(parsed.refused->status == 400 || parsed.refused->status == 501);
        require(!parsed.refused->message.empty());
        return 0;
    }
    const auto denied = mtm::Filter::parse("not (" + text + ")", now);
    const auto both = mtm::Filter::parse("(" + text + ") and (" + text + ")", now);
    const mtm::FilterFacts plain{.submission_date = now};
    const mtm::FilterFacts reviewed{.submission_date = now - 86'400'000,
                                    .updated_at = now,
                                    .submitter_id = "7",
                                    .review_state = "approved"};
    for (const mtm::FilterFacts& facts : {plain, reviewed}) {
        const bool accepts = parsed.filter.accepts(facts);
        if (!denied.refused) require(denied.filter.accepts(facts) != accepts);
        if (!both.refused) require(both.filter.accepts(facts) == accepts);
    }
    return 0;
}
