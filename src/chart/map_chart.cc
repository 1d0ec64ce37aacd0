#include <algorithm>
#include <cmath>
#include <numbers>

#include "chart/drawing.h"
#include "chart/layouts.h"
#include "chart/map_classes.h"
#include "chart/map_labels.h"
#include "chart/map_shapes.h"
#include "chart/specification.h"

namespace mtm {

using nlohmann::json;

namespace {

/// How each shape is filled and what a map's legend says, whatever the map shows.
struct MapLook {
    std::vector<Colour> fill;  // of the shapes
    std::vector<Colour> text;  // on them
    std::vector<LegendEntry> legend;
    std::vector<double> radius_px;  // of the shapes' bubbles
};

bool is_covered(const MapShape& shape) {
    return shape.area != nullptr && shape.area->covered;
}

bool is_withheld(const MapData& data, const MapShape& shape) {
    return data.show != MapValues::none && is_covered(shape) && !shape.area->value;
}

/// A legend's closing entries: what is withheld, where nobody was.
void add_last_entries(const MapData& data,
                      const std::vector<MapShape>& shapes,
                      std::vector<LegendEntry>& legend) {
    const bool withheld = std::ranges::any_of(
        shapes, [&](const MapShape& shape) { return is_withheld(data, shape); });
    if (withheld) {
        legend.push_back({.text = data.withheld_caption, .colour = ink::land, .hatched = true});
    }
    const bool rest =
        std::ranges::any_of(shapes, [](const MapShape& shape) { return !is_covered(shape); });
    if (rest || data.show == MapValues::none) {
        legend.push_back({.text = data.not_covered_caption, .colour = ink::land});
    }
}

MapLook look_of_coverage(const MapData& data, const std::vector<MapShape>& shapes) {
    MapLook look;
    const Fill covered = fill_of(Hue::everyone);
    for (const MapShape& shape : shapes) {
        look.fill.push_back(is_covered(shape) ? covered.colour : ink::land);
        look.text.push_back(covered.text);
    }
    look.legend.push_back({.text = data.covered_caption, .colour = covered.colour});
    if (std::ranges::any_of(data.areas, [](const MapArea& area) { return area.city; })) {
        look.legend.push_back({.text = data.city_caption, .colour = ink::text, .round = true});
    }
    return look;
}

std::vector<double> map_values(const MapData& data) {
    std::vector<double> values;
    for (const MapArea& area : data.areas) {
        if (area.covered && area.value) values.push_back(*area.value);
    }
    return values;
}

MapLook look_of_shades(const MapData& data, const std::vector<MapShape>& shapes) {
    CHECK(data.print_limit != nullptr);
    MapLook look;
    const MapClasses classes = map_classes(map_values(data), data.value_unit);
    std::vector<Fill> shades = fills({}, classes.count(), true);
    std::ranges::reverse(shades);  // the palest for the least
    for (const MapShape& shape : shapes) {
        const bool shaded = is_covered(shape) && shape.area->value;
        const Fill fill =
            shaded ? shades[classes.class_of(*shape.area->value)] : Fill{ink::land, ink::text};
        look.fill.push_back(fill.colour);
        look.text.push_back(fill.text);
    }
    for (std::size_t i = 0; i < classes.count(); ++i) {
        const std::string from = data.print_limit(classes.limits[i]);
        const std::string to = data.print_limit(classes.last_of(i));
        look.legend.push_back(
            {.text = from == to ? from : from + " – " + to, .colour = shades[i].colour});
    }
    return look;
}

MapLook look_of_bubbles(const MapData& data, const std::vector<MapShape>& shapes) {
    MapLook look;
    double greatest = 0;
    for (const double value : map_values(data))
        greatest = std::max(greatest, value);
    const double largest_px = std::min(30.0, data.width_px * 0.045);
    const Colour ground = scale_fills().back().colour;
    look.legend.push_back({.text = data.covered_caption, .colour = ground});
    for (const MapShape& shape : shapes) {
        look.fill.push_back(is_covered(shape) ? ground : ink::land);
        look.text.push_back(ink::text);
        const double value = is_covered(shape) ? shape.area->value.value_or(0) : 0;
        // Its area, not its width, is as large as the value.
        look.radius_px.push_back(value > 0 ? std::max(2.5, largest_px * std::sqrt(value / greatest))
                                           : 0);
    }
    return look;
}

MapLook look_of(const MapData& data, const std::vector<MapShape>& shapes) {
    MapLook look;
    switch (data.show) {
        case MapValues::none:
            look = look_of_coverage(data, shapes);
            break;
        case MapValues::shaded:
            look = look_of_shades(data, shapes);
            break;
        case MapValues::bubbles:
            look = look_of_bubbles(data, shapes);
            break;
    }
    add_last_entries(data, shapes, look.legend);
    return look;
}

void add_areas(Drawing& drawing,
               const MapData& data,
               const std::vector<MapShape>& shapes,
               const MapLook& look) {
    json rows = json::array();
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        std::vector<Ring> rings;
        for (const Ring& ring : shapes[i].rings)
            rings.push_back(simplified(ring, 0.35));
        json about{{"area", is_covered(shapes[i]) ? shapes[i].area->label : shapes[i].key}};
        if (is_covered(shapes[i]) && shapes[i].area->value) about["value"] = *shapes[i].area->value;
        rows.push_back(shape_row(rings, look.fill[i], std::move(about)));
    }
    drawing.add_shapes(std::move(rows));
    json lines = json::array();
    for (const MapShape& shape : shapes) {
        if (!is_withheld(data, shape)) continue;
        for (const auto& [from, to] : hatching(shape, 5))
            lines.push_back(rule_row(from.x, from.y, to.x, to.y, ink::axis));
    }
    if (!lines.empty()) drawing.add_layer(rule_layer(lines));
}

Ring circle(Point centre, double radius_px) {
    constexpr int corners = 48;
    Ring ring;
    for (int i = 0; i <= corners; ++i) {
        const double angle = 2 * std::numbers::pi * (i % corners) / corners;
        ring.push_back(
            {centre.x + radius_px * std::cos(angle), centre.y + radius_px * std::sin(angle)});
    }
    return ring;
}

void add_bubble_shapes(Drawing& drawing,
                       const std::vector<MapShape>& shapes,
                       const std::vector<double>& radius_px) {
    json rows = json::array();
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (radius_px[i] <= 0) continue;
        rows.push_back(
            shape_row({circle(label_point(largest_ring(shapes[i])), radius_px[i])},
                      fill_of(Hue::everyone).colour,
                      {{"area", shapes[i].area->label}, {"value", *shapes[i].area->value}}));
    }
    drawing.add_shapes(std::move(rows), 0.8);
}

