#include "programs/earlier_round.h"

#include <cstdio>
#include <filesystem>

namespace mtm {

std::string name_of_round(const Study& study) {
    return study.file.round.empty() ? study.file.title : study.file.round;
}

std::string previous_folder(const std::string& directory, const Study& study) {
    if (study.file.previous.empty()) return {};
    const auto folder = std::filesystem::path(directory) / study.file.previous;
    return folder.lexically_normal().string();
}

bool are_of_one_kind(const LoadedStudy& before, const LoadedStudy& now) {
    if (before.dataset.rehearsal == now.dataset.rehearsal) return true;
    const LoadedStudy& invented = before.dataset.rehearsal ? before : now;
    std::fprintf(stderr,
                 "The interviews of %s (%s) are invented, those of the other round are not, and "
                 "they are never compared. Rehearse both (mtm rehearse, then --rehearsal) or "
                 "neither.\n",
                 name_of_round(invented.study).c_str(),
                 invented.study.directory.c_str());
    return false;
}

std::optional<ComparedRound> load_previous_round(const std::string& directory,
                                                 const LoadedStudy& now,
                                                 const InterviewsWanted& wanted,
                                                 const KeyOptions& keys,
                                                 Exit& exit) {
    auto loaded = load_dataset(previous_folder(directory, now.study), wanted, keys, exit);
    if (!loaded) return std::nullopt;
    if (!are_of_one_kind(*loaded, now)) {
        exit = Exit::input_is_wrong;
        return std::nullopt;
    }
    const std::string name = name_of_round(loaded->study);
    return ComparedRound{name, std::move(loaded->study), std::move(loaded->dataset)};
}

bool is_called(const ComparedRound& round, const std::string& name) {
    if (name.empty() || name == round.name) return true;
    auto folder = std::filesystem::path(round.study.directory).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    return name == folder.filename().string();
}

}  // namespace mtm
