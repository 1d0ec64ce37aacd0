// The delta method needs the slope of a figure's arithmetic. It is carried along with the value
// from the leaves to the root, by the rules of the calculus: exact, with no step width to choose.
#include "tabulate/figure_slope.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "tabulate/aggregates.h"
#include "tabulate/no_answers.h"

namespace mtm {
namespace {

bool has_aggregate(const Node& node) {
    if (aggregate_in(node)) return true;
    for (const Node& child : node.children) {
        if (has_aggregate(child)) return true;
    }
    return false;
}

class SlopeEvaluation {
public:
    explicit SlopeEvaluation(std::span<const double> values) : values_(values) {}

    Result<FigureSlope> of(const Node& node) {
        if (const auto call = aggregate_in(node)) {
            if (call->kind == AggregateCall::Kind::words) return of(*call->arguments[0]);
            return of_aggregate();
        }
        if (!has_aggregate(node)) return constant(to_number(evaluate(node, NoAnswers())));
        if (node.kind == NodeKind::unary) return scaled(TRY(of(node.children[0])), -1);
        if (node.kind == NodeKind::binary) return of_binary(node);
        if (node.kind == NodeKind::call) return of_call(node);
        return not_smooth(node.text);
    }

private:
    static Error not_smooth(const std::string& name) {
        return {
            fmt::format("no interval is made of arithmetic with {}, which jumps or bends", name)};
    }

    [[nodiscard]] FigureSlope constant(double value) const {
        return {value, std::vector<double>(values_.size()), true};
    }

    FigureSlope of_aggregate() {
        FigureSlope out = constant(values_[next_]);
        out.slopes[next_++] = 1;
        return out;
    }

    static FigureSlope scaled(FigureSlope of, double by) {
        of.value *= by;
        for (double& slope : of.slopes)
            slope *= by;
        return of;
    }

    // f(of), where f has that value and slope there; straight only if f is.
    static FigureSlope bent(FigureSlope of, double value, double slope) {
        of.value = value;
        for (double& each : of.slopes)
            each *= slope;
        of.straight = false;
        return of;
    }

    [[nodiscard]] static bool is_constant(const FigureSlope& of) {
        for (const double slope : of.slopes) {
            if (slope != 0) return false;
        }
        return of.straight;
    }

    Result<FigureSlope> of_binary(const Node& node) {
        FigureSlope left = TRY(of(node.children[0]));
        const FigureSlope right = TRY(of(node.children[1]));
        const double a = left.value;
        const double b = right.value;
        double by_left = 1;
        double by_right = 1;
        bool straight = true;
        if (node.text == "+") {
            left.value = a + b;
        } else if (node.text == "-") {
            left.value = a - b;
            by_right = -1;
        } else if (node.text == "*") {
            left.value = a * b;
            by_left = b;
            by_right = a;
            straight = is_constant(left) || is_constant(right);
        } else if (node.text == "div") {
            straight = is_constant(right);
            left.value = a / b;
            by_left = 1 / b;
            by_right = -a / (b * b);
        } else {
            return not_smooth("“" + node.text + "”");
        }
        for (std::size_t i = 0; i < left.slopes.size(); ++i)
            left.slopes[i] = by_left * left.slopes[i] + by_right * right.slopes[i];
        left.straight = left.straight && right.straight && straight;
        return left;
    }

    static bool is_smooth(std::string_view name) {
        static constexpr std::array<std::string_view, 7> known = {
            "round", "number", "sqrt", "exp", "log", "log10", "pow"};
        return std::ranges::find(known, name) != known.end();
    }

    Result<FigureSlope> of_call(const Node& node) {
        const std::string& name = node.text;
        if (!is_smooth(name)) return not_smooth(name + "()");
        FigureSlope x = TRY(of(node.children[0]));
        if (name == "round" && (node.children.size() < 2 || !has_aggregate(node.children[1])))
            return x;
        if (name == "number") return x;
        const double at = x.value;
        if (name == "sqrt") return bent(std::move(x), std::sqrt(at), 0.5 / std::sqrt(at));
        if (name == "exp") return bent(std::move(x), std::exp(at), std::exp(at));
        if (name == "log") return bent(std::move(x), std::log(at), 1 / at);
        if (name == "log10")
            return bent(std::move(x), std::log10(at), 1 / (at * std::numbers::ln10));
        if (name == "pow" && !has_aggregate(node.children[1])) {
            const double power = to_number(evaluate(node.children[1], NoAnswers()));
            return bent(std::move(x), std::pow(at, power), power * std::pow(at, power - 1));
        }
        return not_smooth(name + "()");
    }

    std::span<const double> values_;
    std::size_t next_ = 0;
};

}  // namespace

Result<FigureSlope> slope_of_figure(const Node& root, std::span<const double> values) {
    return SlopeEvaluation(values).of(root);
}

}  // namespace mtm
