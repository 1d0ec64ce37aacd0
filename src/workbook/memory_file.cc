#include "workbook/memory_file.h"

#include <cerrno>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

namespace mtm {
namespace {

Error failed(std::string_view doing) {
    return Error{std::strerror(errno)}.in(doing);
}

}  // namespace

Result<MemoryFile> MemoryFile::create() {
    const int descriptor = memfd_create("workbook", MFD_CLOEXEC);
    if (descriptor < 0) return failed("making a file in memory");
    return MemoryFile(descriptor);
}

MemoryFile::~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
}

std::string MemoryFile::path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_);
}

Status MemoryFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failed("writing a file in memory");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
}

Result<std::string> MemoryFile::read_all() const {
    const off_t size = lseek(descriptor_, 0, SEEK_END);
    if (size < 0) return failed("measuring a file in memory");
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
        const ssize_t got =
            pread(descriptor_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return failed("reading a file in memory");
        at += static_cast<std::size_t>(got);
    }
    return bytes;
}

}  // namespace mtm
