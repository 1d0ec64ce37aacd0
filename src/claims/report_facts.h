#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/claim_lexicon.h"
#include "claims/claim_phrases.h"
#include "claims/claim_sentence.h"
#include "dataset/dataset.h"
#include "report/document.h"
#include "rounds/round_changes.h"
#include "study/study.h"
#include "tabulate/figure.h"

namespace mtm {

/// What stands behind a number of the report.
struct FigureFact {
    Expression expression;  // without the words and forms that it is printed in
    FigureValue value;
    bool is_change =
        false;  // change(…), or a difference of two percentages; the value has its sign
    std::string question{};  // of a percentage or number of those who gave one answer
    std::string category{};
    std::optional<Expression> where{};
};

/// A share that the data give, and the words by which a sentence would speak of it.
struct KnownShare {
    std::string question;
    std::string category;
    std::string group;  // of the study's group question (usually sex); empty: everyone asked
    double value = 0;
    bool of_everyone = true;           // its base is all who were interviewed
    std::vector<std::string> stems{};  // of the category's label

    /// "percent(${sector} = 'construction', ${sex} = 'female')".
    [[nodiscard]] std::string expression(std::string_view group_question, bool several) const;
    bool several = false;      // answers are possible
    bool named_whole = false;  // of meant_by: every word of its label stands in the sentence
};

/// What the data say, for judging what the text says of them. Numbers of the public edition are not
/// asked for here: the officer who checks a report sees its data.
class ReportFacts {
public:
    ReportFacts(const Study& study,
                const Dataset& dataset,
                const Document& document,
                const RoundChanges* changes,
                const ClaimLexicon& lexicon);

    /// Every number that a figure of the document prints, in order: of form(), about() and their
    /// like the one that they word, of list() and leading() several. None where it is text, has no
    /// value, or is not there.
    [[nodiscard]] const std::vector<FigureFact>& numbers(int index);

    /// The place of an answer among those to its question, 1 for the most frequent (ties share the
    /// better place), and whether none that anybody gave is rarer.
    struct AnswerPlace {
        int rank = 0;
        bool least = false;
        double value = 0;  // percent of those asked
    };

    [[nodiscard]] std::optional<AnswerPlace> place(const std::string& question,
                                                   const std::string& category,
                                                   const std::optional<Expression>& where);

    /// The shares that a sentence can mean by the words of labels, best first; none if there is no
    /// telling. `question`: only of that one.
    [[nodiscard]] std::vector<KnownShare> meant_by(const ClaimSentence& sentence,
                                                   std::string_view question = {});

    /// The one share whose change a sentence can speak of: of an answer that it names whole, or of
    /// the group that alone is named.
    [[nodiscard]] std::optional<KnownShare> meant_of_change(const ClaimSentence& sentence);

    /// Whether a word of an answer's label stands among those tokens of a sentence.
    [[nodiscard]] bool is_named(const std::string& question,
                                const std::string& category,
                                const ClaimSentence& sentence,
                                std::size_t begin,
                                std::size_t end);

    /// Whether a text is the label of that question: what was asked claims nothing.
    [[nodiscard]] bool is_label(const std::string& question, const std::string& text) const;

    /// By how much a share has changed since the round before, in percentage points; `round` is the
    /// number by which the sentence calls that round, empty if it does not. Nothing where that is
    /// not known, or another round is meant.
    [[nodiscard]] std::optional<double> change_of(const KnownShare& share,
                                                  std::string_view round) const;

    /// The question by which people are told apart, usually sex; empty if there is none.
    [[nodiscard]] const std::string& group_question() const { return group_question_; }

    /// What a word of the lexicon's kind `group` with that value calls, a choice of the group
    /// question; empty if none.
    [[nodiscard]] std::string group_called(double value) const;

    [[nodiscard]] const Dataset& dataset() const { return dataset_; }

private:
    [[nodiscard]] std::vector<Node> numbers_in(const Node& node) const;
    [[nodiscard]] std::vector<Node> leading_shares(const Node& call) const;
    [[nodiscard]] std::optional<FigureFact> fact_of(const Node& figure) const;
    [[nodiscard]] const KnownShare* group_meant(const ClaimSentence& sentence,
                                                const std::vector<ClaimPhrase>& phrases,
                                                bool is_title) const;
    void know_shares();
    void know_groups();
    void add_shares(const std::string& question);

    const Study& study_;
    const Dataset& dataset_;
    const Document& document_;
    const RoundChanges* changes_;
    const ClaimLexicon& lexicon_;
    std::size_t language_;
    std::string group_question_;
    std::map<double, std::string> groups_;
    std::map<int, std::vector<FigureFact>> figures_;
    std::vector<KnownShare> shares_;
    std::map<std::string, int> labels_with_stem_;
    bool know_shares_ = false;
};

/// Whether two words in lower case have the same stem, as far as their beginnings tell.
[[nodiscard]] bool same_stem(std::string_view a, std::string_view b);

}  // namespace mtm
