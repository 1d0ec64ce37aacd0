#include "programs/backups_told.h"

#include <cstdio>

#include "store/clock.h"
#include "study/privacy_settings.h"

namespace mtm {

int backup_term(const std::string& directory) {
    const auto opened = open_study(directory);
    return opened ? opened->study.file.withdrawal.backups_days : WithdrawalRules{}.backups_days;
}

Exit say_of_backups(const BackupsWithout& backups, int term_days) {
    for (const std::string& path : backups.rewritten)
        std::printf("backup %s: written anew without those who have withdrawn\n", path.c_str());
    RetentionRules term;
    term.count = term_days;
    term.unit = TermUnit::days;
    const std::string today = utc_now().substr(0, 10);
    const std::string by = term_days == 0 ? today : end_of_term(today, term);
    for (const MadeBackup& made : backups.not_there) {
        std::printf(
            "TO DO: the backup made on %s at %s is not there. Wherever it was moved to: delete it "
            "by %s, or have it rewritten with `mtm withdraw DIR --backup FILE`. If it is gone, "
            "remove its line from backups.csv.\n",
            made.made.substr(0, 10).c_str(),
            made.path.c_str(),
            by.c_str());
    }
    for (const std::string& which : backups.not_rewritten) {
        std::printf("TO DO: this backup could not be rewritten: delete it by %s. %s\n",
                    by.c_str(),
                    which.c_str());
    }
    return backups.not_rewritten.empty() ? Exit::done : Exit::input_is_wrong;
}

}  // namespace mtm
