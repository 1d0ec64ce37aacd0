#include "exchange/answer_column.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "exchange/byte_hash.h"

namespace mtm {
namespace {

constexpr std::size_t most_remembered = 4096;  // values of a column
constexpr std::size_t longest_remembered = 256;

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

// The same code for good, so that a reading need not own it.
const char* lasting(const std::string& problem) {
    constexpr std::array codes{"unknown-code", "not-a-number", "not-a-date", "not-a-time"};
    const auto found = std::ranges::find(codes, problem);
    CHECK(problem.empty() || found != codes.end());
    return problem.empty() ? nullptr : *found;
}

}  // namespace

AnswerColumn::AnswerColumn(const ExportTable::Column& column, const Question& question, int depth)
    : column_(column), way_(way_of(question)), depth_(depth), slots_(16) {
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
        case QuestionType::select_one:
        case QuestionType::select_multiple:
        case QuestionType::rank:
        case QuestionType::date:
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
        (way_ == Way::decimal && is_plain_decimal(text));
    if (as_it_stands) return {text};
    const std::uint64_t hash = byte_hash(text, static_cast<std::uint64_t>(kind));
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (; slots_[at].number > 0; at = (at + 1) & mask) {
        if (slots_[at].hash != hash) continue;
        const Remembered& known = remembered_[slots_[at].number - 1];
        if (known.key == text && known.kind == kind) return {known.answer.value, known.problem};
    }
    CellAnswer answer = reader.read(column_.meaning.question, Cell{kind, std::string(text)}, style);
    const char* problem = lasting(answer.problem);
    if (remembered_.size() == most_remembered || text.size() > longest_remembered) {
        last_ = {{}, kind, std::move(answer), problem};
        return {last_.answer.value, problem};
    }
    remembered_.push_back({std::string(text), kind, std::move(answer), problem});
    slots_[at] = {hash, static_cast<std::uint32_t>(remembered_.size())};
    if (2 * remembered_.size() > slots_.size()) grow();
    return {remembered_.back().answer.value, problem};
}

void AnswerColumn::grow() {
    std::vector<Slot> before(slots_.size() * 2);
    std::swap(before, slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : before) {
        if (slot.number == 0) continue;
        std::size_t at = slot.hash & mask;
        while (slots_[at].number > 0)
            at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

}  // namespace mtm
