#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace mtm {

/// CIE L*a*b* (D65) of a colour: `lightness` runs from 0, black, to 100, white.
struct LabColour {
    double lightness = 0;
    double a = 0;
    double b = 0;
};

/// True of "#rrggbb".
[[nodiscard]] bool is_hex_colour(std::string_view text);

/// The functions below REQUIRE: is_hex_colour(colour).

[[nodiscard]] LabColour lab_of(std::string_view colour);

/// The nearest colour that a screen can show; chroma is given up before lightness.
[[nodiscard]] std::string hex_of(LabColour colour);

/// Contrast ratio of WCAG 2.2, from 1 to 21.
[[nodiscard]] double contrast_ratio(std::string_view a, std::string_view b);

/// The least difference (CIE76) between two colours over normal vision and the three kinds of
/// colour blindness (Machado, Oliveira, Fernandes, IEEE TVCG 15(6), 2009, severity 1.0). Under 10
/// they are hard to tell apart in a legend.
[[nodiscard]] double least_difference(std::string_view a, std::string_view b);

}  // namespace mtm