double add_paragraphs(Drawing& drawing,
                      const std::vector<std::string>& paragraphs,
                      double width_px,
                      double top_px) {
    constexpr TextStyle fine{.size_px = 11};
    double y = top_px;
    for (const std::string& paragraph : paragraphs) {
        for (const auto& line : drawing.ruler().wrap(paragraph, fine, width_px - 1)) {
            drawing.add_label(
                {.x_px = 0, .y_px = y + 8, .text = line, .style = fine, .colour = ink::quiet});
            y += 14;
        }
        y += 3;
    }
    return y;
}

}  // namespace

Result<std::string> map_specification(const MapData& data) {
    std::vector<MapShape> shapes = TRY(read_map_shapes(data));
    const MapLook look = look_of(data, shapes);
    Drawing drawing(data.width_px, data.font);
    drawing.set_head(data.title, look.legend, data.value_caption);
    drawing.set_mark(data.rehearsal_mark);
    const double height_px = project_map_shapes(shapes, data.width_px);
    add_areas(drawing, data, shapes, look);
    MapLabels labels(drawing, data.width_px, height_px);
    if (data.width_px < narrow_px) labels.number_everything();
    if (data.show == MapValues::bubbles) {
        add_bubble_shapes(drawing, shapes, look.radius_px);
        labels.add_bubbles(shapes, look.radius_px);
    } else {
        labels.add_cities(shapes);
        labels.add_regions(shapes, look.text);
    }
    labels.add_layers();
    double bottom = labels.add_list(height_px + 6);
    bottom = add_paragraphs(drawing, data.disclaimer, data.width_px, bottom + 4);
    return drawing.specification(0, 0, height_px, bottom - height_px + 2);
}

}  // namespace mtm
