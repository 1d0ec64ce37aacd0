#pragma once

#include <optional>
#include <string>
#include <vector>

#include "expression/node.h"
#include "paper/paper_words.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// Says skip logic in words: `${work} = 'yes' and ${age} >= 18` as "question 4 is “Yes” and the
/// answer to question 2 is at least 18".
class LogicWords {
public:
    /// `numbers` are those of the questions on paper, 0 where a question has none; empty where they
    /// are called by their labels. All arguments must outlive the object.
    LogicWords(const Questionnaire& form,
               const std::vector<int>& numbers,
               std::size_t language,
               const PaperWords& words)
        : form_(form), numbers_(numbers), language_(language), words_(words) {}

    /// `self` is the question whose logic it is, for `.`; -1 if there is none. What has no words
    /// stands as a formula.
    [[nodiscard]] std::string say(const Node& node, int self = -1) const;

    /// With questions called by their labels, as where there is no paper that numbers them; nothing
    /// where something has no words. REQUIRES: `numbers` is empty.
    [[nodiscard]] std::optional<std::string> say_by_labels(const Node& node) const;

private:
    struct Choice;

    [[nodiscard]] std::string say(const Node& node, int self, bool inner) const;
    [[nodiscard]] std::string say_chain(const Node& node, int self, bool inner) const;
    [[nodiscard]] std::string say_relation(const Node& node, int self) const;
    [[nodiscard]] std::string say_call(const Node& node, int self) const;
    [[nodiscard]] std::string say_range(const Node& low, const Node& high, int self) const;
    [[nodiscard]] std::string say_choice(const Choice& choice) const;
    [[nodiscard]] bool read_choice(const Node& node, int self, Choice& out) const;
    [[nodiscard]] std::string quantity(const Node& node, int self) const;
    [[nodiscard]] std::string formula(const Node& node) const;
    [[nodiscard]] std::string subject(int question) const;
    [[nodiscard]] int number_of(int question) const;
    [[nodiscard]] std::string name_of(int question) const;
    [[nodiscard]] std::string label_of(int question, const std::string& choice) const;
    [[nodiscard]] std::string quoted(const std::string& text) const;
    [[nodiscard]] int question_of(const Node& node, int self) const;

    const Questionnaire& form_;
    const std::vector<int>& numbers_;
    std::size_t language_;
    const PaperWords& words_;
    mutable bool wordless_ = false;  // something that was said last has no words
};

}  // namespace mtm
