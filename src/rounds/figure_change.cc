#include "rounds/figure_change.h"

#include "estimation/many_tests.h"
#include "tabulate/aggregates.h"

namespace mtm {
namespace {

void describe_precision(const ComparedRound& before, const Estimate& was, Estimate& is) {
    const Estimate now = is;
    is.standard_error.reset();
    is.low.reset();
    is.high.reset();
    is.df.reset();
    if (!now.standard_error || !now.df) return;  // for the reason that stands there
    if (!was.standard_error || !was.df) {
        is.no_interval = before.name + ": " + was.no_interval;
        return;
    }
    const auto difference = independent_difference({*was.value, *was.standard_error, *was.df},
                                                   {*now.value, *now.standard_error, *now.df});
    if (!difference) {
        is.no_interval = "nothing varies in either round";
        return;
    }
    is.standard_error = difference->standard_error;
    is.low = difference->interval.low;
    is.high = difference->interval.high;
    is.df = difference->df;
}

}  // namespace

std::optional<FigureChange> change_in(const Expression& expression) {
    const auto call = aggregate_in(expression.root);
    if (!call || call->kind != AggregateCall::Kind::change || call->arguments.size() != 2)
        return std::nullopt;
    Expression figure;
    figure.root = *call->arguments[0];
    figure.source = print(figure.root);
    return FigureChange{std::move(figure), call->arguments[1]->text};
}

Result<FigureValue> evaluate_change(const ComparedRound& before,
                                    const Study& now,
                                    const Dataset& dataset,
                                    const Expression& figure) {
    FigureValue is = TRY(evaluate_figure(now, dataset, figure));
    const auto was = evaluate_figure(before.study, before.dataset, figure);
    if (!was) return Error{before.name + ": " + was.error().message};
    if (is.unit == FigureUnit::text || was->unit == FigureUnit::text)
        return Error{"a text has no change"};
    if (is.unit == FigureUnit::percent) is.unit = FigureUnit::percentage_points;
    if (!was->estimate.value) is.estimate.value.reset();
    if (!is.estimate.value) {
        is.estimate.standard_error.reset();
        is.estimate.low.reset();
        is.estimate.high.reset();
        is.estimate.df.reset();
        return is;
    }
    describe_precision(before, was->estimate, is.estimate);
    *is.estimate.value -= *was->estimate.value;
    return is;
}

}  // namespace mtm
