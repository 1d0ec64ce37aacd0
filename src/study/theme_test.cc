#include "study/theme.h"

#include <gtest/gtest.h>

#include "study/colour.h"
#include "study/study_file.h"

namespace mtm {
namespace {

std::string codes(const std::string& theme) {
    std::string out;
    for (const Diagnostic& found :
         read_study_file("title = \"T\"\n[theme]\n" + theme, {}, "study.toml").diagnostics)
        out += found.code + " ";
    return out;
}

ThemeSettings theme(const std::string& text) {
    return read_study_file("title = \"T\"\n[theme]\n" + text, {}, "study.toml").file.theme;
}

TEST(Theme, IsReadAsWritten) {
    const std::string text =
        "accent = \"#7A1F3D\"\npalette = [\"#7a1f3d\", \"#1c7896\"]\nfont = \"noto serif\"\n";
    EXPECT_EQ(theme(text), (ThemeSettings{"#7a1f3d", {"#7a1f3d", "#1c7896"}, "Noto Serif"}));
    EXPECT_EQ(codes(text), "");
    EXPECT_TRUE(font_families(theme(text)).starts_with("Noto Serif, "));
    EXPECT_TRUE(font_families({}).starts_with("Noto Sans, "));
}

TEST(Theme, TellsOfWhatCannotBeUsed) {
    EXPECT_EQ(codes("accent = \"blue\"\n"), "bad-theme-colour ");
    EXPECT_EQ(theme("accent = \"blue\"\n").accent, "");
    EXPECT_EQ(codes("accent = \"#ffee00\"\n"), "theme-colour-too-pale ");
    EXPECT_EQ(codes("font = \"Comic Sans\"\n"), "unknown-font ");
    EXPECT_EQ(codes("colour = \"#000000\"\n"), "unknown-setting ");
}

TEST(Theme, TellsOfColoursThatSomeReadersCannotTellApart) {
    // A red and a green of the same lightness: the usual trap of dichromats.
    EXPECT_EQ(codes("palette = [\"#b0413a\", \"#5a7a2e\"]\n"), "theme-colours-alike ");
    // Told apart by every eye, but not on grey paper.
    EXPECT_EQ(codes("palette = [\"#2166ac\", \"#b5482a\"]\n"), "theme-colours-alike ");
    EXPECT_EQ(codes("palette = [\"#0033a0\", \"#d1660f\"]\n"), "");
    const std::string seven =
        "palette = [\"#000000\", \"#1b1b1b\", \"#2f2f2f\", \"#444444\", \"#5a5a5a\", \"#707070\", "
        "\"#878787\"]\n";
    EXPECT_EQ(codes(seven).find("theme-palette-too-long") == std::string::npos, false);
    EXPECT_EQ(theme(seven).palette.size(), 6U);
}

TEST(Colour, AgreesWithPublishedValues) {
    // CIE L*a*b* of sRGB's red under D65 (Lindbloom's calculator): 53.24, 80.09, 67.20.
    const LabColour red = lab_of("#ff0000");
    EXPECT_NEAR(red.lightness, 53.24, 0.02);
    EXPECT_NEAR(red.a, 80.09, 0.05);
    EXPECT_NEAR(red.b, 67.20, 0.05);
    // WCAG: #767676 is the lightest grey with 4.5 to 1 on white.
    EXPECT_NEAR(contrast_ratio("#767676", "#ffffff"), 4.54, 0.01);
    EXPECT_NEAR(contrast_ratio("#000000", "#ffffff"), 21, 1e-9);
}

TEST(Colour, GoesToLabAndBack) {
    for (const char* colour : {"#000000", "#ffffff", "#0033a0", "#d1660f", "#48cdb6"})
        EXPECT_EQ(hex_of(lab_of(colour)), colour);
    // Out of reach of a screen: less chroma, the same lightness.
    EXPECT_NEAR(lab_of(hex_of({60, -120, 90})).lightness, 60, 1);
}

TEST(Colour, RedAndGreenDifferForMostEyesOnly) {
    EXPECT_GT(least_difference("#0033a0", "#d1660f"), 40);
    EXPECT_LT(least_difference("#b0413a", "#5a7a2e"), 12);
}

}  // namespace
}  // namespace mtm
