// Slopes of a figure's arithmetic against what a small step of each aggregate changes.
#include "tabulate/figure_slope.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <gtest/gtest.h>

#include "expression/parse.h"

namespace mtm {
namespace {

Result<FigureSlope> slope_at(const std::string& text, const std::vector<double>& values) {
    const Parsed parsed = parse(text);
    EXPECT_TRUE(parsed.expression) << text;
    return slope_of_figure(parsed.expression->root, values);
}

// a is mean(${a}), b is mean(${b}).
std::string with_means(std::string text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool alone =
            (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1]))) &&
            (i + 1 == text.size() || !std::isalnum(static_cast<unsigned char>(text[i + 1])));
        if (alone && (text[i] == 'a' || text[i] == 'b'))
            out += std::string("mean(${") + text[i] + "})";
        else
            out += text[i];
    }
    return out;
}

TEST(FigureSlope, IsWhatASmallStepChanges) {
    const double step = 1e-6;
    for (const char* text : {"sqrt(a) + b",
                             "exp(a) * b",
                             "exp10(a - b)",
                             "log(a) div log10(b)",
                             "sin(a) * cos(b)",
                             "tan(a * b)",
                             "asin(a) - acos(b div 3)",
                             "atan(a div b)",
                             "atan2(a, b)",
                             "atan2(-(a), 0 - b)",
                             "atan2(2, a * b)",
                             "pow(a, 3) - b",
                             "pow(2, a) + b",
                             "pow(a, b)",
                             "pow(a + b, sin(a))",
                             "round(a * b, 1)",
                             "number(a) - -(b)"}) {
        const std::string figure = with_means(text);
        const std::size_t aggregates =
            static_cast<std::size_t>(std::count(figure.begin(), figure.end(), '$'));
        std::vector<double> values;
        std::size_t at = 0;
        for (std::size_t i = 0; i < aggregates; ++i) {
            at = figure.find("${", at) + 2;
            values.push_back(figure[at] == 'a' ? 0.7 : 1.3);
        }
        const auto slope = slope_at(figure, values);
        ASSERT_TRUE(slope) << figure << ": " << slope.error().message;
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::vector<double> more = values;
            std::vector<double> less = values;
            more[i] += step;
            less[i] -= step;
            const double moved =
                (slope_at(figure, more)->value - slope_at(figure, less)->value) / (2 * step);
            EXPECT_NEAR(slope->slopes[i], moved, 1e-7 * std::max(1.0, std::abs(moved)))
                << figure << " by aggregate " << i;
        }
    }
}

TEST(FigureSlope, WhatJumpsOrBendsIsNamed) {
    const auto reason = [](const std::string& text, std::vector<double> values) {
        const auto slope = slope_at(with_means(text), values);
        return slope ? "" : slope.error().message;
    };
    EXPECT_EQ(reason("max(a, b)", {1, 2}),
              "no interval is made of arithmetic with max(), which jumps or bends");
    EXPECT_EQ(reason("int(a)", {1}),
              "no interval is made of arithmetic with int(), which jumps or bends");
    EXPECT_EQ(reason("pow(a, b)", {0, 2}),
              "no interval is made of arithmetic with pow() of a number that is not over 0, which "
              "jumps or bends");
    EXPECT_EQ(reason("pow(a, 2)", {-1}), "");
    EXPECT_FALSE(slope_at("mean(${a}) * 2", {1})->slopes.empty());
}

}  // namespace
}  // namespace mtm
