#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "expression/node.h"
#include "questionnaire/questionnaire.h"
#include "rehearse/condition.h"
#include "rehearse/variable.h"

namespace mtm {

/// The variables that carry one question's answer.
struct QuestionVariables {
    int main = -1;               // the answer, or the shape of a set of answers
    std::map<int, int> options;  // choice → yes-or-no variable, where a condition names it
};

/// Turns expressions of the questionnaire's language into conditions on variables, by evaluating
/// their undivided parts for each combination of atoms. A part that the atoms cannot decide
/// (today's date, a repeat, free text, arithmetic of several questions) becomes a free yes-or-no
/// variable of its own, the same for the same text: what it stands for is then not checked.
class ConditionCompiler {
public:
    explicit ConditionCompiler(const Questionnaire& questionnaire)
        : questionnaire_(questionnaire) {}

    /// Announces an expression. REQUIRES: make_variables() has not been called.
    /// Returns where it is kept; calculations in it are replaced by their formulas.
    const Node& announce(const Node& node);

    /// Questions (not calculations) that announced expressions name; grows with announce().
    [[nodiscard]] const std::vector<int>& questions() const { return questions_; }

    /// Makes a question part of the model though no expression names it.
    void add_question(int question);

    /// Tells answers of a number apart by at least 1/`steps`, if they need not be whole.
    void refine(int question, long long steps) {
        steps_[question] = std::max(steps_[question], steps);
    }

    /// Makes the variables of all questions so far, with atoms as fine as need be. `skippable` are
    /// those that skip logic may pass over.
    void make_variables(const std::set<int>& skippable);

    /// REQUIRES: `announced` came from announce(), and make_variables() was called.
    [[nodiscard]] Condition compile(const Node& announced);

    /// Takes away the atoms in which nobody can be if the condition holds for everyone, and
    /// rewrites the conditions. Only conditions on one variable take anything away.
    void restrict_to(const Condition& everyone, const std::vector<Condition*>& conditions);

    /// Joins atoms that none of these conditions tells apart, and rewrites the conditions.
    void merge_atoms(const std::vector<Condition*>& conditions);

    [[nodiscard]] const std::map<int, QuestionVariables>& by_question() const {
        return by_question_;
    }

    std::vector<Variable> variables;
    std::vector<std::string> undecided;  // what became a free variable, as printed

private:
    void make_options(int question,
                      const std::vector<const Node*>& conditions,
                      QuestionVariables& mine);
    Node without_calculations(const Node& node, int depth) const;
    void collect_leaves(const Node& node);
    [[nodiscard]] bool decidable(const Node& leaf) const;
    [[nodiscard]] bool answers_decide(const Node& leaf, const Question& question) const;
    [[nodiscard]] std::vector<int> named_choices(const Node& leaf, int question) const;
    Condition leaf_condition(const Node& leaf);
    Condition undecided_condition(const Node& leaf);
    [[nodiscard]] std::optional<bool> truth_at(const Node& leaf,
                                               const std::vector<int>& slots,
                                               const std::vector<int>& atoms) const;
    [[nodiscard]] std::vector<std::string> sets_at(int question,
                                                   const std::vector<int>& slots,
                                                   const std::vector<int>& atoms) const;

    const Questionnaire& questionnaire_;
    std::deque<Node> kept_;
    std::vector<const Node*> leaves_;
    std::vector<int> questions_;
    std::map<int, QuestionVariables> by_question_;
    std::map<int, long long> steps_;  // by question
    std::map<std::string, int> undecided_;
};

}  // namespace mtm
