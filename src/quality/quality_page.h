#pragma once

#include <chrono>
#include <string>

#include "quality/quality.h"
#include "workbook/write.h"

namespace mtm {

/// The findings as one HTML file for the study's team: whom to phone today, enumerators side by
/// side, findings by kind and by interview. `now` is a date and time in words. It holds answers of
/// respondents, so it says that it is not to leave the team.
[[nodiscard]] std::string quality_page(const FieldworkRows& rows,
                                       const QualityReport& report,
                                       const std::string& now);

/// The same as a workbook: all findings, enumerators, what each check means, and a sheet
/// “corrections” in the form of a cleaning log (docs/formats/corrections.md), which can be filled
/// in and given to `mtm import --corrections`: until somebody does, every row of it says no_action.
[[nodiscard]] WorkbookOut quality_workbook(const FieldworkRows& rows,
                                           const QualityReport& report,
                                           std::chrono::sys_seconds now);

/// How often each check found something, in the order of check_definitions().
struct CheckCount {
    const CheckDefinition* definition;
    int findings = 0;
};

[[nodiscard]] std::vector<CheckCount> count_by_check(const QualityReport& report);

/// The interview's name among the team: the first eight characters of its instanceID behind
/// “uuid:”, or all of it if it is short.
[[nodiscard]] std::string short_name(const std::string& instance_id);

}  // namespace mtm
