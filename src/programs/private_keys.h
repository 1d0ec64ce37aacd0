#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "programs/command.h"
#include "seal/rsa_key.h"

namespace mtm {

/// --key, --passphrase-file and --without-unopened.
void add_key_options(Arguments command, KeyOptions& options);

/// Reads the private keys, asking on the terminal for passphrases that no file gives: the files are
/// taken in the order of the keys that need one, the last for all that are left. The error is a
/// sentence that names the file.
Result<std::vector<PrivateKey>> read_private_keys(const KeyOptions& options);

/// How much of what was found is printed.
enum class FoundShown { counts, each };

/// Opens the encrypted interviews of what was read and puts them among the others; says on stderr
/// how many there were, which could not be opened and why, and what the server could not check.
/// False, with `exit` set, where nothing may be made from the rest: without a key, or because some
/// could not be opened and nobody said --without-unopened.
bool open_the_sealed(const std::string& directory,
                     const Study& study,
                     const KeyOptions& options,
                     FoundShown shown,
                     InterviewsRead& read,
                     Exit& exit);

}  // namespace mtm
