// Answers under “other” that were choices all along.
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/fold.h"
#include "base/text.h"
#include "quality/answer_checks.h"

namespace mtm {
namespace {

constexpr std::size_t letters_an_error = 5;

// Letters of a text, as code points; other characters are single spaces.
std::u32string letters_of(std::string_view text) {
    std::u32string out;
    const std::string folded = fold(text);
    for (std::size_t i = 0; i < folded.size();) {
        const auto lead = static_cast<unsigned char>(folded[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t code = lead < 0x80 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < folded.size(); ++k)
            code = code << 6U | (static_cast<unsigned char>(folded[i + k]) & 0x3FU);
        i += length;
        const bool letter =
            code >= 0x80 || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
        if (letter)
            out += code;
        else if (!out.empty() && out.back() != U' ')
            out += U' ';
    }
    if (!out.empty() && out.back() == U' ') out.pop_back();
    return out;
}

// Optimal string alignment distance, or more than `most` if it is.
std::size_t distance(const std::u32string& a, const std::u32string& b, std::size_t most) {
    if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            now[j] = std::min(
                {last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

// The choice of a select question that a condition asks for: ${q} = 'other', selected(${q},
// 'other').
bool asks_for(const Node& node, std::string_view& question, std::string_view& choice) {
    const bool equals = node.kind == NodeKind::binary && node.text == "=";
    const bool selected = node.kind == NodeKind::call && node.text == "selected";
    if ((equals || selected) && node.children.size() == 2) {
        const Node* name = &node.children[0];
        const Node* value = &node.children[1];
        if (name->kind == NodeKind::string) std::swap(name, value);
        if (name->kind == NodeKind::reference && value->kind == NodeKind::string) {
            question = name->text;
            choice = value->text;
            return true;
        }
    }
    const bool both = node.kind == NodeKind::binary && node.text == "and";
    return both && std::ranges::any_of(node.children, [&](const Node& child) {
               return asks_for(child, question, choice);
           });
}

std::size_t column_at(const Level& level, std::string_view name) {
    for (std::size_t c = 0; c < level.columns.size(); ++c) {
        if (level.columns[c].name == name) return c;
    }
    return level.columns.size();
}

}  // namespace

std::int32_t choice_meant(const ChoiceList& list, std::string_view text, int other) {
    const std::u32string wanted = letters_of(text);
    if (wanted.size() < 2) return -1;
    std::int32_t found = -1;
    std::size_t least = wanted.size() / letters_an_error + 1;
    for (std::size_t c = 0; c < list.choices.size(); ++c) {
        const Choice& choice = list.choices[c];
        if (static_cast<int>(c) == other || choice.missing != MissingChoice::answer) continue;
        const auto consider = [&](std::string_view candidate) {
            const std::size_t away = distance(wanted, letters_of(candidate), least);
            if (away > wanted.size() / letters_an_error || away > least) return;
            if (away == least && found != static_cast<std::int32_t>(c) && found >= 0) {
                found = -2;
            } else if (away < least || found == -1) {
                found = static_cast<std::int32_t>(c);
                least = away;
            }
        };
        consider(choice.name);
        for (const std::string& label : choice.label.by_language) {
            if (!label.empty()) consider(label);
        }
    }
    return std::max(found, std::int32_t{-1});
}

void AnswerChecks::learn_others(const FieldworkRows& rows) {
    const Level& level = rows.dataset->levels[0];
    const Questionnaire& form = study_.questionnaire;
    for (std::size_t c = 0; c < level.columns.size(); ++c) {
        const Column& column = level.columns[c];
        if (column.question < 0) continue;
        const Question& question = form.questions[static_cast<std::size_t>(column.question)];
        std::string_view name;
        std::string_view choice;
        if (question.type != QuestionType::text || !question.relevant ||
            !asks_for(question.relevant->root, name, choice))
            continue;
        const std::size_t select = column_at(level, name);
        if (select == level.columns.size() || level.columns[select].choice_count == 0 ||
            level.columns[select].question < 0)
            continue;
        const ChoiceList& list = form.choices_of(level.columns[select].question);
        OtherText& out = others_.emplace_back();
        out.column = c;
        out.select = select;
        out.other = list.find(choice);
        for (const std::string& entry : column.dictionary)
            out.meant.push_back(choice_meant(list, entry, out.other));
    }
}

void AnswerChecks::check_others(const FieldworkRows& rows,
                                std::size_t row,
                                std::vector<Finding>& out) const {
    const Level& level = rows.dataset->levels[0];
    for (const OtherText& text : others_) {
        const Column& column = level.columns[text.column];
        if (column.codes[row] < 0) continue;
        const auto entry = static_cast<std::size_t>(column.codes[row]);
        const Column& select = level.columns[text.select];
        const ChoiceList& list = study_.questionnaire.choices_of(select.question);
        const std::int32_t meant = entry < text.meant.size()
                                       ? text.meant[entry]
                                       : choice_meant(list, column.dictionary[entry], text.other);
        if (meant < 0) continue;
        const Question& question =
            study_.questionnaire.questions[static_cast<std::size_t>(select.question)];
        const Choice& choice = list.choices[static_cast<std::size_t>(meant)];
        Finding finding{.code = "other-matches",
                        .row = static_cast<std::int32_t>(row),
                        .question = column.question,
                        .second_question = select.question,
                        .detail = "What was written under “other” is the choice “" +
                                  choice.label.in(0) + "” of " + question.name + "."};
        if (question.type == QuestionType::select_one && text.other >= 0)
            finding.suggestion = SuggestedChange{
                .change_type = "change_response",
                .question = question.name,
                .old_value = list.choices[static_cast<std::size_t>(text.other)].name,
                .new_value = choice.name};
        out.push_back(std::move(finding));
    }
}

}  // namespace mtm
