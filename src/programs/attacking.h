#pragma once

#include <string>
#include <vector>

#include "attack/attack.h"
#include "disclosure/record_protection.h"
#include "store/files.h"

namespace mtm {

/// An edition's records as they are to be written, and whose they are. `study` has its rules, and
/// its `files` lie in `folder` ("data/").
[[nodiscard]] Result<AttackedRecords> attacked_records(const std::string& edition,
                                                       const std::vector<FileOut>& files,
                                                       const std::string& folder,
                                                       const std::string& directory,
                                                       const Study& study,
                                                       const Dataset& dataset,
                                                       const ProtectedRecords& protection);

/// What an attacker of the study's publication knows beside it: its form, and the tables of what
/// was released before of such interviews, real or invented.
[[nodiscard]] Result<AttackKnowledge> attack_knowledge(const std::string& directory,
                                                       const Study& study,
                                                       bool rehearsal);

/// The numbers of records in a file of a kept publication: file, records.
[[nodiscard]] std::string records_csv(const std::vector<EarlierRecords>& records);

/// After which release a publication is kept; 0: before any.
[[nodiscard]] std::string place_csv(int release);

/// Adds what was published of real interviews and not released: somebody outside may have it. All
/// are in the order in which they were made.
Status add_kept_publications(const std::string& directory, AttackKnowledge& knowledge);

/// How texts that are to be public differ from what is public of the round already: its releases,
/// and of real interviews what was published. No successes where nothing is.
[[nodiscard]] Result<AttackOutcome> differences_from_public(const std::string& directory,
                                                            const Study& study,
                                                            bool rehearsal,
                                                            const PublicTexts& texts);

}  // namespace mtm
