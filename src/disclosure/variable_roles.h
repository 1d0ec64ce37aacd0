#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

namespace mtm {

/// What a question is to somebody who looks for a person in published records (Hundepool et al.
/// 2012, 3.1).
enum class RecordRole {
    key,        // known of a person beforehand: sex, age, origin
    sensitive,  // must not be learnt about a person
    other,
    withheld  // not published
};

struct VariableRole {
    int question = -1;
    RecordRole role = RecordRole::other;
    bool guessed = false;  // the questionnaire marks no question
    std::string reason;    // in English, why it is withheld or what made it a key
};

/// The role of every question of the study's form, in its order; notes are not there. What the
/// column `disclosure` says holds. Where it marks nothing, names and labels tell, and what can be
/// taken for a person's mark is taken for one. Exact places, pictures, voices, what a tablet notes,
/// free answers and calculations are withheld unless [protection.records] says otherwise.
[[nodiscard]] std::vector<VariableRole> variable_roles(const Study& study);

/// Of a form with marks: questions that have none, or “none”, and read as if others knew the answer
/// of a person. They are published as answered.
[[nodiscard]] std::vector<int> others_like_keys(const Study& study);

/// In English: "key", "sensitive", "other", "withheld".
[[nodiscard]] std::string_view words_for(RecordRole role);

}  // namespace mtm
