#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "interview/routing.h"

namespace mtm {

/// One thing about an interview that its study's team should look at. Codes are permanent
/// (docs/flags.md lists every one).
struct Flag {
    std::string code;  // "constraint", "not-asked", "clock-ahead", "too-fast", "after-close", …
    std::string question = {};  // name; empty where it concerns the whole interview
    std::string detail = {};    // holds no answer

    bool operator==(const Flag&) const = default;
};

/// What is known of an interview's arrival, beside its answers. Instants are milliseconds since
/// 1970-01-01T00:00:00Z.
struct Circumstances {
    std::int64_t received = 0;
    std::int64_t form_since = 0;        // when its version was put in the field; 0: not known
    int language = -1;                  // it was held in, index into the form's; −1: not known
    std::string_view audit_log = {};    // audit.csv as it came; empty: none
    const Diagnostics* read = nullptr;  // what `read_submission` found
};

/// How far a device's clock may be wrong before it is told.
inline constexpr std::int64_t clock_tolerance_ms = std::int64_t{10} * 60 * 1000;

/// Everything about an interview that its form would not have allowed or that cannot have happened
/// so: answers against the logic, a clock that is off, questions answered faster than they can be
/// read, places that a device invented. The same interview gives the same verdict, always. Nothing
/// here refuses an interview.
[[nodiscard]] std::vector<Flag> verdict_on(const Router& router,
                                           const RoutedInterview& interview,
                                           const Circumstances& circumstances);

/// Whether an interview has more rounds of a repeat than any interview could, so that judging it
/// would hold up others: a formula over all rounds, asked in each of them, takes time with the
/// square of their number.
[[nodiscard]] bool has_too_many_rounds(const Interview& interview);

/// The flag of such an interview, which is taken unjudged.
[[nodiscard]] Flag too_many_rounds();

/// The instant, in milliseconds, at which an interview began and ended: its first answers to
/// questions of the metadata start and end. Absent where it does not say.
struct InterviewTimes {
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> end;

    bool operator==(const InterviewTimes&) const = default;
};

[[nodiscard]] InterviewTimes times_of(const Router& router, const RoutedInterview& interview);

}  // namespace mtm
