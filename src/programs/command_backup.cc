#include <cstdio>
#include <memory>
#include <string>

#include "programs/command.h"
#include "store/folder_backup.h"

namespace mtm {
namespace {

Exit back_up(const std::string& folder, const std::string& path) {
    if (const Status done = back_up_folder(folder, path); !done) return fail(done.error());
    std::printf("%s\n", path.c_str());
    std::fprintf(stderr,
                 "Everything that respondents said is in this file: keep it where only those come "
                 "who may see that. Give it back with `mtm restore %s DIR`.\n",
                 path.c_str());
    return Exit::done;
}

Exit restore(const std::string& path, const std::string& folder) {
    if (const Status done = restore_folder(path, folder); !done) return fail(done.error());
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
    Arguments command = program.add("restore",
                                    "the folder of a backup, checked whole and made anew",
                                    "mtm restore round-5-2026-05-02.mtm-backup studies/round-5",
                                    [path, folder] { return restore(*path, *folder); });
    command.add_option("FILE", *path, "what `mtm backup` made").required().existing_file();
    command.add_option("DIR", *folder, "the folder to make").required();
}

}  // namespace mtm
