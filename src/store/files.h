#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// The folder in which a file or folder lies; "." where the path names none.
[[nodiscard]] std::string parent_folder(const std::string& path);

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

/// Makes a new folder with these files, wholly or not at all; names may hold a folder. It is an
/// error if something of that name is there already.
Status make_folder_of(const std::string& path, const std::vector<FileOut>& files);

/// Puts a folder with these files in the place of another, if there is one: the two are exchanged
/// at one instant, and whoever looks sees the old files or the new ones, never a mixture. Nothing
/// beside the folder is touched.
Status replace_folder(const std::string& path, const std::vector<FileOut>& files);

/// Everything that has been written to the disk on which a file or folder lies is there for good
/// when this returns: for the little that cannot be made again.
Status flush_disk_of(const std::string& path);

/// Names of the files in a folder with that ending, sorted; none if there is no such folder.
[[nodiscard]] std::vector<std::string> files_in(const std::string& folder, std::string_view ending);

}  // namespace mtm
