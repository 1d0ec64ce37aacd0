#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// All bytes of a file. The error names the file and what the system said.
Result<std::string> read_file(const std::string& path);

/// Writes a file so that it is either wholly there or not at all: to a neighbour first, flushed to
/// the disk, then renamed over. Missing folders are made.
Status write_file(const std::string& path, std::string_view bytes);

/// A file to write.
struct FileOut {
    std::string name;  // relative to the folder
    std::string bytes;
};

/// Replaces a whole folder at once: the files are written into a neighbour, which then takes its
/// place. Whoever looks sees the old folder or the new one, never a mixture.
Status replace_folder(const std::string& path, const std::vector<FileOut>& files);

/// Names of the files in a folder with that ending, sorted; none if there is no such folder.
[[nodiscard]] std::vector<std::string> files_in(const std::string& folder, std::string_view ending);

}  // namespace mtm
