#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "chart/drawing.h"
#include "chart/map_shapes.h"

namespace mtm {

inline constexpr double city_dot_px = 5;  // radius

struct MapBox {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    [[nodiscard]] bool meets(const MapBox& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    [[nodiscard]] bool within(double width, double height) const {
        return left >= 0 && top >= 0 && right <= width && bottom <= height;
    }
};

/// Puts labels where nothing else is: each has a few places, best first.
class LabelPlaces {
public:
    LabelPlaces(Drawing& drawing, double width_px, double height_px)
        : drawing_(drawing), width_px_(width_px), height_px_(height_px) {}

    void occupy(const MapBox& box) { taken_.push_back(box); }

    /// The block's size in pixels.
    [[nodiscard]] Point size(const std::vector<std::string>& lines, const TextStyle& style) const;

    [[nodiscard]] bool is_free(const MapBox& box) const;

    void put(const MapBox& box,
             const std::vector<std::string>& lines,
             const TextStyle& style,
             Colour colour);

private:
    Drawing& drawing_;
    double width_px_;
    double height_px_;
    std::vector<MapBox> taken_;
};

/// Names on the map where they fit, numbers with a list under it where they do not.
class MapLabels {
public:
    MapLabels(Drawing& drawing, double width_px, double height_px)
        : drawing_(drawing), places_(drawing, width_px, height_px), width_px_(width_px) {}

    /// Dots with names beside them.
    void add_cities(const std::vector<MapShape>& shapes);

    /// Names on the covered areas that are no cities, in a colour for what they are filled with
    /// (`text` has one for each shape).
    void add_regions(const std::vector<MapShape>& shapes, const std::vector<Colour>& text);

    /// Names beside bubbles of these radii, one for each shape; 0 for those without.
    void add_bubbles(const std::vector<MapShape>& shapes, const std::vector<double>& radius_px);

    void add_layers();

    /// The list under the map; returns its lower edge.
    [[nodiscard]] double add_list(double top_px);

    /// On a small map every name becomes a number.
    void number_everything() { numbered_ = true; }

private:
    std::vector<std::string> shown(const MapArea& area);
    void put_number_near(const MapShape& shape, Point at);

    Drawing& drawing_;
    LabelPlaces places_;
    double width_px_;
    bool numbered_ = false;
    std::vector<std::string> list_;
    nlohmann::json dots_ = nlohmann::json::array();
    nlohmann::json grounds_ = nlohmann::json::array();
};

}  // namespace mtm
