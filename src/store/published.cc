#include "store/published.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr const char* kept_in = "published";

// Numbers of the folders below, in order; what has another name was left there by somebody else.
Result<std::vector<int>> numbers_kept(const std::string& directory) {
    std::vector<int> out;
    const std::string folder = directory + "/" + kept_in;
    if (!fs::exists(folder)) return out;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        const std::string name = at->path().filename().string();
        int number = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
        if (read.ec == std::errc() && read.ptr == name.data() + name.size()) out.push_back(number);
    }
    if (failed) return Error{"reading the folder " + folder + ": " + failed.message()};
    std::ranges::sort(out);
    return out;
}

Result<KeptPublication> read_kept(const std::string& directory, int number) {
    KeptPublication out;
    out.name = std::string(kept_in) + "/" + std::to_string(number);
    const std::string folder = directory + "/" + out.name;
    for (const std::string& file : files_in(folder, ""))
        out.files.push_back({file, TRY(read_file(folder + "/" + file))});
    return out;
}

bool has_files(const KeptPublication& kept, const std::vector<FileOut>& files) {
    return kept.files.size() == files.size() &&
           std::ranges::all_of(
               files, [&](const FileOut& file) { return kept.bytes_of(file.name) == file.bytes; });
}

}  // namespace

std::string KeptPublication::bytes_of(std::string_view file) const {
    const auto found = std::ranges::find(files, file, &FileOut::name);
    return found == files.end() ? std::string() : found->bytes;
}

Result<std::vector<KeptPublication>> read_kept_publications(const std::string& directory) {
    std::vector<KeptPublication> out;
    for (const int number : TRY(numbers_kept(directory)))
        out.push_back(TRY(read_kept(directory, number)));
    return out;
}

Status keep_publication(const std::string& directory, const std::vector<FileOut>& files) {
    const std::vector<int> numbers = TRY(numbers_kept(directory));
    const int last = numbers.empty() ? 0 : numbers.back();
    if (last > 0 && has_files(TRY(read_kept(directory, last)), files)) return Done{};
    return make_folder_of(directory + "/" + kept_in + "/" + std::to_string(last + 1), files);
}

Status forget_publications(const std::string& directory) {
    std::error_code failed;
    fs::remove_all(directory + "/" + kept_in, failed);
    if (failed) return Error{"removing " + directory + "/" + kept_in + ": " + failed.message()};
    return Done{};
}

}  // namespace mtm
