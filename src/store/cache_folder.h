#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mtm {

/// What was made before and can be made again, in a folder that may be deleted at any time: files
/// named by a hash of what they were made from. Failing to read or write one is no error: it is
/// made anew.
class CacheFolder {
public:
    explicit CacheFolder(std::string path) : path_(std::move(path)) {}

    /// Whether nothing is kept there yet.
    [[nodiscard]] bool empty() const;

    /// What was kept of `made_from` under that ending (".svg"); absent if nothing was.
    [[nodiscard]] std::optional<std::string> find(std::string_view made_from,
                                                  std::string_view ending) const;

    /// Appears whole, and is not flushed to the disk.
    void keep(std::string_view made_from, std::string_view ending, std::string_view bytes) const;

    /// Deletes what was written longest ago beyond so many files.
    void trim(std::size_t files_max) const;

private:
    [[nodiscard]] std::string file(std::string_view made_from, std::string_view ending) const;

    std::string path_;
};

}  // namespace mtm
