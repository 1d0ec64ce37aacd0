#pragma once

#include <string>
#include <vector>

namespace mtm {

/// [theme] of study.toml: how the study's charts and pages look. Empty fields are MTM's own.
struct ThemeSettings {
    std::string accent;                // "#rrggbb": bars of everyone, the cover, maps
    std::vector<std::string> palette;  // of groups without a colour of their own, in order
    std::string font;                  // one of theme_fonts()

    bool operator==(const ThemeSettings&) const = default;
};

/// The families that MTM measures and sets text in; the first unless a study says otherwise.
[[nodiscard]] const std::vector<std::string>& theme_fonts();

/// The families that text is set in, as CSS has them: the theme's first, then what a reader's
/// machine may have that is no wider.
[[nodiscard]] std::string font_families(const ThemeSettings& theme);

/// Most colours that a palette may have.
inline constexpr std::size_t largest_palette = 6;

}  // namespace mtm
