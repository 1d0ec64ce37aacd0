#include "store/file_stream.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace mtm {
namespace {

class FileStream final : public ByteStream {
public:
    FileStream(std::string path, int descriptor)
        : path_(std::move(path)), descriptor_(descriptor) {}

    FileStream(const FileStream&) = delete;
    FileStream& operator=(const FileStream&) = delete;

    ~FileStream() override { close(descriptor_); }

    [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
        for (;;) {
            const ssize_t got = ::read(descriptor_, into.data(), into.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) return Error{path_ + ": " + std::strerror(errno)};
        }
    }

    Status rewind() override {
        if (lseek(descriptor_, 0, SEEK_SET) == 0) return Done{};
        return Error{path_ + ": " + std::strerror(errno)};
    }

private:
    std::string path_;
    int descriptor_;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> open_stream(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return Error{path + ": " + std::strerror(errno)};
    return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(path, descriptor));
}

}  // namespace mtm
