#pragma once

#include <map>
#include <string>
#include <vector>

#include "disclosure/changed_figure.h"
#include "rounds/figure_change.h"
#include "rounds/previous_round.h"
#include "rounds/question_match.h"

namespace mtm {

/// Whether a change is significant by the study's rule: p under 0.05 after the correction of
/// [compare] for all changes that the publication tells.
struct ChangeVerdict {
    enum class Answer { yes, no, unknown };

    Answer answer = Answer::unknown;
    std::string reason;  // of `unknown`: no design, no previous round, withheld; in a sentence part
    std::optional<double> p;  // corrected
};

/// The changes since the round before that one publication tells. Each is judged in view of what
/// this round's publication and that of the other have told.
class RoundChanges {
public:
    /// `before` is the publication of the previous round, with all that it told; without
    /// interviews of that round, any. All references outlive this.
    RoundChanges(const Study& study,
                 const Dataset& dataset,
                 const PreviousRound& previous,
                 DisclosureControl& control,
                 DisclosureControl before);

    /// Makes the changes of an expression part of the family that is tested together. For every
    /// expression of the publication, before the first verdict.
    void expect(const Node& expression);

    /// A figure, or a condition, with one change(…) in it and no other aggregate beside it. The
    /// value is that of the whole expression: abs(change(…)), change(…) > 0. Without the previous
    /// round there is no value, and `why_none` says why. An error where the expression cannot be
    /// answered: another round is named, a question that one round does not have, two changes, or a
    /// figure that a recode of [compare] makes another one in this round too.
    [[nodiscard]] Result<ChangedFigure> evaluate(const Expression& expression) const;

    /// The same over other columns of this round's study, such as those without corrections.
    [[nodiscard]] Result<ChangedFigure> evaluate(const Expression& expression,
                                                 const Dataset& dataset) const;

    /// check_changes_compared with the previous round; nothing without interviews of it.
    [[nodiscard]] Diagnostics check_compared(const Expression& expression) const;

    [[nodiscard]] Released<SafeChange> release(const ChangedFigure& changed) {
        return control_.release(changed, before_);
    }

    /// Of an expression that is a change(…) as a whole. What it takes to say so is published: the
    /// change, with its base.
    [[nodiscard]] ChangeVerdict verdict(const Expression& change);

    [[nodiscard]] const PreviousRound& previous() const { return previous_; }

    /// Of the intervals of changes, in per cent: as this round's study has it.
    [[nodiscard]] double confidence() const;

    /// The publication of the previous round, for what else is told of it.
    [[nodiscard]] DisclosureControl& before() { return before_; }

private:
    [[nodiscard]] Result<ChangedFigure> change_of(const FigureChange& change,
                                                  const Dataset& dataset) const;
    [[nodiscard]] Status check_recoded_now(const Expression& figure, const Dataset& dataset) const;
    void correct_for_all();

    const Study& study_;
    const Dataset& dataset_;
    const PreviousRound& previous_;
    DisclosureControl& control_;
    DisclosureControl before_;
    std::optional<ComparedRound> recoded_;  // the previous round, where answers of it are recoded
    std::map<std::string, Expression> family_;  // by canonical text
    std::map<std::string, double> corrected_;   // of those that can be tested
    bool is_corrected_ = false;
};

/// What can be found wrong in the changes of an expression without data: no previous round in
/// study.toml, a change within a change, of a text, or beside other aggregates. `place` as in
/// check_figure.
[[nodiscard]] Diagnostics check_changes(const Study& study,
                                        const Expression& expression,
                                        const Place& place);

/// The same in the questionnaire of the previous round: what it did not ask has no change.
[[nodiscard]] Diagnostics check_changes_before(const Study& before,
                                               const PreviousRound& previous,
                                               const Expression& expression,
                                               const Place& place);

/// Warnings of the changes of what the rounds did not ask, word or define alike (match_questions):
/// their numbers may differ though nothing changed.
[[nodiscard]] Diagnostics check_changes_compared(const std::vector<QuestionMatch>& matches,
                                                 const Expression& expression,
                                                 const Place& place);

}  // namespace mtm
