#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// An OLE2 compound file, the little file system that old Office files and password-protected new
/// ones live in: [MS-CFB]. Streams are chains of sectors; short ones are chains of mini sectors
/// inside the root's stream. Names are those of all storages, without their path.
class CompoundFile {
public:
    /// True if the bytes begin as such a file does.
    [[nodiscard]] static bool recognises(std::string_view bytes);

    /// `bytes` must outlive the file.
    static Result<CompoundFile> open(std::string_view bytes);

    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }

    /// REQUIRES: has(name).
    [[nodiscard]] Result<std::string> stream(std::string_view name) const;

private:
    struct Entry {
        std::string name;
        int type = 0;
        std::uint32_t first = 0;
        std::uint32_t size = 0;
    };

    [[nodiscard]] const Entry* find(std::string_view name) const;
    [[nodiscard]] std::string_view sector(std::uint32_t number) const;
    Status read_table();
    Status read_directory();
    [[nodiscard]] Result<std::string> chain(std::uint32_t first) const;
    [[nodiscard]] Result<std::string> mini_chain(const Entry& entry) const;

    std::string_view bytes_;
    std::size_t sector_bytes_ = 512;
    std::size_t mini_bytes_ = 64;
    std::vector<std::uint32_t> next_;       // of each sector
    std::vector<std::uint32_t> mini_next_;  // of each mini sector
    std::vector<Entry> entries_;
    std::string mini_stream_;
};

/// Numbers stored low byte first. REQUIRES: the bytes are there.
[[nodiscard]] std::uint16_t u16_at(std::string_view bytes, std::size_t at);
[[nodiscard]] std::uint32_t u32_at(std::string_view bytes, std::size_t at);
[[nodiscard]] double double_at(std::string_view bytes, std::size_t at);

}  // namespace mtm
