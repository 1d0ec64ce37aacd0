#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// Writes a ZIP archive from beginning to end, without knowing how long its files become: each has
/// its sizes and checksum behind it (APPNOTE 6.3.9, sections 4.3.9 and 4.5.3; ZIP64, so that a file
/// may be of any size). What a call gives is what comes next in the archive.
class ZipStream {
public:
    ZipStream();
    ZipStream(const ZipStream&) = delete;
    ZipStream& operator=(const ZipStream&) = delete;
    ~ZipStream();

    /// Begins a file. REQUIRES: none is open.
    [[nodiscard]] std::string begin(const std::string& name);
    /// REQUIRES: a file is open; so for `end`.
    [[nodiscard]] std::string add(std::string_view bytes);
    [[nodiscard]] std::string end();
    /// The archive's directory, after its last file.
    [[nodiscard]] std::string finish();

private:
    struct Entry {
        std::string name;
        std::uint64_t offset = 0;
        std::uint64_t packed = 0;
        std::uint64_t size = 0;
        std::uint32_t checksum = 0;
    };

    struct Deflater;

    std::string deflated(std::string_view bytes, bool last);

    std::vector<Entry> entries_;
    std::uint64_t offset_ = 0;
    Deflater* deflater_;
    bool open_ = false;
};

}  // namespace mtm
