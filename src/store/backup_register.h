#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/withdrawal_list.h"

namespace mtm {

/// A backup that was made of a study: a row of its backups.csv.
struct MadeBackup {
    std::string path;  // absolute
    std::string made;  // UTC, ISO 8601
};

/// The backups that a study's backups.csv names, oldest first; none if there is no such file.
Result<std::vector<MadeBackup>> read_backup_register(const std::string& directory);

/// Adds one; of an earlier one at the same path, this is what is there now.
Status add_to_backup_register(const std::string& directory, const MadeBackup& made);

/// Writes a backup of a study anew without those whom the list names, in the place of the old one.
/// False if it has been without them already. The old one stays where anything fails.
Result<bool> rewrite_backup(const std::string& path, const std::vector<ListedWithdrawal>& list);

struct BackupsWithout {
    std::vector<std::string> rewritten;      // that held somebody, or could have
    std::vector<std::string> already;        // that were without all of them
    std::vector<MadeBackup> not_there;       // at their path; made before the last withdrawal
    std::vector<std::string> not_rewritten;  // path and why
};

/// Sees to it that no backup of the study that can be reached holds anybody whom its
/// withdrawals.csv names; lays the list beside each, where `mtm restore` finds it. `others` are
/// backups that were moved from where they were made.
Result<BackupsWithout> rewrite_backups(const std::string& directory,
                                       const std::vector<std::string>& others);

}  // namespace mtm
