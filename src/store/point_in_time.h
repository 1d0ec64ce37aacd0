#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "store/interview_store.h"

namespace mtm {

/// What a store held of an interview at the end of an instant: the state that was current then,
/// with the review that it had. Absent if nothing of the interview had come. Its flags, facts and
/// files are those of today. What was withdrawn since is not in the store, and stays out of it.
Result<std::optional<InterviewStore::Current>> as_it_stood(const InterviewStore& store,
                                                           InterviewStore::Current now,
                                                           Instant until);

/// The corrections, conflicts or reviews that had been made by then, in their order.
template <typename Deed>
[[nodiscard]] std::vector<Deed> made_until(std::vector<Deed> deeds, Instant until) {
    std::erase_if(deeds, [until](const Deed& deed) { return deed.at > until; });
    return deeds;
}

}  // namespace mtm
