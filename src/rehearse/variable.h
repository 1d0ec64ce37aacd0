#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "expression/evaluate.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// A class of answers that no condition in play tells apart.
struct Atom {
    enum class Kind {
        not_asked,
        blank,      // asked and left empty
        choices,    // one of `choices`
        numbers,    // from `low` to `high`
        text,       // `text`, or any other text if that is empty
        exclusive,  // one of `choices`, which excludes all others (“none”, “refused”)
        several,    // a set of one or more of the other choices
        no,
        yes
    };

    Kind kind = Kind::blank;
    std::vector<int> choices;
    double low = 0;
    double high = 0;
    bool open = false;      // numbers: above `high` lies nothing that would rule them out
    bool is_answer = true;  // false for numbers that stand for a missing value
    std::string text;
};

/// What a count model tells people apart by. A question with one answer is one variable. A question
/// with several is its `shape` (not asked, blank, one exclusive choice, a set of others) and a
/// yes-or-no variable for each other choice that a condition names.
struct Variable {
    enum class Kind { answer, shape, option, helper };

    std::string name;
    Kind kind = Kind::helper;
    int question = -1;
    int choice = -1;  // option
    std::vector<Atom> atoms;
    long long steps = 1;  // of a number: answers are whole multiples of 1/steps

    [[nodiscard]] int size() const { return static_cast<int>(atoms.size()); }

    /// Index of the first atom of that kind, or -1.
    [[nodiscard]] int find(Atom::Kind wanted) const;
};

/// Answers to the few questions of one condition, as the evaluator sees them.
class FewAnswers : public AnswerSource {
public:
    struct Given {
        std::string value;
        bool asked = true;
    };

    std::map<std::string, Given, std::less<>> given;
    std::string own;

    [[nodiscard]] NodeSet answers(std::string_view name) const override;
    [[nodiscard]] NodeSet path(std::string_view path) const override;
    [[nodiscard]] std::string self() const override;
    [[nodiscard]] bool asked(std::string_view name) const override;
    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override;
    [[nodiscard]] std::string now() const override;
};

/// The parts of a question's constraint that look at nothing but the answer itself.
[[nodiscard]] std::vector<const Node*> own_constraints(const Question& question);

[[nodiscard]] bool admits(const std::vector<const Node*>& constraints,
                          const Question& question,
                          const std::string& value);

/// Choices of a select_multiple that stand alone: those marked as missing, and those that the
/// constraint admits alone but with no other choice.
[[nodiscard]] std::vector<int> exclusive_choices(const Questionnaire& questionnaire, int question);

/// The literals of an expression as texts, ascending, each once.
[[nodiscard]] std::vector<std::string> literal_texts(const Node& node);

/// Whether the expression changes with a number only at literals that it holds: numbers stand in it
/// alone, on one side of a comparison with a literal. `is_number` says which nodes are numbers that
/// people answer. Where it is false, equal truth at both ends of an interval proves nothing.
[[nodiscard]] bool changes_at_literals_only(const Node& node,
                                            const std::function<bool(const Node&)>& is_number);

/// The atoms of a question, so fine that each condition made of `conditions` is decided by them.
/// Without the atom not_asked. For select_multiple those of its shape.
[[nodiscard]] std::vector<Atom> fine_atoms(const Questionnaire& questionnaire,
                                           int question,
                                           const std::vector<const Node*>& conditions,
                                           long long steps);

/// How finely a number is told apart: 1 for whole ones, else at least thousandths, and what the
/// literals of the conditions need.
[[nodiscard]] long long steps_per_unit(const Question& question,
                                       const std::vector<const Node*>& conditions);

/// One answer of the atom, as an interview holds it. For `several` empty.
[[nodiscard]] std::string representative(const Questionnaire& questionnaire,
                                         int question,
                                         const Atom& atom);

/// Whole numbers only: integer, and range with whole steps.
[[nodiscard]] bool is_whole(const Question& question);

}  // namespace mtm
