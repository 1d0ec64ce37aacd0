#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chart/chart_data.h"
#include "study/theme.h"

namespace mtm {

/// One colour of a chart on a light and on a dark page. A specification names it by `light`, which
/// no other colour has; `for_page` puts the CSS variable in its place and `in_theme` the colour of
/// a study's theme, so that a chart is laid out once for all of them. Every fill differs from its
/// page by a contrast of 1.8 or more (3 or more but for the pale ends of scales) and from text on
/// it by 4.5 (WCAG 1.4.3); those that can meet in one chart can be told apart with any colour
/// vision, and printed in grey; from the seventh group without a fixed meaning on not in grey.
struct Colour {
    std::string_view variable;  // "mtm-men"
    std::string_view light;
    std::string_view dark;
};

struct Fill {
    Colour colour;
    Colour text;  // for what stands on it
};

namespace ink {
inline constexpr Colour text{"mtm-ink", "#1b2431", "#e9edf1"};
inline constexpr Colour quiet{"mtm-ink-quiet", "#55606e", "#aab4bf"};
inline constexpr Colour axis{"mtm-axis", "#8a94a1", "#6d7884"};
inline constexpr Colour grid{"mtm-grid", "#e1e5ea", "#2e353d"};
inline constexpr Colour page{"mtm-page", "#fffffe", "#14181d"};
inline constexpr Colour land{"mtm-land", "#e6e9ed", "#2a3139"};
inline constexpr Colour mark{"mtm-mark", "#7a4b5e", "#d9a3b8"};
}  // namespace ink

/// The fills of `count` groups, in order.
[[nodiscard]] std::vector<Fill> fills(const std::vector<Hue>& hues,
                                      std::size_t count,
                                      bool ordered);

[[nodiscard]] Fill fill_of(Hue hue);

/// Fills of groups that have no fixed meaning, twelve, and the steps of a scale, strongest first.
[[nodiscard]] std::span<const Fill> automatic_fills();
[[nodiscard]] std::span<const Fill> scale_fills();

/// The steps of a scale with two sides, each strongest at its end; an odd number has a middle.
[[nodiscard]] std::vector<Fill> diverging_fills(std::size_t steps);

/// A specification or an SVG with the theme's colours for a light page in place of MTM's own: what
/// stands outside a page of MTM's.
[[nodiscard]] std::string in_theme(std::string_view drawing, const ThemeSettings& theme);

/// An SVG of ChartEngine as a part of an HTML page: as wide as there is room, up to its own width,
/// in colours that follow the page (`chart_css` of the same theme), with its text alternative.
[[nodiscard]] std::string for_page(std::string_view svg,
                                   std::string_view text_alternative,
                                   const ThemeSettings& theme = {});

/// The variables that `for_page` refers to, for light and dark pages (prefers-color-scheme, or
/// data-theme="light|dark" on the root element). On paper always light.
[[nodiscard]] std::string chart_css(const ThemeSettings& theme = {});

}  // namespace mtm
