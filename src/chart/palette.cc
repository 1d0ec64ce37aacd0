#include "chart/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "base/result.h"
#include "base/text.h"
#include "study/colour.h"

namespace mtm {

namespace {

struct FillColour {
    std::string variable;
    std::string light;
    std::string dark;
};

// Where each kind of fill stands in the list of all.
constexpr std::size_t fixed_count = 4;
constexpr std::size_t automatic_count = 12;
constexpr std::size_t scale_count = 13;
constexpr std::size_t diverging_count = 7;
constexpr std::size_t automatic_at = fixed_count;
constexpr std::size_t scale_at = automatic_at + automatic_count;
constexpr std::size_t diverging_at = scale_at + scale_count;
constexpr std::size_t fill_count = diverging_at + diverging_count;

// A scale is straight in L*a*b* between these two; the dark page's runs the other way in lightness.
constexpr std::string_view strongest_light = "#06245f";
constexpr std::string_view palest_light = "#9fc3f0";
constexpr std::string_view strongest_dark = "#eef4ff";
constexpr std::string_view palest_dark = "#2457b8";

std::string between(std::string_view from, std::string_view to, double share) {
    const LabColour a = lab_of(from);
    const LabColour b = lab_of(to);
    return hex_of({a.lightness + (b.lightness - a.lightness) * share,
                   a.a + (b.a - a.a) * share,
                   a.b + (b.b - a.b) * share});
}

void append_scale(std::vector<FillColour>& out,
                  const std::array<std::string, 2>& light,
                  const std::array<std::string, 2>& dark) {
    for (std::size_t i = 0; i < scale_count; ++i) {
        const double share = static_cast<double>(i) / (scale_count - 1);
        out.push_back({fmt::format("mtm-step-{}", i + 1),
                       between(light[0], light[1], share),
                       between(dark[0], dark[1], share)});
    }
}

std::vector<FillColour> own_fill_colours() {
    std::vector<FillColour> out{{"mtm-everyone", "#0033a0", "#4d7fe8"},
                                {"mtm-men", "#2166ac", "#7ab0f5"},
                                {"mtm-women", "#d1660f", "#f2994a"},
                                {"mtm-muted", "#8d96a1", "#76828f"},
                                {"mtm-1", "#5b2c9b", "#95a0f8"},
                                {"mtm-2", "#a29544", "#e4e890"},
                                {"mtm-3", "#1c7896", "#6bcae6"},
                                {"mtm-4", "#510f4a", "#a15ab5"},
                                {"mtm-5", "#d25d65", "#f3c1c4"},
                                {"mtm-6", "#41612c", "#4da165"},
                                {"mtm-7", "#903058", "#e080b8"},
                                {"mtm-8", "#383020", "#c09898"},
                                {"mtm-9", "#8088e0", "#d8e8f8"},
                                {"mtm-10", "#686010", "#98d090"},
                                {"mtm-11", "#602878", "#c86048"},
                                {"mtm-12", "#602800", "#b07020"}};
    append_scale(out,
                 {std::string(strongest_light), std::string(palest_light)},
                 {std::string(strongest_dark), std::string(palest_dark)});
    out.insert(out.end(),
               {{"mtm-left-3", "#7a2f06", "#ffc79f"},
                {"mtm-left-2", "#c05f1c", "#e08a45"},
                {"mtm-left-1", "#d98f52", "#b5652d"},
                {"mtm-middle", "#b9bfc8", "#474f59"},
                {"mtm-right-1", "#6a9cd8", "#4a7cc4"},
                {"mtm-right-2", "#2560ae", "#7aaef0"},
                {"mtm-right-3", "#0a2f78", "#c4dcff"}});
    CHECK(out.size() == fill_count);
    return out;
}

bool takes_white_text(std::string_view fill) {
    return contrast_ratio(fill, "#ffffff") >= contrast_ratio(fill, "#000000");
}

// White or black for text on the fill of that number, each a little different from all others so
// that it can be found in a drawing again: four values of each part tell 64 fills apart, and none
// of them is the page's.
std::string text_colour(std::size_t number, bool white_text) {
    const auto part = [&](std::size_t digit) {
        const std::size_t off = (number + 2) / digit % 4;
        return white_text ? 255 - off : off;
    };
    return fmt::format("#{:02x}{:02x}{:02x}", part(16), part(4), part(1));
}

/// All fills, and the texts on them, with the strings that their views point to.
struct Palette {
    std::vector<FillColour> colours = own_fill_colours();
    std::deque<FillColour> texts;
    std::vector<Fill> fills;

