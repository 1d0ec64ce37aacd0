#include "study/rank_variables.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/parse.h"

namespace mtm {

namespace {

const Question& question_named(const Questionnaire& form, const std::string& name) {
    const int index = form.find(name);
    CHECK(index >= 0);
    return form.questions[static_cast<std::size_t>(index)];
}

// What says that a choice stands at a rank.
std::string at_rank(const std::vector<std::string>& questions,
                    bool ordered,
                    std::size_t rank,
                    const std::string& choice) {
    const char quote = choice.find('\'') == std::string::npos ? '\'' : '"';
    if (ordered) {
        return fmt::format(
            "selected-at(${{{}}}, {}) = {}{}{}", questions.front(), rank, quote, choice, quote);
    }
    return fmt::format("${{{}}} = {}{}{}", questions[rank], quote, choice, quote);
}

DerivedVariable variable(const std::vector<std::string>& questions,
                         const ChoiceList& list,
                         const std::string& name,
                         bool ordered,
                         std::size_t first,
                         std::size_t end) {
    DerivedVariable out;
    out.name = name;
    out.question = questions.front();
    if (!ordered && end == first + 1) out.rest = questions[first];
    out.of_table = true;
    for (const Choice& choice : list.choices) {
        if (choice.missing != MissingChoice::answer) continue;
        std::vector<std::string> ways;
        for (std::size_t rank = first; rank < end; ++rank)
            ways.push_back(at_rank(questions, ordered, rank, choice.name));
        auto truth = parse(join(ways, " or ")).expression;
        CHECK(truth.has_value());
        DerivedCategory category;
        category.name = choice.name;
        category.expression = *std::move(truth);
        category.label = choice.label;
        out.categories.push_back(std::move(category));
    }
    return out;
}

Result<bool> is_ordered(const Questionnaire& form, const std::vector<std::string>& questions) {
    const Question& first = question_named(form, questions.front());
    if (questions.size() == 1) {
        if (first.type == QuestionType::rank && first.list >= 0) return true;
        return Error{"one question alone is a ranking only if its type is rank"};
    }
    for (const std::string& name : questions) {
        const Question& one = question_named(form, name);
        if (one.type != QuestionType::select_one || one.list < 0) {
            return Error{"“" + name + "” is not a select_one"};
        }
        if (one.list != first.list) {
            return Error{"“" + name + "” and “" + questions.front() +
                         "” have different lists of choices"};
        }
        if (form.repeat_of(form.find(name)) != form.repeat_of(form.find(questions.front()))) {
            return Error{"“" + name + "” and “" + questions.front() + "” are of different repeats"};
        }
    }
    return false;
}

}  // namespace

Result<std::vector<DerivedVariable>> rank_variables(const Questionnaire& form,
                                                    const std::vector<std::string>& questions) {
    const auto ordered = is_ordered(form, questions);
    if (!ordered) return ordered.error();
    const ChoiceList& list = form.choices_of(form.find(questions.front()));
    const std::size_t ranks = *ordered ? list.choices.size() : questions.size();
    const std::string all = join(questions, "+");
    std::vector<DerivedVariable> out;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
        out.push_back(variable(
            questions, list, fmt::format("{} rank {}", all, rank + 1), *ordered, rank, rank + 1));
    }
    out.push_back(variable(questions, list, all + " any rank", *ordered, 0, ranks));
    return out;
}

}  // namespace mtm
