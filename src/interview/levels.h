#pragma once

#include <string>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// The repeat levels of a questionnaire. Level 0 is the interview itself; every repeat is a level
/// of its own, after the level that holds it.
struct LevelLayout {
    int repeat = -1;             // index into Questionnaire::groups; -1 for level 0
    int parent = -1;             // index of the level that holds it
    std::vector<int> questions;  // in the order of the form
};

struct Levels {
    std::vector<LevelLayout> levels;
    std::vector<int> level_of;         // by question
    std::vector<int> slot_of;          // by question: its place within its level
    std::vector<int> level_of_repeat;  // by group; -1 for groups that are no repeats

    explicit Levels(const Questionnaire& questionnaire);
};

}  // namespace mtm
