#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mtm {

/// The bytes of a zip archive with these files, each a name and its bytes; the same files give the
/// same bytes. Fails where memory does, and on two files of one name.
Result<std::string> zip_archive(const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace mtm
