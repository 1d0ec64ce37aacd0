#pragma once

#include <string>

#include "base/result.h"
#include "seal/secret.h"

namespace mtm {

/// Asks for a line on the terminal without showing what is typed. An error where there is no
/// terminal.
Result<Secret> ask_secretly(const std::string& question);

/// The first line of a file.
Result<Secret> secret_in_file(const std::string& path);

/// From now on no memory of this process is written to disk when it crashes, and no other program
/// of the same user may look into it.
void keep_memory_private();

}  // namespace mtm
