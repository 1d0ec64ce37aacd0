#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "compile/define.h"

namespace mtm {

/// Gives the form of a study's folder the key of its study.toml (study/public_key.h). What is wrong
/// with the key is added to the form's diagnostics. A study.toml that is not there or is broken
/// gives none; the latter is told by whoever checks the study.
Status take_study_key(const std::string& toml_path, DefinedForm& form);

/// Whether a public key encrypts anything; nothing is wrong with one that is empty.
[[nodiscard]] Diagnostics mistakes_in_public_key(const std::string& key, const Place& place);

/// Whether somebody put a private key beside an encrypted study: then every backup and the server
/// have it. Looks at the folder's own files.
[[nodiscard]] Diagnostics private_keys_in(const std::string& directory);

}  // namespace mtm
