#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// How soon somebody should act: `high` means to phone the enumerator today.
enum class Priority { low, medium, high };

[[nodiscard]] std::string_view name_of(Priority priority);

/// A change that would answer a finding, as a row of a cleaning log.
struct SuggestedChange {
    std::string change_type;  // change_response, blank_response, remove_survey
    std::string question;
    std::string old_value;
    std::string new_value;
};

/// Something in the interviews of a round that its team should look at. Of an interview where `row`
/// is set, of an enumerator where only that is, of a question, or of the round.
struct Finding {
    std::string code = {};        // permanent; docs/quality.md lists every one
    std::int32_t row = -1;        // of level 0 of the dataset
    std::int32_t other = -1;      // the interview that it is compared with
    std::string enumerator = {};  // as the interview or the finding names them
    int question = -1;            // index into the questionnaire
    int second_question = -1;     // whose answer the detail tells too
    double value = std::numeric_limits<double>::quiet_NaN();     // that was measured
    double expected = std::numeric_limits<double>::quiet_NaN();  // that it was held against
    std::string detail = {};  // one sentence; never an answer to an identifying question
    std::optional<SuggestedChange> suggestion = {};
};

/// One kind of finding: what `mtm quality --list` and docs/quality.md say of it.
struct CheckDefinition {
    std::string_view code;
    Priority priority;
    std::string_view title;   // "Held at night"
    std::string_view remedy;  // what to do, in a sentence
};

/// All checks, in the order in which their findings are listed.
[[nodiscard]] const std::vector<CheckDefinition>& check_definitions();

/// REQUIRES: there is a check of that code.
[[nodiscard]] const CheckDefinition& definition_of(std::string_view code);

/// That of its check.
[[nodiscard]] Priority priority_of(const Finding& finding);

}  // namespace mtm
