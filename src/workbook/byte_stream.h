#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// Bytes that are read from their beginning to their end, as often as one likes.
class ByteStream {
public:
    virtual ~ByteStream() = default;

    /// Fills what it can of `into` and says how much; 0 at the end.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<char> into) = 0;

    virtual Status rewind() = 0;
};

/// Bytes in memory, which must outlive it.
class BytesInMemory final : public ByteStream {
public:
    explicit BytesInMemory(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
        const std::size_t copied = bytes_.substr(at_).copy(into.data(), into.size());
        at_ += copied;
        return copied;
    }

    Status rewind() override {
        at_ = 0;
        return Done{};
    }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

}  // namespace mtm
