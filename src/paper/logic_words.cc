#include "paper/logic_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "paper/label_text.h"

namespace mtm {
namespace {

std::string fill(std::string_view pattern, const auto&... arguments) {
    return fmt::format(fmt::runtime(pattern), arguments...);
}

bool is_call(const Node& node, std::string_view name, std::size_t arguments) {
    return node.kind == NodeKind::call && node.text == name && node.children.size() == arguments;
}

bool is_binary(const Node& node, std::string_view op) {
    return node.kind == NodeKind::binary && node.text == op && node.children.size() == 2;
}

void collect(const Node& node, std::string_view op, std::vector<const Node*>& out) {
    if (is_binary(node, op)) {
        collect(node.children[0], op, out);
        collect(node.children[1], op, out);
    } else {
        out.push_back(&node);
    }
}

std::string_view mirrored(std::string_view op) {
    if (op == "<") return ">";
    if (op == ">") return "<";
    if (op == "<=") return ">=";
    if (op == ">=") return "<=";
    return op;
}

}  // namespace

// That an answer is, or is not, one of some choices.
struct LogicWords::Choice {
    enum class Relation { is, is_not, is_only, includes, includes_not };

    int question = -1;
    Relation relation = Relation::is;
    std::vector<std::string> names;
};

std::string LogicWords::say(const Node& node, int self) const {
    return say(node, self, false);
}

std::optional<std::string> LogicWords::say_by_labels(const Node& node) const {
    wordless_ = false;
    std::string out = say(node, -1, false);
    if (wordless_) return std::nullopt;
    return out;
}

std::string LogicWords::say(const Node& node, int self, bool inner) const {
    if (is_binary(node, "and") || is_binary(node, "or")) return say_chain(node, self, inner);
    Choice choice;
    if (read_choice(node, self, choice)) return say_choice(choice);
    if (node.kind == NodeKind::binary && node.children.size() == 2) return say_relation(node, self);
    if (node.kind == NodeKind::call) return say_call(node, self);
    return quantity(node, self);
}

std::string LogicWords::say_chain(const Node& node, int self, bool inner) const {
    const bool either = node.text == "or";
    std::vector<const Node*> parts;
    collect(node, node.text, parts);
    std::vector<std::string> said;
    Choice last;  // choices of one question are told together: is “A” or “B”
    const auto flush = [&] {
        if (!last.names.empty()) said.push_back(say_choice(last));
        last = {};
    };
    for (std::size_t p = 0; p < parts.size(); ++p) {
        Choice choice;
        if (either && read_choice(*parts[p], self, choice) &&
            (choice.relation == Choice::Relation::is ||
             choice.relation == Choice::Relation::includes)) {
            const bool goes_on = !last.names.empty() && last.question == choice.question &&
                                 last.relation == choice.relation;
            if (!goes_on) {
                flush();
                last = choice;
            } else {
                last.names.push_back(choice.names.front());
            }
            continue;
        }
        flush();
        if (!either && p + 1 < parts.size()) {
            if (std::string range = say_range(*parts[p], *parts[p + 1], self); !range.empty()) {
                said.push_back(std::move(range));
                ++p;
                continue;
            }
        }
        said.push_back(say(*parts[p], self, true));
    }
    flush();
    const std::string out = join(said, either ? words_.either : words_.both);
    return inner && said.size() > 1 ? "(" + out + ")" : out;
}

// `a >= 1 and a <= 5`, either way round.
std::string LogicWords::say_range(const Node& low, const Node& high, int self) const {
    const Node* from = &low;
    const Node* to = &high;
    if (is_binary(*from, "<=")) std::swap(from, to);
    if (!is_binary(*from, ">=") || !is_binary(*to, "<=")) return {};
    if (from->children[0] != to->children[0]) return {};
    if (from->children[1].kind == NodeKind::string || to->children[1].kind == NodeKind::string) {
        return {};
    }
    return fill(words_.between,
                fmt::arg("a", quantity(from->children[0], self)),
                fmt::arg("low", quantity(from->children[1], self)),
                fmt::arg("high", quantity(to->children[1], self)));
}

int LogicWords::question_of(const Node& node, int self) const {
    if (node.kind == NodeKind::self) return self;
    return node.kind == NodeKind::reference ? form_.find(node.text) : -1;
}

// `${q} = 'x'`, `selected(${q}, 'x')` and what negates them, of a question with choices.
bool LogicWords::read_choice(const Node& node, int self, Choice& out) const {
    if (is_call(node, "not", 1)) {
        const bool read = read_choice(node.children[0], self, out);
        if (!read || out.relation == Choice::Relation::is_only) return false;
        if (out.relation == Choice::Relation::is_not ||
            out.relation == Choice::Relation::includes_not) {
            return false;
        }
        out.relation = out.relation == Choice::Relation::is ? Choice::Relation::is_not
                                                            : Choice::Relation::includes_not;
        return true;
    }
    const bool selection = is_call(node, "selected", 2);
    const bool equality = is_binary(node, "=") || is_binary(node, "!=");
    if (!selection && !equality) return false;
    const Node* question = &node.children[0];
    const Node* choice = &node.children[1];
    if (equality && question_of(*question, self) < 0) std::swap(question, choice);
    out.question = question_of(*question, self);
    if (out.question < 0) return false;
    if (choice->kind == NodeKind::string) {
        out.names = {choice->text};
    } else if (choice->kind == NodeKind::number) {
        out.names = {print(*choice)};
    } else {
        return false;
    }
    const Question& asked = form_.questions[static_cast<std::size_t>(out.question)];
    if (asked.list < 0 || out.names.front().empty()) return false;
    const bool several =
        asked.type == QuestionType::select_multiple || asked.type == QuestionType::rank;
    if (selection) {
        out.relation = several ? Choice::Relation::includes : Choice::Relation::is;
    } else if (node.text == "!=") {
        out.relation = Choice::Relation::is_not;
    } else {
        out.relation = several ? Choice::Relation::is_only : Choice::Relation::is;
    }
    return true;
}

std::string LogicWords::say_choice(const Choice& choice) const {
    std::vector<std::string> labels;
    for (const std::string& name : choice.names)
        labels.push_back(quoted(label_of(choice.question, name)));
    const std::string_view pattern = choice.relation == Choice::Relation::is        ? words_.is
                                     : choice.relation == Choice::Relation::is_not  ? words_.is_not
                                     : choice.relation == Choice::Relation::is_only ? words_.is_only
                                     : choice.relation == Choice::Relation::includes
                                         ? words_.includes
                                         : words_.includes_not;
    return fill(pattern,
                fmt::arg("q", subject(choice.question)),
                fmt::arg("v", join(labels, words_.either)));
}

std::string LogicWords::say_relation(const Node& node, int self) const {
    const Node* left = &node.children[0];
    const Node* right = &node.children[1];
    std::string_view op = node.text;
    const bool constant = left->kind == NodeKind::number || left->kind == NodeKind::string;
    if (constant && question_of(*right, self) >= 0) {
        std::swap(left, right);
        op = mirrored(op);
    }
    const int question = question_of(*left, self);
    if (question >= 0 && right->kind == NodeKind::string && right->text.empty()) {
        if (op == "!=") return fill(words_.answered, fmt::arg("q", subject(question)));
        if (op == "=") return fill(words_.not_answered, fmt::arg("q", subject(question)));
    }
    const std::string_view pattern = op == "="    ? words_.equals
                                     : op == "!=" ? words_.differs
                                     : op == ">"  ? words_.more
                                     : op == "<"  ? words_.less
                                     : op == ">=" ? words_.at_least
                                     : op == "<=" ? words_.at_most
                                                  : std::string_view();
    if (pattern.empty()) return quantity(node, self);
    return fill(
        pattern, fmt::arg("a", quantity(*left, self)), fmt::arg("b", quantity(*right, self)));
}

std::string LogicWords::say_call(const Node& node, int self) const {
    if (is_call(node, "not", 1)) {
        return fill(words_.negated, fmt::arg("a", say(node.children[0], self, false)));
    }
    if (is_call(node, "regex", 2) && node.children[1].kind == NodeKind::string) {
        return fill(words_.has_form,
                    fmt::arg("a", quantity(node.children[0], self)),
                    fmt::arg("form", node.children[1].text));
    }
    if (is_call(node, "false", 0)) return std::string(words_.never);
    return quantity(node, self);
}

// A value: a number, an answer, a count; what has no words is a formula.
std::string LogicWords::quantity(const Node& node, int self) const {
    if (node.kind == NodeKind::number) return print(node);
    if (node.kind == NodeKind::string) return quoted(node.text);
    if (node.kind == NodeKind::self) return std::string(words_.this_answer);
    const int question = question_of(node, self);
    if (question >= 0) {
        const int number = number_of(question);
        return number > 0 ? fill(words_.answer_to, fmt::arg("n", number)) : name_of(question);
    }
    if (is_call(node, "count-selected", 1) && question_of(node.children[0], self) >= 0) {
        return fill(words_.number_of_answers,
                    fmt::arg("q", subject(question_of(node.children[0], self))));
    }
    if (is_call(node, "string-length", 1)) {
        return fill(words_.length, fmt::arg("a", quantity(node.children[0], self)));
    }
    if (is_call(node, "today", 0)) return std::string(words_.today);
    if ((is_call(node, "date", 1) || is_call(node, "number", 1) || is_call(node, "int", 1) ||
         is_call(node, "string", 1)) &&
        node.children[0].kind != NodeKind::path) {
        return quantity(node.children[0], self);
    }
    return formula(node);
}

// Answers stand in it by the numbers of their questions, where these are on paper.
std::string LogicWords::formula(const Node& node) const {
    wordless_ = true;
    std::string out = print(node);
    for (const std::string& name : references(node)) {
        const int question = form_.find(name);
        const int number = question < 0 ? 0 : number_of(question);
        out = replace_all(out,
                          "${" + name + "}",
                          number > 0 ? fill(words_.inserted, fmt::arg("n", number)) : name);
    }
    return out;
}

std::string LogicWords::subject(int question) const {
    const int number = number_of(question);
    return number > 0 ? fill(words_.question, fmt::arg("n", number)) : name_of(question);
}

int LogicWords::number_of(int question) const {
    return numbers_.empty() ? 0 : numbers_[static_cast<std::size_t>(question)];
}

// A label that holds answers says nothing without them.
std::string LogicWords::name_of(int question) const {
    const Question& called = form_.questions[static_cast<std::size_t>(question)];
    if (!numbers_.empty()) return called.name;
    const std::string label = squeeze(plain_label(called.label.in(language_)));
    if (!label.empty() && label.find('$') == std::string::npos) return quoted(label);
    wordless_ = true;
    return called.name;
}

std::string LogicWords::label_of(int question, const std::string& choice) const {
    const ChoiceList& list = form_.choices_of(question);
    const int at = list.find(choice);
    if (at < 0) return choice;
    const std::string label =
        plain_label(list.choices[static_cast<std::size_t>(at)].label.in(language_));
    return label.empty() ? choice : label;
}

std::string LogicWords::quoted(const std::string& text) const {
    return std::string(words_.open_quote) + text + std::string(words_.close_quote);
}

}  // namespace mtm
