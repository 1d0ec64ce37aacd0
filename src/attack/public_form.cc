#include "attack/public_form.h"

#include <algorithm>
#include <iterator>

#include "attack/answer_conditions.h"

namespace mtm {
namespace {

// Answers to a question of one answer exclude each other, and so add up.
bool has_one_answer(const Questionnaire& form, const std::string& question) {
    const int index = form.find(question);
    return index >= 0 &&
           form.questions[static_cast<std::size_t>(index)].type == QuestionType::select_one;
}

// The question whose answer a reference stands for, also through calculations that repeat it.
std::string question_meant(const Questionnaire& form, const Node& node) {
    if (node.kind != NodeKind::reference) return {};
    std::string name = node.text;
    for (std::size_t step = 0; step < form.questions.size(); ++step) {
        const int index = form.find(name);
        if (index < 0) return {};
        const Question& question = form.questions[static_cast<std::size_t>(index)];
        if (!question.calculation) return name;
        if (question.calculation->root.kind != NodeKind::reference) return {};
        name = question.calculation->root.text;
    }
    return {};
}

// Of a filter `column = ${question}`, either way round.
void add_offered(const Questionnaire& form, int question, std::vector<TellingAnswer>& out) {
    const Question& asked = form.questions[static_cast<std::size_t>(question)];
    if (!asked.choice_filter || asked.list < 0) return;
    const Node& filter = asked.choice_filter->root;
    if (filter.kind != NodeKind::binary || filter.text != "=") return;
    const bool column_first = filter.children[0].kind == NodeKind::path;
    const Node& column = filter.children[column_first ? 0 : 1];
    const std::string of = question_meant(form, filter.children[column_first ? 1 : 0]);
    if (of.empty() || column.kind != NodeKind::path) return;
    for (const Choice& choice : form.choices_of(question).choices) {
        const auto beside = choice.extra.find(column.text);
        if (beside != choice.extra.end() && !beside->second.empty())
            out.push_back({asked.name, choice.name, of, beside->second});
    }
}

// What being asked tells: each part of its skip logic and its groups' that is of answers to a
// question with one answer, and all of them where there is nothing else.
void add_asking(const Questionnaire& form, int question, PublicStructure& out) {
    if (form.repeat_of(question) >= 0) return;
    const std::string& name = form.questions[static_cast<std::size_t>(question)].name;
    std::vector<AskedOf> asked;
    bool all = true;
    for (const Expression* relevance : form.relevance_of(question)) {
        AnswerConditions conditions = conditions_in(relevance->root);
        all = all && conditions.all;
        for (AnswerCondition& condition : conditions.understood) {
            const int filter = form.find(condition.question);
            if (condition.negated || !has_one_answer(form, condition.question) ||
                form.repeat_of(filter) >= 0) {
                all = false;
                continue;
            }
            if (condition.answers.size() == 1)
                out.tells.push_back({name, {}, condition.question, condition.answers.front()});
            asked.push_back({name, std::move(condition.question), std::move(condition.answers)});
        }
    }
    if (all) std::ranges::move(asked, std::back_inserter(out.asked));
}

}  // namespace

PublicStructure public_form(const Questionnaire& form, const Plan& plan) {
    PublicStructure out;
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        add_offered(form, static_cast<int>(q), out.tells);
        add_asking(form, static_cast<int>(q), out);
    }
    for (const DerivedVariable& variable : plan.derived) {
        for (const DerivedCategory& category : variable.categories) {
            if (category.where) continue;
            AnswerConditions source = conditions_in(category.expression.root);
            if (!source.all || source.understood.size() != 1) continue;
            AnswerCondition& answers = source.understood.front();
            if (answers.negated || !has_one_answer(form, answers.question)) continue;
            out.groupings.push_back({variable.name,
                                     category.name,
                                     std::move(answers.question),
                                     std::move(answers.answers)});
        }
    }
    return out;
}

}  // namespace mtm
