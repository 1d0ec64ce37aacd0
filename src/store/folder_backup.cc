#include "store/folder_backup.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

#include <stdio.h>   // rename
#include <stdlib.h>  // mkdtemp
#include <sys/stat.h>

#include "store/attachments.h"
#include "store/backup.h"
#include "store/files.h"
#include "store/schema.h"
#include "store/sha256.h"
#include "store/withdrawal_list.h"
#include "store/withdrawing.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr int folder_alone_id = 0x4D544D33;  // "MTM3": a folder that had no database

constexpr const char* folder_table =
    "CREATE TABLE folder_file(path TEXT PRIMARY KEY, mode INTEGER NOT NULL, sha256 BLOB NOT NULL,"
    " bytes BLOB NOT NULL) STRICT, WITHOUT ROWID";

bool is_part_of_database(const fs::path& relative) {
    const std::string top = relative.begin()->string();
    return top == "attachments" || top.starts_with("study.db") ||
           top.starts_with("organisation.db");
}

bool can_be_left_out(const fs::path& relative) {
    return relative.begin()->string() == "out" || is_part_of_database(relative);
}

// Regular files below a folder, by their paths in it.
Result<std::vector<fs::path>> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        const fs::path relative = at->path().lexically_relative(folder);
        if (can_be_left_out(relative)) {
            if (at->is_directory()) at.disable_recursion_pending();
        } else if (at->is_regular_file() && !at->is_symlink()) {
            files.push_back(relative);
        }
    }
    if (error) return Error{"reading the folder " + folder.string() + ": " + error.message()};
    return files;
}

Status put_files(Database& copy, const std::string& folder, const fs::path& backup) {
    TRY(copy.run(folder_table));
    for (const fs::path& relative : TRY(files_below(folder))) {
        const fs::path path = fs::path(folder) / relative;
        if (fs::weakly_canonical(path) == fs::weakly_canonical(backup)) continue;
        if (path.filename() == backup.filename().string() + ".new") continue;
        const std::string bytes = TRY(read_file(path.string()));
        const bool owner_only =
            (fs::status(path).permissions() & fs::perms::group_read) == fs::perms::none;
        TRY(copy.run("INSERT INTO folder_file VALUES(?, ?, ?, ?)",
                     relative.generic_string(),
                     owner_only ? 0600 : 0644,
                     Blob{sha256(bytes)},
                     Blob{bytes}));
    }
    return Done{};
}

// What a backup is of, by the id in its header: the name of its database, or nothing.
Result<std::optional<std::string>> database_in(Database& backup) {
    const auto kind = TRY(backup.number("PRAGMA application_id")).value_or(0);
    const auto version = TRY(backup.number("PRAGMA user_version")).value_or(0);
    const bool study = kind == study_schema().application_id;
    if (kind == folder_alone_id) return std::optional<std::string>();
    if (!study && kind != organisation_schema().application_id) {
        return Error{"this is no backup made by MTM"};
    }
    const Schema& schema = study ? study_schema() : organisation_schema();
    if (version > static_cast<std::int64_t>(schema.versions.size())) {
        return Error{"it was made by a newer MTM; restore it with that one"};
    }
    return std::optional<std::string>(study ? "study.db" : "organisation.db");
}

// A path that stays in its folder, whatever a forged backup says.
bool stays_inside(const fs::path& relative) {
    if (relative.empty() || relative.is_absolute() || is_part_of_database(relative)) return false;
    for (const fs::path& part : relative) {
        if (part == ".." || part == ".") return false;
    }
    return true;
}

Status write_out_files(Database& backup, const fs::path& folder) {
    auto query = TRY(backup.query("SELECT path, mode, sha256, bytes FROM folder_file"));
    while (TRY(query.next())) {
        const std::string relative = query.text(0);
        const std::string bytes = query.text(3);
        if (!stays_inside(relative)) return Error{"it names a file outside of its folder"};
        if (sha256(bytes) != query.text(2)) return Error{"it is damaged: " + relative};
        const std::string path = (folder / relative).string();
        TRY(write_file(path, bytes));
        if (::chmod(path.c_str(), query.integer(1) == 0600 ? 0600 : 0644) != 0) {
            return Error{"setting the permissions of " + path + ": " + std::strerror(errno)};
        }
    }
    return Done{};
}

