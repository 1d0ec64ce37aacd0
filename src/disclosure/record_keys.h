#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/averaged_numbers.h"
#include "disclosure/variable_roles.h"

namespace mtm {

/// A key's values at one level of coarseness.
struct CoarseLevel {
    std::string what;  // in English: "as answered", "in bands of 5", "left out"
    /// By value of RecordKey: its category here.
    std::vector<std::int32_t> category_of = {};
    std::vector<Choice>
        categories;            // names and labels; the last may be "not asked", without a name
    bool as_answered = false;  // categories are those of the question
    bool left_out = false;
};

/// What somebody could know of the interviewed, as values that can be made coarser step by step.
struct RecordKey {
    enum class Kind {
        answers,
        /// Which of the questions that hang on a key were asked: that tells of the key's answer
        /// even where it is coarse or blank. Left out, none of them is published.
        skip_pattern
    };

    Kind kind = Kind::answers;
    int question = -1;
    std::string name;
    std::vector<int> dependents = {};       // of a skip pattern: questions
    std::vector<std::int32_t> values = {};  // by row of level 0; −1: no answer
    std::int32_t value_count = 0;
    std::vector<CoarseLevel> levels =
        {};  // each coarser than the one before; the last leaves it out
};

/// What study.toml says of how a question's values become coarser, or null.
[[nodiscard]] const RecodeRule* recode_rule_for(const Study& study, const std::string& question);

/// The keys of the interviews (level 0 of the dataset), by what [protection.records] of study.toml
/// says, else by steps of MTM's own: numbers in bands of rising width, open at both ends; dates by
/// month, quarter and year; choices by the columns of the choices sheet that gather them, or the
/// rare ones together; points by grids of rising width. Of numbers that are published as means, the
/// means are what is made coarser; skip logic is that of the answers.
[[nodiscard]] std::vector<RecordKey> record_keys(const Study& study,
                                                 const Dataset& dataset,
                                                 const std::vector<VariableRole>& roles,
                                                 const std::vector<AveragedQuestion>& averages);

}  // namespace mtm
