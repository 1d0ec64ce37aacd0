#include "store/attachments.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "store/files.h"
#include "store/schema.h"
#include "store/sha256.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr const char* half_written = ".incoming-";

Error system_error(const std::string& doing, int code) {
    return {doing + ": " + std::strerror(code)};
}

// Writes and flushes a new file; gives its path. Whatever is left of one that failed is removed.
Result<std::string> write_flushed(const std::string& folder, std::string_view bytes) {
    std::string path = folder + "/" + half_written + "XXXXXX";
    const int file = ::mkostemp(path.data(), O_CLOEXEC);
    if (file < 0) return system_error("writing a file into " + folder, errno);
    int failed = 0;
    while (!bytes.empty() && failed == 0) {
        const ssize_t n = ::write(file, bytes.data(), bytes.size());
        if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
        if (n < 0 && errno != EINTR) failed = errno;
        if (n == 0) failed = EIO;
    }
    if (failed == 0 && ::fchmod(file, 0644) != 0) failed = errno;
    if (failed == 0 && ::fsync(file) != 0) failed = errno;
    if (::close(file) != 0 && failed == 0) failed = errno;
    if (failed == 0) return path;
    ::unlink(path.c_str());
    return system_error("writing a file into " + folder, failed);
}

// The hash that a file's name says, or nothing if it is not so named.
std::optional<std::string> hash_of(const std::string& name) {
    if (name.size() != 64) return std::nullopt;
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    std::string hash;
    for (std::size_t i = 0; i < name.size(); i += 2) {
        const int high = digit(name[i]);
        const int low = digit(name[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        hash += static_cast<char>(high * 16 + low);
    }
    return hash;
}

}  // namespace

Attachments::Hold::Hold(Attachments& attachments, std::string hash)
    : attachments_(&attachments), hash_(std::move(hash)) {
    const std::lock_guard lock(attachments_->mutex_);
    ++attachments_->held_[hash_];
}

Attachments::Hold::Hold(Hold&& other) noexcept
    : attachments_(std::exchange(other.attachments_, nullptr)), hash_(std::move(other.hash_)) {}

Attachments::Hold::~Hold() {
    if (attachments_ == nullptr) return;
    const std::lock_guard lock(attachments_->mutex_);
    const auto held = attachments_->held_.find(hash_);
    if (--held->second == 0) attachments_->held_.erase(held);
}

std::string Attachments::folder_of(const std::string& hash) const {
    return folder_ + "/" + hexadecimal(hash).substr(0, 2);
}

std::string Attachments::path_of(const std::string& hash) const {
    return folder_of(hash) + "/" + hexadecimal(hash);
}

// With its name on the disk.
Status Attachments::make_folder(const std::string& path) const {
    if (::mkdir(path.c_str(), 0755) == 0)
        return flush_folder(fs::path(path).parent_path().string());
    if (errno != EEXIST) return system_error("making the folder " + path, errno);
    return Done{};
}

Result<Attachments::Hold> Attachments::keep(const std::string& hash, std::string_view bytes) {
    Hold hold(*this, hash);
    const std::string path = path_of(hash);
    const std::string folder = folder_of(hash);

    struct stat there {};

    if (::stat(path.c_str(), &there) != 0 || there.st_size != static_cast<off_t>(bytes.size())) {
        TRY(make_folder(folder_));
        TRY(make_folder(folder));
        const std::string written = TRY(write_flushed(folder, bytes));
        if (::rename(written.c_str(), path.c_str()) != 0) {
            const Error error = system_error("renaming a file in " + folder, errno);
            ::unlink(written.c_str());
            return error;
        }
    }
    TRY(flush_folder(folder));  // also where another thread has just renamed it
    return Result<Hold>(std::move(hold));
}

Result<std::string> Attachments::read(const std::string& hash) const {
    std::string bytes = TRY(read_file(path_of(hash)));
    if (sha256(bytes) != hash) return Error{path_of(hash) + ": the file is damaged"};
    return bytes;
}

void Attachments::remove(const std::string& hash) {
    const std::lock_guard lock(mutex_);
    if (!held_.contains(hash)) ::unlink(path_of(hash).c_str());
}

Status Attachments::clean(const std::function<Result<bool>(const std::string& hash)>& known) {
    std::error_code error;
    for (const auto& folder : fs::directory_iterator(folder_, error)) {
        if (!folder.is_directory()) continue;
        for (const auto& file : fs::directory_iterator(folder.path(), error)) {
            const std::string name = file.path().filename().string();
            const auto hash = hash_of(name);
            const bool stays = hash ? TRY(known(*hash)) : !name.starts_with(half_written);
            if (!stays) ::unlink(file.path().c_str());
        }
    }
    return Done{};
}

}  // namespace mtm
