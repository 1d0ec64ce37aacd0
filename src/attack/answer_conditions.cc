#include "attack/answer_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "expression/parse.h"

namespace mtm {
namespace {

constexpr std::string_view negation = "not ";
constexpr std::string_view alternative = " or ";

std::optional<AnswerCondition> condition_in(const Node& node) {
    if (node.kind == NodeKind::binary && node.text == "or") {
        auto left = condition_in(node.children[0]);
        const auto right = condition_in(node.children[1]);
        if (!left || !right || left->negated || right->negated || left->question != right->question)
            return std::nullopt;
        left->answers.insert(left->answers.end(), right->answers.begin(), right->answers.end());
        return left;
    }
    if (node.kind == NodeKind::call && node.text == "not" && node.children.size() == 1) {
        auto out = condition_in(node.children[0]);
        if (out) out->negated = !out->negated;
        return out;
    }
    const bool compares = node.kind == NodeKind::binary && (node.text == "=" || node.text == "!=");
    const bool selected =
        node.kind == NodeKind::call && node.text == "selected" && node.children.size() == 2;
    if (!compares && !selected) return std::nullopt;
    const Node& question = node.children[0];
    const Node& answer = node.children[1];
    if (question.kind != NodeKind::reference || answer.kind != NodeKind::string ||
        answer.text.empty())
        return std::nullopt;
    return AnswerCondition{question.text, {answer.text}, node.text == "!="};
}

void collect(const Node& node, AnswerConditions& out) {
    if (node.kind == NodeKind::binary && node.text == "and") {
        collect(node.children[0], out);
        collect(node.children[1], out);
    } else if (auto condition = condition_in(node)) {
        out.understood.push_back(std::move(*condition));
    } else {
        out.all = false;
    }
}

// Whether who gave `answer` surely is among those of whom `known` is said. Who gave another answer
// than "not a" names may have given that one too.
bool is_narrower(std::string_view answer, std::string_view known) {
    if (answer == known) return true;
    const bool is_plain = answer.find(' ') == std::string_view::npos;
    const auto named = words(known);
    return is_plain && !is_negated(known) && std::ranges::find(named, answer) != named.end();
}

}  // namespace

std::string AnswerCondition::in_answers() const {
    std::vector<std::string> sorted = answers;
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return (negated ? std::string(negation) : std::string()) + join(sorted, alternative);
}

AnswerConditions conditions_in(const Node& expression) {
    AnswerConditions out;
    collect(expression, out);
    return out;
}

std::optional<Answers> answers_in(std::string_view filter) {
    const Parsed parsed = parse(filter);
    if (!parsed.expression) return std::nullopt;
    const AnswerConditions conditions = conditions_in(parsed.expression->root);
    if (!conditions.all) return std::nullopt;
    Answers out;
    for (const AnswerCondition& condition : conditions.understood) {
        if (!out.emplace(condition.question, condition.in_answers()).second) return std::nullopt;
    }
    return out;
}

bool is_negated(std::string_view answer) {
    return answer.starts_with(negation);
}

std::string all_but(std::string_view answer) {
    return std::string(answer.substr(negation.size()));
}

void add_answer(Answers& answers, const std::string& question, const std::string& answer) {
    const auto [at, first] = answers.emplace(question, answer);
    if (first || is_narrower(at->second, answer)) return;
    if (is_narrower(answer, at->second))
        at->second = answer;
    else
        answers[question + " again"] = answer;
}

}  // namespace mtm
