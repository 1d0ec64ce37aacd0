// A specification holds the place of every bar, in pixels of the plot: where nothing stands between
// two rows, a chart can be cut. A part is an <svg> of three windows onto the whole drawing: what is
// over the plot, some of its rows, what is under it.
#include "report/paper_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include <fmt/format.h>

#include "report/drawing_size.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

// Between rows there is more, between the bars of one row less.
constexpr double least_gap_px = 8;

struct Plot {
    double top = 0;  // in the drawing
    double bottom = 0;
    std::vector<double> cuts;  // places in the drawing where no bar is, in order
};

std::vector<std::pair<double, double>> bars_in(const Json& specification) {
    std::vector<std::pair<double, double>> out;
    for (const Json& layer : specification.value("layer", Json::array())) {
        const Json data = layer.value("data", Json::object());
        for (const Json& mark : data.value("values", Json::array())) {
            if (!mark.is_object() || !mark.contains("top") || !mark.contains("bottom")) continue;
            if (mark["top"].is_number() && mark["bottom"].is_number())
                out.emplace_back(mark["top"].get<double>(), mark["bottom"].get<double>());
        }
    }
    std::ranges::sort(out);
    return out;
}

Plot plot_of(const std::string& text) {
    Plot out;
    const Json specification = Json::parse(text, nullptr, false);
    if (!specification.is_object() || !specification.contains("padding")) return out;
    const Json& padding = specification["padding"];
    if (!padding.is_object() || !specification.value("height", Json()).is_number()) return out;
    out.top = padding.value("top", 0.0);
    out.bottom = out.top + specification["height"].get<double>();
    const auto bars = bars_in(specification);
    double end = bars.empty() ? 0 : bars.front().second;
    for (const auto& [top, bottom] : bars) {
        if (top - end >= least_gap_px) out.cuts.push_back(out.top + (top + end) / 2);
        end = std::max(end, bottom);
    }
    return out;
}

// Where each of so many parts ends, as nearly equal as the rows let them be.
std::vector<double> ends_of(const Plot& plot, std::size_t parts) {
    std::vector<double> out;
    for (std::size_t i = 1; i < parts; ++i) {
        const double wanted = plot.top + (plot.bottom - plot.top) * static_cast<double>(i) /
                                             static_cast<double>(parts);
        const double nearest = *std::ranges::min_element(plot.cuts, [&](double a, double b) {
            return std::abs(a - wanted) < std::abs(b - wanted);
        });
        if (out.empty() || nearest > out.back()) out.push_back(nearest);
    }
    out.push_back(plot.bottom);
    return out;
}

// The fewest parts of which none is too high; where a row alone is, as many as there are rows.
std::vector<double> ends_within(const Plot& plot, double most_px) {
    std::vector<double> ends;
    for (std::size_t parts = 2; parts <= plot.cuts.size() + 1; ++parts) {
        ends = ends_of(plot, parts);
        double from = plot.top;
        double highest = 0;
        for (const double end : ends) {
            highest = std::max(highest, end - from);
            from = end;
        }
        if (highest <= most_px) break;
    }
    return ends;
}

// How far down "translate(x,y)" moves what has it.
double moved_down(std::string_view tag) {
    constexpr std::string_view name = "translate(";
    const std::size_t at = tag.find(name);
    const std::size_t comma = at == std::string_view::npos ? at : tag.find(',', at);
    if (comma == std::string_view::npos) return 0;
    return std::strtod(std::string(tag.substr(comma + 1, 24)).c_str(), nullptr);
}

