#pragma once

#include <functional>
#include <optional>
#include <string>

#include "chart/from_table.h"

namespace mtm {

/// What a map needs besides a table: where the areas are and what they are called.
struct MapGround {
    std::string geojson;
    std::string key_property;
    std::string area_question;  // whose choices are areas
    // Of a choice: the key of its area, empty where it lies in none; and the area's name.
    std::function<std::string(const Category& choice)> key_of;
    std::function<std::string(const Category& choice)> name_of;
    std::function<bool(const std::string& key)> is_place;  // drawn as a dot
    std::string covered_caption;
    std::string city_caption;
    std::string not_covered_caption;
    std::string withheld_caption;
    std::vector<std::string> disclaimer;
};

/// The map of a released table whose question is the area question (its numbers, as bubbles), or
/// which is by the area question alone (areas shaded by a mean or median, or by the share of the
/// first answer that is one). What was withheld is hatched. Absent for other tables, and where
/// nothing can be drawn.
[[nodiscard]] std::optional<MapData> result_map_from(const Released<SafeTable>& table,
                                                     const ChartTexts& texts,
                                                     const MapGround& ground);

/// The map of where interviews were held: a table of the area question, its counts under the names.
[[nodiscard]] std::optional<MapData> coverage_map_from(const Released<SafeTable>& table,
                                                       const ChartTexts& texts,
                                                       const MapGround& ground);

}  // namespace mtm
