#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "chart/palette.h"
#include "chart/projection.h"
#include "chart/text_width.h"

namespace mtm {

enum class Align { left, center, right };

/// A line of text at a point of the plot; `y_px` is its middle.
struct Label {
    double x_px = 0;
    double y_px = 0;
    std::string text = {};
    TextStyle style = {};
    Align align = Align::left;
    Colour colour = ink::text;
};

struct LegendEntry {
    std::string text = {};
    Colour colour = {};
    bool round = false;
    bool hatched = false;
};

/// A Vega-Lite specification as it grows: layers over one plot whose pixels are known in advance,
/// so that nothing that is placed can meet by accident. (0, 0) is the upper left corner of the
/// plot; title and legend stand above it at negative y.
class Drawing {
public:
    /// `font`: families as CSS has them; empty for `chart_font`.
    explicit Drawing(double width_px, const std::string& font = {})
        : width_px_(width_px), ruler_(font.empty() ? std::string(chart_font) : font) {}

    [[nodiscard]] const TextRuler& ruler() const { return ruler_; }

    void add_label(Label label) { labels_.push_back(std::move(label)); }

    /// Lines one under another, the block's middle at y.
    void add_lines(const Label& first, const std::vector<std::string>& lines);

    void add_layer(nlohmann::json layer) { layers_.push_back(std::move(layer)); }

    /// Rectangles {x, x2, y, y2, colour} in pixels.
    void add_boxes(nlohmann::json rows, double corner_px = 0);

    /// Closed shapes of one colour each, in pixels: {colour, rings}.
    void add_shapes(nlohmann::json rows, double opacity = 1);

    /// Thin polylines through two or more points: leaders, rules.
    void add_rule(double x_px, double y_px, double x2_px, double y2_px, Colour colour);

    /// The same behind all layers: grid lines.
    void add_grid_rule(double x_px, double y_px, double x2_px, double y2_px, Colour colour);

    /// Title over legend, over everything else; `caption`: what the legend is of, between them.
    /// Call once, before `specification`.
    void set_head(std::string_view title,
                  const std::vector<LegendEntry>& legend,
                  std::string_view caption = {});

    void set_mark(std::string_view mark) { mark_ = mark; }

    /// The whole, with this much room left of the plot, right of it and under it.
    [[nodiscard]] std::string specification(double left_px,
                                            double right_px,
                                            double height_px,
                                            double bottom_px);

private:
    void place_head(double left_px);
    void place_mark(double plot_width_px, double height_px);
    [[nodiscard]] nlohmann::json label_layer() const;

    double width_px_;
    double head_px_ = 4;
    TextRuler ruler_;
    std::vector<Label> labels_;
    std::vector<Label> head_;     // y from the top edge of the picture, x from its left edge
    std::vector<Point> hatched_;  // upper left corners of swatches, as `head_`
    nlohmann::json swatches_ = nlohmann::json::array();
    nlohmann::json rules_ = nlohmann::json::array();
    nlohmann::json grid_ = nlohmann::json::array();
    std::vector<nlohmann::json> layers_;
    std::vector<nlohmann::json> marks_;
    std::string mark_;
};

/// A pixel to a tenth: short in the file and the same everywhere.
[[nodiscard]] double tenth(double px);

/// "x": {"field": …} in pixels of the plot, without a scale.
[[nodiscard]] nlohmann::json pixels(std::string_view field);

/// A row and a layer of straight lines.
[[nodiscard]] nlohmann::json rule_row(
    double x_px, double y_px, double x2_px, double y2_px, Colour colour);
[[nodiscard]] nlohmann::json rule_layer(const nlohmann::json& rows);

/// "fill": {"field": "colour"} as it stands, without a scale.
[[nodiscard]] nlohmann::json colour_field();

/// A shape for `add_shapes`. `about` names what it stands for, e.g. {"category": …}.
[[nodiscard]] nlohmann::json shape_row(const std::vector<Ring>& rings,
                                       Colour colour,
                                       nlohmann::json about = nlohmann::json::object());

inline constexpr double line_height_px = 17;
inline constexpr TextStyle body_text{.size_px = 13};
inline constexpr TextStyle strong_text{.size_px = 13, .bold = true};
inline constexpr TextStyle small_text{.size_px = 12};

}  // namespace mtm
