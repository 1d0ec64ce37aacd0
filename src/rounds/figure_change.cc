#include "rounds/figure_change.h"

#include <algorithm>

#include "estimation/many_tests.h"
#include "tabulate/aggregates.h"
#include "tabulate/precision.h"
#include "tabulate/restrict.h"

namespace mtm {
namespace {

void forget_interval(Estimate& estimate) {
    estimate.standard_error.reset();
    estimate.low.reset();
    estimate.high.reset();
    estimate.df.reset();
}

bool varies_unknown(const FigureValue& figure) {
    if (figure.unit != FigureUnit::percent) return false;
    return *figure.estimate.value <= 0 || *figure.estimate.value >= 100;
}

void describe_precision(ChangedFigure& changed, double level) {
    const Estimate& now = changed.now.estimate;
    const Estimate& was = changed.before.estimate;
    Estimate& change = changed.change.estimate;
    forget_interval(change);
    if (!now.standard_error || !now.df) return;  // for the reason that stands there
    if (!was.standard_error || !was.df) {
        change.no_interval = changed.round + ": " + was.no_interval;
        return;
    }
    if (varies_unknown(changed.now) || varies_unknown(changed.before)) {
        change.no_interval = "nobody or everybody in one round: its variance is not known";
        return;
    }
    const auto difference = independent_difference({*was.value, *was.standard_error, *was.df},
                                                   {*now.value, *now.standard_error, *now.df},
                                                   level);
    if (!difference) {
        change.no_interval = "nothing varies in either round";
        return;
    }
    change.standard_error = difference->standard_error;
    change.low = difference->interval.low;
    change.high = difference->interval.high;
    change.df = difference->df;
}

}  // namespace

std::optional<FigureChange> change_in(const Expression& expression) {
    const auto call = aggregate_in(expression.root);
    if (!call || call->kind != AggregateCall::Kind::change || call->arguments.size() != 2)
        return std::nullopt;
    Expression figure;
    figure.root = *call->arguments[0];
    figure.source = print(figure.root);
    if (call->where != nullptr) {
        Expression where;
        where.root = *call->where;
        where.source = print(where.root);
        figure = restricted(figure, where);
    }
    return FigureChange{std::move(figure), call->arguments[1]->text};
}

std::vector<const Node*> changes_in(const Node& node) {
    const auto call = aggregate_in(node);
    if (call && call->kind == AggregateCall::Kind::change) return {&node};
    std::vector<const Node*> out;
    for (const Node& child : node.children) {
        const std::vector<const Node*> within = changes_in(child);
        out.insert(out.end(), within.begin(), within.end());
    }
    return out;
}

bool has_aggregate_beside_change(const Node& node) {
    const auto call = aggregate_in(node);
    if (call && call->kind == AggregateCall::Kind::change) return false;
    if (call && call->kind != AggregateCall::Kind::words) return true;
    return std::ranges::any_of(node.children, has_aggregate_beside_change);
}

Result<ChangedFigure> evaluate_change(const ComparedRound& before,
                                      const Study& now,
                                      const Dataset& dataset,
                                      const Expression& figure) {
    ChangedFigure out;
    out.round = before.name;
    out.now = TRY(evaluate_figure(now, dataset, figure));
    auto was = evaluate_figure(before.study, before.dataset, figure);
    if (!was) return Error{before.name + ": " + was.error().message};
    out.before = std::move(*was);
    if (out.now.unit == FigureUnit::text || out.before.unit == FigureUnit::text)
        return Error{"a text has no change"};
    out.change = out.now;
    out.change.parts.clear();
    if (out.now.unit == FigureUnit::percent) out.change.unit = FigureUnit::percentage_points;
    Estimate& change = out.change.estimate;
    if (!out.now.estimate.value || !out.before.estimate.value) {
        change.value.reset();
        forget_interval(change);
        out.why_none = "nobody was asked in one of the rounds";
        return out;
    }
    describe_precision(out, confidence_of(now) / 100);
    out.difference = *out.now.estimate.value - *out.before.estimate.value;
    change.value = out.difference;
    return out;
}

}  // namespace mtm
