#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "interview/interview.h"

namespace mtm {

/// What a row of a cleaning log asks for, in the words of REACH's cleaningtools.
enum class ChangeType { change_response, blank_response, add_option, remove_survey, no_action };

/// One row of a cleaning log, its question found and its values turned into answers.
struct LoggedChange {
    ChangeType type = ChangeType::no_action;
    std::string instance_id = {};
    Answer to = {};   // question, rounds and the new value
    int choice = -1;  // of a select_multiple: the log speaks of this choice alone, 1 or 0
    std::optional<std::string> old_value = {};  // as the log gives it; absent: it does not
    std::string reason = {};
    std::string author = {};
    std::string time = {};
    int row = 0;
};

/// What becomes of a change over the answers as they stand.
struct ChangeOutcome {
    enum class Kind {
        applies,
        stands_already,  // the answer is the new value
        refused          // the log's old value is not what stands
    };

    Kind kind = Kind::refused;
    std::string old_value;  // what stands
    std::string new_value;  // what is to stand
    bool verified = false;  // whoever wrote the log had the old value before them
};

/// Of change_response, blank_response and add_option. An old value that is given must be what
/// stands, after typing: 1 is TRUE, 5e+05 is 500000.
[[nodiscard]] ChangeOutcome outcome_of(const LoggedChange& change,
                                       const Questionnaire& questionnaire,
                                       const Interview& standing);

/// Whether two texts say the same answer: as they are, as numbers, or as truths.
[[nodiscard]] bool same_answer(std::string_view a, std::string_view b);

}  // namespace mtm
