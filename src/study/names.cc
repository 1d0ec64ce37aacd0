#include "study/names.h"

#include <algorithm>

#include "base/text.h"
#include "expression/functions.h"

namespace mtm {

bool StudyNames::knows(std::string_view name) const {
    return questionnaire_->find(name) >= 0 || questionnaire_->find_group(name) >= 0 ||
           plan_->find_derived(name) != nullptr;
}

std::vector<std::string> StudyNames::categories(std::string_view name) const {
    std::vector<std::string> out;
    if (const DerivedVariable* derived = plan_->find_derived(name)) {
        for (const DerivedCategory& category : derived->categories)
            out.push_back(category.name);
        return out;
    }
    const int question = questionnaire_->find(name);
    if (question < 0 || questionnaire_->questions[static_cast<std::size_t>(question)].list < 0) {
        return out;
    }
    for (const Choice& choice : questionnaire_->choices_of(question).choices) {
        out.push_back(choice.name);
    }
    return out;
}

std::vector<std::string> StudyNames::all() const {
    std::vector<std::string> out = questionnaire_->names();
    for (const DerivedVariable& derived : plan_->derived) {
        if (!derived.of_table) out.push_back(derived.name);
    }
    return out;
}

namespace {

void check_node(const StudyNames& names,
                const Node& node,
                const Place& place,
                Diagnostics& diagnostics) {
    if (node.kind == NodeKind::reference && !names.knows(node.text)) {
        diagnostics.push_back(
            {.code = "unknown-question",
             .severity = Severity::error,
             .place = place,
             .message = "There is no question “" + node.text + "”.",
             .remedy = did_you_mean(node.text, names.all(), "Correct the name in ${…}.")});
    }
    for (const Node& child : node.children)
        check_node(names, child, place, diagnostics);
}

// A literal that is compared with a question must be one of its choices.
void check_choice(const StudyNames& names,
                  const Node& question,
                  const Node& literal,
                  const Place& place,
                  Diagnostics& diagnostics) {
    if (question.kind != NodeKind::reference || literal.kind != NodeKind::string) return;
    const std::vector<std::string> categories = names.categories(question.text);
    if (categories.empty() || literal.text.empty()) return;
    if (std::ranges::find(categories, literal.text) != categories.end()) return;
    diagnostics.push_back(
        {.code = "unknown-choice",
         .severity = Severity::error,
         .place = place,
         .message = "“" + literal.text + "” is no choice of “" + question.text + "”.",
         .remedy = did_you_mean(
             literal.text, categories, "Its choices are " + join(categories, ", ") + ".")});
}

void check_choices(const StudyNames& names,
                   const Node& node,
                   const Place& place,
                   Diagnostics& diagnostics) {
    const bool compares = node.kind == NodeKind::binary && (node.text == "=" || node.text == "!=");
    const bool selects =
        node.kind == NodeKind::call && (node.text == "selected" || node.text == "rank");
    if ((compares || selects) && node.children.size() >= 2) {
        check_choice(names, node.children[0], node.children[1], place, diagnostics);
        check_choice(names, node.children[1], node.children[0], place, diagnostics);
    }
    for (const Node& child : node.children)
        check_choices(names, child, place, diagnostics);
}

}  // namespace

Diagnostics StudyNames::check(const Expression& expression, const Place& place) const {
    Diagnostics out;
    std::string misplaced = misplaced_call(expression.root, FunctionScope::analysis);
    if (!misplaced.empty()) {
        out.push_back({.code = "misplaced-function",
                       .severity = Severity::error,
                       .place = place,
                       .message = std::move(misplaced),
                       .remedy = "Write the number itself, or what one interview answers."});
    }
    check_node(*this, expression.root, place, out);
    check_choices(*this, expression.root, place, out);
    return out;
}

}  // namespace mtm