// The elements of a drawing without the texts that a window does not show: else they would be found
// and copied in each part of a PDF.
std::string with_texts_between(std::string_view svg, double from, double to) {
    std::string out;
    std::vector<double> moved{0};  // of each group that is open, all that it is moved down
    for (std::size_t at = 0; at < svg.size();) {
        const std::size_t open = std::min(svg.find('<', at), svg.size());
        const std::size_t close = svg.find('>', open);
        out += svg.substr(at, open - at);
        if (close == std::string_view::npos) return out += svg.substr(open);
        const std::string_view tag = svg.substr(open, close + 1 - open);
        at = close + 1;
        if (tag == "</g>" && moved.size() > 1) moved.pop_back();
        if ((tag.starts_with("<g ") || tag == "<g>") && !tag.ends_with("/>"))
            moved.push_back(moved.back() + moved_down(tag));
        if (tag.starts_with("<text ")) {
            // Large ones across the plot are seen from farther.
            const double reach = tag.find("rotate") == std::string_view::npos ? 16 : 120;
            const double y = moved.back() + moved_down(tag);
            const std::size_t end = svg.find("</text>", at);
            if ((y < from - reach || y > to + reach) && end != std::string_view::npos) {
                at = end + std::string_view("</text>").size();
                continue;
            }
        }
        out += tag;
    }
    return out;
}

/// Builds a drawing of windows onto another one, each under the one before.
class Windows {
public:
    Windows(const std::string& svg, double width) : width_(width) {
        const std::size_t begin = svg.find('>') + 1;
        inside_ = svg.substr(begin, svg.rfind("</svg>") - begin);
    }

    void add(double from, double to) {
        windows_ += fmt::format(
            "<svg x=\"0\" y=\"{0}\" width=\"{1}\" height=\"{2}\" viewBox=\"0 {3} {1} "
            "{2}\">{4}</svg>",
            height_,
            width_,
            to - from,
            from,
            with_texts_between(inside_, from, to));
        height_ += to - from;
    }

    [[nodiscard]] std::string svg() const {
        return fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" "
            "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" class=\"marks\" "
            "width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">{2}</svg>",
            width_,
            height_,
            windows_);
    }

private:
    double width_;
    double height_ = 0;
    std::string inside_;
    std::string windows_;
};

double most_px_of(const DrawingSize& size) {
    return paper_chart_height_mm * size.width / paper_chart_width_mm;
}

bool is_legible_on_a_page(const std::string& svg) {
    const DrawingSize size = drawing_size(svg);
    return svg.empty() || size.height * smallest_legible <= most_px_of(size);
}

}  // namespace

std::vector<std::string> paper_parts(const std::string& svg, const std::string& specification) {
    if (is_legible_on_a_page(svg)) return {};
    const DrawingSize size = drawing_size(svg);
    const Plot plot = plot_of(specification);
    if (plot.cuts.empty()) return {};
    const double around = size.height - (plot.bottom - plot.top);
    std::vector<std::string> out;
    double from = plot.top;
    for (const double end : ends_within(plot, most_px_of(size) - around)) {
        Windows part(svg, size.width);
        part.add(0, plot.top);
        part.add(from, end);
        part.add(plot.bottom, size.height);
        out.push_back(part.svg());
        from = end;
    }
    return out;
}

std::vector<int> add_paper_parts(Document& document) {
    std::vector<int> too_small;
    for (std::size_t i = 0; i < document.exhibits.size(); ++i) {
        Exhibit& exhibit = document.exhibits[i];
        const auto index = static_cast<std::size_t>(exhibit.wide);
        if (exhibit.wide < 0 || index >= document.sources.size()) continue;
        const DrawingSource whole = document.sources[index];
        bool legible = is_legible_on_a_page(whole.svg);
        std::vector<std::string> parts = paper_parts(whole.svg, whole.specification);
        if (!parts.empty()) legible = std::ranges::all_of(parts, is_legible_on_a_page);
        for (std::string& part : parts) {
            exhibit.parts.push_back(static_cast<int>(document.sources.size()));
            document.sources.push_back({{}, whole.alternative, std::move(part)});
        }
        if (!legible) too_small.push_back(static_cast<int>(i));
    }
    return too_small;
}

}  // namespace mtm
