#include "store/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <stdio.h>   // renameat2
#include <stdlib.h>  // mkdtemp
#include <sys/stat.h>
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

Status write_bytes(const std::string& path, std::string_view bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.value() < 0) return system_error("writing " + path);
    while (!bytes.empty()) {
        const ssize_t n = ::write(file.value(), bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_error("writing " + path);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return Done{};
}

// On the disk, for a file or a folder.
Status flush(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.value() < 0 || ::fsync(file.value()) != 0) return system_error("flushing " + path);
    return Done{};
}

void remove_folder(const std::string& path) {
    std::error_code ignored;  // what stays behind is a hidden neighbour, nothing that anyone reads
    fs::remove_all(path, ignored);
}

// A new folder beside `path`, under a name that nobody has, with the files in it. They are
// not flushed: what is written by the folder can be made again.
Result<std::string> filled_neighbour(const std::string& path, const std::vector<FileOut>& files) {
    TRY(make_folder(parent_folder(path)));
    std::string name = parent_folder(path) + "/.mtm-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) return system_error("making a folder beside " + path);
    ::chmod(name.c_str(), 0755);
    for (const FileOut& file : files) {
        if (file.name.find('/') != std::string::npos) {
            std::error_code ignored;  // the write that follows says what is wrong
            fs::create_directories(fs::path(name + "/" + file.name).parent_path(), ignored);
        }
        if (const Status written = write_bytes(name + "/" + file.name, file.bytes); !written) {
            remove_folder(name);
            return written.error();
        }
    }
    return name;
}

}  // namespace

std::string parent_folder(const std::string& path) {
    const fs::path parent = fs::path(path).parent_path();
    return parent.empty() ? "." : parent.string();
}

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
    TRY(make_folder(parent_folder(path)));
    const std::string neighbour = path + ".new";
    TRY(write_bytes(neighbour, bytes));
    TRY(flush(neighbour));
    if (::rename(neighbour.c_str(), path.c_str()) != 0) {
        return system_error("renaming " + neighbour);
    }
    return flush(parent_folder(path));
}

Status make_folder_of(const std::string& path, const std::vector<FileOut>& files) {
    const std::string fresh = TRY(filled_neighbour(path, files));
    // Without replacing: whatever took the name meanwhile stays.
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
        const Error error = system_error("making " + path);
        remove_folder(fresh);
        return error;
    }
    return Done{};
}

Status replace_folder(const std::string& path, const std::vector<FileOut>& files) {
    if (!fs::exists(path)) return make_folder_of(path, files);
    const std::string fresh = TRY(filled_neighbour(path, files));
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) != 0) {
        const Error error = system_error("replacing " + path);
        remove_folder(fresh);
        return error;
    }
    remove_folder(fresh);  // which now holds what was there before
    return Done{};
}

Status flush_disk_of(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.value() < 0 || ::syncfs(file.value()) != 0) return system_error("flushing " + path);
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
