#include "rehearse/condition_compiler.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "expression/value.h"

namespace mtm {
namespace {

constexpr std::size_t most_combinations = 20000;

// What depends on more than the answers that it names.
constexpr std::array<std::string_view, 20> beyond_answers = {
    "today",    "now", "random",   "once",      "uuid",    "position",       "index",
    "count",    "sum", "instance", "pulldata",  "current", "indexed-repeat", "join",
    "count-if", "max", "min",      "randomize", "id",      "duration"};

bool looks_beyond(const Node& node) {
    if (node.kind == NodeKind::self || node.kind == NodeKind::path) return true;
    if (node.kind == NodeKind::binary && node.text == "|") return true;
    if (node.kind == NodeKind::call &&
        std::find(beyond_answers.begin(), beyond_answers.end(), node.text) !=
            beyond_answers.end()) {
        return true;
    }
    return std::any_of(node.children.begin(), node.children.end(), looks_beyond);
}

bool is_call(const Node& node, std::string_view name, std::size_t arguments) {
    return node.kind == NodeKind::call && node.text == name && node.children.size() == arguments;
}

bool is_connective(const Node& node) {
    return (node.kind == NodeKind::binary && (node.text == "and" || node.text == "or")) ||
           is_call(node, "not", 1) || is_call(node, "boolean", 1) || is_call(node, "if", 3);
}

bool is_free_text(const Question& question) {
    return !is_select(question.type) && !is_numeric(question.type);
}

struct Odometer {
    std::vector<int> sizes;
    std::vector<int> digits;

    explicit Odometer(std::vector<int> of) : sizes(std::move(of)), digits(sizes.size(), 0) {}

    bool next() {
        for (std::size_t i = digits.size(); i > 0; --i) {
            if (++digits[i - 1] < sizes[i - 1]) return true;
            digits[i - 1] = 0;
        }
        return false;
    }
};

}  // namespace

Node ConditionCompiler::without_calculations(const Node& node, int depth) const {
    if (node.kind == NodeKind::reference && depth < 20) {
        const int at = questionnaire_.find(node.text);
        if (at >= 0 && questionnaire_.repeat_of(at) < 0) {
            const Question& question = questionnaire_.questions[static_cast<std::size_t>(at)];
            const bool computed = question.type == QuestionType::calculate;
            if (computed && question.calculation) {
                Node text;
                text.kind = NodeKind::call;
                text.text = "string";
                text.children = {without_calculations(question.calculation->root, depth + 1)};
                return text;
            }
        }
    }
    Node out = node;
    for (Node& child : out.children)
        child = without_calculations(child, depth);
    return out;
}

const Node& ConditionCompiler::announce(const Node& node) {
    kept_.push_back(without_calculations(node, 0));
    collect_leaves(kept_.back());
    return kept_.back();
}

void ConditionCompiler::add_question(int question) {
    if (std::find(questions_.begin(), questions_.end(), question) == questions_.end()) {
        questions_.push_back(question);
    }
}

void ConditionCompiler::collect_leaves(const Node& node) {
    if (is_connective(node)) {
        for (const Node& child : node.children)
            collect_leaves(child);
        return;
    }
    leaves_.push_back(&node);
    if (!decidable(node)) return;
    for (const std::string& name : references(node))
        add_question(questionnaire_.find(name));
}

bool ConditionCompiler::answers_decide(const Node& leaf, const Question& question) const {
    if (question.type == QuestionType::metadata || question.type == QuestionType::rank)
        return false;
    if (is_select(question.type) && question.list < 0) return false;  // choices from a file
    if (!is_free_text(question)) return true;
    const bool equality = leaf.kind == NodeKind::binary && (leaf.text == "=" || leaf.text == "!=");
    const bool of_asking =
        leaf.kind == NodeKind::call && (leaf.text == "asked" || leaf.text == "answered");
    if (of_asking) return true;
    if (!equality) return false;
    const std::vector<std::string> texts = literal_texts(leaf);
    return question.type == QuestionType::text || (texts.size() == 1 && texts[0].empty());
}

bool ConditionCompiler::decidable(const Node& leaf) const {
    if (looks_beyond(leaf)) return false;
    const auto is_number = [&](const Node& node) {
        const int at = node.kind == NodeKind::reference ? questionnaire_.find(node.text) : -1;
        return at >= 0 && is_numeric(questionnaire_.questions[static_cast<std::size_t>(at)].type);
    };
    if (!changes_at_literals_only(leaf, is_number)) return false;
    const std::vector<std::string> names = references(leaf);
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        const int at = questionnaire_.find(name);
        return at >= 0 && questionnaire_.repeat_of(at) < 0 &&
               answers_decide(leaf, questionnaire_.questions[static_cast<std::size_t>(at)]);
    });
}