    Palette() {
        for (std::size_t i = 0; i < colours.size(); ++i) {
            const FillColour& fill = colours[i];
            texts.push_back({fill.variable + "-text",
                             text_colour(i, takes_white_text(fill.light)),
                             takes_white_text(fill.dark) ? "#ffffff" : "#000000"});
            const FillColour& text = texts.back();
            fills.push_back(
                {{fill.variable, fill.light, fill.dark}, {text.variable, text.light, text.dark}});
        }
    }
};

const Palette& palette() {
    static const Palette made;
    return made;
}

constexpr std::array plain_inks{
    ink::text, ink::quiet, ink::axis, ink::grid, ink::page, ink::land, ink::mark};

/// On a dark page a colour must be lighter than on a white one, or it is not seen.
std::string for_dark_page(const std::string& light) {
    LabColour lab = lab_of(light);
    lab.lightness = std::clamp(100 - lab.lightness * 0.75, 52.0, 88.0);
    return hex_of(lab);
}

/// A scale of the accent's hue, from nearly as dark as print allows to as pale as a page does.
void set_scale(std::vector<FillColour>& colours, const std::string& accent) {
    const LabColour lab = lab_of(accent);
    const auto of_lightness = [&](double lightness, double chroma) {
        return hex_of({lightness, lab.a * chroma, lab.b * chroma});
    };
    std::vector<FillColour> scale;
    append_scale(scale,
                 {of_lightness(17, 0.7), of_lightness(77, 0.6)},
                 {of_lightness(95, 0.15), of_lightness(40, 0.9)});
    std::ranges::move(scale, colours.begin() + static_cast<std::ptrdiff_t>(scale_at));
}

/// Light and dark of every variable in that theme, in a fixed order.
std::vector<FillColour> themed_colours(const ThemeSettings& theme) {
    std::vector<FillColour> colours = palette().colours;
    if (!theme.accent.empty()) {
        colours[0].light = theme.accent;
        colours[0].dark = for_dark_page(theme.accent);
        set_scale(colours, theme.accent);
    }
    for (std::size_t i = 0; i < std::min(theme.palette.size(), automatic_count); ++i) {
        colours[automatic_at + i].light = theme.palette[i];
        colours[automatic_at + i].dark = for_dark_page(theme.palette[i]);
    }
    const std::size_t count = colours.size();
    for (std::size_t i = 0; i < count; ++i) {
        colours.push_back({colours[i].variable + "-text",
                           takes_white_text(colours[i].light) ? "#ffffff" : "#000000",
                           takes_white_text(colours[i].dark) ? "#ffffff" : "#000000"});
    }
    for (const Colour& colour : plain_inks) {
        colours.push_back(
            {std::string(colour.variable), std::string(colour.light), std::string(colour.dark)});
    }
    return colours;
}

std::map<std::string, std::string> light_colours(const ThemeSettings& theme) {
    std::map<std::string, std::string> out;
    for (const FillColour& colour : themed_colours(theme))
        out[colour.variable] = colour.light;
    return out;
}

/// Each colour that a drawing may name, with its variable.
const std::map<std::string, std::string, std::less<>>& variables_by_colour() {
    static const auto known = [] {
        std::map<std::string, std::string, std::less<>> out;
        for (const Fill& fill : palette().fills) {
            out.emplace(fill.colour.light, fill.colour.variable);
            out.emplace(fill.text.light, fill.text.variable);
        }
        for (const Colour& colour : plain_inks)
            out.emplace(colour.light, colour.variable);
        CHECK(out.size() == 2 * fill_count + plain_inks.size());
        return out;
    }();
    return known;
}

/// The text with every quoted colour of ours, "#rrggbb", replaced by what is put for its variable.
std::string with_colours(std::string_view text,
                         const std::function<std::string(const std::string& variable)>& put) {
    constexpr std::size_t quoted = 9;  // quotes and all
    const auto& known = variables_by_colour();
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    std::size_t done = 0;
    for (std::size_t at = text.find("\"#"); at != std::string_view::npos;
         at = text.find("\"#", at + 1)) {
        if (at + quoted > text.size() || text[at + quoted - 1] != '"') continue;
        const std::string_view colour = text.substr(at + 1, quoted - 2);
        const auto found = known.find(colour);
        if (found == known.end()) continue;
        out += text.substr(done, at + 1 - done);
        out += put(found->second);
        done = at + quoted - 1;
    }
    out += text.substr(done);
    return out;
}

}  // namespace

std::span<const Fill> automatic_fills() {
    return std::span(palette().fills).subspan(automatic_at, automatic_count);
}

std::span<const Fill> scale_fills() {
    return std::span(palette().fills).subspan(scale_at, scale_count);
}

Fill fill_of(Hue hue) {
    switch (hue) {
        case Hue::everyone:
            return palette().fills[0];
        case Hue::men:
            return palette().fills[1];
        case Hue::women:
            return palette().fills[2];
        case Hue::muted:
            return palette().fills[3];
        case Hue::automatic:
            break;
    }
    return automatic_fills().front();
}

std::vector<Fill> fills(const std::vector<Hue>& hues, std::size_t count, bool ordered) {
    const auto hue_at = [&](std::size_t i) { return i < hues.size() ? hues[i] : Hue::automatic; };
    std::size_t steps = 0;
    for (std::size_t i = 0; i < count; ++i)
        steps += hue_at(i) == Hue::automatic ? 1U : 0U;
    const auto scale = scale_fills();
    const auto automatic = automatic_fills();
    std::vector<Fill> result;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (hue_at(i) != Hue::automatic) {
            result.push_back(fill_of(hue_at(i)));
        } else if (ordered) {
            const std::size_t last = std::max<std::size_t>(steps, 2) - 1;
            result.push_back(scale[std::min(taken++, last) * (scale.size() - 1) / last]);
        } else {
            result.push_back(automatic[taken++ % automatic.size()]);
        }
    }
    return result;
}

