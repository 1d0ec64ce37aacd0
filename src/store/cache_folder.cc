#include "store/cache_folder.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include <unistd.h>

#include "base/text.h"
#include "store/files.h"
#include "store/sha256.h"

namespace mtm {

namespace fs = std::filesystem;

std::string CacheFolder::file(std::string_view made_from, std::string_view ending) const {
    return path_ + "/" + hexadecimal(sha256(made_from)) + std::string(ending);
}

bool CacheFolder::empty() const {
    std::error_code none;
    return fs::directory_iterator(path_, none) == fs::directory_iterator();
}

std::optional<std::string> CacheFolder::find(std::string_view made_from,
                                             std::string_view ending) const {
    const auto read = read_file(file(made_from, ending));
    if (!read) return std::nullopt;
    return *read;
}

void CacheFolder::keep(std::string_view made_from,
                       std::string_view ending,
                       std::string_view bytes) const {
    static std::atomic<int> written = 0;
    std::error_code failed;
    fs::create_directories(path_, failed);
    const std::string name = file(made_from, ending);
    const std::string neighbour =
        name + "." + std::to_string(::getpid()) + "-" + std::to_string(++written);
    std::ofstream out(neighbour, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (out) fs::rename(neighbour, name, failed);
    if (!out || failed) fs::remove(neighbour, failed);
}

void CacheFolder::trim(std::size_t files_max) const {
    std::error_code failed;
    std::vector<std::pair<fs::file_time_type, std::string>> files;
    for (const auto& entry : fs::directory_iterator(path_, failed)) {
        const auto written = entry.last_write_time(failed);
        if (!failed) files.emplace_back(written, entry.path().string());
    }
    if (files.size() <= files_max) return;
    std::ranges::sort(files);
    files.resize(files.size() - files_max);
    for (const auto& [written, name] : files)
        fs::remove(name, failed);
}

}  // namespace mtm
