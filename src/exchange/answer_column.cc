#include "exchange/answer_column.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "exchange/byte_hash.h"

namespace mtm {
namespace {

constexpr std::size_t most_remembered = 4096;     // values of a column
constexpr std::size_t longest_remembered = 1024;  // bytes of a value and its answer

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// What AnswerReader takes for a whole number as it stands.
bool is_plain_integer(std::string_view text) {
    return text.size() < 19 && std::ranges::all_of(text, is_digit);
}

// “12”, “-3.50”: what AnswerReader takes for a number as it stands.
bool is_plain_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || text.size() > 30 || !is_digit(text.front()) || !is_digit(text.back()))
        return false;
    int points = 0;
    for (const char c : text) {
        if (c == '.') {
            ++points;
        } else if (!is_digit(c)) {
            return false;
        }
    }
    return points <= 1;
}

// A day that AnswerReader takes as it stands; not all of them.
bool is_plain_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
        if (!is_digit(text[i])) return false;
    }
    const auto number = [text](std::size_t at) {
        return (text[at] - '0') * 10 + text[at + 1] - '0';
    };
    return number(0) >= 10 && number(5) >= 1 && number(5) <= 12 && number(8) >= 1 &&
           number(8) <= 28;
}

// Codes of findings, by what a slot keeps of them.
constexpr std::array<const char*, 5> problems{
    nullptr, "unknown-code", "not-a-number", "not-a-date", "not-a-time"};

std::uint8_t number_of(const std::string& problem) {
    if (problem.empty()) return 0;
    const auto found = std::find(problems.begin() + 1, problems.end(), problem);
    CHECK(found != problems.end());
    return static_cast<std::uint8_t>(found - problems.begin());
}

}  // namespace

AnswerColumn::AnswerColumn(const ExportTable::Column& column, const Question& question, int depth)
    : column_(column),
      codes_(column.mapped == nullptr || column.mapped->codes.empty() ? nullptr
                                                                      : &column.mapped->codes),
      takes_many_(question.type == QuestionType::select_multiple),
      way_(codes_ == nullptr ? way_of(question) : Way::remembered),
      depth_(depth),
      slots_(16) {
    const bool is_answer = column.meaning.kind == ColumnMeaning::Kind::answer;
    may_show_blank_ = !(is_answer && question.type == QuestionType::text);
    may_show_comma_ =
        question.type == QuestionType::decimal || question.type == QuestionType::range;
}

AnswerColumn::Way AnswerColumn::way_of(const Question& question) {
    switch (question.type) {
        case QuestionType::integer:
            return Way::integer;
        case QuestionType::decimal:
        case QuestionType::range:
            return Way::decimal;
        case QuestionType::metadata:
            return Way::as_it_stands;
        case QuestionType::date:
            return Way::date;
        case QuestionType::select_one:
        case QuestionType::select_multiple:
        case QuestionType::rank:
        case QuestionType::date_time:
        case QuestionType::time:
            return Way::remembered;
        default:
            return Way::without_returns;
    }
}

AnswerColumn::Reading AnswerColumn::read(std::string_view text,
                                         Cell::Kind kind,
                                         const AnswerReader& reader,
                                         const ValueStyle& style) {
    const bool as_it_stands =
        (way_ == Way::as_it_stands && kind == Cell::Kind::text) ||
        (way_ == Way::without_returns && text.find('\r') == std::string_view::npos) ||
        (way_ == Way::integer && is_plain_integer(text)) ||
        (way_ == Way::decimal && is_plain_decimal(text)) ||
        (way_ == Way::date && is_plain_date(text));
    if (as_it_stands) return {text};
    Slot wanted;
    wanted.hash = static_cast<std::uint32_t>(byte_hash(text, static_cast<std::uint64_t>(kind)));
    wanted.kind = static_cast<std::uint8_t>(kind);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = wanted.hash & mask; slots_[at].taken; at = (at + 1) & mask) {
        const Slot& slot = slots_[at];
        const bool is_it = slot.hash == wanted.hash && slot.kind == wanted.kind &&
                           slot.length == text.size() &&
                           std::memcmp(texts_.data() + slot.text, text.data(), text.size()) == 0;
        if (is_it) return reading_of(slot, text);
    }
    CellAnswer answer = read_anew(Cell{kind, std::string(text)}, reader, style);
    wanted.problem = number_of(answer.problem);
    wanted.is_answer = answer.value == text;
    if (wanted.is_answer) answer.value.clear();
    if (taken_ < most_remembered && text.size() + answer.value.size() <= longest_remembered)
        remember(wanted, text, answer.value);
    last_ = std::move(answer.value);
    return {wanted.is_answer ? text : std::string_view(last_), problems[wanted.problem]};
}

// What a mapping says of a value, or of each part of one, goes before what the form says.
CellAnswer AnswerColumn::read_anew(Cell cell,
                                   const AnswerReader& reader,
                                   const ValueStyle& style) const {
    if (codes_ != nullptr) {
        if (const auto whole = codes_->find(fold(cell.text)); whole != codes_->end())
            return {whole->second};
        if (takes_many_) cell.text = with_parts_mapped(cell.text);
    }
    return reader.read(column_.meaning.question, cell, style);
}

std::string AnswerColumn::with_parts_mapped(std::string_view text) const {
    for (const char separator : {';', ',', '|', '\n', ' '}) {
        bool any = false;
        std::vector<std::string> parts;
        for (const std::string_view part : split(text, separator)) {
            const auto mapped = codes_->find(fold(part));
            any = any || mapped != codes_->end();
            parts.push_back(mapped == codes_->end() ? std::string(trim(part)) : mapped->second);
        }
        if (any) return join(parts, ";");
    }
    return std::string(text);
}

AnswerColumn::Reading AnswerColumn::reading_of(const Slot& slot, std::string_view text) const {
    const std::string_view answer(texts_.data() + slot.text + slot.length, slot.answer_length);
    return {slot.is_answer ? text : answer, problems[slot.problem]};
}

void AnswerColumn::remember(Slot slot, std::string_view text, std::string_view answer) {
    slot.text = static_cast<std::uint32_t>(texts_.size());
    slot.length = static_cast<std::uint16_t>(text.size());
    slot.answer_length = static_cast<std::uint16_t>(answer.size());
    slot.taken = true;
    texts_.append(text).append(answer);
    const auto put = [this](const Slot& one) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = one.hash & mask;
        while (slots_[at].taken)
            at = (at + 1) & mask;
        slots_[at] = one;
    };
    if (2 * ++taken_ > slots_.size()) {
        std::vector<Slot> before(slots_.size() * 2);
        std::swap(before, slots_);
        for (const Slot& one : before) {
            if (one.taken) put(one);
        }
    }
    put(slot);
}

}  // namespace mtm
