#include "server/body.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <stdlib.h>  // mkostemp
#include <sys/mman.h>
#include <unistd.h>

namespace mtm {
namespace {

constexpr std::size_t always_in_memory =
    std::size_t{16} * 1024;  // bytes, also where there is no room left

Error system_error(const std::string& doing) {
    return {doing + ": " + std::strerror(errno)};
}

}  // namespace

ArrivingBody::~ArrivingBody() {
    room_.memory_taken -= memory_.size();
    room_.disk_taken -= written_;
    if (mapped_ != nullptr) ::munmap(mapped_, size_);
    if (file_ >= 0) ::close(file_);
}

Status ArrivingBody::append(std::string_view bytes) {
    Status taken = take(bytes);
    if (!taken) failure_ = taken.error();
    return taken;
}

Status ArrivingBody::take(std::string_view bytes) {
    const std::size_t held = memory_.size() + bytes.size();
    const bool room = room_.memory_taken + bytes.size() <= room_.memory;
    size_ += bytes.size();
    if (file_ < 0 && held <= room_.in_memory && (room || held <= always_in_memory)) {
        memory_.append(bytes);
        room_.memory_taken += bytes.size();
        return Done{};
    }
    if (file_ < 0) {
        TRY(open_file());
        TRY(write(memory_));
        room_.memory_taken -= memory_.size();
        memory_ = std::string();
    }
    return write(bytes);
}

Status ArrivingBody::open_file() {
    file_ = ::open(room_.folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file_ >= 0) return Done{};
    std::string name = room_.folder + "/body-XXXXXX";  // a file system without O_TMPFILE
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0) return system_error("making a file for a large body in " + room_.folder);
    ::unlink(name.c_str());
    return Done{};
}

Status ArrivingBody::write(std::string_view bytes) {
    if (room_.disk_taken + bytes.size() > room_.disk) {
        return Error{"the bodies that are being received take all the room they may take"};
    }
    while (!bytes.empty()) {
        const ssize_t n = ::write(file_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_error("writing a large body to " + room_.folder);
        written_ += static_cast<std::uint64_t>(n);
        room_.disk_taken += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return Done{};
}

Result<std::string_view> ArrivingBody::complete() {
    if (file_ < 0) return std::string_view(memory_);
    void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
    if (mapped == MAP_FAILED) return system_error("mapping a large body");
    mapped_ = mapped;
    return std::string_view(static_cast<const char*>(mapped_), size_);
}

}  // namespace mtm