std::vector<int> ConditionCompiler::named_choices(const Node& leaf, int question) const {
    const ChoiceList& list = questionnaire_.choices_of(question);
    const std::vector<int> alone = exclusive_choices(questionnaire_, question);
    std::vector<int> out;
    for (const std::string& text : literal_texts(leaf)) {
        const int choice = list.find(text);
        if (choice < 0 || std::find(alone.begin(), alone.end(), choice) != alone.end()) continue;
        out.push_back(choice);
    }
    return out;
}

void ConditionCompiler::make_variables(const std::set<int>& skippable) {
    for (const int question : questions_) {
        const Question& asked = questionnaire_.questions[static_cast<std::size_t>(question)];
        std::vector<const Node*> conditions;
        for (const Node* leaf : leaves_) {
            const std::vector<std::string> names = references(*leaf);
            if (std::find(names.begin(), names.end(), asked.name) != names.end()) {
                conditions.push_back(leaf);
            }
        }
        const bool several = asked.type == QuestionType::select_multiple;
        Variable main;
        main.name = asked.name;
        main.kind = several ? Variable::Kind::shape : Variable::Kind::answer;
        main.question = question;
        main.steps = steps_per_unit(asked, conditions);
        if (!is_whole(asked)) main.steps = std::max(main.steps, steps_[question]);
        main.atoms = fine_atoms(questionnaire_, question, conditions, main.steps);
        if (skippable.count(question) > 0) {
            Atom skipped;
            skipped.kind = Atom::Kind::not_asked;
            main.atoms.push_back(std::move(skipped));
        }
        QuestionVariables& mine = by_question_[question];
        mine.main = static_cast<int>(variables.size());
        variables.push_back(std::move(main));
        if (several) make_options(question, conditions, mine);
    }
}

// A choice of a select_multiple that a condition names is a variable of its own.
void ConditionCompiler::make_options(int question,
                                     const std::vector<const Node*>& conditions,
                                     QuestionVariables& mine) {
    const Question& asked = questionnaire_.questions[static_cast<std::size_t>(question)];
    const ChoiceList& list = questionnaire_.choices_of(question);
    for (const Node* condition : conditions) {
        for (const int choice : named_choices(*condition, question)) {
            if (!mine.options.emplace(choice, static_cast<int>(variables.size())).second) continue;
            Variable option;
            option.kind = Variable::Kind::option;
            option.question = question;
            option.choice = choice;
            option.name = asked.name + "/" + list.choices[static_cast<std::size_t>(choice)].name;
            option.atoms.resize(2);
            option.atoms[0].kind = Atom::Kind::no;
            option.atoms[1].kind = Atom::Kind::yes;
            variables.push_back(std::move(option));
        }
    }
}

Condition ConditionCompiler::compile(const Node& announced) {
    std::vector<Condition> parts;
    if (is_connective(announced)) {
        for (const Node& child : announced.children)
            parts.push_back(compile(child));
    }
    if (is_call(announced, "not", 1)) return negation(parts[0]);
    if (is_call(announced, "boolean", 1)) return parts[0];
    if (is_call(announced, "if", 3)) {
        return any_of({all_of({parts[0], parts[1]}), all_of({negation(parts[0]), parts[2]})});
    }
    if (is_connective(announced)) {
        return announced.text == "and" ? all_of(std::move(parts)) : any_of(std::move(parts));
    }
    return leaf_condition(announced);
}

Condition ConditionCompiler::undecided_condition(const Node& leaf) {
    const std::string text = print(leaf);
    const auto [at, fresh] = undecided_.emplace(text, static_cast<int>(variables.size()));
    if (fresh) {
        undecided.push_back(text);
        Variable helper;
        helper.name = text;
        helper.atoms.resize(2);
        helper.atoms[0].kind = Atom::Kind::no;
        helper.atoms[1].kind = Atom::Kind::yes;
        variables.push_back(std::move(helper));
    }
    return truth_table({at->second}, {2}, {0, 1});
}

