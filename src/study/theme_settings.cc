#include "study/theme_settings.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "study/colour.h"

namespace mtm {
namespace {

constexpr double least_page_contrast = 2.95;  // WCAG 1.4.11 asks 3:1 of what carries meaning
constexpr double least_apart = 10;            // of two colours, in CIE76
constexpr double least_grey_apart = 5;        // of two colours printed in grey, in lightness

/// The colour, lower-case; empty, with a diagnostic, where it is none.
std::string checked_colour(SettingsReader& reader, std::uint32_t line, const std::string& text) {
    if (is_hex_colour(text)) return lower_ascii(text);
    reader.report("bad-theme-colour",
                  line,
                  "“" + text + "” is not a colour.",
                  "Write it as \"#0033a0\": red, green and blue as two hexadecimal digits each.");
    return {};
}

void check_contrast(SettingsReader& reader, std::uint32_t line, const std::string& colour) {
    const double contrast = contrast_ratio(colour, "#ffffff");
    if (contrast >= least_page_contrast) return;
    reader.report("theme-colour-too-pale",
                  line,
                  fmt::format("{} stands out from a white page by {:.1f} to 1 only: many readers "
                              "cannot see a bar of it.",
                              colour,
                              contrast),
                  "Take a darker one; 3 to 1 is the least.",
                  Severity::warning);
}

void check_pair(SettingsReader& reader,
                std::uint32_t line,
                const std::string& a,
                const std::string& b) {
    std::string where;
    if (least_difference(a, b) < least_apart) {
        where = "by readers with some kind of colour blindness";
    } else if (std::abs(lab_of(a).lightness - lab_of(b).lightness) < least_grey_apart) {
        where = "on a page printed in grey";
    }
    if (where.empty()) return;
    reader.report("theme-colours-alike",
                  line,
                  a + " and " + b + " of the palette cannot be told apart " + where + ".",
                  "Make one of them lighter or darker.",
                  Severity::warning);
}

void read_palette(SettingsReader& reader, const toml::table& section, ThemeSettings& out) {
    std::vector<std::string> colours;
    reader.texts(section, "theme.", "palette", colours);
    if (colours.empty()) return;
    const std::uint32_t line = section.get("palette")->source().begin.line;
    for (const std::string& colour : colours) {
        std::string checked = checked_colour(reader, line, colour);
        if (checked.empty()) continue;
        check_contrast(reader, line, checked);
        for (const std::string& other : out.palette)
            check_pair(reader, line, other, checked);
        out.palette.push_back(std::move(checked));
    }
    if (colours.size() <= largest_palette) return;
    reader.report(
        "theme-palette-too-long",
        line,
        fmt::format("The palette has {} colours.", colours.size()),
        fmt::format("Keep {}: a reader cannot match more of them with a legend.", largest_palette),
        Severity::warning);
    if (out.palette.size() > largest_palette) out.palette.resize(largest_palette);
}

void read_font(SettingsReader& reader, const toml::table& section, ThemeSettings& out) {
    std::string font;
    reader.text(section, "theme.", "font", font);
    if (font.empty()) return;
    const auto same = [&](const std::string& known) {
        return lower_ascii(known) == lower_ascii(squeeze(font));
    };
    const auto& known = theme_fonts();
    const auto found = std::ranges::find_if(known, same);
    if (found != known.end()) {
        out.font = *found;
        return;
    }
    reader.report("unknown-font",
                  section.get("font")->source().begin.line,
                  "“" + font + "” is not a font that MTM can measure text in.",
                  did_you_mean(font, known, "Write one of these: " + join(known, ", ") + "."));
}

}  // namespace

const std::vector<std::string>& theme_fonts() {
    static const std::vector<std::string> fonts{
        "Noto Sans", "Noto Sans Display", "Noto Serif", "Noto Serif Display"};
    return fonts;
}

std::string font_families(const ThemeSettings& theme) {
    constexpr std::string_view sans =
        "Noto Sans, Open Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";
    if (theme.font.empty() || theme.font == theme_fonts().front()) return std::string(sans);
    if (theme.font.find("Serif") != std::string::npos) {
        return theme.font + ", Noto Serif, Cambria, Times New Roman, serif";
    }
    return theme.font + ", " + std::string(sans);
}

void read_theme(SettingsReader& reader, const toml::table& root, ThemeSettings& out) {
    const toml::table* section = reader.table(root, "theme");
    if (section == nullptr) return;
    std::string accent;
    reader.text(*section, "theme.", "accent", accent);
    if (!accent.empty()) {
        const std::uint32_t line = section->get("accent")->source().begin.line;
        out.accent = checked_colour(reader, line, accent);
        if (!out.accent.empty()) check_contrast(reader, line, out.accent);
    }
    read_palette(reader, *section, out);
    read_font(reader, *section, out);
    reader.report_unknown(*section, "theme.");
}

}  // namespace mtm
