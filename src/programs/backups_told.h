#pragma once

#include <string>

#include "programs/command.h"
#include "store/backup_register.h"

namespace mtm {

/// [withdrawal] backups of a study's study.toml, in days; 30 if it cannot be read.
[[nodiscard]] int backup_term(const std::string& directory);

/// Says which backups were written anew without those who have withdrawn, and which somebody has to
/// see to, by when. input_is_wrong if a backup could not be rewritten.
Exit say_of_backups(const BackupsWithout& backups, int term_days);

}  // namespace mtm
