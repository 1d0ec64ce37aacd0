#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// An anonymous file in memory, for libraries that read or write paths only. It has no name in any
/// folder and is gone with this object.
class MemoryFile {
public:
    static Result<MemoryFile> create();

    MemoryFile(MemoryFile&& other) noexcept : descriptor_(other.descriptor_) {
        other.descriptor_ = -1;
    }

    MemoryFile& operator=(MemoryFile&&) = delete;
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile();

    /// Where this process can open it.
    [[nodiscard]] std::string path() const;

    Status write(std::string_view bytes);

    [[nodiscard]] Result<std::string> read_all() const;

private:
    explicit MemoryFile(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

}  // namespace mtm
