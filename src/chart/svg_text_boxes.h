#pragma once

#include <string>
#include <vector>

namespace mtm {

/// A line of text in an SVG of ChartEngine and the room it takes, in pixels of the picture. For
/// tests: they hold that no two meet and none sticks out.
struct TextBox {
    std::string text;
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

/// A straight piece of a line of a line or slope chart.
struct SvgStroke {
    double x = 0;
    double y = 0;
    double x2 = 0;
    double y2 = 0;
};

struct SvgTexts {
    double width_px = 0;
    double height_px = 0;
    std::vector<TextBox> boxes;        // upright text
    std::vector<std::string> slanted;  // what lies across
    std::vector<SvgStroke> strokes;    // of lines
    std::vector<SvgStroke> points;     // from the upper left to the lower right corner
};

[[nodiscard]] SvgTexts svg_texts(const std::string& svg);

}  // namespace mtm
