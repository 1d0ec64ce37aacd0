#include <algorithm>
#include <cmath>

#include "chart/absent_values.h"
#include "chart/layouts.h"
#include "chart/value_axis.h"

namespace mtm {

using nlohmann::json;

// Answers on a scale with two sides, as "very satisfied" to "very dissatisfied": one bar a row,
// set so that its sides meet at a line. A scale of an odd number of steps has its middle one over
// the line. Answers that are none ("I do not know") stand apart at the right, so that they move
// neither side.

namespace {

constexpr double likert_px = 26;

/// Which answers are steps of the scale, in order, and which stand apart.
struct LikertSides {
    std::vector<std::size_t> steps;
    std::vector<std::size_t> apart;

    /// The share of a step that lies left of the line.
    [[nodiscard]] double left_share(std::size_t step) const {
        const std::size_t count = steps.size();
        if (count % 2 == 1 && step == count / 2) return 0.5;
        return step < count / 2 ? 1 : 0;
    }
};

LikertSides likert_sides(const ChartData& data) {
    LikertSides sides;
    for (std::size_t i = 0; i < data.values.size(); ++i) {
        const bool none = i < data.hues.size() && data.hues[i] == Hue::muted;
        (none ? sides.apart : sides.steps).push_back(i);
    }
    return sides;
}

std::vector<Fill> likert_fills(const ChartData& data, const LikertSides& sides) {
    std::vector<Fill> out(data.values.size(), fill_of(Hue::muted));
    std::vector<Fill> steps = diverging_fills(sides.steps.size());
    if (data.best_first) std::ranges::reverse(steps);
    for (std::size_t i = 0; i < sides.steps.size(); ++i)
        out[sides.steps[i]] = steps[i];
    return out;
}

/// How far bars reach left and right of the line, and how much stands apart at most.
struct LikertReach {
    double left = 0;
    double right = 0;
    double apart = 0;
};

LikertReach likert_reach(const ChartData& data, const LikertSides& sides) {
    LikertReach reach;
    for (std::size_t row = 0; row < data.categories.size(); ++row) {
        double left = 0;
        double right = 0;
        double apart = 0;
        for (std::size_t step = 0; step < sides.steps.size(); ++step) {
            const double value = data.values[sides.steps[step]][row].value_or(0);
            left += value * sides.left_share(step);
            right += value * (1 - sides.left_share(step));
        }
        for (const std::size_t i : sides.apart)
            apart += data.values[i][row].value_or(0);
        reach.left = std::max(reach.left, left);
        reach.right = std::max(reach.right, right);
        reach.apart = std::max(reach.apart, apart);
    }
    return reach;
}

/// Rounded up to a tick, so that the grid ends where the plot does.
double up_to_tick(double value, double step) {
    return std::max(step, std::ceil(value / step - 1e-9) * step);
}

class LikertBars {
public:
    LikertBars(Drawing& drawing, const ChartData& data, const std::vector<Fill>& colours)
        : drawing_(drawing), data_(data), colours_(colours) {}

    void set_scale(double px_each) { px_each_ = px_each; }

    /// A part of a bar that begins at `from`, in units of the value.
    void add(std::size_t answer, std::size_t row, double from, double top_px, double zero_px) {
        const double value = data_.values[answer][row].value_or(0);
        if (value <= 0) return;
        bars_.push_back({{"category", data_.categories[row]},
                         {"group", data_.groups[answer]},
                         {"value", value},
                         {"x", tenth(zero_px + from * px_each_)},
                         {"x2", tenth(zero_px + (from + value) * px_each_)},
                         {"y", tenth(top_px)},
                         {"y2", tenth(top_px + likert_px)},
                         {"colour", colours_[answer].colour.light}});
        const std::string& text = data_.labels[answer][row];
        if (drawing_.ruler().width_px(text, strong_text) + 6 > value * px_each_) return;
        drawing_.add_label({.x_px = zero_px + (from + value / 2) * px_each_,
                            .y_px = top_px + likert_px / 2,
                            .text = text,
                            .style = strong_text,
                            .align = Align::center,
                            .colour = colours_[answer].text});
    }

