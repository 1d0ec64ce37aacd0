#include "quality/identity_checks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/fold.h"
#include "base/text.h"

namespace mtm {
namespace {

constexpr std::size_t digits_of_a_number = 7;
constexpr std::size_t compared_digits = 9;  // without country code or leading zero
constexpr std::size_t least_length = 3;
constexpr std::size_t most_sharing = 20;  // more share it: it identifies nobody

}  // namespace

std::string identity_of(std::string_view answer) {
    std::string digits;
    bool letters = false;
    for (const char c : answer) {
        if (is_digit(c)) digits += c;
        letters = letters || static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
                  (c >= 'A' && c <= 'Z');
    }
    if (!letters && digits.size() >= digits_of_a_number) {
        if (digits.size() > compared_digits) digits.erase(0, digits.size() - compared_digits);
        return digits;
    }
    std::string folded = fold(answer);
    return folded.size() < least_length ? std::string() : folded;
}

IdentityChecks::IdentityChecks(const FieldworkRows& rows) : study_(*rows.study) {
    const auto& columns = rows.dataset->levels[0].columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const Column& column = columns[c];
        if (column.question < 0 || &column == rows.enumerator) continue;
        const Question& question =
            study_.questionnaire.questions[static_cast<std::size_t>(column.question)];
        const bool in_words = question.type == QuestionType::text ||
                              question.type == QuestionType::barcode ||
                              question.type == QuestionType::integer;
        if (question.disclosure != Disclosure::identifier || !in_words) continue;
        Identifier& out = identifiers_.emplace_back();
        out.column = c;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (column.missing(row) != Missing::none) continue;
            std::string identity =
                identity_of(column.dictionary[static_cast<std::size_t>(column.codes[row])]);
            if (!identity.empty())
                out.rows[std::move(identity)].push_back(static_cast<std::int32_t>(row));
        }
    }
}

void IdentityChecks::check(const FieldworkRows& rows,
                           std::size_t row,
                           std::vector<Finding>& out) const {
    for (const Identifier& identifier : identifiers_) {
        const Column& column = rows.dataset->levels[0].columns[identifier.column];
        if (column.missing(row) != Missing::none) continue;
        const auto found = identifier.rows.find(
            identity_of(column.dictionary[static_cast<std::size_t>(column.codes[row])]));
        if (found == identifier.rows.end()) continue;
        const auto& sharing = found->second;
        if (sharing.size() > most_sharing) continue;
        const bool learned =
            std::ranges::find(sharing, static_cast<std::int32_t>(row)) != sharing.end();
        const std::size_t interviews = sharing.size() + (learned ? 0 : 1);
        const auto other = std::ranges::find_if(sharing, [&](std::int32_t candidate) {
            return static_cast<std::size_t>(candidate) != row;
        });
        if (other == sharing.end() || interviews > most_sharing) continue;
        out.push_back(
            {.code = "same-identifier",
             .row = static_cast<std::int32_t>(row),
             .other = *other,
             .question = column.question,
             .value = static_cast<double>(interviews),
             .detail = fmt::format("{} interviews have the same {}.", interviews, column.name)});
    }
}

}  // namespace mtm
