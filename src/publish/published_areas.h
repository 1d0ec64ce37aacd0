#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "study/study.h"

namespace mtm {

/// An administrative area as interfaces and catalogues tell it.
struct PublishedArea {
    int level = 1;       // 1: a province or region, 2: a district
    std::string pcode1;  // of level 1
    std::string name1;
    std::string pcode2 = {};  // empty at level 1
    std::string name2 = {};

    bool operator==(const PublishedArea&) const = default;
};

/// Areas by the choices of the areas' question; choices that lie in none are not here.
using PublishedAreas = std::map<std::string, PublishedArea, std::less<>>;

/// The areas of a study with their codes on its map, and their names in a language of the
/// questionnaire (an index; the map's own name where it has none in it). The level is the digit in
/// [areas] key ("ADM2_PCODE": 2; without one 1), and at level 2 the area around it has the same
/// properties with 1 in the digit's place. Without a map (`geojson` is empty) the code is what the
/// choice column holds and the name is the choice's label. An error where the map cannot be read.
[[nodiscard]] Result<PublishedAreas> published_areas(const Study& study,
                                                     std::string_view geojson,
                                                     std::string_view aliases,
                                                     std::size_t language);

}  // namespace mtm
