#include "chart/svg_text_boxes.h"

#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "chart/text_width.h"

namespace mtm {

namespace {

std::string attribute(const std::string& tag, const std::string& name) {
    const std::size_t at = tag.find(" " + name + "=\"");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 3;
    return tag.substr(begin, tag.find('"', begin) - begin);
}

struct Shift {
    double x = 0;
    double y = 0;
};

Shift shift_of(const std::string& tag, Shift from) {
    double x = 0;
    double y = 0;
    std::sscanf(attribute(tag, "transform").c_str(), "translate(%lf,%lf)", &x, &y);
    return {from.x + x, from.y + y};
}

std::string unescaped(std::string text) {
    text = replace_all(text, "&lt;", "<");
    text = replace_all(text, "&gt;", ">");
    return replace_all(text, "&amp;", "&");
}

TextBox box_of(const std::string& tag, const std::string& text, Shift at) {
    static const TextRuler ruler;
    const TextStyle style{.size_px = std::atof(attribute(tag, "font-size").c_str()),
                          .bold = attribute(tag, "font-weight") == "bold",
                          .italic = attribute(tag, "font-style") == "italic"};
    const double width = ruler.width_px(text, style, attribute(tag, "font-family"));
    const std::string anchor = attribute(tag, "text-anchor");
    const double left = at.x - (anchor == "end" ? width : anchor == "middle" ? width / 2 : 0);
    return {text, left, at.y - style.size_px * 0.73, left + width, at.y + style.size_px * 0.22};
}

// "M173.3,110L519.9,73.333L…"
std::vector<SvgStroke> strokes_of(const std::string& path, Shift at) {
    std::vector<SvgStroke> out;
    double x = 0;
    double y = 0;
    int read = 0;
    Shift last;
    for (const char* from = path.c_str(); *from != '\0'; from += read) {
        char letter = 0;
        if (std::sscanf(from, "%c%lf,%lf%n", &letter, &x, &y, &read) != 3) break;
        if (letter == 'L') out.push_back({last.x, last.y, at.x + x, at.y + y});
        last = {at.x + x, at.y + y};
    }
    return out;
}

}  // namespace

SvgTexts svg_texts(const std::string& svg) {
    SvgTexts result;
    std::vector<Shift> groups{{}};
    std::string marks;  // the kind of those that follow
    for (std::size_t at = svg.find('<'); at != std::string::npos; at = svg.find('<', at + 1)) {
        const std::size_t end = svg.find('>', at);
        const std::string tag = svg.substr(at, end - at);
        if (tag.starts_with("<svg")) {
            result.width_px = std::atof(attribute(tag, "width").c_str());
            result.height_px = std::atof(attribute(tag, "height").c_str());
        } else if (tag.starts_with("<g") && (tag.size() == 2 || tag[2] == ' ')) {
            groups.push_back(shift_of(tag, groups.back()));
            if (const std::string kind = attribute(tag, "class"); !kind.empty()) marks = kind;
        } else if (tag.starts_with("<path") && marks.starts_with("mark-line")) {
            for (const SvgStroke& stroke : strokes_of(attribute(tag, "d"), groups.back()))
                result.strokes.push_back(stroke);
        } else if (tag.starts_with("<path") && marks.starts_with("mark-symbol")) {
            const Shift middle = shift_of(tag, groups.back());
            const double half = std::atof(attribute(tag, "d").substr(1).c_str());
            result.points.push_back(
                {middle.x - half, middle.y - half, middle.x + half, middle.y + half});
        } else if (tag == "</g") {
            groups.pop_back();
        } else if (tag.starts_with("<text")) {
            const std::string text = unescaped(svg.substr(end + 1, svg.find('<', end) - end - 1));
            if (tag.find("rotate(") != std::string::npos) {
                result.slanted.push_back(text);
            } else {
                result.boxes.push_back(box_of(tag, text, shift_of(tag, groups.back())));
            }
        }
    }
    return result;
}

}  // namespace mtm
