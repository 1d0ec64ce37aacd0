#include "chart/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "chart/specification.h"

namespace mtm {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

// Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision
// Deficiency", IEEE TVCG 15(6), 2009: severity 1.0.
constexpr std::array<Matrix, 4> visions{Matrix{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                                        Matrix{{{0.152286, 1.052583, -0.204868},
                                                {0.114503, 0.786281, 0.099216},
                                                {-0.003882, -0.048116, 1.051998}}},
                                        Matrix{{{0.367322, 0.860646, -0.227968},
                                                {0.280085, 0.672501, 0.047413},
                                                {-0.011820, 0.042940, 0.968881}}},
                                        Matrix{{{1.255528, -0.076749, -0.178779},
                                                {-0.078411, 0.930809, 0.147602},
                                                {0.004733, 0.691367, 0.303900}}}};

Triple linear(std::string_view hex) {
    Triple result{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double byte = std::stoi(std::string(hex.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
        result[i] = byte <= 0.04045 ? byte / 12.92 : std::pow((byte + 0.055) / 1.055, 2.4);
    }
    return result;
}

/// WCAG 2.2, "contrast ratio".
double contrast(std::string_view a, std::string_view b) {
    const auto luminance = [](const Triple& rgb) {
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    };
    const auto [low, high] = std::minmax({luminance(linear(a)), luminance(linear(b))});
    return (high + 0.05) / (low + 0.05);
}

Triple lab(std::string_view hex, const Matrix& vision) {
    const Triple rgb = linear(hex);
    Triple seen{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double mixed = vision[i][0] * rgb[0] + vision[i][1] * rgb[1] + vision[i][2] * rgb[2];
        seen[i] = std::clamp(mixed, 0.0, 1.0);
    }
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047);
    const double y = f(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
    const double z = f((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// The least colour difference (CIE76) over all kinds of colour vision.
double difference(std::string_view a, std::string_view b) {
    double least = 1e9;
    for (const Matrix& vision : visions) {
        const Triple p = lab(a, vision);
        const Triple q = lab(b, vision);
        least = std::min(least, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
    }
    return least;
}

std::vector<Fill> fixed_fills() {
    return {fill_of(Hue::everyone), fill_of(Hue::men), fill_of(Hue::women), fill_of(Hue::muted)};
}

void expect_distinct(const std::vector<Fill>& meeting) {
    for (std::size_t i = 0; i < meeting.size(); ++i) {
        for (std::size_t j = i + 1; j < meeting.size(); ++j) {
            const Colour& a = meeting[i].colour;
            const Colour& b = meeting[j].colour;
            EXPECT_GE(difference(a.light, b.light), 10) << a.variable << ", " << b.variable;
            EXPECT_GE(difference(a.dark, b.dark), 10) << a.variable << ", " << b.variable;
        }
    }
}

TEST(Palette, ContrastsWithThePageAndCarriesText) {
    std::vector<Fill> all = fixed_fills();
    for (const Fill& fill : automatic_fills())
        all.push_back(fill);
    for (const Fill& fill : all) {
        EXPECT_GE(contrast(fill.colour.light, ink::page.light), 2.95) << fill.colour.variable;
        EXPECT_GE(contrast(fill.colour.dark, ink::page.dark), 2.95) << fill.colour.variable;
    }
    for (const Fill& fill : scale_fills())
        all.push_back(fill);
    for (const Fill& fill : all) {
        EXPECT_GE(contrast(fill.colour.light, fill.text.light), 4.5) << fill.colour.variable;
        EXPECT_GE(contrast(fill.colour.dark, fill.text.dark), 4.5) << fill.colour.variable;
    }
    for (const Colour& colour : {ink::text, ink::quiet}) {
        EXPECT_GE(contrast(colour.light, ink::page.light), 4.5);
        EXPECT_GE(contrast(colour.dark, ink::page.dark), 4.5);
    }
}

TEST(Palette, CanBeToldApartWithAnyColourVision) {
    expect_distinct(fixed_fills());
    expect_distinct({automatic_fills().begin(), automatic_fills().end()});
    for (std::size_t steps = 2; steps <= 5; ++steps)
        expect_distinct(fills({}, steps, true));
}

/// Of a colour printed in grey, from 0 to 100.
double lightness(std::string_view hex) {
    return lab(hex, visions[0])[0];
}

void expect_distinct_in_grey(const std::vector<Fill>& meeting, double least) {
    for (std::size_t i = 0; i < meeting.size(); ++i) {
        for (std::size_t j = i + 1; j < meeting.size(); ++j) {
            EXPECT_GE(
                std::abs(lightness(meeting[i].colour.light) - lightness(meeting[j].colour.light)),
                least)
                << meeting[i].colour.variable << ", " << meeting[j].colour.variable;
        }
    }
}

// Paper is always printed from the light colours.
// Ten regions have ten colours.
TEST(Palette, EachOfTwelveGroupsHasAColourOfItsOwn) {
    std::set<std::string_view> colours;
    for (const Fill& fill : fills({}, 12, false))
        colours.insert(fill.colour.variable);
    EXPECT_EQ(colours.size(), 12U);
    std::vector<Fill> beside{automatic_fills().begin(), automatic_fills().end()};
    beside.push_back(fill_of(Hue::muted));
    expect_distinct(beside);
}

TEST(Palette, CanBeToldApartOnGreyPaper) {
    expect_distinct_in_grey(fixed_fills(), 6);
    const auto first_six = automatic_fills().first(6);
    expect_distinct_in_grey({first_six.begin(), first_six.end()}, 6);
    for (std::size_t steps = 2; steps <= 5; ++steps)
        expect_distinct_in_grey(fills({}, steps, true), 12);
    // Of a scale with two sides the neighbours: which side a part is on, its place tells.
    for (std::size_t steps = 2; steps <= 7; ++steps) {
        const std::vector<Fill> sides = diverging_fills(steps);
        for (std::size_t i = 1; i < sides.size(); ++i) {
            if (i == steps / 2 && steps % 2 == 0) continue;  // over the line
            expect_distinct_in_grey({sides[i - 1], sides[i]}, 9);
        }
    }
}

TEST(Palette, OfAScaleWithTwoSidesCanBeToldApart) {
    for (std::size_t steps = 2; steps <= 7; ++steps) {
        std::vector<Fill> sides = diverging_fills(steps);
        ASSERT_EQ(sides.size(), steps);
        sides.push_back(fill_of(Hue::muted));
        expect_distinct(sides);
    }
    EXPECT_EQ(diverging_fills(12).size(), 12U);  // more than anybody can tell apart, but drawn
}

TEST(Palette, EveryThemeCarriesTextOnItsFills) {
    const ThemeSettings theme{.accent = "#b8860b", .palette = {"#7a1f3d", "#c4a000"}, .font = ""};
    const std::string css = chart_css(theme);
    const auto value_of = [&](const std::string& variable, std::size_t from) {
        const std::size_t at = css.find("--" + variable + ":", from);
        return css.substr(at + variable.size() + 3, 7);
    };
    EXPECT_EQ(value_of("mtm-everyone", 0), "#b8860b");
    EXPECT_EQ(value_of("mtm-2", 0), "#c4a000");
    const std::size_t dark = css.find("prefers-color-scheme");
    std::vector<std::string> variables{"mtm-everyone", "mtm-1", "mtm-2", "mtm-men"};
    for (int step = 1; step <= 13; ++step)
        variables.push_back("mtm-step-" + std::to_string(step));
    for (const std::string& variable : variables) {
        for (const std::size_t from : {std::size_t{0}, dark}) {
            EXPECT_GE(contrast(value_of(variable, from), value_of(variable + "-text", from)), 4.5)
                << variable;
        }
        EXPECT_GE(contrast(value_of(variable, dark), ink::page.dark), 1.8) << variable;
    }
}

TEST(InTheme, PutsItsColoursInPlaceOfOurs) {
    const std::string drawing =
        "fill=\"" + std::string(fill_of(Hue::everyone).colour.light) + "\" stroke=\"#123456\"";
    EXPECT_EQ(in_theme(drawing, {.accent = "#7a1f3d", .palette = {}, .font = ""}),
              "fill=\"#7a1f3d\" stroke=\"#123456\"");
    EXPECT_EQ(in_theme(drawing, {}), drawing);
}

TEST(Palette, KeepsTheColourOfMenWhateverStandsBeforeThem) {
    EXPECT_EQ(fills({Hue::automatic, Hue::men}, 2, false)[1].colour.variable,
              fills({Hue::men}, 1, false)[0].colour.variable);
    EXPECT_EQ(fills({Hue::muted}, 3, false)[1].colour.variable, "mtm-1");
}

TEST(ForPage, PutsVariablesInPlaceOfColours) {
    const std::string page = for_page(
        R"(<svg class="marks" width="720" height="90" viewBox="0 0 720 90"><text fill="#1b2431">a</text></svg>)",
        "Bars \"quoted\"");
    EXPECT_EQ(
        page,
        "<svg class=\"marks\" role=\"img\" aria-label=\"Bars &quot;quoted&quot;\" "
        "style=\"display:block;width:100%;max-width:720px;height:auto\" viewBox=\"0 0 720 90\">"
        "<text fill=\"var(--mtm-ink,#1b2431)\">a</text></svg>");
    EXPECT_NE(chart_css().find("--mtm-ink:#e9edf1"), std::string::npos);
}

}  // namespace
}  // namespace mtm
