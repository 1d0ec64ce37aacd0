#include "rehearse/variable.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "base/text.h"
#include "expression/value.h"

namespace mtm {
namespace {

constexpr std::size_t many_choices = 300;

bool refers_to_itself_only(const Node& node, const std::string& name) {
    if (node.kind == NodeKind::path) return false;
    if (node.kind == NodeKind::reference && node.text != name) return false;
    if (node.kind == NodeKind::call && (node.text == "today" || node.text == "now")) return false;
    return std::all_of(node.children.begin(), node.children.end(), [&](const Node& child) {
        return refers_to_itself_only(child, name);
    });
}

void collect_conjuncts(const Node& node, std::vector<const Node*>& out) {
    if (node.kind == NodeKind::binary && node.text == "and") {
        for (const Node& child : node.children)
            collect_conjuncts(child, out);
    } else {
        out.push_back(&node);
    }
}

void collect_numbers(const Node& node, std::set<double>& out) {
    if (node.kind == NodeKind::unary && !node.children.empty() &&
        node.children[0].kind == NodeKind::number) {
        out.insert(-node.children[0].number);
    }
    if (node.kind == NodeKind::number) out.insert(node.number);
    if (node.kind == NodeKind::string) {
        const double number = number_from(node.text);
        if (std::isfinite(number)) out.insert(number);
    }
    for (const Node& child : node.children)
        collect_numbers(child, out);
}

void collect_texts(const Node& node, std::set<std::string>& out) {
    if (node.kind == NodeKind::string) out.insert(node.text);
    if (node.kind == NodeKind::number) out.insert(print_number(node.number));
    for (const Node& child : node.children)
        collect_texts(child, out);
}

bool is_literal(const Node& node) {
    if (node.kind == NodeKind::unary) return node.children[0].kind == NodeKind::number;
    return node.kind == NodeKind::number || node.kind == NodeKind::string;
}

bool is_call_of(const Node& node, std::initializer_list<std::string_view> names) {
    return node.kind == NodeKind::call &&
           std::find(names.begin(), names.end(), node.text) != names.end();
}

bool is_comparison(const Node& node) {
    static const std::set<std::string> operators = {"=", "!=", "<", "<=", ">", ">="};
    return node.kind == NodeKind::binary && operators.count(node.text) > 0;
}

/// Whether the expression gives an answered number as it stands, or a literal.
bool gives_number(const Node& node, const std::function<bool(const Node&)>& is_number) {
    if (is_number(node) || is_literal(node)) return true;
    const auto gives = [&](const Node& child) { return gives_number(child, is_number); };
    if (is_call_of(node, {"number", "string", "coalesce"})) {
        return std::all_of(node.children.begin(), node.children.end(), gives);
    }
    return is_call_of(node, {"if"}) && node.children.size() == 3 &&
           changes_at_literals_only(node.children[0], is_number) && gives(node.children[1]) &&
           gives(node.children[2]);
}

std::vector<Atom> number_atoms(const Question& question,
                               const std::vector<const Node*>& conditions,
                               const std::vector<const Node*>& constraints,
                               long long steps) {
    std::set<double> cuts;
    for (const Node* condition : conditions)
        collect_numbers(*condition, cuts);
    for (const Node* constraint : constraints)
        collect_numbers(*constraint, cuts);
    for (const std::string& missing : question.missing_values) {
        if (std::isfinite(number_from(missing))) cuts.insert(number_from(missing));
    }
    const bool whole = is_whole(question);
    const double largest = cuts.empty() ? 0 : std::max(std::abs(*cuts.begin()), *cuts.rbegin());
    const double top = std::max(whole ? 120.0 : 1000.0, 2 * largest);
    const double step = 1.0 / static_cast<double>(steps);
    std::vector<Atom> atoms;
    const auto add = [&](double low, double high) {
        if (whole) {
            low = std::ceil(low);
            high = std::floor(high);
        }
        if (low > high) return;
        Atom atom;
        atom.kind = Atom::Kind::numbers;
        atom.low = low;
        atom.high = high;
        const std::string text = print_number(low);
        atom.is_answer = !is_missing_value(question, text);
        if (admits(constraints, question, text)) atoms.push_back(std::move(atom));
    };
    double from = !cuts.empty() && *cuts.begin() < 0 ? -top : 0;
    for (const double cut : cuts) {
        if (cut < from) continue;
        add(from, cut - step);
        add(cut, cut);
        from = cut + step;
    }
    const std::size_t closed = atoms.size();
    add(from, top);
    if (atoms.size() > closed) atoms.back().open = true;
    return atoms;
}

/// Constraints that either admit all of an interval between literals or nothing of it.
std::vector<const Node*> constraints_on_intervals(const std::vector<const Node*>& constraints) {
    const auto is_number = [](const Node& node) {
        return node.kind == NodeKind::self || node.kind == NodeKind::reference;
    };
    std::vector<const Node*> out;
    for (const Node* constraint : constraints) {
        if (changes_at_literals_only(*constraint, is_number)) out.push_back(constraint);
    }
    return out;
}

Atom choice_atom(Atom::Kind kind, int choice) {
    Atom atom;
    atom.kind = kind;
    atom.choices = {choice};
    return atom;
}

std::vector<Atom> choice_atoms(const Questionnaire& questionnaire,
                               int question,
                               const std::vector<const Node*>& conditions,
                               const std::vector<const Node*>& constraints) {
    const ChoiceList& list = questionnaire.choices_of(question);
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    std::set<std::string> named;
    for (const Node* condition : conditions)
        collect_texts(*condition, named);
    std::vector<Atom> atoms;
    Atom rest;
    rest.kind = Atom::Kind::choices;
    for (std::size_t c = 0; c < list.choices.size(); ++c) {
        const std::string& name = list.choices[c].name;
        if (!admits(constraints, asked, name)) continue;
        if (list.choices.size() <= many_choices || named.count(name) > 0) {
            atoms.push_back(choice_atom(Atom::Kind::choices, static_cast<int>(c)));
        } else {
            rest.choices.push_back(static_cast<int>(c));
        }
    }
    if (!rest.choices.empty()) atoms.push_back(std::move(rest));
    return atoms;
}

std::vector<Atom> text_atoms(const std::vector<const Node*>& conditions) {
    std::set<std::string> named;
    for (const Node* condition : conditions)
        collect_texts(*condition, named);
    std::vector<Atom> atoms;
    for (const std::string& text : named) {
        if (text.empty()) continue;
        Atom atom;
        atom.kind = Atom::Kind::text;
        atom.text = text;
        atoms.push_back(std::move(atom));
    }
    Atom other;
    other.kind = Atom::Kind::text;
    atoms.push_back(std::move(other));
    return atoms;
}

bool stands_alone(const Questionnaire& questionnaire,
                  int question,
                  int choice,
                  const std::vector<const Node*>& constraints) {
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    const ChoiceList& list = questionnaire.choices_of(question);
    const std::string& name = list.choices[static_cast<std::size_t>(choice)].name;
    if (list.choices.size() < 2 || !admits(constraints, asked, name)) return false;
    const std::size_t most = std::min<std::size_t>(list.choices.size(), 60);
    for (std::size_t other = 0; other < most; ++other) {
        if (static_cast<int>(other) == choice) continue;
        const std::string& second = list.choices[other].name;
        const bool after = static_cast<int>(other) > choice;
        const std::string both = after ? name + " " + second : second + " " + name;
        if (admits(constraints, asked, both)) return false;
    }
    return true;
}

}  // namespace

int Variable::find(Atom::Kind wanted) const {
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        if (atoms[i].kind == wanted) return static_cast<int>(i);
    }
    return -1;
}

