#include "store/backup_register.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include <stdio.h>   // rename
#include <stdlib.h>  // mkdtemp

#include "store/files.h"
#include "store/folder_backup.h"
#include "store/schema.h"
#include "store/withdrawing.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

std::string register_in(const std::string& directory) {
    return directory + "/backups.csv";
}

// A folder that goes with all that is in it.
class ScratchBeside {
public:
    explicit ScratchBeside(const std::string& file)
        : path_((fs::absolute(file).parent_path() / ".mtm-rewrite-XXXXXX").string()) {
        made_ = ::mkdtemp(path_.data()) != nullptr;  // its owner's alone
        why_ = errno;
    }

    ScratchBeside(const ScratchBeside&) = delete;
    ScratchBeside& operator=(const ScratchBeside&) = delete;

    ~ScratchBeside() {
        std::error_code ignored;
        if (made_) fs::remove_all(path_, ignored);
    }

    [[nodiscard]] Status made() const {
        if (made_) return Done{};
        return Error{"making a folder beside the backup: " + std::string(std::strerror(why_))};
    }

    [[nodiscard]] std::string path() const { return path_; }

private:
    std::string path_;
    bool made_ = false;
    int why_ = 0;
};

bool lacks_nobody(const std::vector<ListedWithdrawal>& applied,
                  const std::vector<ListedWithdrawal>& wanted) {
    return std::ranges::includes(hashes_of(applied), hashes_of(wanted));
}

}  // namespace

Result<std::vector<MadeBackup>> read_backup_register(const std::string& directory) {
    std::vector<MadeBackup> out;
    const std::string path = register_in(directory);
    if (!fs::exists(path)) return out;
    const auto table = read_csv(TRY(read_file(path)));
    if (!table) return table.error().in("reading " + path);
    for (int row = 0; row < table->row_count(); ++row) {
        out.push_back({std::string(table->at(row, "path")), std::string(table->at(row, "made"))});
    }
    return out;
}

Status add_to_backup_register(const std::string& directory, const MadeBackup& made) {
    std::vector<MadeBackup> all = TRY(read_backup_register(directory));
    std::erase_if(all, [&](const MadeBackup& each) { return each.path == made.path; });
    all.push_back(made);
    std::vector<std::vector<std::string>> rows{{"path", "made"}};
    for (const MadeBackup& each : all)
        rows.push_back({each.path, each.made});
    return write_file(register_in(directory), write_csv(rows));
}

Result<bool> rewrite_backup(const std::string& path, const std::vector<ListedWithdrawal>& list) {
    const ScratchBeside scratch(path);
    TRY(scratch.made());
    const std::string folder = scratch.path() + "/study";
    TRY(restore_folder(path, folder, {}));
    const std::string own = withdrawal_list_in(folder);
    if (lacks_nobody(TRY(read_withdrawal_list(own)), list)) return false;
    TRY(add_to_withdrawal_list(own, list));
    (void)TRY(erase_withdrawn(folder));
    (void)TRY(erase_naming_files(folder));
    const std::string fresh = scratch.path() + "/fresh";
    TRY(back_up_folder(folder, fresh));
    if (::rename(fresh.c_str(), path.c_str()) != 0)
        return Error{"replacing " + path + ": " + std::strerror(errno)};
    TRY(flush_folder(parent_folder(path)));
    return true;
}

Result<BackupsWithout> rewrite_backups(const std::string& directory,
                                       const std::vector<std::string>& others) {
    BackupsWithout out;
    const std::vector<ListedWithdrawal> list =
        TRY(read_withdrawal_list(withdrawal_list_in(directory)));
    if (list.empty()) return out;
    std::string latest;
    for (const ListedWithdrawal& each : list)
        latest = std::max(latest, each.at);
    std::set<std::string> paths;
    for (const MadeBackup& made : TRY(read_backup_register(directory))) {
        if (fs::exists(made.path)) {
            paths.insert(made.path);
        } else if (made.made <= latest) {
            out.not_there.push_back(made);
        }
    }
    for (const std::string& other : others)
        paths.insert(fs::absolute(other).lexically_normal().string());
    for (const std::string& path : paths) {
        const auto rewritten = rewrite_backup(path, list);
        if (!rewritten) {
            out.not_rewritten.push_back(path + ": " + rewritten.error().message);
            continue;
        }
        (*rewritten ? out.rewritten : out.already).push_back(path);
        TRY(add_to_withdrawal_list(withdrawal_list_in(parent_folder(path)), list));
    }
    return out;
}

}  // namespace mtm
