#include "exchange/cell_answer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/date.h"

namespace mtm {
namespace {

// Serial numbers of spreadsheets count from here; in the system of 1900, days after February 1900.
constexpr std::int64_t serial_zero = -25'569;
constexpr double first_serial = 20'000;  // 1954
constexpr double last_serial = 80'000;   // 2119

constexpr std::size_t longest_label = 60;  // words

std::optional<double> number_in(std::string_view text) {
    double out = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !std::isfinite(out))
        return std::nullopt;
    return out;
}

// "35" of "35.0"; other numbers as they are written.
std::string without_zero_decimals(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos || point == 0) return std::string(text);
    if (text.find_first_not_of('0', point + 1) != std::string_view::npos) return std::string(text);
    return std::string(text.substr(0, point));
}

CellAnswer integer(std::string_view text) {
    std::string value = without_zero_decimals(text);
    const std::size_t digits = value.starts_with('-') || value.starts_with('+') ? 1 : 0;
    const bool whole = value.size() > digits && value.size() < 20 &&
                       value.find_first_not_of("0123456789", digits) == std::string::npos;
    if (whole) return {value};
    // 5e+05 is how R writes 500000.
    const auto number = number_in(text);
    if (number && *number == std::floor(*number) && std::fabs(*number) < 1e15)
        return {fmt::format("{:.0f}", *number)};
    return {std::string(text), "not-a-number"};
}

CellAnswer decimal(std::string_view text, const ValueStyle& style) {
    std::string value(text);
    if (style.decimal_comma && value.find('.') == std::string::npos)
        value = replace_all(value, ",", ".");
    if (number_in(value)) return {value};
    return {std::string(text), "not-a-number"};
}

// "01.05.2024", "1.5.2024 9:30" and what a spreadsheet or form server writes.
std::optional<DateTime> date_written(const Cell& cell) {
    const std::string_view text = trim(cell.text);
    if (const auto date = date_time_from(text)) return date;
    if (text.size() > 10 && text[10] == ' ') {
        if (const auto date = date_time_from(replace_all(text, " ", "T"))) return date;
    }
    if (const auto serial = number_in(text);
        serial && *serial >= first_serial && *serial <= last_serial) {
        auto date = date_time_of(*serial + static_cast<double>(serial_zero));
        if (date) date->has_time = *serial != std::floor(*serial);
        if (date) date->offset_minutes.reset();
        return date;
    }
    const auto parts = words(text);
    if (parts.empty() || parts.size() > 2) return std::nullopt;
    const auto numbers = split(parts[0], '.');
    if (numbers.size() != 3 || numbers[2].size() != 4) return std::nullopt;
    const auto two = [](std::string_view digits) {
        return digits.size() == 1 ? "0" + std::string(digits) : std::string(digits);
    };
    std::string iso = std::string(numbers[2]) + "-" + two(numbers[1]) + "-" + two(numbers[0]);
    if (parts.size() == 2) {
        const std::size_t colon = parts[1].find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        iso += "T" + two(parts[1].substr(0, colon)) + std::string(parts[1].substr(colon));
    }
    return date_time_from(iso);
}

CellAnswer date(const Cell& cell) {
    if (const auto day = date_written(cell)) return {print_date(*day)};
    return {std::string(trim(cell.text)), "not-a-date"};
}

CellAnswer date_time(const Cell& cell) {
    const std::string_view text = trim(cell.text);
    const auto instant = date_written(cell);
    if (!instant) return {std::string(text), "not-a-date"};
    if (date_time_from(text)) return {std::string(text)};  // as the device wrote it
    std::string out = print_date(*instant);
    if (instant->has_time) {
        out +=
            fmt::format("T{:02}:{:02}:{:06.3f}", instant->hour, instant->minute, instant->second);
        if (const auto offset = instant->offset_minutes) {
            out += fmt::format("{}{:02}:{:02}",
                               *offset < 0 ? '-' : '+',
                               std::abs(*offset) / 60,
                               std::abs(*offset) % 60);
        }
    }
    return {out};
}

CellAnswer time_of_day(const Cell& cell) {
    const std::string_view text = trim(cell.text);
    if (time_of_day_from(text)) return {std::string(text)};
    if (const auto part = number_in(text); part && *part >= 0 && *part < 1) {
        const int seconds = static_cast<int>(std::lround(*part * 86'400)) % 86'400;
        return {fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)};
    }
    return {std::string(text), "not-a-time"};
}

}  // namespace