NodeSet FewAnswers::answers(std::string_view name) const {
    const auto at = given.find(name);
    return at == given.end() ? NodeSet{{std::string()}} : NodeSet{{at->second.value}};
}

NodeSet FewAnswers::path(std::string_view /*path*/) const {
    return {};
}

std::string FewAnswers::self() const {
    return own;
}

bool FewAnswers::asked(std::string_view name) const {
    const auto at = given.find(name);
    return at == given.end() || at->second.asked;
}

std::string FewAnswers::choice_label(std::string_view /*name*/, std::string_view choice) const {
    return std::string(choice);
}

std::string FewAnswers::now() const {
    return "2000-01-01T12:00:00.000Z";
}

std::vector<const Node*> own_constraints(const Question& question) {
    if (!question.constraint) return {};
    std::vector<const Node*> conjuncts;
    collect_conjuncts(question.constraint->root, conjuncts);
    std::vector<const Node*> own;
    for (const Node* conjunct : conjuncts) {
        if (refers_to_itself_only(*conjunct, question.name)) own.push_back(conjunct);
    }
    return own;
}

bool admits(const std::vector<const Node*>& constraints,
            const Question& question,
            const std::string& value) {
    FewAnswers answers;
    answers.own = value;
    answers.given[question.name] = {value, true};
    return std::all_of(constraints.begin(), constraints.end(), [&](const Node* constraint) {
        return to_boolean(evaluate(*constraint, answers));
    });
}

