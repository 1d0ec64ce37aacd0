#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace mtm {

/// Copies a study's folder, or a server's home, into one new file: its database as it is at one
/// moment with every attachment inside, and the other files (all but out/, which can be made
/// again). The server may run meanwhile. The file is itself a SQLite database: a study.db or
/// organisation.db with one more table, folder_file. An error if there is a file of that name.
Status back_up_folder(const std::string& folder, const std::string& path);

/// Whether a file is a backup of a study or of a folder without a database, as far as its header
/// says.
[[nodiscard]] bool is_backup(const std::string& path);

/// Makes a folder of such a file, once everything in it has been checked. An error if there is
/// something of that name already, unless it is an empty folder. Who has withdrawn since the backup
/// was made, as the lists (store/withdrawal_list.h) among `withdrawn` say, is not in it.
Status restore_folder(const std::string& path,
                      const std::string& folder,
                      const std::vector<std::string>& withdrawn = {});

}  // namespace mtm