Status write_out_database(Database& backup, const std::string& path) {
    const auto copy = TRY(Database::open(path, Database::Mode::create));
    TRY(copy->script("PRAGMA synchronous = FULL"));
    TRY(backup.copy_to(*copy));
    TRY(copy->script("DROP TABLE folder_file; VACUUM;"));
    return Done{};
}

Status fill_folder(const std::string& path, const std::string& folder) {
    const auto backup = TRY(Database::open(path, Database::Mode::read_only));
    const auto name = TRY(database_in(*backup));
    TRY(check_database(*backup));
    if (name == "study.db") TRY(check_contents(*backup));
    TRY(write_out_files(*backup, folder));
    if (name) TRY(write_out_database(*backup, folder + "/" + *name));
    return flush_folder(folder);
}

// Whom the lists name is erased from a folder that nobody has seen yet.
Status leave_out(const std::vector<std::string>& lists, const std::string& folder) {
    for (const std::string& list : lists) {
        const auto named = TRY(read_withdrawal_list(list));
        TRY(add_to_withdrawal_list(withdrawal_list_in(folder), named));
    }
    if (lists.empty() || !fs::exists(withdrawal_list_in(folder))) return Done{};
    (void)TRY(erase_withdrawn(folder));
    (void)TRY(erase_naming_files(folder));
    return Done{};
}

}  // namespace

Status back_up_folder(const std::string& folder, const std::string& path) {
    if (!fs::is_directory(folder)) return Error{folder + ": there is no such folder"};
    const auto with_files = [&](Database& copy) { return put_files(copy, folder, path); };
    const std::string study = folder + "/study.db";
    const std::string organisation = folder + "/organisation.db";
    if (fs::exists(study)) {
        return back_up_study(study, Attachments(folder + "/attachments"), path, with_files);
    }
    if (fs::exists(organisation)) return back_up_organisation(organisation, path, with_files);
    return make_database(path, [&](Database& database) -> Status {
        TRY(database.script("PRAGMA application_id = " + std::to_string(folder_alone_id)));
        return with_files(database);
    });
}

bool is_backup(const std::string& path) {
    const auto backup = Database::open(path, Database::Mode::read_only);
    if (!backup) return false;
    const auto kind = (*backup)->number("PRAGMA application_id");
    return kind && (*kind == study_schema().application_id || *kind == folder_alone_id);
}

Status restore_folder(const std::string& path,
                      const std::string& folder,
                      const std::vector<std::string>& withdrawn) {
    std::error_code ignored;
    if (fs::exists(folder) && !fs::is_empty(folder, ignored)) {
        return Error{folder + ": it is there already; a backup is restored into a new folder"};
    }
    const fs::path parent = fs::absolute(folder).lexically_normal().parent_path();
    fs::create_directories(parent, ignored);
    std::string fresh = (parent / ".mtm-XXXXXX").string();
    if (::mkdtemp(fresh.data()) == nullptr) {
        return Error{"making a folder beside " + folder + ": " + std::strerror(errno)};
    }
    Status status = fill_folder(path, fresh);
    if (status) status = leave_out(withdrawn, fresh);
    if (!status) status = status.error().in("restoring " + path);
    if (status) ::chmod(fresh.c_str(), 0755);
    // A folder is put in the place of an empty one, or of none; never of one with files.
    if (status && ::rename(fresh.c_str(), folder.c_str()) != 0) {
        status = Error{"making " + folder + ": " + std::strerror(errno)};
    }
    if (!status) fs::remove_all(fresh, ignored);
    if (status) status = flush_folder(parent.string());
    return status;
}

}  // namespace mtm
