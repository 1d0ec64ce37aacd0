#pragma once

#include <string>
#include <vector>

#include "attack/attack.h"
#include "programs/command.h"
#include "programs/narratives.h"
#include "programs/private_keys.h"

namespace mtm {

/// Findings of the attack by differences, on stderr: what is public already, how many differ, and
/// the first ones.
void say_differences(const AttackOutcome& outcome, int threshold);

/// Whether a publication that prints an earlier round anew would tell, beside what is public of
/// that round (its releases, and what was published of it), of few of its people: who withdrew
/// since. All that its own publication would print today is compared, and every question of
/// everyone, as a comparison of rounds has it. Nothing is done where nothing of it is public.
/// Errors: a file of what is public cannot be read.
[[nodiscard]] Result<AttackOutcome> earlier_round_told_anew(const LoadedStudy& earlier);

/// The folders of the earlier rounds whose interviews the narratives tell of: the one before, and
/// where they show questions through the rounds those before it. `always`: the one before is told
/// of in any case.
[[nodiscard]] std::vector<std::string> earlier_rounds_told(const std::string& directory,
                                                           const Study& study,
                                                           const Narratives& narratives,
                                                           bool always);

/// Whether any of these rounds would tell of few so; says of which, of whom and what can be done,
/// and sets `exit`. Rounds that cannot be opened, or that are invented where the others are not,
/// are not told of.
bool earlier_rounds_tell_of_few(const std::vector<std::string>& folders,
                                const InterviewsWanted& wanted,
                                const KeyOptions& keys,
                                Exit& exit);

/// The same of a round that is open.
bool earlier_round_tells_of_few(const LoadedStudy& earlier, Exit& exit);

}  // namespace mtm
