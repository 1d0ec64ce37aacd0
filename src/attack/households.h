#pragma once

#include "attack/attack.h"
#include "attack/link.h"
#include "attack/public_csv.h"
#include "base/result.h"

namespace mtm {

/// Adds to records what their rows of a repeat tell together, as a further column, and to the
/// people who are looked for what is known of their households: both in the same words. Blank where
/// the rows are withheld, for then it could be any household.
[[nodiscard]] Status add_households(const AttackedRepeat& repeat,
                                    PublicCsv& records,
                                    LinkageKnowledge& people);

/// The rows of a repeat with the keys of their records before their own: what members are looked
/// for in.
struct MembersSought {
    PublicCsv rows;
    LinkageKnowledge members;
};

/// REQUIRES: `records` and `people` have had the households added.
[[nodiscard]] Result<MembersSought> members_sought(const AttackedRepeat& repeat,
                                                   const PublicCsv& records,
                                                   const LinkageKnowledge& people);

}  // namespace mtm
