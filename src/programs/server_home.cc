#include "programs/server_home.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/files.h"

namespace mtm {
namespace {

Error system_error(const std::string& doing) {
    return {doing + ": " + std::strerror(errno)};
}

// Whole on disk before it has its name: half a key would seal what nobody can open again.
Status make_key(const std::string& path) {
    const std::string bytes = random_bytes(32);
    const std::string neighbour = path + ".new";
    const int file = ::open(neighbour.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return system_error("making " + path);
    const bool written =
        ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(file) == 0;
    ::close(file);
    if (!written || ::rename(neighbour.c_str(), path.c_str()) != 0) {
        return system_error("making " + path);
    }
    return Done{};
}

Result<std::array<unsigned char, 32>> read_key(const std::string& path) {
    struct stat about {};

    if (::stat(path.c_str(), &about) != 0) return system_error("reading " + path);
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{path + " can be read by others; run: chmod 600 " + path};
    }
    const std::string bytes = TRY(read_file(path));
    std::array<unsigned char, 32> key{};
    if (bytes.size() != key.size()) {
        return Error{path + " is not the 32 bytes that it was; take it from a backup"};
    }
    std::ranges::copy(bytes, key.begin());
    return key;
}

Status make_private_folder(const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return system_error("making " + path);
    return Done{};
}

}  // namespace

Result<ServerHome> open_server_home(const std::string& folder) {
    ServerHome home;
    home.folder = folder;
    home.spool = folder + "/spool";
    TRY(make_private_folder(folder));
    TRY(make_private_folder(home.spool));
    const std::string key = folder + "/secret.key";
    if (!std::filesystem::exists(key)) TRY(make_key(key));
    home.secret = TRY(read_key(key));
    return home;
}

std::string default_server_home() {
    const char* data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') return std::string(data) + "/mtm";
    const char* home = std::getenv("HOME");
    return std::string(home == nullptr ? "." : home) + "/.local/share/mtm";
}

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t n = ::getrandom(out.data() + filled, count - filled, 0);
        CHECK(n > 0 || errno == EINTR);
        if (n > 0) filled += static_cast<std::size_t>(n);
    }
    return out;
}

}  // namespace mtm