std::vector<Fill> diverging_fills(std::size_t steps) {
    // Steps of one side by their number: few steps take the strong ones that lie far apart.
    static const std::array<std::vector<std::size_t>, 4> of_a_side{{{}, {1}, {0, 2}, {0, 1, 2}}};
    const std::size_t side = steps / 2;
    const auto step_of = [&](std::size_t from_end) {
        if (side < of_a_side.size()) return of_a_side[side][from_end];
        return std::min<std::size_t>(from_end * 3 / side, 2);
    };
    const auto all = std::span(palette().fills).subspan(diverging_at, diverging_count);
    std::vector<Fill> out;
    for (std::size_t i = 0; i < side; ++i)
        out.push_back(all[step_of(i)]);
    if (steps % 2 == 1) out.push_back(all[diverging_count / 2]);
    for (std::size_t i = 0; i < side; ++i)
        out.push_back(all[diverging_count - 1 - step_of(side - 1 - i)]);
    return out;
}

std::string in_theme(std::string_view drawing, const ThemeSettings& theme) {
    const auto lights = light_colours(theme);
    return with_colours(drawing, [&](const std::string& variable) { return lights.at(variable); });
}

namespace {

/// A picture has one name. Those that Vega gives to its marks are for charts that are walked
/// through.
std::string without_parts_named(std::string svg) {
    for (const std::string_view attribute : {" role=\"", " aria-roledescription=\""}) {
        for (std::size_t at = svg.find(attribute); at != std::string::npos;
             at = svg.find(attribute, at)) {
            svg.erase(at, svg.find('"', at + attribute.size()) + 1 - at);
        }
    }
    return svg;
}

}  // namespace

std::string for_page(std::string_view svg,
                     std::string_view text_alternative,
                     const ThemeSettings& theme) {
    const auto lights = light_colours(theme);
    std::string result = without_parts_named(with_colours(svg, [&](const std::string& variable) {
        return fmt::format("var(--{},{})", variable, lights.at(variable));
    }));
    const std::size_t view_box = result.find(" viewBox=\"");
    const std::size_t width = result.find(" width=\"");
    CHECK(width < view_box && view_box != std::string::npos);
    const std::string width_px = result.substr(width + 8, result.find('"', width + 8) - width - 8);
    result.replace(width,
                   view_box - width,
                   fmt::format(" role=\"img\" aria-label=\"{}\" "
                               "style=\"display:block;width:100%;max-width:{}px;height:auto\"",
                               escape_xml(text_alternative),
                               width_px));
    return result;
}

std::string chart_css(const ThemeSettings& theme) {
    std::string light;
    std::string dark;
    for (const FillColour& colour : themed_colours(theme)) {
        light += fmt::format("--{}:{};", colour.variable, colour.light);
        dark += fmt::format("--{}:{};", colour.variable, colour.dark);
    }
    return fmt::format(
        ":root{{{0}}}\n"
        "@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{1}}}}}\n"
        "@media screen{{:root[data-theme=dark]{{{1}}}}}\n",
        light,
        dark);
}

}  // namespace mtm
