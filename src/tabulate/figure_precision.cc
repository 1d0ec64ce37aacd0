#include "tabulate/figure_precision.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "tabulate/figure_slope.h"

namespace mtm {
namespace {

Status check_parts(std::span<const FigurePart> parts, std::span<const Variation> variations) {
    if (parts.empty()) return Error{"no interview is in it"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const FigurePart& part = parts[i];
        if (!part.estimate.value) return Error{"a part of it has no value"};
        if (part.aggregate == "median" || part.aggregate == "quantile")
            return Error{
                fmt::format("no interval is made of arithmetic with {}(), which moves by jumps",
                            part.aggregate)};
        if (!variations[i].known() || !part.estimate.standard_error)
            return Error{fmt::format(
                "{}() in it has no interval: {}", part.aggregate, part.estimate.no_interval)};
    }
    return Done{};
}

void follow_the_line(const FigureSlope& slope, const Estimate& part, Estimate& estimate) {
    const double by = slope.slopes[0];
    const double from = slope.value - by * *part.value;
    estimate.standard_error = std::abs(by) * *part.standard_error;
    estimate.df = part.df;
    estimate.no_interval = part.no_interval;
    if (!part.low || !part.high) return;
    estimate.low = from + by * (by < 0 ? *part.high : *part.low);
    estimate.high = from + by * (by < 0 ? *part.low : *part.high);
}

std::vector<double> combined_influence(const FigureSlope& slope,
                                       std::span<const Variation> variations) {
    std::vector<double> out(variations[0].influence.size());
    for (std::size_t i = 0; i < variations.size(); ++i) {
        for (std::size_t r = 0; r < out.size(); ++r)
            out[r] += slope.slopes[i] * variations[i].influence[r];
    }
    return out;
}

// Interviews that any of them is of.
std::vector<std::uint8_t> combined_domain(std::span<const Variation> variations) {
    std::vector<std::uint8_t> out = variations[0].domain;
    for (const Variation& each : variations) {
        if (each.domain.empty()) return {};
        for (std::size_t r = 0; r < out.size(); ++r)
            out[r] |= each.domain[r];
    }
    return out;
}

std::vector<double> in_replicates(const Node& root, std::span<const Variation> variations) {
    std::vector<double> out(variations[0].replicates.size());
    std::vector<double> values(variations.size());
    for (std::size_t r = 0; r < out.size(); ++r) {
        for (std::size_t i = 0; i < variations.size(); ++i)
            values[i] = variations[i].replicates[r];
        const auto at = slope_of_figure(root, values);
        out[r] = at && std::isfinite(at->value) ? at->value : NAN;
    }
    return out;
}

Variation combined(const Precision& precision,
                   const Node& root,
                   const FigureSlope& slope,
                   std::span<const Variation> variations) {
    Variation out;
    out.df = variations[0].df;
    for (const Variation& each : variations)
        out.df = std::min(out.df, each.df);
    if (precision.by_replicates()) {
        out.replicates = in_replicates(root, variations);
    } else {
        out.influence = combined_influence(slope, variations);
        out.domain = combined_domain(variations);
    }
    return out;
}

void scale_to_share(Variation& variation) {
    for (double& each : variation.influence)
        each /= 100;
    for (double& each : variation.replicates)
        each /= 100;
}

// As those of a proportion, which stay within 0 and 100.
void fill_percentage(const Precision& precision,
                     double value,
                     Variation variation,
                     std::span<const FigurePart> parts,
                     Estimate& estimate) {
    scale_to_share(variation);
    const std::size_t base = estimate.base;
    estimate.base = parts[0].estimate.base;
    for (const FigurePart& part : parts)
        estimate.base = std::min(estimate.base, part.estimate.base);
    precision.fill_share(value / 100, variation, estimate);
    estimate.base = base;
}

}  // namespace

Status describe_arithmetic(const Precision& precision,
                           const Node& root,
                           std::span<const FigurePart> parts,
                           std::span<const Variation> variations,
                           FigureUnit unit,
                           Estimate& estimate) {
    TRY(check_parts(parts, variations));
    std::vector<double> values;
    for (const FigurePart& part : parts)
        values.push_back(*part.estimate.value);
    const FigureSlope slope = TRY(slope_of_figure(root, values));
    const bool finite =
        std::ranges::all_of(slope.slopes, [](double s) { return std::isfinite(s); });
    if (!std::isfinite(slope.value) || !finite) return Error{"it has no value"};
    if (parts.size() == 1 && slope.straight) {
        follow_the_line(slope, parts[0].estimate, estimate);
        return Done{};
    }
    const Variation moves = combined(precision, root, slope, variations);
    if (!(precision.variance(moves) > 0)) return Error{precision.why_no_variation()};
    if (unit == FigureUnit::percent && slope.value > 0 && slope.value < 100) {
        fill_percentage(precision, slope.value, moves, parts, estimate);
    } else {
        precision.fill_number(slope.value, moves, estimate);
    }
    return Done{};
}

}  // namespace mtm
