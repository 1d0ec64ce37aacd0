#include "rounds/round_changes.h"

#include <algorithm>

#include "estimation/many_tests.h"
#include "rounds/comparison.h"
#include "rounds/printed_round.h"
#include "tabulate/aggregates.h"
#include "tabulate/figure_unit.h"
#include "tabulate/precision.h"

namespace mtm {
namespace {

Expression expression_over(const Node& node) {
    Expression out;
    out.root = node;
    out.source = print(node);
    return out;
}

bool is_change(const Node& node) {
    const auto call = aggregate_in(node);
    return call && call->kind == AggregateCall::Kind::change;
}

Node with_number(const Node& node, double number) {
    if (is_change(node)) {
        Node out;
        out.begin = node.begin;
        out.end = node.end;
        out.number = number;
        out.text = print_number(number);
        return out;
    }
    Node out = node;
    for (Node& child : out.children)
        child = with_number(child, number);
    return out;
}

// The change as a whole, or spelled out.
bool stands_alone(const Node& node) {
    if (is_change(node)) return true;
    return node.kind == NodeKind::call && node.text == "words" && node.children.size() == 1 &&
           stands_alone(node.children[0]);
}

bool is_spelled_out(const Node& node) {
    return node.kind == NodeKind::call && node.text == "words";
}

std::string key_of(const FigureChange& change) {
    return print(change.figure.root);
}

// Two percentages of which one is of all whom the other is not of: how one has changed says all of
// the other, and they are one hypothesis, as in compare_rounds.
bool are_complementary(const FigureValue& a, const FigureValue& b) {
    if (a.parts.size() != 1 || b.parts.size() != 1) return false;
    const FigurePart& one = a.parts.front();
    const FigurePart& other = b.parts.front();
    return one.aggregate == "percent" && other.aggregate == "percent" && one.counted.known() &&
           one.of == other.of && other.counted == one.of - one.counted;
}

}  // namespace

RoundChanges::RoundChanges(const Study& study,
                           const Dataset& dataset,
                           const PreviousRound& previous,
                           DisclosureControl& control,
                           DisclosureControl before)
    : study_(study),
      dataset_(dataset),
      previous_(previous),
      control_(control),
      before_(std::move(before)) {
    const std::vector<ChoiceRecode>& recodes = study.file.compare.recodes;
    if (recodes.empty() || !previous.interviews) return;
    recoded_ = previous.interviews;
    recode_round(recodes, previous.interviews->study.questionnaire, study.questionnaire, *recoded_);
}

bool PreviousRound::is_called(const std::string& wanted) const {
    const bool known = interviews || !printed.empty();
    return !known || wanted.empty() || wanted == name ||
           std::ranges::find(names, wanted) != names.end();
}

Result<ChangedFigure> RoundChanges::change_of(const FigureChange& change,
                                              const Dataset& dataset) const {
    if (!previous_.is_called(change.round)) {
        return Error{"there is no previous round “" + change.round + "”: the previous one is “" +
                     previous_.name + "”"};
    }
    if (previous_.interviews || !previous_.printed.empty())
        TRY(check_recoded_now(change.figure, dataset));
    if (previous_.interviews) {
        const ComparedRound& before = recoded_ ? *recoded_ : *previous_.interviews;
        return evaluate_change(before, study_, dataset, change.figure);
    }
    if (!previous_.printed.empty())
        return evaluate_change_from_print(previous_, study_, dataset, change.figure);
    ChangedFigure out;
    out.round = previous_.name;
    out.now = TRY(evaluate_figure(study_, dataset, change.figure));
    out.change = out.now;
    out.change.parts.clear();
    out.change.estimate = {};
    out.change.unit = unit_of(change.figure.root) == FigureUnit::percent
                          ? FigureUnit::percentage_points
                          : out.now.unit;
    out.why_none = previous_.missing;
    return out;
}

// The figure of this round stands in the same sentence as its change, of answers as they are: a
// change of another figure would contradict it.
Status RoundChanges::check_recoded_now(const Expression& figure, const Dataset& dataset) const {
    const Questionnaire& form = study_.questionnaire;
    std::vector<ChoiceRecode> recodes = study_.file.compare.recodes;
    const std::vector<std::string> names = references(figure.root);
    std::erase_if(recodes, [&](const ChoiceRecode& recode) {
        const int at = form.find(recode.question);
        return std::ranges::find(names, recode.question) == names.end() || at < 0 ||
               form.choices_of(at).find(recode.from) < 0;
    });
    if (recodes.empty()) return Done{};
    ComparedRound now{{}, study_, dataset};
    const Questionnaire& before =
        previous_.interviews ? previous_.interviews->study.questionnaire : form;
    recode_round(recodes, before, form, now);
    const FigureValue is = TRY(evaluate_figure(study_, dataset, figure));
    const auto recoded = evaluate_figure(now.study, now.dataset, figure);
    if (recoded && recoded->estimate.n == is.estimate.n &&
        recoded->estimate.base == is.estimate.base && recoded->estimate.value == is.estimate.value)
        return Done{};
    return Error{"its answers are recoded in this round too ([[compare.recode]] of “" +
                 recodes.front().question +
                 "”), so its change would be that of another figure. Count the choices together in "
                 "the figure, or in a derived variable, instead"};
}

Diagnostics RoundChanges::check_compared(const Expression& expression) const {
    if (!previous_.interviews || changes_in(expression.root).empty()) return {};
    const ComparedRound& before = recoded_ ? *recoded_ : *previous_.interviews;
    return check_changes_compared(match_questions(before.study, study_), expression, {});
}

Result<ChangedFigure> RoundChanges::evaluate(const Expression& expression) const {
    return evaluate(expression, dataset_);
}

Result<ChangedFigure> RoundChanges::evaluate(const Expression& expression,
                                             const Dataset& dataset) const {
    const std::vector<const Node*> changes = changes_in(expression.root);
    if (changes.size() != 1 || has_aggregate_beside_change(expression.root))
        return Error{"a figure tells one change, and no other aggregate beside it"};
    const auto change = change_in(expression_over(*changes.front()));
    if (!change) return Error{"change() needs a figure and the name of a round"};
    ChangedFigure out = TRY(change_of(*change, dataset));
    out.change.spelled_out = is_spelled_out(expression.root);
    if (stands_alone(expression.root) || !out.change.estimate.value) return out;
    // Of numbers alone, so that it has a value.
    const auto with_difference = [this, root = expression.root](double difference) {
        return evaluate_figure(study_, dataset_, expression_over(with_number(root, difference)));
    };
    const FigureValue value = TRY(with_difference(*out.change.estimate.value));
    out.with_difference = [with_difference](double difference) {
        const auto told = with_difference(difference);
        return told ? *told : FigureValue{};
    };
    out.change.unit = unit_of(expression.root);
    out.change.text = value.text;
    out.change.estimate.value = value.estimate.value;
    out.change.estimate.standard_error.reset();
    out.change.estimate.low.reset();
    out.change.estimate.high.reset();
    out.change.estimate.df.reset();
    out.change.estimate.no_interval = "no interval is made of arithmetic";
    return out;
}

void RoundChanges::expect(const Node& expression) {
    for (const Node* node : changes_in(expression)) {
        const Expression whole = expression_over(*node);
        const auto change = change_in(whole);
        if (change && family_.try_emplace(key_of(*change), whole).second) is_corrected_ = false;
    }
}

void RoundChanges::correct_for_all() {
    if (is_corrected_) return;
    is_corrected_ = true;
    corrected_.clear();
    std::vector<ChangedFigure> hypotheses;
    std::vector<double> p;
    std::map<std::string, std::size_t> hypothesis_of;
    for (const auto& [key, whole] : family_) {
        auto changed = evaluate(whole);
        if (!changed) continue;
        const Estimate& change = changed->change.estimate;
        if (!change.standard_error || !change.df) continue;
        const auto other = std::ranges::find_if(hypotheses, [&](const ChangedFigure& one) {
            return are_complementary(one.now, changed->now) &&
                   are_complementary(one.before, changed->before);
        });
        hypothesis_of[key] = static_cast<std::size_t>(other - hypotheses.begin());
        if (other != hypotheses.end()) continue;
        p.push_back(two_sided_p(changed->difference / *change.standard_error, *change.df));
        hypotheses.push_back(std::move(*changed));
    }
    const bool holm = study_.file.compare.correction == TestCorrection::holm;
    const std::vector<double> corrected = holm ? adjust_holm(p) : adjust_benjamini_hochberg(p);
    for (const auto& [key, hypothesis] : hypothesis_of)
        corrected_[key] = corrected[hypothesis];
}

double RoundChanges::confidence() const {
    return confidence_of(study_);
}

ChangeVerdict RoundChanges::verdict(const Expression& change) {
    ChangeVerdict out;
    const auto unknown = [&out](std::string reason) {
        out.reason = std::move(reason);
        return out;
    };
    const auto asked = change_in(change);
    if (!asked) return unknown("only a change can be significant");
    const auto changed = evaluate(change);
    if (!changed) return unknown(changed.error().message);
    const auto safe = release(*changed);
    if (safe->change.withheld) return unknown("the change is withheld");
    if (!safe->change.figure.estimate.value) return unknown(safe->why_none);
    if (safe->test_withheld || safe->now.base_withheld || safe->before.base_withheld)
        return unknown("the numbers that a test rests on are withheld");
    if (!safe->change.figure.estimate.standard_error)
        return unknown(safe->change.figure.estimate.no_interval);
    expect(change.root);
    correct_for_all();
    const auto p = corrected_.find(key_of(*asked));
    if (p == corrected_.end()) return unknown("it cannot be tested");
    out.p = p->second;
    out.answer =
        *out.p < significant_below ? ChangeVerdict::Answer::yes : ChangeVerdict::Answer::no;
    return out;
}

}  // namespace mtm
