#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "capture/published.h"

namespace mtm {

/// The files that everybody may have in DIR/out/public of each study's folder, by path, with what
/// changes when they do. Files of other names, links and folders are not among them.
using PublishedStamps =
    std::map<std::string, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;

[[nodiscard]] PublishedStamps published_stamps(const std::vector<std::string>& folders);

/// What `mtm publish` wrote into the studies' folders, read into memory, and what could not be, in
/// sentences.
struct ReadPublished {
    std::shared_ptr<const PublishedStudies> studies;
    std::vector<std::string> problems;
};

[[nodiscard]] ReadPublished read_published(const std::vector<std::string>& folders);

}  // namespace mtm
