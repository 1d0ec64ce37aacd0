#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "programs/backups_told.h"
#include "programs/command.h"
#include "store/backup_register.h"
#include "store/clock.h"
#include "store/files.h"
#include "store/folder_backup.h"
#include "store/withdrawing.h"

namespace mtm {
namespace {

// Older backups hold those who have withdrawn since.
Exit clean_older(const std::string& folder, const std::string& path, const std::string& now) {
    if (const Status listed = list_stored_withdrawals(folder, now); !listed)
        return fail(listed.error());
    const auto older = rewrite_backups(folder, {});
    if (!older) return fail(older.error());
    const Exit exit = say_of_backups(*older, backup_term(folder));
    const std::string absolute = std::filesystem::absolute(path).lexically_normal().string();
    if (const Status noted = add_to_backup_register(folder, {absolute, now}); !noted)
        return fail(noted.error().in("noting in backups.csv that this backup was made"));
    return exit;
}

Exit back_up(const std::string& folder, const std::string& path) {
    const bool is_study = std::filesystem::exists(folder + "/study.toml");
    const std::string now = utc_now();
    if (is_study) {
        if (const Status listed = list_stored_withdrawals(folder, now); !listed)
            return fail(listed.error());
    }
    if (const Status done = back_up_folder(folder, path); !done) return fail(done.error());
    std::printf("%s\n", path.c_str());
    std::fprintf(stderr,
                 "Everything that respondents said is in this file: keep it where only those come "
                 "who may see that. Give it back with `mtm restore %s DIR`.\n",
                 path.c_str());
    return is_study ? clean_older(folder, path, now) : Exit::done;
}

Exit restore(const std::string& path,
             const std::string& folder,
             const std::vector<std::string>& lists) {
    std::vector<std::string> withdrawn;
    for (const std::string& list : lists) {
        const bool is_folder = std::filesystem::is_directory(list);
        withdrawn.push_back(is_folder ? withdrawal_list_in(list) : list);
    }
    const std::string beside = withdrawal_list_in(parent_folder(path));
    if (std::filesystem::exists(beside)) withdrawn.push_back(beside);
    if (const Status done = restore_folder(path, folder, withdrawn); !done)
        return fail(done.error());
    std::printf("%s\n", folder.c_str());
    return Exit::done;
}

}  // namespace

void add_backup(Program& program) {
    auto folder = std::make_shared<std::string>();
    auto path = std::make_shared<std::string>();
    Arguments command =
        program.add("backup",
                    "a study or a server's home in one file, also while it is served",
                    "mtm backup studies/round-5 round-5-2026-05-02.mtm-backup",
                    [folder, path] { return back_up(*folder, *path); });
    command.add_option("DIR", *folder, "the folder of the study, or the server's --home")
        .required()
        .existing_folder();
    command.add_option("FILE", *path, "the file to make; one that is there is not replaced")
        .required();
}

void add_restore(Program& program) {
    auto path = std::make_shared<std::string>();
    auto folder = std::make_shared<std::string>();
    auto lists = std::make_shared<std::vector<std::string>>();
    Arguments command =
        program.add("restore",
                    "the folder of a backup, checked whole and made anew",
                    "mtm restore round-5-2026-05-02.mtm-backup studies/round-5",
                    [path, folder, lists] { return restore(*path, *folder, *lists); });
    command.add_option("FILE", *path, "what `mtm backup` made").required().existing_file();
    command.add_option("DIR", *folder, "the folder to make").required();
    command
        .add_option("--withdrawn",
                    *lists,
                    "withdrawals.csv, or a study's folder that has one: who withdrew since the "
                    "backup was made stays out; the list beside FILE is obeyed in any case")
        .existing_path()
        .take_all();
}

}  // namespace mtm