AnswerReader::AnswerReader(const Questionnaire& questionnaire) : form_(questionnaire) {
    lists_.reserve(questionnaire.lists.size());
    for (const ChoiceList& list : questionnaire.lists)
        lists_.emplace_back(list);
}

std::optional<bool> AnswerReader::taken(const Cell& cell) {
    const std::string text = lower_ascii(trim(cell.text));
    if (text == "1" || text == "true" || text == "1.0" || text == "yes") return true;
    if (text == "0" || text == "false" || text == "0.0" || text == "no") return false;
    return std::nullopt;
}

CellAnswer AnswerReader::read(int question, const Cell& cell, const ValueStyle& style) const {
    const std::string_view text = trim(cell.text);
    if (text.empty()) return {};
    if (style.blank_is_written && text == "n/a") return {};
    const Question& asked = form_.questions[static_cast<std::size_t>(question)];
    switch (asked.type) {
        case QuestionType::integer:
            return integer(text);
        case QuestionType::decimal:
        case QuestionType::range:
            return decimal(text, style);
        case QuestionType::select_one:
        case QuestionType::select_multiple:
        case QuestionType::rank:
            if (asked.list < 0) return {std::string(text)};
            if (asked.type == QuestionType::select_one)
                return one_choice(lists_[static_cast<std::size_t>(asked.list)], cell);
            return many_choices(lists_[static_cast<std::size_t>(asked.list)], cell);
        case QuestionType::date:
            return date(cell);
        case QuestionType::date_time:
            return date_time(cell);
        case QuestionType::time:
            return time_of_day(cell);
        case QuestionType::metadata:
            if (cell.kind == Cell::Kind::date || cell.kind == Cell::Kind::number) {
                if (asked.metadata == "today") return date(cell);
                if (asked.metadata == "start" || asked.metadata == "end") return date_time(cell);
            }
            return {std::string(text)};
        default:
            // As XML has line ends, so that an answer stays the same on its way.
            return {replace_all(replace_all(text, "\r\n", "\n"), "\r", "\n")};
    }
}

CellAnswer AnswerReader::one_choice(const ChoiceTexts& texts, const Cell& cell) const {
    const std::string_view text = trim(cell.text);
    int choice = texts.find(text);
    // A spreadsheet makes 1.0 of a code 1, and TRUE of a code true.
    if (choice < 0) choice = texts.find(without_zero_decimals(text));
    if (choice < 0 && cell.kind == Cell::Kind::boolean) choice = texts.find(lower_ascii(text));
    if (choice < 0) return {std::string(text), "unknown-code"};
    return {texts.list().choices[static_cast<std::size_t>(choice)].name};
}

CellAnswer AnswerReader::many_choices(const ChoiceTexts& texts, const Cell& cell) const {
    const std::string_view text = trim(cell.text);
    const auto as_codes =
        [&](const std::vector<std::string_view>& parts) -> std::optional<std::string> {
        std::vector<std::string> codes;
        for (const std::string_view part : parts) {
            if (trim(part).empty()) continue;
            int choice = texts.find(part);
            if (choice < 0) choice = texts.find(without_zero_decimals(trim(part)));
            if (choice < 0) return std::nullopt;
            codes.push_back(texts.list().choices[static_cast<std::size_t>(choice)].name);
        }
        return join(codes, " ");
    };
    if (const auto codes = as_codes(words(text))) return {*codes};
    if (const auto codes = as_codes({text})) return {*codes};
    for (const char separator : {';', ',', '|', '\n'}) {
        if (const auto codes = as_codes(split(text, separator))) return {*codes};
    }
    // Labels with nothing but a space between: the longest that begins here, and so on.
    std::vector<std::string> codes;
    const std::vector<std::string_view> rest = words(text);
    for (std::size_t at = 0; at < rest.size();) {
        std::size_t taken_words = 0;
        for (std::size_t end = std::min(rest.size(), at + longest_label);
             end > at && taken_words == 0;
             --end) {
            const char* from = rest[at].data();
            const std::string_view candidate(
                from, static_cast<std::size_t>(rest[end - 1].data() + rest[end - 1].size() - from));
            const int choice = texts.find(candidate);
            if (choice < 0) continue;
            codes.push_back(texts.list().choices[static_cast<std::size_t>(choice)].name);
            taken_words = end - at;
        }
        if (taken_words == 0) return {std::string(text), "unknown-code"};
        at += taken_words;
    }
    return {join(codes, " ")};
}

}  // namespace mtm
