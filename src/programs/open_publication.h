#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attack/attack.h"
#include "programs/private_keys.h"
#include "store/files.h"

namespace mtm {

/// What is to be published of a study.
struct PublishWish {
    std::string directory;
    bool rehearsal = false;  // invented interviews, marked so
    bool plan = false;       // only how records would be protected
    bool attack = false;     // also whether an attack succeeds without secondary suppression
    bool unseen = false;     // nobody outside has what was published and not released
    KeyOptions keys;
};

/// All that is to be written: nothing is before everything is made and found safe. What is for the
/// team alone is written even if it is not, and says why.
struct OpenPublication {
    std::vector<FileOut> for_team;
    std::vector<FileOut> open;        // public/
    std::vector<FileOut> restricted;  // restricted/
    std::vector<FileOut> kept;        // of real interviews: what the next one is compared with
    std::vector<std::string> gaps;    // what catalogues miss, in sentences
    std::optional<AttackReport> attack;
    std::string no_way = {};  // why records cannot be protected as asked; empty: they can

    [[nodiscard]] bool may_be_written() const {
        return no_way.empty() && (!attack || !attack->succeeded());
    }
};

/// Protects records and tables, makes every file of both editions, the dashboard and invented
/// records, and attacks them. Absent, with `exit` set and the reason on stderr, if that cannot be.
std::optional<OpenPublication> make_open_publication(const PublishWish& wish, Exit& exit);

}  // namespace mtm
