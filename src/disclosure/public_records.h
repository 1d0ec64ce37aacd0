#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/averaged_numbers.h"
#include "disclosure/record_keys.h"
#include "disclosure/record_values.h"
#include "disclosure/repeat_protection.h"
#include "disclosure/variable_roles.h"

namespace mtm {

/// What became of a question on its way into open data.
struct RecordTreatment {
    int question = -1;  // of the study, not of what is published
    std::string name = {};
    RecordRole role = RecordRole::other;
    std::string what = {};                  // in English: "in bands of 5", "left out: free text"
    bool published = false;                 // else it is in no file
    bool of_repeat = false;                 // a question of rows of a repeat
    bool coarse = false;                    // its categories are not those of the questionnaire
    bool ordered = false;                   // and follow each other, as groups of age do
    bool averaged = false;                  // its numbers are means of people
    std::size_t blanked = 0;                // answers taken out of single records
    std::size_t blanked_for_diversity = 0;  // of these, to make sensitive answers diverse
};

/// Values to take out of a record: of a key, with all that hangs on it.
struct BlankedValue {
    std::size_t row = 0;
    std::size_t key = 0;  // position among the keys

    bool operator==(const BlankedValue&) const = default;
};

/// How keys are published: the level of each, and what is blanked.
struct RecordDecision {
    std::vector<std::size_t> levels;
    std::vector<BlankedValue> blanks;
    RepeatDecisions repeats = {};
    std::vector<AveragedQuestion> averages = {};
};

/// What became of a repeat on its way into open data.
struct RepeatTreatment {
    std::string repeat = {};
    std::string left_out = {};  // why; empty: its rows are published
    std::string told_by = {};   // the question that says whose rows are withheld
    std::size_t withheld = 0;   // interviews whose rows are
};

/// Records that may leave: a study and a dataset in the form of any other, with coarse answers
/// under choice lists of their own. Questions that are not published are marked as identifying and
/// have no column, so that no writer sees them. Rows are in an order of chance, and are numbered.
/// Whether the rows of a repeat are there or withheld is the answer to a question of its own, since
/// no rows may also be none that there are.
struct PublicRecords {
    Study study;
    Dataset dataset;  // the interviews, and repeats that are published; no derived variables
    std::vector<RecordTreatment> treatments;  // by question, as `variable_roles`
    std::vector<RepeatTreatment> repeats = {};
    int threshold = 0;  // of free answers: as many gave each that is printed
};

/// What [protection.records] does to records, carried out, and sensitive answers made diverse
/// (disclosure/diversify.h); whether that is enough is looked at elsewhere (record_protection.h).
/// `seed` decides the order of the rows. REQUIRES: levels and rows that there are.
[[nodiscard]] PublicRecords apply_decision(const Study& study,
                                           const Dataset& dataset,
                                           const std::vector<VariableRole>& roles,
                                           const std::vector<RecordKey>& keys,
                                           const RecordDecision& decision,
                                           std::uint64_t seed);

/// Of each published record the row of the dataset that it was made of. Not to be published: it
/// would undo the order of chance.
[[nodiscard]] std::vector<std::size_t> order_of_chance(std::size_t rows, std::uint64_t seed);

/// Takes answers to a question out of rows of a level, by its name; nothing if it is not published
/// there.
void blank_answers(PublicRecords& records,
                   std::size_t level,
                   const std::string& name,
                   const std::vector<std::size_t>& rows);

}  // namespace mtm
