#pragma once

#include <string>

#include "attack/attack.h"
#include "attack/count_system.h"

namespace mtm {

/// "6 people", "1 to 9 people".
[[nodiscard]] std::string people_between(long long low, long long high);

/// Where a count stands or would stand: "table “house”, rent", "…: all others".
[[nodiscard]] std::string words_for(const CountTarget& target);

/// Counts a finding of an attack, and names it if there are not yet many.
void add_finding(AttackOutcome& outcome, std::string where, std::string what);

}  // namespace mtm
