#include "chart/palette.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/result.h"
#include "base/text.h"

namespace mtm {

namespace {

// Text on a fill has the same few colours everywhere; each pair (light page, dark page) that
// occurs is a variable of its own.
constexpr Colour white_then_black{"mtm-on-deep", "#fffffc", "#000001"};
constexpr Colour black_always{"mtm-on-pale", "#000002", "#000002"};
constexpr Colour black_then_white{"mtm-on-turning", "#000003", "#fffffb"};

constexpr Fill everyone{{"mtm-everyone", "#0b7a75", "#48cdb6"}, white_then_black};
constexpr Fill men{{"mtm-men", "#2166ac", "#7ab0f5"}, white_then_black};
constexpr Fill women{{"mtm-women", "#d1660f", "#f2994a"}, black_always};
constexpr Fill muted{{"mtm-muted", "#8d96a1", "#76828f"}, black_always};

constexpr std::array automatic{
    Fill{{"mtm-1", "#54278f", "#a182ec"}, white_then_black},
    Fill{{"mtm-2", "#4d9221", "#9bd667"}, black_always},
    Fill{{"mtm-3", "#e0709a", "#ff9dc0"}, black_always},
    Fill{{"mtm-4", "#34495e", "#7f97b2"}, white_then_black},
    Fill{{"mtm-5", "#9a6fd0", "#dccbff"}, black_always},
    Fill{{"mtm-6", "#8c564b", "#c48b78"}, white_then_black},
};

constexpr std::array scale{
    Fill{{"mtm-step-1", "#04302e", "#dcf9f5"}, white_then_black},
    Fill{{"mtm-step-2", "#113c39", "#ceeeea"}, white_then_black},
    Fill{{"mtm-step-3", "#1d4845", "#bfe4df"}, white_then_black},
    Fill{{"mtm-step-4", "#285551", "#b1d9d4"}, white_then_black},
    Fill{{"mtm-step-5", "#34625e", "#a2cec9"}, white_then_black},
    Fill{{"mtm-step-6", "#406f6a", "#94c4be"}, white_then_black},
    Fill{{"mtm-step-7", "#4c7c77", "#86b9b4"}, white_then_black},
    Fill{{"mtm-step-8", "#588a84", "#78afa9"}, black_always},
    Fill{{"mtm-step-9", "#649892", "#6aa59f"}, black_always},
    Fill{{"mtm-step-10", "#70a6a0", "#5b9b95"}, black_always},
    Fill{{"mtm-step-11", "#7db5ae", "#4c918b"}, black_always},
    Fill{{"mtm-step-12", "#8ac3bc", "#3c8781"}, black_always},
    Fill{{"mtm-step-13", "#97d2ca", "#2b7d77"}, black_then_white},
};

std::vector<Colour> all_colours() {
    std::vector<Colour> result{ink::text,
                               ink::quiet,
                               ink::axis,
                               ink::grid,
                               ink::page,
                               ink::land,
                               ink::mark,
                               white_then_black,
                               black_always,
                               black_then_white};
    for (const Fill& fill : {everyone, men, women, muted})
        result.push_back(fill.colour);
    for (const Fill& fill : automatic)
        result.push_back(fill.colour);
    for (const Fill& fill : scale)
        result.push_back(fill.colour);
    return result;
}

}  // namespace

std::span<const Fill> automatic_fills() {
    return automatic;
}

std::span<const Fill> scale_fills() {
    return scale;
}

Fill fill_of(Hue hue) {
    switch (hue) {
        case Hue::everyone:
            return everyone;
        case Hue::men:
            return men;
        case Hue::women:
            return women;
        case Hue::muted:
            return muted;
        case Hue::automatic:
            break;
    }
    return automatic.front();
}

std::vector<Fill> fills(const std::vector<Hue>& hues, std::size_t count, bool ordered) {
    const auto hue_at = [&](std::size_t i) { return i < hues.size() ? hues[i] : Hue::automatic; };
    std::size_t steps = 0;
    for (std::size_t i = 0; i < count; ++i)
        steps += hue_at(i) == Hue::automatic ? 1U : 0U;
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

std::string for_page(std::string_view svg, std::string_view text_alternative) {
    std::string result(svg);
    for (const Colour& colour : all_colours()) {
        result = replace_all(result,
                             fmt::format("\"{}\"", colour.light),
                             fmt::format("\"var(--{},{})\"", colour.variable, colour.light));
    }
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

std::string chart_css() {
    std::string light;
    std::string dark;
    for (const Colour& colour : all_colours()) {
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
