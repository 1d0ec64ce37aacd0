#include "programs/published_folders.h"

#include "store/files.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_of_study = 1'000'000'000;  // bytes: they are held in memory

std::string public_folder(const std::string& folder) {
    return folder + "/out/public";
}

// By path under out/public: plain files with names of `mtm publish`.
PublishedStamps stamps_of(const std::string& folder) {
    PublishedStamps out;
    for (const char* part : {"", "data/", "synthetic/"}) {
        std::error_code error;  // not published: there is no such folder
        const std::string place = public_folder(folder) + "/" + part;
        for (fs::directory_iterator at(place, error), end; !error && at != end;
             at.increment(error)) {
            const std::string name = part + at->path().filename().string();
            std::error_code gone;
            if (!is_published_name(name) ||
                at->symlink_status(gone).type() != fs::file_type::regular)
                continue;
            const auto written = at->last_write_time(gone);
            const auto size = at->file_size(gone);
            if (!gone) out[name] = {written, size};
        }
    }
    return out;
}

std::string name_of_study(const std::string& folder) {
    std::error_code none;
    return fs::weakly_canonical(folder, none).filename().string();
}

// Empty, and the reason told, if something of it cannot be read: half a publication is none.
std::map<std::string, std::string> bytes_of(const std::string& folder,
                                            std::vector<std::string>& problems) {
    std::map<std::string, std::string> out;
    std::uintmax_t sum = 0;
    for (const auto& [name, stamp] : stamps_of(folder)) {
        sum += stamp.second;
        if (sum > largest_of_study) {
            problems.push_back(public_folder(folder) +
                               " holds more than 1 GB, and is not shown; serve it with a web "
                               "server of files");
            return {};
        }
        Result<std::string> bytes = read_file(public_folder(folder) + "/" + name);
        if (!bytes) {
            problems.push_back(bytes.error().message);
            return {};
        }
        out[name] = std::move(bytes).value();
    }
    return out;
}

}  // namespace

PublishedStamps published_stamps(const std::vector<std::string>& folders) {
    PublishedStamps out;
    for (const std::string& folder : folders) {
        const PublishedStamps own = stamps_of(folder);
        for (const auto& [name, stamp] : own)
            out[public_folder(folder) + "/" + name] = stamp;
    }
    return out;
}

ReadPublished read_published(const std::vector<std::string>& folders) {
    ReadPublished out;
    std::vector<PublishedStudy> studies;
    for (const std::string& folder : folders) {
        PutTogether made = put_together(name_of_study(folder), bytes_of(folder, out.problems));
        if (made.no_data) {
            out.problems.push_back(public_folder(folder) + "/data/api.json: " +
                                   made.no_data->message + "; `mtm publish` writes it anew");
        }
        if (made.study) studies.push_back(std::move(*made.study));
    }
    out.studies = published_studies(std::move(studies));
    return out;
}

}  // namespace mtm
