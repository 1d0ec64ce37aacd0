#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/value.h"
#include "review/findings.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

constexpr std::size_t values_shown = 5;

// A column of the choices sheet that a choice_filter compares with an answer, or with a constant.
struct FilterTerm {
    std::string column;
    std::string question;  // empty: `constant` is meant
    std::string constant;
};

std::string column_in(const Node& node) {
    const bool plain = node.kind == NodeKind::path && node.children.empty() &&
                       node.text.find_first_of("/.*@:") == std::string::npos;
    return plain ? node.text : std::string();
}

// `column = ${q}`, `column = 'x'` (either way round) and `selected(${q}, column)`; nothing else is
// understood, and what is not understood is taken to hold.
std::optional<FilterTerm> term_of(const Node& node) {
    const bool equality = node.kind == NodeKind::binary && node.text == "=";
    const bool selection = node.kind == NodeKind::call && node.text == "selected";
    if ((!equality && !selection) || node.children.size() != 2) return std::nullopt;
    const Node* column = &node.children[equality ? 0 : 1];
    const Node* value = &node.children[equality ? 1 : 0];
    if (equality && column_in(*column).empty()) std::swap(column, value);
    FilterTerm term;
    term.column = column_in(*column);
    if (term.column.empty()) return std::nullopt;
    if (value->kind == NodeKind::reference) {
        term.question = value->text;
    } else if (value->kind == NodeKind::string && equality) {
        term.constant = value->text;
    } else if (value->kind == NodeKind::number && equality) {
        term.constant = print_number(value->number);
    } else {
        return std::nullopt;
    }
    return term;
}

std::string value_of(const Choice& choice, const std::string& column) {
    if (column == "name") return choice.name;
    const auto at = choice.extra.find(column);
    return at == choice.extra.end() ? std::string() : at->second;
}

std::string some_of(const std::vector<std::string>& values) {
    std::vector<std::string> shown(
        values.begin(),
        values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), values_shown)));
    std::string out = "“" + join(shown, "”, “") + "”";
    if (values.size() > shown.size()) {
        out += fmt::format(" and {} more", values.size() - shown.size());
    }
    return out;
}

class ChoiceReview {
public:
    ChoiceReview(const Questionnaire& form, Findings& findings)
        : form_(form), findings_(findings), offered_(form.lists.size()) {
        for (std::size_t l = 0; l < form.lists.size(); ++l)
            offered_[l].resize(form.lists[l].choices.size());
    }

    void run() {
        for (const Question& question : form_.questions) {
            if (question.list >= 0) look_at(question);
        }
        for (std::size_t l = 0; l < form_.lists.size(); ++l) {
            report_never_offered(l);
            report_alike(form_.lists[l]);
        }
        report_unused();
    }

private:
    void look_at(const Question& question) {
        const auto list = static_cast<std::size_t>(question.list);
        used_.insert(list);
        std::vector<FilterTerm> terms;
        bool understood = true;
        if (question.choice_filter) {
            for (const Node* part : conjuncts(question.choice_filter->root)) {
                if (const auto term = term_of(*part)) {
                    terms.push_back(*term);
                } else {
                    understood = false;
                }
            }
        }
        const auto& choices = form_.lists[list].choices;
        for (std::size_t c = 0; c < choices.size(); ++c) {
            const auto can_hold = [&](const FilterTerm& term) {
                return can_be(term, value_of(choices[c], term.column));
            };
            if (std::ranges::all_of(terms, can_hold)) offered_[list][c] = true;
        }
        if (understood && terms.size() == 1) report_run_out(question, terms.front());
    }

    [[nodiscard]] const ChoiceList* list_of(const std::string& question) const {
        const int at = form_.find(question);
        if (at < 0) return nullptr;
        const Question& of = form_.questions[static_cast<std::size_t>(at)];
        const bool closed = of.list >= 0 && (of.type == QuestionType::select_one ||
                                             of.type == QuestionType::select_multiple);
        return closed ? &form_.choices_of(at) : nullptr;
    }

    // Whether any answers make the term true for a choice with this value in the column. A blank
    // cell is offered while the other question is unanswered.
    [[nodiscard]] bool can_be(const FilterTerm& term, const std::string& value) const {
        if (term.question.empty()) return value == term.constant;
        const ChoiceList* list = list_of(term.question);
        return list == nullptr || value.empty() || list->find(value) >= 0;
    }

