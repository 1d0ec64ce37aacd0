#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mtm {

/// What a difference means. 1: should never change (someone did not ask, or made it up). 2: hard to
/// ask (training). 3: may change (is the question stable at all?).
enum class BackCheckType : std::uint8_t { type1 = 1, type2 = 2, type3 = 3 };

/// How far the second answer may lie from the first and still be the same.
struct OkRange {
    struct Bound {
        double amount = 0;         // not negative
        bool is_per_cent = false;  // of the first answer's size
    };

    Bound below;
    Bound above;
};

/// "[-1, 1]", "[-5%, 5%]", "[, 10]" (a side left out is 0).
[[nodiscard]] Result<OkRange> parse_ok_range(std::string_view text);

/// What becomes of a pair of answers of which one is missing.
enum class WhenMissing : std::uint8_t {
    compare,         // as an answer of its own: equal only to the same kind of missing
    no_difference,   // compared, and no difference, if it is the second that is missing
    do_not_compare,  // left out of every rate, if either is
};

struct BackCheckQuestion {
    std::string name;
    BackCheckType type = BackCheckType::type1;
    std::optional<OkRange> ok_range;         // of numbers
    std::vector<std::string> no_difference;  // second answers that never differ
    std::vector<std::string> not_compared;   // either answer being one of these: left out
    int line = 0;                            // of study.toml
};

/// How the round is back-checked: [back_check] of study.toml. docs/back-checks.md explains each.
struct BackCheckRules {
    std::vector<BackCheckQuestion> questions;  // that are compared
    WhenMissing not_answered = WhenMissing::do_not_compare;
    WhenMissing unknown = WhenMissing::compare;
    /// The question that tells people apart, asked both times; empty: the back-check asks for the
    /// code that the list gives the interview (`first_interview`).
    std::string key;
    std::string back_checker = "back_checker";  // question of the back-check: who checks
    std::vector<std::string> back_checkers;     // among whom the sample is divided
    std::vector<std::string> contact;           // questions that say how somebody is found
    std::string form;          // of the back-check, beside study.toml; empty: MTM makes it
    std::optional<int> share;  // per cent of each enumerator's interviews
    std::optional<int> number;
    std::optional<std::uint64_t> seed;
    int first_day = 0;  // after the interview, on which its back-check may be held
    int last_day = 0;   // 0: no end
    int line = 0;       // of study.toml; 0: there is no such section

    [[nodiscard]] bool are_given() const { return line > 0; }
};

/// What the back-check asks where `key` names no question, and where it is who checks.
inline constexpr const char* first_interview_question = "first_interview";

}  // namespace mtm
