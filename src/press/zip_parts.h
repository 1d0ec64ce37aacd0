#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// A file in an archive.
struct ZipPart {
    std::string name;
    std::string bytes;
};

/// A ZIP archive of these parts in their order, each of the first day that ZIP knows (1980-01-01):
/// the same parts give the same bytes, whenever and wherever.
Result<std::string> zip_of(const std::vector<ZipPart>& parts);

/// The parts of an archive in their order. For what another program has just written, not for what
/// comes from outside: sizes are believed.
Result<std::vector<ZipPart>> parts_of_zip(std::string_view bytes);

}  // namespace mtm
