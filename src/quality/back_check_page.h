#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "quality/back_check_round.h"
#include "workbook/write.h"

namespace mtm {

/// Rates of fewer comparisons than this are marked: three of five says nothing yet.
inline constexpr std::size_t small_back_check_base = 30;

/// What the back-checks say, as one HTML file for the study's team: error rates by type, by
/// enumerator, question and back-checker, each with its base, and the differences. `now` is a date
/// in words. It holds answers of respondents, and says that it is not to leave the team.
[[nodiscard]] std::string back_check_page(const BackCheckRound& round, const std::string& now);

/// The same as a workbook, with every difference, the rates of each interview, the tests of
/// stability, and what could not be compared.
[[nodiscard]] WorkbookOut back_check_workbook(const BackCheckRound& round,
                                              std::chrono::sys_seconds now);

/// The same for programs: one object, rates from 0 to 1, null where nothing was compared.
[[nodiscard]] std::string back_check_json(const BackCheckRound& round);

/// The rates by type and by enumerator in a few lines of text.
[[nodiscard]] std::string back_check_summary(const BackCheckRound& round);

/// "Type 1: should never change".
[[nodiscard]] std::string_view meaning_of(BackCheckType type);

/// The label of a question that is compared, in the form's first language; its name if it has none.
[[nodiscard]] std::string label_of(const BackCheckRound& round, std::size_t question);

}  // namespace mtm
