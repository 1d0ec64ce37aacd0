#include "tabulate/difference.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "estimation/intervals.h"
#include "estimation/linearization.h"
#include "tabulate/aggregates.h"
#include "tabulate/base_rows.h"
#include "tabulate/coding.h"
#include "tabulate/level_columns.h"

namespace mtm {
namespace {

using Kind = AggregateCall::Kind;

// One of the two figures, as a number a row and the rows that it is of.
struct MeasuredRows {
    std::vector<double> values;
    std::vector<std::uint8_t> base;
};

std::vector<std::string> asked_by(const Node& argument, const Node* where) {
    std::vector<std::string> asked = bounding_references(argument);
    if (where == nullptr) return asked;
    for (const std::string& name : bounding_references(*where)) {
        if (std::ranges::find(asked, name) == asked.end()) asked.push_back(name);
    }
    return asked;
}

std::optional<MeasuredRows> measured(const Node& node, LevelColumns& columns) {
    const auto call = aggregate_in(node);
    if (!call) return std::nullopt;
    const bool condition = call->kind == Kind::percent || call->kind == Kind::share;
    if (!condition && call->kind != Kind::mean) return std::nullopt;
    const Node& argument = *call->arguments[0];
    const std::vector<std::string> bounds =
        call->kind == Kind::share ? std::vector<std::string>() : asked_by(argument, call->where);
    MeasuredRows out;
    out.base = base_rows(columns, bounds, call->where).rows;
    const Node resolved = resolve_derived(argument, columns, call->where);
    if (condition) {
        const std::vector<std::uint8_t> holds = evaluate_truth(resolved, columns);
        const BaseRows reached = base_rows(columns, bounding_references(argument), nullptr);
        for (std::size_t r = 0; r < holds.size(); ++r)
            out.values.push_back(holds[r] != 0 && reached.rows[r] != 0 ? 100.0 : 0.0);
        return out;
    }
    if (argument.kind != NodeKind::reference) return std::nullopt;
    const Column* column = columns.find(argument.text);
    if (column == nullptr) return std::nullopt;
    out.values = numbers_in(*column);
    for (std::size_t r = 0; r < out.values.size(); ++r) {
        if (std::isnan(out.values[r])) out.base[r] = 0;
    }
    return out;
}

}  // namespace

Estimate difference_of_figures(const Study& study,
                               const Dataset& dataset,
                               const Node& a,
                               const Node& b) {
    Estimate out;
    out.no_interval = reason_for_no_interval(study);
    if (dataset.design == nullptr || !dataset.design->has_stages()) return out;
    std::vector<std::string> names;
    for (const Node* figure : {&a, &b}) {
        if (const auto call = aggregate_in(*figure)) {
            for (std::string& name : row_references(*call))
                names.push_back(std::move(name));
        }
    }
    const auto level = level_of(study, dataset, names);
    out.no_interval = "no interval is made of this difference";
    if (!level || *level != 0) return out;
    LevelColumns columns(study, dataset, 0);
    const auto first = measured(a, columns);
    const auto second = measured(b, columns);
    if (!first || !second) return out;
    const std::vector<double>& weights = dataset.design->design().weights;
    const auto mean_a = linearized_mean(weights, first->values, first->base);
    const auto mean_b = linearized_mean(weights, second->values, second->base);
    if (!mean_a || !mean_b) return out;
    const LinearizedEstimate difference = linearized_difference(*mean_a, *mean_b);
    std::vector<std::uint8_t> either = first->base;
    for (std::size_t r = 0; r < either.size(); ++r)
        either[r] = either[r] | second->base[r];
    const double df = dataset.design->degrees_of_freedom(either);
    const double error =
        std::sqrt(std::max(0.0, dataset.design->variance(difference.influence, either)));
    out.value = difference.value;
    if (!(df > 0) || !(error > 0)) {
        out.no_interval = "nothing is known of how it varies";
        return out;
    }
    const ConfidenceInterval limits = interval_of_mean(difference.value, error, df);
    out.no_interval.clear();
    out.standard_error = error;
    out.df = df;
    out.low = limits.low;
    out.high = limits.high;
    return out;
}

}  // namespace mtm
