#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// Files too large to lie in the database: beside it, in a folder, each under the SHA-256 of its
/// bytes ("ab/abcdef…"), so that the same photograph lies there once. A file is written, flushed
/// and renamed before the commit that names it, and removed after the one that no longer does.
/// Hashes are given as 32 bytes. Safe for many threads.
class Attachments {
public:
    /// Larger ones lie beside the database; in bytes.
    static constexpr std::size_t largest_inside = 65536;

    explicit Attachments(std::string folder) : folder_(std::move(folder)) {}

    /// Holds a file against removal between its writing and its commit.
    class Hold {
    public:
        Hold(Attachments& attachments, std::string hash);
        Hold(Hold&& other) noexcept;
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;
        Hold& operator=(Hold&&) = delete;
        ~Hold();

    private:
        Attachments* attachments_;
        std::string hash_;
    };

    /// Lays a file there, on the disk when this returns.
    Result<Hold> keep(const std::string& hash, std::string_view bytes);

    /// The bytes; an error if they are missing or not those of the hash.
    [[nodiscard]] Result<std::string> read(const std::string& hash) const;

    /// Removes a file, unless somebody holds it.
    void remove(const std::string& hash);

    /// Removes what was left half-written, and every file that `known` does not know: of a commit
    /// that never came. REQUIRES: nobody else uses the folder.
    Status clean(const std::function<Result<bool>(const std::string& hash)>& known);

private:
    [[nodiscard]] std::string folder_of(const std::string& hash) const;
    [[nodiscard]] std::string path_of(const std::string& hash) const;
    Status make_folder(const std::string& path) const;

    std::string folder_;
    std::mutex mutex_;
    std::map<std::string, int> held_;
};

}  // namespace mtm
