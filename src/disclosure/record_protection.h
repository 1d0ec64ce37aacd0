#pragma once

#include <string>
#include <vector>

#include "anonymity/protection_plan.h"
#include "base/result.h"
#include "disclosure/public_records.h"

namespace mtm {

/// Records as [protection.records] of study.toml wants them published, and how they came to be so.
struct ProtectedRecords {
    PublicRecords records;
    std::vector<IdentifyingAnswers> identifying;  // found in free answers; they are not published
    std::vector<RecordKey> keys;
    ProtectionPlan plan;                    // levels are by key
    std::vector<BlankedValue> blanks = {};  // those of the plan, and what hides that they are few
    std::vector<std::string> steps;         // the plan in English sentences
    std::size_t interviews = 0;
    RepeatDecisions repeats = {};
    /// Of each interview, in the order of the dataset, the number of those whose published keys,
    /// and those of the rows of their repeats, are like its own. Not to be published: it would undo
    /// the order of chance.
    std::vector<std::int32_t> alike = {};
    /// Of each published record, its row of the dataset. Not to be published either.
    std::vector<std::size_t> order = {};
    std::vector<AveragedQuestion> averages = {};
    /// Why records cannot be protected as the study asks; empty: they are. Then there are none.
    std::string no_way = {};
};

/// The keys as numbers: codes are the values at the finest level that may be published.
struct NumberedKeys {
    KeyTable table;
    std::vector<RecodingHierarchy> hierarchies;
};

[[nodiscard]] NumberedKeys numbered(const std::vector<RecordKey>& keys, std::size_t rows);

/// Repeats are protected beside their interviews (disclosure/repeat_protection.h); another edition
/// has the rows that `beside` has, in the same coarseness.
///
/// Chooses the levels and blanks that lose least and reach what the study asks for, carries them
/// out, and counts once more in what came out: an error if any record is like fewer than k others,
/// or if there is no way. The order of the rows is chance that rests on what is not published.
///
/// `beside`: another edition, of the same interviews, that whoever gets this one has too. Records
/// of two editions are joined by what is no key, so then each record is like k in what both tell of
/// the keys: one group of the other edition is parted only into groups of k. Where no way is found
/// to do so, the records are as coarse and as blank as that edition, which is always safe: of keys
/// that it lacks nothing is published.
[[nodiscard]] Result<ProtectedRecords> protect_records(const Study& study,
                                                       const Dataset& dataset,
                                                       const ProtectedRecords* beside = nullptr);

/// The same for those who plan a publication: where there is no way to reach what the study asks
/// for, what is known before protection, with `no_way`. An error of rules that contradict each
/// other.
[[nodiscard]] Result<ProtectedRecords> planned_records(const Study& study, const Dataset& dataset);

/// Of how many people each record tells, in the order of the dataset: its weight, or its share of
/// the population that [protection.records] gives; empty where neither is known.
[[nodiscard]] std::vector<double> record_weights(const Study& study, const Dataset& dataset);

/// A blank as a value of its own, so that who answered nothing is not like everybody.
[[nodiscard]] KeyTable with_blanks_as_values(KeyTable table);

/// How many records are alike in all that is published of their keys: the fewest. Blank is a value
/// of its own. 0 where there are no records.
[[nodiscard]] std::size_t fewest_alike(const PublicRecords& records);

}  // namespace mtm
