#include "study/privacy_settings.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <vector>

#include "base/text.h"
#include "study/study.h"

namespace mtm {
namespace {

constexpr int longest_term = 1200;  // of units: a century in months

struct NamedUnit {
    TermUnit unit;
    std::string_view one;
    std::string_view several;
};

constexpr std::array<NamedUnit, 4> term_units{{{TermUnit::days, "day", "days"},
                                               {TermUnit::weeks, "week", "weeks"},
                                               {TermUnit::months, "month", "months"},
                                               {TermUnit::years, "year", "years"}}};

std::optional<std::chrono::year_month_day> day_of_term(const std::string& text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::string iso_day_of_term(const std::chrono::year_month_day& date) {
    std::array<char, 16> out{};
    std::snprintf(out.data(),
                  out.size(),
                  "%04d-%02u-%02u",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return out.data();
}

Diagnostic privacy_finding(const std::string& toml_name, int line, std::string code) {
    Diagnostic out;
    out.code = std::move(code);
    out.place.file = toml_name;
    out.place.row = line;
    return out;
}

}  // namespace

void read_withdrawal(SettingsReader& in, const toml::table& root, WithdrawalRules& out) {
    const toml::table* section = in.table(root, "withdrawal");
    if (section == nullptr) return;
    out.line = static_cast<int>(section->source().begin.line);
    in.text(*section, "withdrawal.", "code", out.code);
    in.number(*section, "withdrawal.", "backups", out.backups_days);
    in.report_unknown(*section, "withdrawal.");
}

void read_retention(SettingsReader& in, const toml::table& root, RetentionRules& out) {
    const toml::table* section = in.table(root, "retention");
    if (section == nullptr) return;
    std::string raw;
    in.text(*section, "retention.", "raw", raw);
    in.report_unknown(*section, "retention.");
    const std::uint32_t line = section->source().begin.line;
    if (raw.empty()) return;
    auto term = parse_term(raw);
    if (!term) {
        in.report("bad-retention",
                  line,
                  "[retention] raw cannot be read: " + term.error().message + ".",
                  "Write how long after fieldwork raw data are kept: raw = \"24 months\".");
        return;
    }
    out = *term;
    out.line = static_cast<int>(line);
}

Result<RetentionRules> parse_term(const std::string& text) {
    const std::vector<std::string_view> parts = words(text);
    RetentionRules out;
    if (parts.size() != 2) return Error{"“" + text + "” is no number and a unit"};
    const auto [end, failed] =
        std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), out.count);
    if (failed != std::errc() || end != parts[0].data() + parts[0].size() || out.count < 1 ||
        out.count > longest_term) {
        return Error{"“" + std::string(parts[0]) + "” is no whole number from 1 to " +
                     std::to_string(longest_term)};
    }
    for (const NamedUnit& each : term_units) {
        if (parts[1] != each.one && parts[1] != each.several) continue;
        out.unit = each.unit;
        return out;
    }
    return Error{"“" + std::string(parts[1]) + "” is none of days, weeks, months, years"};
}

std::string words_of_term(const RetentionRules& term) {
    const NamedUnit& unit = term_units[static_cast<std::size_t>(term.unit)];
    return std::to_string(term.count) + " " +
           std::string(term.count == 1 ? unit.one : unit.several);
}

std::string end_of_term(const std::string& from, const RetentionRules& term) {
    const auto date = day_of_term(from);
    if (!date || term.count == 0) return {};
    std::chrono::year_month_day end = *date;
    switch (term.unit) {
        case TermUnit::days:
            end = std::chrono::sys_days(*date) + std::chrono::days(term.count);
            break;
        case TermUnit::weeks:
            end = std::chrono::sys_days(*date) + std::chrono::days(7 * term.count);
            break;
        case TermUnit::months:
            end = *date + std::chrono::months(term.count);
            break;
        case TermUnit::years:
            end = *date + std::chrono::years(term.count);
            break;
    }
    if (!end.ok()) end = std::chrono::sys_days(end.year() / end.month() / std::chrono::last);
    return iso_day_of_term(std::chrono::sys_days(end) + std::chrono::days(1));
}

Diagnostics check_privacy(const Study& study, const std::string& toml_name) {
    Diagnostics out;
    const WithdrawalRules& withdrawal = study.file.withdrawal;
    if (!withdrawal.code.empty() && study.questionnaire.find(withdrawal.code) < 0) {
        Diagnostic found =
            privacy_finding(toml_name, withdrawal.line, "unknown-withdrawal-question");
        found.message = "[withdrawal] code names “" + withdrawal.code +
                        "”, which is no question of the questionnaire.";
        found.remedy = "Name the question in which the code of the respondent's card is written.";
        out.push_back(std::move(found));
    }
    const RetentionRules& retention = study.file.retention;
    if (retention.count > 0 && study.file.fieldwork_end.empty()) {
        Diagnostic found = privacy_finding(toml_name, retention.line, "retention-without-end");
        found.severity = Severity::warning;
        found.message = "[retention] is counted from the end of fieldwork, which is not given.";
        found.remedy = "Write fieldwork_end, the last day of fieldwork.";
        out.push_back(std::move(found));
    }
    return out;
}

}  // namespace mtm
