#pragma once

#include <string>

#include "base/diagnostic.h"
#include "compile/define.h"

namespace mtm {

/// Gives a form the public key that study.toml names ([encryption] public_key, perhaps empty), as
/// if it stood in the column public_key of its settings sheet, and says what stands against it: the
/// sheet has another one, or the form no instanceID.
[[nodiscard]] Diagnostics take_public_key(const std::string& own,
                                          const std::string& toml_name,
                                          DefinedForm& form);

/// Where the key of such a form was written.
[[nodiscard]] Place place_of_public_key(const std::string& own,
                                        const std::string& toml_name,
                                        const DefinedForm& form);

}  // namespace mtm
