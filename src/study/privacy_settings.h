#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "study/privacy_rules.h"
#include "study/settings_reader.h"

namespace mtm {

struct Study;

/// Reads [withdrawal] of study.toml; `out` stays as it is where there is none.
void read_withdrawal(SettingsReader& in, const toml::table& root, WithdrawalRules& out);

/// Reads [retention]; `out` stays as it is where there is none.
void read_retention(SettingsReader& in, const toml::table& root, RetentionRules& out);

/// What [withdrawal] names and the questionnaire does not have, and a term of retention without the
/// day from which it runs.
[[nodiscard]] Diagnostics check_privacy(const Study& study, const std::string& toml_name);

/// A term as "24 months": a whole number from 1 and days, weeks, months or years. The error says
/// how to write one.
[[nodiscard]] Result<RetentionRules> parse_term(const std::string& text);

/// "24 months", "1 year".
[[nodiscard]] std::string words_of_term(const RetentionRules& term);

/// The first day (ISO 8601) on which the term is over that began on the day after `from`: the same
/// day of the month so many months later, or that month's last if it has no such day. Empty without
/// a term or a date.
[[nodiscard]] std::string end_of_term(const std::string& from, const RetentionRules& term);

}  // namespace mtm
