#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// Runs a program found on PATH, gives it `input` and returns what it prints. An error if it cannot
/// be run, or ends with another status than 0: then with what it printed to stderr.
Result<std::string> run_program(const std::vector<std::string>& command, std::string_view input);

/// Whether a program of that name is on PATH.
[[nodiscard]] bool has_program(const std::string& name);

}  // namespace mtm
