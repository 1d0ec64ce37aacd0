#include "review/possible.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "expression/value.h"

namespace mtm {
namespace {

// A search that takes longer proves nothing.
constexpr int most_steps = 3000;

// The answers that a question may still have.
struct Domain {
    enum class Must : std::uint8_t { any, held, not_held };

    bool blank = true;
    bool answered = true;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool above_low = false;  // low itself is not allowed
    bool below_high = false;
    std::vector<Must> choices;  // of a select; empty: nothing was said of them yet
};

// A requirement, or that it must not hold.
struct Term {
    const Node* node = nullptr;
    int self = -1;
    bool negated = false;
};

struct State {
    std::vector<Term> terms;  // still to be looked at
    std::map<int, Domain> domains;
};

std::string_view mirrored(std::string_view op) {
    if (op == "<") return ">";
    if (op == ">") return "<";
    if (op == "<=") return ">=";
    if (op == ">=") return "<=";
    return op;
}

class Search {
public:
    Search(const Questionnaire& form, int repeat) : form_(form), repeat_(repeat) {}

    bool run(State state) {
        while (!state.terms.empty()) {
            if (++steps_ > most_steps) return true;
            const Term term = state.terms.back();
            state.terms.pop_back();
            const Node& node = *term.node;
            const bool is_and = node.kind == NodeKind::binary && node.text == "and";
            const bool is_or = node.kind == NodeKind::binary && node.text == "or";
            if (node.kind == NodeKind::call && node.text == "not" && node.children.size() == 1) {
                state.terms.push_back({node.children.data(), term.self, !term.negated});
            } else if ((is_and && !term.negated) || (is_or && term.negated)) {
                for (const Node& child : node.children)
                    state.terms.push_back({&child, term.self, term.negated});
            } else if (is_and || is_or) {
                return std::ranges::any_of(node.children, [&](const Node& child) {
                    State other = state;
                    other.terms.push_back({&child, term.self, term.negated});
                    return run(std::move(other));
                });
            } else if (!restrict_to(term, state)) {
                return false;
            }
        }
        return true;
    }

    // The question's answer is asked for, without what its constraint says.
    static void require_answer(int question, State& state) {
        state.domains[question].blank = false;
    }

private:
    // Questions of the same instance, whose answer is one.
    [[nodiscard]] bool is_one_answer(int question) const {
        const int of = form_.repeat_of(question);
        for (int at = repeat_; at >= 0; at = form_.groups[static_cast<std::size_t>(at)].parent) {
            if (at == of) return true;
        }
        return of < 0;
    }

    [[nodiscard]] int question_of(const Node& node, int self) const {
        const int question = node.kind == NodeKind::self        ? self
                             : node.kind == NodeKind::reference ? form_.find(node.text)
                                                                : -1;
        return question >= 0 && is_one_answer(question) ? question : -1;
    }

    // False if the term cannot hold with what was required before.
    bool restrict_to(const Term& term, State& state) {
        const Node& node = *term.node;
        if (node.kind == NodeKind::call && node.children.empty()) {
            if (node.text == "true") return !term.negated;
            if (node.text == "false") return term.negated;
        }
        const bool selection = node.kind == NodeKind::call && node.text == "selected";
        if ((!selection && node.kind != NodeKind::binary) || node.children.size() != 2) return true;
        const Node* left = node.children.data();
        const Node* right = left + 1;
        std::string_view op = selection ? std::string_view("selected") : node.text;
        int question = question_of(*left, term.self);
        if (question < 0 && !selection) {
            std::swap(left, right);
            op = mirrored(op);
            question = question_of(*left, term.self);
        }
        if (question < 0) return true;
        if (right->kind == NodeKind::string) {
            return restrict_to_text(question, op, right->text, term.negated, state);
        }
        if (right->kind == NodeKind::number) {
            return restrict_to_text(question, op, print_number(right->number), term.negated, state);
        }
        return true;
    }

    bool restrict_to_text(
        int question, std::string_view op, const std::string& text, bool negated, State& state) {
        const bool equal = (op == "=" && !negated) || (op == "!=" && negated);
        const bool differs = (op == "!=" && !negated) || (op == "=" && negated);
        if (text.empty()) {
            if (equal) return must_be_blank(question, state);
            if (differs) return must_be_answered(question, state);
            return true;
        }
        const Question& of = form_.questions[static_cast<std::size_t>(question)];
        if (is_numeric(of.type)) return restrict_number(question, op, text, negated, state);
        if (of.list < 0) return true;
        const int choice = form_.choices_of(question).find(text);
        if (choice < 0) return true;  // another finding
        const bool selection = op == "selected";
        if (of.type == QuestionType::select_one) {
            if (equal || (selection && !negated)) return must_hold(question, choice, true, state);
            if (differs || selection) return must_not_hold(question, choice, state);
        }
        if (of.type == QuestionType::select_multiple) {
            if (equal) return must_hold(question, choice, true, state);
            if (selection && !negated) return must_hold(question, choice, false, state);
            if (selection) return must_not_hold(question, choice, state);
        }
        return true;
    }

