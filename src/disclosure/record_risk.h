#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "anonymity/individual_risk.h"
#include "disclosure/record_protection.h"

namespace mtm {

/// A few keys that single people out.
struct SinglingKeys {
    std::vector<std::string> names;
    std::size_t records = 0;  // for which no fewer keys do
};

/// How much a key has to do with it (share of SUDA scores).
struct KeyPart {
    std::string name;
    double share = 0;  // 0 to 1
};

/// How varied the answers to a sensitive question are among records that are alike.
struct SensitiveVariety {
    std::string name;
    std::size_t groups = 0;         // of records that are alike, with an answer
    std::size_t of_one_answer = 0;  // of those, where all give the same
    std::size_t distinct = 0;       // l-diversity: the least of a group
    double entropy = 0;             // the same by entropy
    std::size_t recursive = 0;      // the same, recursive with c = 2
    double farthest = 0;            // t-closeness: the largest distance of a group from all
};

/// How easily people are found in records.
struct RecordRisk {
    GlobalRisk global;
    std::size_t records = 0;
    std::size_t alone = 0;  // alike no other record in all keys
    std::size_t below_k = 0;
    std::size_t fewest = 0;  // records that are alike: the fewest
};

/// How easily a household is found by any of its members: by the keys of the interview and those
/// of the member together.
struct HouseholdRisk {
    std::string repeat;
    std::size_t households = 0;  // with rows
    GlobalRisk global;           // over households: that one member at least is found
};

/// Of a repeat that is published.
struct HouseholdRisks {
    HouseholdRisk before;
    HouseholdRisk after;
};

/// The risk of a study's records before and after their protection, and what it is due to.
struct RiskReport {
    double fraction = 0;  // of the population that was interviewed; 0: unknown, and then the risk
                          // is that of somebody who knows who was
    RecordRisk before;
    RecordRisk after;
    std::vector<SinglingKeys> singling;  // before, those of most records first
    std::size_t most_keys_named = 0;     // that a combination of `singling` has at most
    std::size_t alone_with_more = 0;     // before: alone, and with no so few keys
    std::vector<KeyPart> parts;          // before, the largest first
    double unique_in_population = 0;  // before: of those alone, the share that nobody else is like
    std::vector<SensitiveVariety> sensitive;      // after
    std::vector<HouseholdRisks> households = {};  // by repeat that is published
};

/// Where there is no way to protect the records, `after` and what belongs to it stay empty. An
/// error where there are too many keys to count.
[[nodiscard]] Result<RiskReport> risk_of_records(const Study& study,
                                                 const Dataset& dataset,
                                                 const ProtectedRecords& protection);

}  // namespace mtm
