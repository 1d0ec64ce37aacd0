#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "capture/imported.h"

namespace mtm {

/// Interviews in folders, as ODK Collect keeps them (`instances/NAME/NAME.xml`), ODK Briefcase
/// (`instances/uuid…/submission.xml`) or an unpacked tablet: each folder below `path` in which one
/// XML document lies is an interview, and whatever else lies in it came with it.
[[nodiscard]] std::vector<std::string> documents_below(const std::string& path);

struct InstanceRead {
    std::vector<IncomingInterview> interviews;
    Diagnostics diagnostics;
};

/// Reads such documents with their files. Told, and not taken, is what cannot be read, is of
/// another form, was invented for a rehearsal, or is encrypted: that goes through the server.
[[nodiscard]] Result<InstanceRead> read_instances(const ServedStudy& study,
                                                  const std::vector<std::string>& documents);

}  // namespace mtm
