#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "study/study.h"

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
    std::string holds;  // in words, and why it goes or stays
    int files = 0;
    std::int64_t bytes = 0;
};

/// What retiring a study erases and keeps. Nothing is in none of the lists.
struct RetirementPlan {
    std::vector<RetiredPart> erased;   // raw data, what was made of them, tables of people, backups
    std::vector<RetiredPart> kept;     // questionnaire, plan, narrative, releases, lists of hashes
    std::vector<RetiredPart> unknown;  // kept, and nobody knows here what they hold
    std::vector<std::string> backups_not_there;  // paths at which backups were made
    int releases = 0;
};

/// What holds, or may hold, a line for each person or interview goes: beside raw data the sample,
/// lists that the form looked up, every table of which MTM does not know what it holds, and every
/// file in which an interview's instanceID stands. `keep`: files (paths in the study's folder)
/// whose owner knows that they name nobody; they stay unless an instanceID stands in them.
Result<RetirementPlan> plan_retirement(const std::string& directory,
                                       const StudyFile& file,
                                       const std::vector<std::string>& keep = {});

/// Erases what the plan says, after the mark is on the disk: after a failure it can be run again.
/// An error, and nothing is erased, while a server holds the study.
Status retire_study(const std::string& directory,
                    const RetirementPlan& plan,
                    const RetiredMark& mark);

}  // namespace mtm
