#include "disclosure/record_values.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mtm {
namespace {

constexpr std::size_t enough_answers = 20;  // to tell what kind of numbers they are
constexpr double seven_digits = 1e6;

struct Numbers {
    std::size_t answers = 0;
    std::size_t distinct = 0;
    std::size_t long_whole = 0;  // answers of seven digits and more
};

Numbers numbers_in(const Column& column) {
    std::vector<std::size_t> given(column.dictionary.size(), 0);
    for (const std::int32_t code : column.codes) {
        if (code >= 0) ++given[static_cast<std::size_t>(code)];
    }
    Numbers out;
    for (std::size_t code = 0; code < given.size(); ++code) {
        const bool is_answer = column.meaning[code] == MissingChoice::answer;
        const double number = column.numbers[code];
        if (given[code] == 0 || !is_answer || std::isnan(number)) continue;
        out.answers += given[code];
        ++out.distinct;
        const bool whole = std::floor(number) == number;
        if (whole && std::abs(number) >= seven_digits) out.long_whole += given[code];
    }
    return out;
}

bool has_numbers(QuestionType type) {
    return type == QuestionType::integer || type == QuestionType::decimal ||
           type == QuestionType::range || type == QuestionType::calculate;
}

// The row of level 0 that a row of a level belongs to.
std::size_t interview_of(const Dataset& dataset, std::size_t level, std::size_t row) {
    while (level != 0) {
        row = static_cast<std::size_t>(dataset.levels[level].parent_row[row]);
        level = static_cast<std::size_t>(dataset.levels[level].parent);
    }
    return row;
}

void add_identifying(const Dataset& dataset,
                     const ColumnPlace& place,
                     int question,
                     std::vector<IdentifyingAnswers>& out) {
    const Column& column = *place.column;
    std::vector<IdentifyingKind> kinds;
    for (const std::string& text : column.dictionary)
        kinds.push_back(identifying_in(text));
    std::map<IdentifyingKind, std::vector<std::string>> found;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::int32_t code = column.codes[row];
        if (code < 0 || kinds[static_cast<std::size_t>(code)] == IdentifyingKind::nothing) continue;
        const std::size_t interview = interview_of(dataset, place.level, row);
        std::vector<std::string>& ids = found[kinds[static_cast<std::size_t>(code)]];
        if (ids.empty() || ids.back() != dataset.instance_ids[interview])
            ids.push_back(dataset.instance_ids[interview]);
    }
    for (auto& [kind, interviews] : found)
        out.push_back({question, kind, std::move(interviews)});
}

}  // namespace

ColumnPlace column_of(const Dataset& dataset, int question) {
    for (std::size_t level = 0; level < dataset.levels.size(); ++level) {
        for (const Column& column : dataset.levels[level].columns) {
            if (column.question == question) return {&column, level};
        }
    }
    return {};
}

std::vector<VariableRole> roles_by_answers(const Study& study,
                                           const Dataset& dataset,
                                           std::vector<VariableRole> roles) {
    for (VariableRole& role : roles) {
        const Question& question =
            study.questionnaire.questions[static_cast<std::size_t>(role.question)];
        if (role.role == RecordRole::withheld || !has_numbers(question.type)) continue;
        const ColumnPlace place = column_of(dataset, role.question);
        if (place.column == nullptr) continue;
        const Numbers numbers = numbers_in(*place.column);
        if (numbers.answers < enough_answers) continue;
        if (2 * numbers.long_whole >= numbers.answers) {
            role.role = RecordRole::withheld;
            role.reason = "its numbers look like those of telephones or documents";
        } else if (role.role == RecordRole::other && 2 * numbers.distinct > numbers.answers) {
            role.role = RecordRole::key;
            role.reason = "nearly everybody gave a number of their own";
        }
    }
    return roles;
}

std::vector<IdentifyingAnswers> identifying_answers(const Study& study,
                                                    const Dataset& dataset,
                                                    const std::vector<VariableRole>& roles) {
    std::vector<IdentifyingAnswers> out;
    for (const VariableRole& role : roles) {
        const Question& question =
            study.questionnaire.questions[static_cast<std::size_t>(role.question)];
        if (role.role == RecordRole::withheld || question.type != QuestionType::text) continue;
        const ColumnPlace place = column_of(dataset, role.question);
        if (place.column != nullptr) add_identifying(dataset, place, role.question, out);
    }
    return out;
}

}  // namespace mtm
