#pragma once

#include <vector>

#include "dataset/column.h"
#include "disclosure/coarse_words.h"
#include "disclosure/record_keys.h"

namespace mtm {

/// What the levels of one question's answers are made by.
struct CoarseningOf {
    const Study& study;
    const Question& question;
    int index = -1;  // of the question
    const Column& column;
    const RecodeRule* rule = nullptr;  // of study.toml, if there is one
    const CoarseWords& words;
    std::string finest = "as answered";  // what numbers are before they are made coarser
};

/// Its values and levels; `values` of a select question of several answers are distinct sets. The
/// last value is "not asked", where anybody was not.
[[nodiscard]] RecordKey key_of_answers(const CoarseningOf& of);

}  // namespace mtm
