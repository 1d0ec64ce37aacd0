#include "tabulate/figure_unit.h"

#include <algorithm>
#include <array>

#include "expression/functions.h"
#include "tabulate/aggregates.h"

namespace mtm {

namespace {

using Kind = AggregateCall::Kind;

bool is_constant(const Node& node) {
    if (node.kind == NodeKind::number) return true;
    return node.kind == NodeKind::unary && is_constant(node.children[0]);
}

FigureUnit unit_of_change(const Node& figure) {
    const FigureUnit unit = unit_of(figure);
    return unit == FigureUnit::percent ? FigureUnit::percentage_points : unit;
}

FigureUnit unit_of_aggregate(const AggregateCall& call) {
    switch (call.kind) {
        case Kind::percent:
        case Kind::share:
            return FigureUnit::percent;
        case Kind::count:
        case Kind::base:
            return FigureUnit::count;
        case Kind::top:
            return FigureUnit::text;
        case Kind::words:
            return unit_of(*call.arguments[0]);
        case Kind::change:
            return unit_of_change(*call.arguments[0]);
        default:
            return FigureUnit::number;
    }
}

FigureUnit unit_of_sum(const Node& node) {
    const Node& left = node.children[0];
    const Node& right = node.children[1];
    if (is_constant(left)) return unit_of(right);
    if (is_constant(right)) return unit_of(left);
    const FigureUnit a = unit_of(left);
    const FigureUnit b = unit_of(right);
    const auto percentage = [](FigureUnit unit) {
        return unit == FigureUnit::percent || unit == FigureUnit::percentage_points;
    };
    if (percentage(a) && percentage(b)) {
        if (node.text == "-" && a == b) return FigureUnit::percentage_points;
        return a == b ? a : FigureUnit::percent;
    }
    return a == b ? a : FigureUnit::number;
}

FigureUnit unit_of_binary(const Node& node) {
    if (node.text == "+" || node.text == "-") return unit_of_sum(node);
    const bool by_constant = is_constant(node.children[1]);
    if (node.text == "*") {
        if (by_constant) return unit_of(node.children[0]);
        return is_constant(node.children[0]) ? unit_of(node.children[1]) : FigureUnit::number;
    }
    if (node.text == "div") {
        const FigureUnit unit = unit_of(node.children[0]);
        return by_constant && unit != FigureUnit::count ? unit : FigureUnit::number;
    }
    return node.text == "mod" ? FigureUnit::number : FigureUnit::text;
}

FigureUnit unit_of_call(const Node& node) {
    static constexpr std::array<std::string_view, 9> keepers = {
        "abs", "ceiling", "coalesce", "floor", "int", "max", "min", "number", "round"};
    if (node.text == "if" && node.children.size() == 3) {
        const FigureUnit yes = unit_of(node.children[1]);
        const FigureUnit no = unit_of(node.children[2]);
        if (yes == no || is_constant(node.children[2])) return yes;
        return is_constant(node.children[1]) ? no : FigureUnit::number;
    }
    if (std::ranges::find(keepers, node.text) != keepers.end() && !node.children.empty()) {
        return unit_of(node.children[0]);
    }
    const Function* function = find_function(node.text);
    const bool number = function == nullptr || function->result == ValueType::number;
    return number ? FigureUnit::number : FigureUnit::text;
}

}  // namespace

FigureUnit unit_of(const Node& node) {
    if (const auto call = aggregate_in(node)) return unit_of_aggregate(*call);
    switch (node.kind) {
        case NodeKind::string:
            return FigureUnit::text;
        case NodeKind::unary:
            return unit_of(node.children[0]);
        case NodeKind::binary:
            return unit_of_binary(node);
        case NodeKind::call:
            return unit_of_call(node);
        default:
            return FigureUnit::number;
    }
}

}  // namespace mtm