Condition ConditionCompiler::leaf_condition(const Node& leaf) {
    if (!decidable(leaf)) return undecided_condition(leaf);
    std::vector<int> slots;
    for (const std::string& name : references(leaf)) {
        const int question = questionnaire_.find(name);
        const QuestionVariables& mine = by_question_.at(question);
        slots.push_back(mine.main);
        if (variables[static_cast<std::size_t>(mine.main)].kind != Variable::Kind::shape) continue;
        for (const int choice : named_choices(leaf, question))
            slots.push_back(mine.options.at(choice));
    }
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    std::vector<int> sizes;
    std::size_t combinations = 1;
    for (const int slot : slots) {
        sizes.push_back(variables[static_cast<std::size_t>(slot)].size());
        combinations *= static_cast<std::size_t>(sizes.back());
        if (combinations > most_combinations) return undecided_condition(leaf);
    }
    std::vector<std::uint8_t> truth;
    truth.reserve(combinations);
    Odometer odometer(sizes);
    do {
        const std::optional<bool> here = truth_at(leaf, slots, odometer.digits);
        if (!here) return undecided_condition(leaf);
        truth.push_back(*here ? 1 : 0);
    } while (odometer.next());
    return truth_table(slots, sizes, std::move(truth));
}

/// Sets of answers that agree with the atoms of a select_multiple: enough of them to notice when a
/// condition depends on choices that it does not name, or on how many there are.
std::vector<std::string> ConditionCompiler::sets_at(int question,
                                                    const std::vector<int>& slots,
                                                    const std::vector<int>& atoms) const {
    const QuestionVariables& mine = by_question_.at(question);
    std::set<int> named;
    std::set<int> chosen;
    const Atom* shape = nullptr;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const Variable& variable = variables[static_cast<std::size_t>(slots[i])];
        if (variable.question != question) continue;
        if (slots[i] == mine.main) shape = &variable.atoms[static_cast<std::size_t>(atoms[i])];
        if (variable.kind != Variable::Kind::option) continue;
        named.insert(variable.choice);
        if (atoms[i] == 1) chosen.insert(variable.choice);
    }
    if (shape->kind != Atom::Kind::several) {
        return {representative(questionnaire_, question, *shape)};
    }
    const ChoiceList& list = questionnaire_.choices_of(question);
    const std::vector<int> alone = exclusive_choices(questionnaire_, question);
    std::vector<int> others;
    for (int choice = 0; choice < static_cast<int>(list.choices.size()); ++choice) {
        const bool exclusive = std::find(alone.begin(), alone.end(), choice) != alone.end();
        if (!exclusive && named.count(choice) == 0) others.push_back(choice);
    }
    std::vector<std::string> sets;
    const auto add = [&](std::size_t from, std::size_t count) {
        std::set<int> members = chosen;
        for (std::size_t i = from; i < std::min(from + count, others.size()); ++i)
            members.insert(others[i]);
        std::string text;
        for (const int member : members) {
            if (!text.empty()) text += ' ';
            text += list.choices[static_cast<std::size_t>(member)].name;
        }
        if (!members.empty()) sets.push_back(std::move(text));
    };
    add(0, 0);
    add(0, 1);
    if (!others.empty()) add(others.size() - 1, 1);
    add(0, 2);
    add(0, others.size());
    return sets;
}

std::optional<bool> ConditionCompiler::truth_at(const Node& leaf,
                                                const std::vector<int>& slots,
                                                const std::vector<int>& atoms) const {
    FewAnswers answers;
    std::vector<std::pair<std::string, std::vector<std::string>>> open;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const Variable& variable = variables[static_cast<std::size_t>(slots[i])];
        if (variable.kind == Variable::Kind::option) continue;
        const Atom& atom = variable.atoms[static_cast<std::size_t>(atoms[i])];
        FewAnswers::Given& given = answers.given[variable.name];
        given.asked = atom.kind != Atom::Kind::not_asked;
        if (variable.kind == Variable::Kind::shape) {
            open.emplace_back(variable.name, sets_at(variable.question, slots, atoms));
        } else {
            given.value = representative(questionnaire_, variable.question, atom);
        }
    }
    std::optional<bool> truth;
    std::vector<int> sizes;
    for (const auto& [name, sets] : open) {
        if (sets.empty()) return false;  // no set of answers has these atoms
        sizes.push_back(static_cast<int>(sets.size()));
    }
    Odometer odometer(sizes);
    do {
        for (std::size_t i = 0; i < open.size(); ++i) {
            const auto digit = static_cast<std::size_t>(odometer.digits[i]);
            answers.given[open[i].first].value = open[i].second[digit];
        }
        const bool here = to_boolean(evaluate(leaf, answers));
        if (truth && *truth != here) return std::nullopt;
        truth = here;
    } while (odometer.next());
    return truth;
}

}  // namespace mtm
