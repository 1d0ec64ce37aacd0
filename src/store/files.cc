#include "store/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace mtm {
namespace {

namespace fs = std::filesystem;

Error system_error(const std::string& doing) {
    return {doing + ": " + std::strerror(errno)};
}

// Closes a file descriptor when it goes.
class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }

    [[nodiscard]] int value() const { return value_; }

private:
    int value_;
};

Status make_folder(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return Error{"making the folder " + path.string() + ": " + error.message()};
    return Done{};
}

// `sync` costs a disk flush; a folder of many files is flushed by its own means.
Status write_bytes(const std::string& path, std::string_view bytes, bool sync) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.value() < 0) return system_error("writing " + path);
    while (!bytes.empty()) {
        const ssize_t n = ::write(file.value(), bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_error("writing " + path);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (sync && ::fsync(file.value()) != 0) return system_error("flushing " + path);
    return Done{};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.value() < 0) return system_error("reading " + path);
    std::string bytes;
    std::error_code error;
    const auto size = fs::file_size(path, error);
    bytes.resize(error ? 65536 : static_cast<std::size_t>(size) + 1);
    std::size_t filled = 0;
    for (;;) {
        if (filled == bytes.size()) bytes.resize(bytes.size() * 2);
        const ssize_t n = ::read(file.value(), bytes.data() + filled, bytes.size() - filled);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_error("reading " + path);
        if (n == 0) break;
        filled += static_cast<std::size_t>(n);
    }
    bytes.resize(filled);
    return bytes;
}

Status write_file(const std::string& path, std::string_view bytes) {
    const fs::path target(path);
    if (target.has_parent_path()) TRY(make_folder(target.parent_path()));
    const std::string neighbour = path + ".new";
    TRY(write_bytes(neighbour, bytes, true));
    if (::rename(neighbour.c_str(), path.c_str()) != 0)
        return system_error("renaming " + neighbour);
    return Done{};
}

Status replace_folder(const std::string& path, const std::vector<FileOut>& files) {
    const std::string fresh = path + ".new";
    const std::string old = path + ".old";
    std::error_code error;
    fs::remove_all(fresh, error);
    fs::remove_all(old, error);
    TRY(make_folder(fresh));
    for (const FileOut& file : files)
        TRY(write_bytes(fresh + "/" + file.name, file.bytes, false));
    if (fs::exists(path) && ::rename(path.c_str(), old.c_str()) != 0) {
        return system_error("renaming " + path);
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) return system_error("renaming " + fresh);
    fs::remove_all(old, error);
    return Done{};
}

std::vector<std::string> files_in(const std::string& folder, std::string_view ending) {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        std::string name = entry.path().filename().string();
        if (name.ends_with(ending) && entry.is_regular_file()) names.push_back(std::move(name));
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace mtm
