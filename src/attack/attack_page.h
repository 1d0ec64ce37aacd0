#pragma once

#include <string>
#include <vector>

#include "attack/attack.h"

namespace mtm {

/// What is printed on a terminal, line by line.
[[nodiscard]] std::vector<std::string> attack_lines(const AttackReport& report);

/// The same as one HTML file for the study's team, in English.
[[nodiscard]] std::string attack_page(const AttackReport& report,
                                      const std::string& title,
                                      bool invented);

}  // namespace mtm
