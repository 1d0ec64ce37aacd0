#pragma once

#include <memory>
#include <string>

#include "capture/service.h"
#include "store/form_versions.h"

namespace mtm {

/// A version that was deployed, made ready to be handed out and to judge what comes back: hashes of
/// its exact bytes, its router.
[[nodiscard]] std::unique_ptr<FormVersion> form_version(const DeployedForm& deployed);

/// Makes what reads interviews of a version, once its questionnaire stands where it will stay.
void make_readers(FormVersion& version);

/// The media type of a file by the ending of its name; application/octet-stream if it is unknown.
[[nodiscard]] std::string content_type_of(std::string_view file_name);

}  // namespace mtm