    bool restrict_number(
        int question, std::string_view op, const std::string& text, bool negated, State& state) {
        const double number = number_from(text);
        // What is not more than 5 may be blank too.
        if (!std::isfinite(number) || negated) return true;
        if (op != "=" && op != "<" && op != "<=" && op != ">" && op != ">=") return true;
        if (!must_be_answered(question, state)) return false;
        Domain& domain = state.domains[question];
        if (op == "=" || op == ">" || op == ">=") {
            const bool open = op == ">";
            if (number > domain.low || (number == domain.low && open)) {
                domain.low = number;
                domain.above_low = open;
            }
        }
        if (op == "=" || op == "<" || op == "<=") {
            const bool open = op == "<";
            if (number < domain.high || (number == domain.high && open)) {
                domain.high = number;
                domain.below_high = open;
            }
        }
        return has_numbers(
            domain,
            form_.questions[static_cast<std::size_t>(question)].type == QuestionType::integer);
    }

    static bool has_numbers(const Domain& domain, bool whole) {
        if (!whole) {
            return domain.low < domain.high ||
                   (domain.low == domain.high && !domain.above_low && !domain.below_high);
        }
        double low = std::ceil(domain.low);
        double high = std::floor(domain.high);
        if (domain.above_low && low == domain.low) low += 1;
        if (domain.below_high && high == domain.high) high -= 1;
        return low <= high;
    }

    bool must_be_blank(int question, State& state) {
        Domain& domain = state.domains[question];
        domain.answered = false;
        return domain.blank;
    }

    // What is answered was asked, and is allowed.
    bool must_be_answered(int question, State& state) {
        Domain& domain = state.domains[question];
        if (!domain.answered) return false;
        if (!domain.blank) return true;
        domain.blank = false;
        for (const Expression* relevant : form_.relevance_of(question))
            state.terms.push_back({&relevant->root, question, false});
        const Question& of = form_.questions[static_cast<std::size_t>(question)];
        if (of.constraint) state.terms.push_back({&of.constraint->root, question, false});
        return true;
    }

    std::vector<Domain::Must>& choices(int question, State& state) {
        std::vector<Domain::Must>& out = state.domains[question].choices;
        out.resize(form_.choices_of(question).choices.size(), Domain::Must::any);
        return out;
    }

    bool must_hold(int question, int choice, bool alone, State& state) {
        if (!must_be_answered(question, state)) return false;
        std::vector<Domain::Must>& musts = choices(question, state);
        const bool one = alone || form_.questions[static_cast<std::size_t>(question)].type ==
                                      QuestionType::select_one;
        for (std::size_t c = 0; c < musts.size(); ++c) {
            const bool wanted = static_cast<int>(c) == choice;
            if (!wanted && !one) continue;
            const Domain::Must must = wanted ? Domain::Must::held : Domain::Must::not_held;
            if (musts[c] != Domain::Must::any && musts[c] != must) return false;
            musts[c] = must;
        }
        return true;
    }

    bool must_not_hold(int question, int choice, State& state) {
        std::vector<Domain::Must>& musts = choices(question, state);
        Domain::Must& must = musts[static_cast<std::size_t>(choice)];
        if (must == Domain::Must::held) return false;
        must = Domain::Must::not_held;
        const bool none_left = std::ranges::all_of(
            musts, [](Domain::Must each) { return each == Domain::Must::not_held; });
        return !none_left || state.domains[question].blank;
    }

    const Questionnaire& form_;
    int repeat_;
    int steps_ = 0;
};

}  // namespace

bool is_possible(const Questionnaire& form,
                 const std::vector<Requirement>& requirements,
                 int repeat) {
    State state;
    for (const Requirement& each : requirements)
        state.terms.push_back({each.node, each.self, false});
    return Search(form, repeat).run(std::move(state));
}

bool can_be_met(const Questionnaire& form, int question) {
    const Question& of = form.questions[static_cast<std::size_t>(question)];
    State state;
    state.terms.push_back({&of.constraint->root, question, false});
    Search::require_answer(question, state);
    return Search(form, form.repeat_of(question)).run(std::move(state));
}

}  // namespace mtm