    [[nodiscard]] json layer() {
        return {{"data", {{"values", std::move(bars_)}}},
                {"mark",
                 {{"type", "rect"},
                  {"cornerRadius", 1.5},
                  {"stroke", ink::page.light},
                  {"strokeWidth", 1}}},
                {"encoding",
                 {{"x", pixels("x")},
                  {"x2", {{"field", "x2"}}},
                  {"y", pixels("y")},
                  {"y2", {{"field", "y2"}}},
                  {"fill", colour_field()}}}};
    }

private:
    Drawing& drawing_;
    const ChartData& data_;
    const std::vector<Fill>& colours_;
    double px_each_ = 1;
    json bars_ = json::array();
};

}  // namespace

std::string diverging_bar_specification(const ChartData& data) {
    const LikertSides sides = likert_sides(data);
    const std::vector<Fill> colours = likert_fills(data, sides);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, group_legend(data, colours));
    drawing.set_mark(data.rehearsal_mark);
    const LikertReach reach = likert_reach(data, sides);
    const double step = std::max(reach.left, reach.right) > 40 ? 25 : 10;
    const double left_end = up_to_tick(reach.left, step);
    const double right_end = up_to_tick(reach.right, step);
    const double tick_px = drawing.ruler().width_px(tick_label(left_end, data), small_text) / 2 + 2;
    const bool narrow = data.width_px < narrow_px;
    ChartData labelled =
        data;  // on a phone labels begin where the bars may, half a tick further in
    if (narrow) labelled.width_px -= static_cast<int>(std::ceil(tick_px));
    const BarRows rows = add_bar_rows(drawing, labelled, likert_px);
    const double left = std::max(rows.left_px, tick_px);
    const double gap_px = reach.apart > 0 ? 26 : 0;
    const double plot = data.width_px - left - tick_px;
    const double px_each = (plot - gap_px) / (left_end + right_end + reach.apart);
    const double zero_px = left_end * px_each;
    const double apart_px = (left_end + right_end) * px_each + gap_px;
    LikertBars bars(drawing, data, colours);
    bars.set_scale(px_each);
    for (std::size_t row = 0; row < data.categories.size(); ++row) {
        double from = 0;
        for (std::size_t s = 0; s < sides.steps.size(); ++s)
            from -= data.values[sides.steps[s]][row].value_or(0) * sides.left_share(s);
        for (const std::size_t answer : sides.steps) {
            bars.add(answer, row, from, rows.bars_top_px[row], zero_px);
            from += data.values[answer][row].value_or(0);
        }
        double beside = 0;
        for (const std::size_t answer : sides.apart) {
            bars.add(answer, row, beside, rows.bars_top_px[row], apart_px);
            beside += data.values[answer][row].value_or(0);
        }
    }
    const double tick_step = (left_end + right_end) / step > (narrow ? 5 : 9) ? step * 2 : step;
    const double first = -std::floor(left_end / tick_step + 1e-9) * tick_step;
    for (double tick = first; tick <= right_end + 1e-9; tick += tick_step) {
        const double x = zero_px + tick * px_each;
        const bool line = std::abs(tick) < 1e-9;
        drawing.add_grid_rule(
            x, line ? -4 : 0, x, rows.height_px, line && !narrow ? ink::axis : ink::grid);
        drawing.add_label({.x_px = x,
                           .y_px = rows.height_px + 12,
                           .text = tick_label(std::abs(tick), data),
                           .style = small_text,
                           .align = Align::center,
                           .colour = ink::quiet});
    }
    drawing.add_layer(bars.layer());
    double y = rows.height_px + 24;
    for (const auto& line :
         drawing.ruler().wrap(data.value_axis_title, small_text, data.width_px - left - 2)) {
        drawing.add_label(
            {.x_px = 0, .y_px = y + 8, .text = line, .style = small_text, .colour = ink::quiet});
        y += 16;
    }
    y += add_absent_parts(drawing, data, left, y + 2);
    return drawing.specification(left, tick_px, rows.height_px, y - rows.height_px + 4);
}

}  // namespace mtm
