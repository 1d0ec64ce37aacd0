#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace mtm {

/// That a study's raw data were erased: its retired.csv.
struct RetiredMark {
    std::string at;  // UTC, ISO 8601
    std::string by;
    std::string why;  // "24 months after 2024-05-31", or "--now"
};

/// Absent if the study is not retired.
[[nodiscard]] std::optional<RetiredMark> retired_mark(const std::string& directory);

/// Part of a study's folder, or a backup of it.
struct RetiredPart {
    std::string path;
    std::string holds;  // in words
    int files = 0;
    std::int64_t bytes = 0;
};

/// What retiring a study erases and keeps. Nothing is in none of the lists.
struct RetirementPlan {
    std::vector<RetiredPart> erased;   // raw data, what was made of them, backups
    std::vector<RetiredPart> kept;     // questionnaire, plan, narrative, releases, lists of hashes
    std::vector<RetiredPart> unknown;  // kept, and nobody knows here what they hold
    std::vector<std::string> backups_not_there;  // paths at which backups were made
    int releases = 0;
};

Result<RetirementPlan> plan_retirement(const std::string& directory);

/// Erases what the plan says, after the mark is on the disk: after a failure it can be run again.
/// An error, and nothing is erased, while a server holds the study.
Status retire_study(const std::string& directory,
                    const RetirementPlan& plan,
                    const RetiredMark& mark);

}  // namespace mtm
