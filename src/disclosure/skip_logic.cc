#include "disclosure/skip_logic.h"

#include <algorithm>
#include <map>

namespace mtm {
namespace {

void add_names(const Questionnaire& form, const Node& node, std::set<std::string>& out) {
    for (const std::string& name : references(node)) {
        if (!out.insert(name).second) continue;
        const int question = form.find(name);
        if (question < 0) continue;
        const auto& calculation = form.questions[static_cast<std::size_t>(question)].calculation;
        if (calculation) add_names(form, calculation->root, out);
    }
}

// What decides whether a question is asked, and which choices it offers.
std::vector<const Expression*> conditions_of(const Questionnaire& form, int question) {
    std::vector<const Expression*> out = form.relevance_of(question);
    const auto& filter = form.questions[static_cast<std::size_t>(question)].choice_filter;
    if (filter) out.push_back(&*filter);
    return out;
}

bool rests_on_any(const Questionnaire& form, int question, const std::set<std::string>& told) {
    return std::ranges::any_of(conditions_of(form, question), [&](const Expression* condition) {
        return std::ranges::any_of(names_behind(form, condition->root),
                                   [&](const std::string& name) { return told.contains(name); });
    });
}

Node leaf(NodeKind kind, std::string text) {
    Node out;
    out.kind = kind;
    out.text = std::move(text);
    return out;
}

// Puts what stands beside the choice in place of columns. False if it looks elsewhere.
bool fill_in(Node& node, const Choice& choice) {
    if (node.kind == NodeKind::path) {
        if (!node.children.empty() || node.text.find_first_of("/.*@:") != std::string::npos)
            return false;
        const auto beside = choice.extra.find(node.text);
        const std::string text = node.text == "name"            ? choice.name
                                 : beside == choice.extra.end() ? std::string()
                                                                : beside->second;
        node = leaf(NodeKind::string, text);
    }
    return std::ranges::all_of(node.children, [&](Node& child) { return fill_in(child, choice); });
}

Node is_answer(const std::string& question, const std::string& answer, bool several) {
    Node out = leaf(several ? NodeKind::call : NodeKind::binary, several ? "selected" : "=");
    out.children.push_back(leaf(NodeKind::reference, question));
    out.children.push_back(leaf(NodeKind::string, answer));
    return out;
}

const Column* column_named(const Dataset& dataset, const std::string& name) {
    for (const Level& level : dataset.levels) {
        if (const Column* column = level.find(name)) return column;
    }
    return nullptr;
}

}  // namespace

std::set<std::string> names_behind(const Questionnaire& form, const Node& node) {
    std::set<std::string> out;
    add_names(form, node, out);
    return out;
}

std::vector<int> questions_resting_on(const Questionnaire& form,
                                      int question,
                                      const std::set<int>& not_through) {
    std::set<std::string> told{form.questions[static_cast<std::size_t>(question)].name};
    std::set<int> out;
    // A condition may name only what stands before it, or after it: until none is added.
    for (std::size_t before = 0; before != told.size() + out.size();) {
        before = told.size() + out.size();
        for (int other = 0; other < static_cast<int>(form.questions.size()); ++other) {
            if (other == question || out.contains(other)) continue;
            if (!rests_on_any(form, other, told)) continue;
            out.insert(other);
            if (!not_through.contains(other))
                told.insert(form.questions[static_cast<std::size_t>(other)].name);
        }
    }
    return {out.begin(), out.end()};
}

std::vector<Node> offers_of(const Questionnaire& form, const Dataset& dataset, int question) {
    const Question& asked = form.questions[static_cast<std::size_t>(question)];
    if (!asked.choice_filter) return {};
    const std::vector<std::string> names = references(asked.choice_filter->root);
    if (names.empty()) return {};
    std::map<std::string, Node> out;  // as printed
    bool understood = asked.list >= 0;
    const std::vector<Choice> none;
    for (const Choice& choice : understood ? form.choices_of(question).choices : none) {
        Node filter = asked.choice_filter->root;
        understood = understood && fill_in(filter, choice);
        out.emplace(print(filter), std::move(filter));
    }
    if (!understood) {
        out.clear();
        for (const std::string& name : names) {
            const Column* column = column_named(dataset, name);
            if (column == nullptr) continue;
            for (const std::string& answer : column->dictionary) {
                Node given = is_answer(name, answer, column->words_per_row > 0);
                out.emplace(print(given), std::move(given));
            }
        }
    }
    std::vector<Node> nodes;
    for (auto& [text, node] : out)
        nodes.push_back(std::move(node));
    return nodes;
}

}  // namespace mtm
