#include "rehearse/figure_condition.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/value.h"
#include "study/derived.h"
#include "study/names.h"

namespace mtm {
namespace {

Node leaf(NodeKind kind, std::string text) {
    Node node;
    node.kind = kind;
    node.text = std::move(text);
    if (kind == NodeKind::number) node.number = number_from(node.text);
    return node;
}

Node inner(NodeKind kind, std::string text, std::vector<Node> children) {
    Node node;
    node.kind = kind;
    node.text = std::move(text);
    node.children = std::move(children);
    return node;
}

void complain(const PublishedFigure& figure,
              const char* column,
              const char* code,
              std::string message,
              std::string remedy,
              Diagnostics& diagnostics) {
    Place place = figure.place;
    place.column = column;
    diagnostics.push_back(
        {code, Severity::error, std::move(place), std::move(message), std::move(remedy)});
}

std::vector<std::string> category_names(const Questionnaire& questionnaire,
                                        const Plan& plan,
                                        int question) {
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    std::vector<std::string> names;
    if (is_select(asked.type) && asked.list >= 0) {
        for (const Choice& choice : questionnaire.choices_of(question).choices)
            names.push_back(choice.name);
    }
    for (const DerivedVariable& variable : plan.derived) {
        if (variable.question != asked.name || variable.of_table) continue;
        for (const DerivedCategory& category : variable.categories)
            names.push_back(category.name);
    }
    return names;
}

// The derived variables of a question that define a category for everyone, if not all define it
// alike: a row that names the question tells of none of them.
std::vector<std::string> disagreeing_variables(const Plan& plan, const PublishedFigure& figure) {
    std::vector<std::string> out;
    std::vector<const Expression*> meanings;
    for (const DerivedVariable& variable : plan.derived) {
        if (variable.of_table || variable.question != figure.variable) continue;
        for (const DerivedCategory& category : variable.categories) {
            if (category.where || category.name != figure.category) continue;
            out.push_back(variable.name);
            meanings.push_back(&category.expression);
        }
    }
    const auto differs = [&](const Expression* each) { return !(*each == *meanings.front()); };
    return std::ranges::any_of(meanings, differs) ? out : std::vector<std::string>();
}

bool is_choice_of(const Questionnaire& questionnaire, int question, const std::string& name) {
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    return is_select(asked.type) && asked.list >= 0 &&
           questionnaire.choices_of(question).find(name) >= 0;
}

std::optional<Node> category_condition(const Questionnaire& questionnaire,
                                       const Plan& plan,
                                       const PublishedFigure& figure,
                                       int question) {
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    const Node reference = leaf(NodeKind::reference, asked.name);
    const Node* where = figure.subset ? &figure.subset->root : nullptr;
    const bool is_choice = is_choice_of(questionnaire, question, figure.category);
    const DerivedCategory* derived =
        is_choice && figure.variable == asked.name
            ? nullptr
            : category_under(plan, figure.variable, figure.category, where);
    if (derived != nullptr) {
        return inner(NodeKind::binary,
                     "and",
                     {inner(NodeKind::call, "asked", {reference}), derived->expression.root});
    }
    const Node text = leaf(NodeKind::string, figure.category);
    if (is_select(asked.type) && asked.list >= 0) {
        if (!is_choice) return std::nullopt;
        return asked.type == QuestionType::select_one
                   ? inner(NodeKind::binary, "=", {reference, text})
                   : inner(NodeKind::call, "selected", {reference, text});
    }
    if (is_numeric(asked.type) && std::isfinite(number_from(figure.category))) {
        return inner(NodeKind::binary, "=", {reference, leaf(NodeKind::number, figure.category)});
    }
    return std::nullopt;
}

// A category that the question's derived variables define differently is nobody's.
void check_meaning(const Plan& plan, const PublishedFigure& figure, Diagnostics& diagnostics) {
    const Node* where = figure.subset ? &figure.subset->root : nullptr;
    const DerivedCategory* meant = category_under(plan, figure.variable, figure.category, where);
    const std::vector<std::string> variables = disagreeing_variables(plan, figure);
    if (meant == nullptr || meant->where || variables.empty()) return;
    complain(figure,
             "variable",
             "ambiguous-category",
             fmt::format("Figure {}: “{}” is a category of more than one derived variable of "
                         "“{}”: {}.",
                         figure.id,
                         figure.category,
                         figure.variable,
                         join(variables, ", ")),
             "Name the derived variable that was printed instead of the question.",
             diagnostics);
}

/// A subset that asks for a choice that does not exist holds for nobody.
void check_choices(const Questionnaire& questionnaire,
                   const PublishedFigure& figure,
                   Diagnostics& diagnostics) {
    Place place = figure.place;
    place.column = "subset";
    const Plan none;
    const StudyNames names(questionnaire, none);
    for (Diagnostic& mistake : names.check(*figure.subset, place)) {
        if (mistake.code == "unknown-choice") diagnostics.push_back(std::move(mistake));
    }
}

std::optional<Node> base_condition(const Plan& plan, const std::string& base) {
    for (const BaseWording& wording : plan.bases) {
        if (wording.name == base) return wording.expression.root;
    }
    if (base == "all") return inner(NodeKind::call, "true", {});
    return std::nullopt;
}

}  // namespace

std::optional<FigureCondition> figure_condition(const Questionnaire& questionnaire,
                                                const Plan& plan,
                                                const PublishedFigure& figure,
                                                Diagnostics& diagnostics) {
    const std::size_t before = diagnostics.size();
    FigureCondition out;
    std::string name = figure.variable;
    out.question = questionnaire.find(name);
    for (const DerivedVariable& variable : plan.derived) {
        if (out.question >= 0 || variable.name != figure.variable) continue;
        name = variable.question;
        out.question = questionnaire.find(name);
    }
    const auto check_question = [&](const std::string& wanted, const char* column) {
        if (questionnaire.find(wanted) >= 0) return;
        complain(figure,
                 column,
                 "unknown-question",
                 fmt::format("Figure {} names “{}”, which is no question.", figure.id, wanted),
                 did_you_mean(wanted, questionnaire.names(), "Use a name from the questionnaire."),
                 diagnostics);
    };
    check_question(name, "variable");
    if (std::optional<Node> base = base_condition(plan, figure.base)) {
        out.base = std::move(*base);
    } else {
        std::vector<std::string> bases = {"all"};
        for (const BaseWording& wording : plan.bases)
            bases.push_back(wording.name);
        complain(figure,
                 "base",
                 "unknown-base",
                 fmt::format("Figure {} names the base “{}”.", figure.id, figure.base),
                 did_you_mean(figure.base, bases, "Define it on the sheet bases."),
                 diagnostics);
    }
    if (figure.subset) {
        out.subset = figure.subset->root;
        for (const std::string& reference : references(figure.subset->root))
            check_question(reference, "subset");
        check_choices(questionnaire, figure, diagnostics);
    }
    if (figure.kind == FigureKind::percent && out.question >= 0) {
        out.category = category_condition(questionnaire, plan, figure, out.question);
        if (!out.category) {
            complain(figure,
                     "category",
                     "unknown-category",
                     fmt::format("Figure {}: “{}” is no category of {}.",
                                 figure.id,
                                 figure.category,
                                 figure.variable),
                     did_you_mean(figure.category,
                                  category_names(questionnaire, plan, out.question),
                                  "Use a choice, or define it on the sheet derived."),
                     diagnostics);
        }
    }
    if (out.category && !is_choice_of(questionnaire, out.question, figure.category))
        check_meaning(plan, figure, diagnostics);
    if (figure.kind == FigureKind::mean && out.question >= 0) {
        const auto at = static_cast<std::size_t>(out.question);
        if (!is_numeric(questionnaire.questions[at].type)) {
            complain(figure,
                     "variable",
                     "mean-of-no-number",
                     fmt::format("Figure {}: {} holds no numbers.", figure.id, figure.variable),
                     "A mean needs an integer or decimal question.",
                     diagnostics);
        }
    }
    if (diagnostics.size() > before) return std::nullopt;
    return out;
}

}  // namespace mtm