    // Answers to the other question for which no choice is left.
    void report_run_out(const Question& question, const FilterTerm& term) {
        const ChoiceList* parents = term.question.empty() ? nullptr : list_of(term.question);
        if (parents == nullptr || !question.required || rules_out(question, term.question)) return;
        std::set<std::string> held;
        for (const Choice& choice : form_.lists[static_cast<std::size_t>(question.list)].choices)
            held.insert(value_of(choice, term.column));
        std::vector<std::string> empty;
        for (const Choice& parent : parents->choices) {
            if (!held.contains(parent.name)) empty.push_back(parent.name);
        }
        if (empty.empty() || empty.size() == parents->choices.size()) return;
        findings_.add(
            "choices-run-out",
            "survey",
            question.row,
            "choice_filter",
            fmt::format("“{}” must be answered, and has no choices where ${{{}}} is {}.",
                        question.name,
                        term.question,
                        some_of(empty)),
            fmt::format(
                "Add choices with these values in the column {}, or ask it only where there "
                "are any.",
                term.column));
    }

    // Skip logic that looks at the other answer may rule out what has no choices.
    [[nodiscard]] bool rules_out(const Question& question, const std::string& other) const {
        const auto at = static_cast<int>(&question - form_.questions.data());
        return std::ranges::any_of(form_.relevance_of(at), [&other](const Expression* relevant) {
            const auto names = references(relevant->root);
            return std::ranges::find(names, other) != names.end();
        });
    }

    void report_never_offered(std::size_t list) {
        const ChoiceList& of = form_.lists[list];
        if (of.choices.empty()) return;
        if (!used_.contains(list)) {
            if (!is_named_in_logic(of.name)) unused_.push_back(list);
            return;
        }
        std::vector<std::string> names;
        int first = 0;
        for (std::size_t c = 0; c < of.choices.size(); ++c) {
            if (offered_[list][c]) continue;
            if (first == 0) first = of.choices[c].row;
            names.push_back(of.choices[c].name);
        }
        if (names.empty()) return;
        findings_.add("choice-never-offered",
                      "choices",
                      first,
                      "name",
                      fmt::format("{} of the list “{}” can never be chosen: its choice_filter "
                                  "compares with an answer that cannot be given.",
                                  some_of(names),
                                  of.name),
                      "Correct the column that the choice_filter looks at, or the filter.");
    }

    void report_unused() {
        if (unused_.empty()) return;
        std::vector<std::string> names;
        for (const std::size_t list : unused_)
            names.push_back(form_.lists[list].name);
        findings_.add("unused-list",
                      "choices",
                      form_.lists[unused_.front()].choices.front().row,
                      "list_name",
                      fmt::format("No question uses {} {}.",
                                  names.size() == 1 ? "the list" : "the lists",
                                  some_of(names)),
                      "Delete what is not used, or name it in a select.");
    }

    [[nodiscard]] bool is_named_in_logic(const std::string& list) const {
        const auto names_it = [&list](const std::optional<Expression>& logic) {
            return logic && logic->source.find(list) != std::string::npos;
        };
        return std::ranges::any_of(form_.questions, [&](const Question& question) {
            return names_it(question.calculation) || names_it(question.relevant) ||
                   names_it(question.constraint) || names_it(question.choice_filter) ||
                   question.appearance.find(list) != std::string::npos ||
                   question.default_value.find(list) != std::string::npos;
        });
    }

    // Two choices that read the same, where both can stand on one screen; told once of a list.
    void report_alike(const ChoiceList& list) {
        std::set<std::string> named;
        const Choice* first = nullptr;
        std::string column;
        std::string read;
        for (std::size_t l = 0; l < form_.languages.size(); ++l) {
            std::map<std::pair<std::string, std::map<std::string, std::string>>, const Choice*>
                seen;
            for (const Choice& choice : list.choices) {
                if (choice.row == 0 || l >= choice.label.by_language.size()) continue;
                const std::string& label = choice.label.by_language[l];
                if (label.empty()) continue;
                const auto [at, is_new] = seen.try_emplace({squeeze(label), choice.extra}, &choice);
                if (is_new || at->second->name == choice.name) continue;
                named.insert({at->second->name, choice.name});
                if (first != nullptr) continue;
                const Language& language = form_.languages[l];
                first = &choice;
                column = language.is_default ? "label" : "label::" + language.header;
                read = label;
            }
        }
        if (first == nullptr) return;
        findings_.add("choices-alike",
                      "choices",
                      first->row,
                      std::move(column),
                      fmt::format("{} of the list “{}” cannot be told apart by what people read, "
                                  "for example “{}”.",
                                  some_of({named.begin(), named.end()}),
                                  list.name,
                                  read),
                      "Word them differently, or delete one.");
    }

    const Questionnaire& form_;
    Findings& findings_;
    std::vector<std::vector<bool>> offered_;  // by any question, a choice of each list
    std::set<std::size_t> used_;
    std::vector<std::size_t> unused_;
};

}  // namespace

void review_choices(const Questionnaire& form, Findings& findings) {
    ChoiceReview(form, findings).run();
}

}  // namespace mtm
