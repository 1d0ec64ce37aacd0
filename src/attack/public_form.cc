#include "attack/public_form.h"

#include <algorithm>

namespace mtm {
namespace {

// A question and the answers to it of which one was given.
struct OneOf {
    std::string question;
    std::vector<std::string> answers;
};

// Of `${q} = 'a'`, `selected(${q}, 'a')` and such joined by "or", all of one question.
std::optional<OneOf> one_of(const Node& node) {
    if (node.kind == NodeKind::binary && node.text == "or") {
        auto left = one_of(node.children[0]);
        const auto right = one_of(node.children[1]);
        if (!left || !right || left->question != right->question) return std::nullopt;
        left->answers.insert(left->answers.end(), right->answers.begin(), right->answers.end());
        return left;
    }
    const bool equals = node.kind == NodeKind::binary && node.text == "=";
    const bool selected =
        node.kind == NodeKind::call && node.text == "selected" && node.children.size() == 2;
    if (!equals && !selected) return std::nullopt;
    const Node& question = node.children[0];
    const Node& answer = node.children[1];
    if (question.kind != NodeKind::reference || answer.kind != NodeKind::string)
        return std::nullopt;
    return OneOf{question.text, {answer.text}};
}

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

}  // namespace

PublicStructure public_form(const Questionnaire& form, const Plan& plan) {
    PublicStructure out;
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        add_offered(form, static_cast<int>(q), out.tells);
        const auto relevance = form.relevance_of(static_cast<int>(q));
        if (relevance.size() != 1 || form.repeat_of(static_cast<int>(q)) >= 0) continue;
        auto asked = one_of(relevance.front()->root);
        if (!asked || !has_one_answer(form, asked->question)) continue;
        const int filter = form.find(asked->question);
        if (asked->answers.size() == 1)
            out.tells.push_back(
                {form.questions[q].name, {}, asked->question, asked->answers.front()});
        if (!form.relevance_of(filter).empty()) continue;
        out.asked.push_back(
            {form.questions[q].name, std::move(asked->question), std::move(asked->answers)});
    }
    for (const DerivedVariable& variable : plan.derived) {
        for (const DerivedCategory& category : variable.categories) {
            if (category.where) continue;
            auto answers = one_of(category.expression.root);
            if (!answers || !has_one_answer(form, answers->question)) continue;
            out.groupings.push_back({variable.name,
                                     category.name,
                                     std::move(answers->question),
                                     std::move(answers->answers)});
        }
    }
    return out;
}

}  // namespace mtm
