#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "seal/open_interview.h"

namespace mtm {

/// Chance for one interview, from whoever has some. Never used twice.
struct SealingEntropy {
    Secret file_key;             // 32 bytes
    std::string key_seed;        // 32 bytes
    std::string signature_seed;  // 32 bytes
};

struct SealedInterviewParts {
    std::string manifest;           // sent as the interview
    std::vector<OpenedFile> files;  // sent with it: *.enc, the answers last
};

/// Encrypts an interview as ODK Collect does when it is finalised. An error if the XML is no
/// submission.
Result<SealedInterviewParts> seal_interview(std::string_view xml,
                                            const std::vector<OpenedFile>& files,
                                            const PublicKey& key,
                                            const SealingEntropy& entropy);

}  // namespace mtm
