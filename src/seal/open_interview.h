#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "seal/rsa_key.h"

namespace mtm {

/// A file of an interview under the name that its answers give it.
struct OpenedFile {
    std::string name;
    std::string bytes;
};

struct OpenedInterview {
    std::string xml;                // the submission as the form would have sent it unencrypted
    std::vector<OpenedFile> files;  // in the order of the manifest; without those that are missing
};

struct Opening {
    std::optional<OpenedInterview> interview;  // absent: an error among the diagnostics says why
    Diagnostics diagnostics;                   // each names the interview and holds no answer
};

/// Gives the bytes of a file that came with an interview: absent if it did not come, an error if it
/// cannot be read.
using SealedFiles = std::function<Result<std::optional<std::string>>(const std::string& name)>;

/// Opens an encrypted interview with whichever of the keys is its own. What opens is what was
/// sealed: padding and signature (where the device made one) are checked, and that the answers
/// belong to the interview and form that the manifest names. A missing picture does not keep the
/// answers closed, it is told; a missing or damaged file of answers does, and so does anything that
/// does not fit together. `file_name` is for the places of diagnostics.
///
/// The signature is made with the public key: it shows damage on the way, and proves nothing about
/// who sealed. Format: docs/formats/encryption.md.
[[nodiscard]] Opening open_interview(std::string_view manifest,
                                     const std::vector<PrivateKey>& keys,
                                     const SealedFiles& files,
                                     const std::string& file_name);

}  // namespace mtm
