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

    // A function of one number.
    struct Curve {
        std::string_view name;
        double (*value)(double);
        double (*slope)(double);
    };

    static const Curve* curve_named(std::string_view name) {
        static constexpr std::array<Curve, 11> known{{
            {"sqrt",
             [](double x) { return std::sqrt(x); },
             [](double x) { return 0.5 / std::sqrt(x); }},
            {"exp", [](double x) { return std::exp(x); }, [](double x) { return std::exp(x); }},
            {"exp10",
             [](double x) { return std::pow(10.0, x); },
             [](double x) { return std::numbers::ln10 * std::pow(10.0, x); }},
            {"log", [](double x) { return std::log(x); }, [](double x) { return 1 / x; }},
            {"log10",
             [](double x) { return std::log10(x); },
             [](double x) { return 1 / (x * std::numbers::ln10); }},
            {"sin", [](double x) { return std::sin(x); }, [](double x) { return std::cos(x); }},
            {"cos", [](double x) { return std::cos(x); }, [](double x) { return -std::sin(x); }},
            {"tan",
             [](double x) { return std::tan(x); },
             [](double x) { return 1 + std::tan(x) * std::tan(x); }},
            {"asin",
             [](double x) { return std::asin(x); },
             [](double x) { return 1 / std::sqrt(1 - x * x); }},
            {"acos",
             [](double x) { return std::acos(x); },
             [](double x) { return -1 / std::sqrt(1 - x * x); }},
            {"atan",
             [](double x) { return std::atan(x); },
             [](double x) { return 1 / (1 + x * x); }},
        }};
        const auto* const at = std::ranges::find(known, name, &Curve::name);
        return at == known.end() ? nullptr : at;
    }

    Result<FigureSlope> of_call(const Node& node) {
        const std::string& name = node.text;
        if (name == "pow") return of_power(node);
        if (name == "atan2") return of_angle(node);
        const bool rounds =
            name == "round" && (node.children.size() < 2 || !has_aggregate(node.children[1]));
        if (rounds || name == "number") return of(node.children[0]);
        const Curve* curve = curve_named(name);
        if (curve == nullptr) return not_smooth(name + "()");
        FigureSlope x = TRY(of(node.children[0]));
        const double at = x.value;
        return bent(std::move(x), curve->value(at), curve->slope(at));
    }

    // a^b moves with a by b·a^(b−1), with b by log(a)·a^b.
    Result<FigureSlope> of_power(const Node& node) {
        FigureSlope base = TRY(of(node.children[0]));
        const FigureSlope power = TRY(of(node.children[1]));
        const double a = base.value;
        const double b = power.value;
        const double value = std::pow(a, b);
        if (!has_aggregate(node.children[1]))
            return bent(std::move(base), value, b * std::pow(a, b - 1));
        if (!(a > 0)) return not_smooth("pow() of a number that is not over 0");
        return of_two(std::move(base), power, value, b * std::pow(a, b - 1), std::log(a) * value);
    }

    // atan2(y, x), the angle of a point: it moves with y by x/r², with x by −y/r².
    Result<FigureSlope> of_angle(const Node& node) {
        FigureSlope y = TRY(of(node.children[0]));
        const FigureSlope x = TRY(of(node.children[1]));
        const double square = y.value * y.value + x.value * x.value;
        const double by_y = x.value / square;
        const double by_x = -y.value / square;
        const double angle = std::atan2(y.value, x.value);
        return of_two(std::move(y), x, angle, by_y, by_x);
    }

    // f(first, second), where f has that value and moves so with each.
    static FigureSlope of_two(FigureSlope first,
                              const FigureSlope& second,
                              double value,
                              double by_first,
                              double by_second) {
        first.value = value;
        for (std::size_t i = 0; i < first.slopes.size(); ++i)
            first.slopes[i] = by_first * first.slopes[i] + by_second * second.slopes[i];
        first.straight = false;
        return first;
    }

    std::span<const double> values_;
    std::size_t next_ = 0;
};

}  // namespace

Result<FigureSlope> slope_of_figure(const Node& root, std::span<const double> values) {
    return SlopeEvaluation(values).of(root);
}

}  // namespace mtm
