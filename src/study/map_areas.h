#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "study/study.h"

namespace mtm {

/// The areas of a study's map as its GeoJSON (RFC 7946) describes them: by key, with their names.
class MapAreas {
public:
    /// An error where the text is no FeatureCollection whose features have the property `key`.
    static Result<MapAreas> read(std::string_view geojson, const Areas& settings);

    [[nodiscard]] bool has(const std::string& key) const { return areas_.contains(key); }

    [[nodiscard]] std::vector<std::string> keys() const;

    /// In that language (BCP 47) if the file has it: in the property `name` names, with the
    /// language in place of its own ("ADM1_EN": "ADM1_RU") or after it ("name": "name_ru",
    /// "name::ru", "name:ru", "name-ru"); else in `name` itself; empty if there is none.
    [[nodiscard]] std::string name_of(const std::string& key, std::string_view language) const;

    /// What the area's property of that name says; empty if it is not there, or no text.
    [[nodiscard]] std::string property_of(const std::string& key,
                                          const std::string& property) const;

    /// So small beside the others (under a fiftieth of the mean) that on a map it is a place
    /// rather than a region.
    [[nodiscard]] bool is_place(const std::string& key) const;

    /// The key of the area with a text as its key or as one of its names, whatever the case; empty
    /// if there is none, or more than one.
    [[nodiscard]] std::string key_named(std::string_view text) const;

    /// Names in that language and keys, for “did you mean”.
    [[nodiscard]] std::vector<std::string> all_names() const;

private:
    struct Area {
        std::map<std::string, std::string> properties;  // those that are text
        double extent = 0;                              // in square degrees
    };

    std::map<std::string, Area> areas_;
    std::string name_property_;
    double mean_extent_ = 0;
};

/// Which area each choice of the map's question lies in.
struct AreaKeys {
    std::map<std::string, std::string> by_choice;  // keys; choices that lie in none are not here
    Diagnostics diagnostics;                       // of choices without an area, and of aliases
};

/// A choice lies in the area whose key its choice column holds; or that an alias (`aliases`: CSV
/// with the columns alias and key) gives to what the column holds, to its name or to one of its
/// labels; or whose key or name is the choice's own name or label. A choice that is no answer needs
/// no area; nor do those called "other…" or "abroad".
[[nodiscard]] AreaKeys join_areas(const Study& study,
                                  const MapAreas& areas,
                                  std::string_view aliases);

}  // namespace mtm
