#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "store/interview_store.h"

namespace mtm {

/// One state of an interview, and the state that it replaces (empty: none).
struct StateLink {
    std::string instance_id;
    std::string deprecated_id;
};

/// How the states of one interview hang together.
struct InterviewShape {
    std::size_t first = 0;          // gives the interview its name
    std::size_t current = 0;        // what stands now
    bool conflict = false;          // there are states beside the line from first to current
    bool without_original = false;  // the first replaces one that is not here

    bool operator==(const InterviewShape&) const = default;
};

/// The shape of states given in order of arrival: the first is the one that replaces none of the
/// others; from there each is followed by the edit of it that arrived earliest. So an edit counts
/// if it replaced what was current, and the order in which a line of edits arrives is no matter.
/// REQUIRES: at least one state.
[[nodiscard]] InterviewShape shape_of(const std::vector<StateLink>& states);

/// What the store itself flags, beside what was found on arrival.
[[nodiscard]] std::vector<Flag> flags_of_shape(const InterviewShape& shape, bool set_aside);

/// How long an interview took, to the whole second; absent without both times, or if the end is
/// before the start.
[[nodiscard]] std::optional<std::int64_t> duration_s(const FieldworkFacts& facts);

/// What every number of one tally row has in common.
[[nodiscard]] inline auto tally_key(const TallyRow& row) {
    return std::tie(row.day,
                    row.area,
                    row.group,
                    row.enumerator,
                    row.language,
                    row.consent,
                    row.review,
                    row.counted,
                    row.pilot,
                    row.sender);
}

/// Bytes that came with an arrival and cannot be part of its interview.
[[nodiscard]] SetAside aside(const Arrival& arrival,
                             const std::string& reason,
                             std::string_view bytes);

// Reasons of what is set aside.
[[nodiscard]] std::string reason_no_instance_id();

/// Of something that is said of an interview which the store does not have.
[[nodiscard]] Error no_interview(const std::string& instance_id);
[[nodiscard]] std::string reason_other_xml(const std::string& instance_id);
[[nodiscard]] std::string reason_file_of_other_xml(const std::string& name,
                                                   const std::string& instance_id);
[[nodiscard]] std::string reason_other_file(const std::string& name,
                                            const std::string& instance_id);

}  // namespace mtm