std::vector<int> exclusive_choices(const Questionnaire& questionnaire, int question) {
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    const ChoiceList& list = questionnaire.choices_of(question);
    const std::vector<const Node*> constraints = own_constraints(asked);
    std::set<std::string> named;
    for (const Node* constraint : constraints)
        collect_texts(*constraint, named);
    std::vector<int> out;
    for (std::size_t c = 0; c < list.choices.size(); ++c) {
        const Choice& choice = list.choices[c];
        const bool alone =
            choice.missing != MissingChoice::answer ||
            (named.count(choice.name) > 0 &&
             stands_alone(questionnaire, question, static_cast<int>(c), constraints));
        if (alone) out.push_back(static_cast<int>(c));
    }
    return out;
}

bool changes_at_literals_only(const Node& node, const std::function<bool(const Node&)>& is_number) {
    if (is_number(node)) return false;
    const bool of_two = is_comparison(node) || is_call_of(node, {"selected", "is-selected"});
    if (of_two && node.children.size() == 2) {
        const Node& left = node.children[0];
        const Node& right = node.children[1];
        if (is_literal(right) && gives_number(left, is_number)) return true;
        if (is_literal(left) && gives_number(right, is_number)) return true;
    }
    if (is_call_of(node, {"asked", "answered", "empty"}) && node.children.size() == 1 &&
        is_number(node.children[0])) {
        return true;
    }
    return std::all_of(node.children.begin(), node.children.end(), [&](const Node& child) {
        return changes_at_literals_only(child, is_number);
    });
}

std::vector<std::string> literal_texts(const Node& node) {
    std::set<std::string> texts;
    collect_texts(node, texts);
    return {texts.begin(), texts.end()};
}

/// An answer that only some must give may be blank: what could be must not be called impossible.
bool is_always_required(const Question& question) {
    return question.required && question.required->root.kind == NodeKind::call &&
           question.required->root.text == "true";
}

std::vector<Atom> fine_atoms(const Questionnaire& questionnaire,
                             int question,
                             const std::vector<const Node*>& conditions,
                             long long steps) {
    const Question& asked = questionnaire.questions[static_cast<std::size_t>(question)];
    const std::vector<const Node*> constraints = own_constraints(asked);
    std::vector<Atom> atoms;
    if (asked.type == QuestionType::select_multiple) {
        for (const int choice : exclusive_choices(questionnaire, question))
            atoms.push_back(choice_atom(Atom::Kind::exclusive, choice));
        Atom several;
        several.kind = Atom::Kind::several;
        if (atoms.size() < questionnaire.choices_of(question).choices.size()) {
            atoms.push_back(std::move(several));
        }
    } else if (asked.type == QuestionType::select_one) {
        atoms = choice_atoms(questionnaire, question, conditions, constraints);
    } else if (is_numeric(asked.type)) {
        atoms = number_atoms(asked, conditions, constraints_on_intervals(constraints), steps);
    } else {
        atoms = text_atoms(conditions);
    }
    if (!is_always_required(asked)) {
        Atom blank;
        blank.kind = Atom::Kind::blank;
        atoms.push_back(std::move(blank));
    }
    return atoms;
}

long long steps_per_unit(const Question& question, const std::vector<const Node*>& conditions) {
    if (is_whole(question)) return 1;
    std::set<double> numbers;
    for (const Node* condition : conditions)
        collect_numbers(*condition, numbers);
    for (const Node* constraint : own_constraints(question))
        collect_numbers(*constraint, numbers);
    long long steps = 1000;
    const auto is_multiple = [&](double number) {
        const double scaled = number * static_cast<double>(steps);
        return std::abs(scaled - std::round(scaled)) < 1e-6;
    };
    while (steps < 1'000'000 && !std::all_of(numbers.begin(), numbers.end(), is_multiple))
        steps *= 10;
    return steps;
}

std::string representative(const Questionnaire& questionnaire, int question, const Atom& atom) {
    switch (atom.kind) {
        case Atom::Kind::choices:
        case Atom::Kind::exclusive: {
            const auto choice = static_cast<std::size_t>(atom.choices.front());
            return questionnaire.choices_of(question).choices[choice].name;
        }
        case Atom::Kind::numbers:
            return print_number(atom.low);
        case Atom::Kind::text:
            return atom.text.empty() ? "…" : atom.text;
        case Atom::Kind::not_asked:
        case Atom::Kind::blank:
        case Atom::Kind::several:
        case Atom::Kind::no:
        case Atom::Kind::yes:
            break;
    }
    return {};
}

bool is_whole(const Question& question) {
    return question.type == QuestionType::integer ||
           (question.type == QuestionType::range &&
            question.parameters.find('.') == std::string::npos);
}

}  // namespace mtm
