#include "chart/result_map.h"

namespace mtm {
namespace {

MapData map_on(const MapGround& ground, const Table& table, const ChartTexts& texts) {
    MapData data;
    data.geojson = ground.geojson;
    data.key_property = ground.key_property;
    data.covered_caption = ground.covered_caption;
    data.city_caption = ground.city_caption;
    data.not_covered_caption = ground.not_covered_caption;
    data.withheld_caption = ground.withheld_caption;
    data.disclaimer = ground.disclaimer;
    data.font = texts.font;
    if (table.rehearsal) data.rehearsal_mark = texts.rehearsal_mark;
    return data;
}

/// One area from one cell.
void add_area(MapData& data,
              const SafeTable& safe,
              const ChartTexts& texts,
              const MapGround& ground,
              const Category& choice,
              std::size_t group,
              std::size_t category) {
    const std::string key = ground.key_of(choice);
    if (key.empty()) return;
    const bool withheld = safe.withheld[group][category];
    const Estimate& estimate = safe.table.cells[group][category];
    if (!withheld && !estimate.value) return;
    MapArea area{.key = key,
                 .label = ground.name_of(choice) + "\n" +
                          (withheld ? texts.withheld : texts.print(safe.table, estimate)),
                 .covered = true,
                 .city = ground.is_place(key)};
    if (!withheld) area.value = estimate.value;
    data.areas.push_back(std::move(area));
}

bool anything_has_value(const MapData& data) {
    for (const MapArea& area : data.areas) {
        if (area.value) return true;
    }
    return false;
}

/// The answer whose share shades the areas: the first that is an answer.
std::optional<std::size_t> shaded_category(const SafeTable& safe) {
    for (const std::size_t c : shown_categories(safe)) {
        const Category& category = safe.table.categories[c];
        if (!category.blank && category.meaning == MissingChoice::answer) return c;
    }
    return std::nullopt;
}

std::string shading_caption(const Table& table, std::size_t category, const ChartTexts& texts) {
    if (table.spec.statistic != Statistic::percent) {
        return table.spec.statistic == Statistic::count ? texts.count_axis : texts.number_axis;
    }
    const std::string& axis =
        table.base.everyone ? texts.percent_axis : texts.percent_of_asked_axis;
    return label_of(table.categories[category], texts) + ", " + axis;
}

std::optional<MapData> shaded_map(const SafeTable& safe,
                                  const ChartTexts& texts,
                                  const MapGround& ground) {
    const Table& table = safe.table;
    const auto category = shaded_category(safe);
    if (!category) return std::nullopt;
    MapData data = map_on(ground, table, texts);
    data.show = MapValues::shaded;
    data.value_caption = shading_caption(table, *category, texts);
    const bool whole =
        table.spec.statistic == Statistic::percent || table.spec.statistic == Statistic::count;
    data.value_unit = whole ? 1 : 0.1;
    Table like;  // as much of the table as its printing asks for
    like.spec.statistic = table.spec.statistic;
    data.print_limit = [like, print = texts.print](double limit) {
        Estimate at_limit;
        at_limit.value = limit;
        return print(like, at_limit);
    };
    for (std::size_t g = 1; g < table.groups.size(); ++g) {
        if (!safe.coarse && table.group_bases[g] == 0 && !safe.withheld_groups[g]) continue;
        add_area(data, safe, texts, ground, table.groups[g], g, *category);
    }
    return data;
}

std::optional<MapData> map_of_area_question(const SafeTable& safe,
                                            const ChartTexts& texts,
                                            const MapGround& ground) {
    const Table& table = safe.table;
    MapData data = map_on(ground, table, texts);
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        const Estimate& cell = table.cells[0][c];
        const bool nobody = safe.coarse ? cell.value.value_or(0) == 0 : cell.n == 0;
        if (nobody && !safe.withheld[0][c]) continue;
        add_area(data, safe, texts, ground, table.categories[c], 0, c);
    }
    return data;
}

}  // namespace

std::optional<MapData> result_map_from(const Released<SafeTable>& table,
                                       const ChartTexts& texts,
                                       const MapGround& ground) {
    const SafeTable& safe = table.value();
    const TableSpec& spec = safe.table.spec;
    std::optional<MapData> data;
    if (spec.question == ground.area_question) {
        data = map_of_area_question(safe, texts, ground);
        data->show = MapValues::bubbles;
        data->value_caption = shading_caption(safe.table, 0, texts);
        if (spec.statistic == Statistic::percent) {
            data->value_caption =
                safe.table.base.everyone ? texts.percent_axis : texts.percent_of_asked_axis;
        }
    } else if (spec.by.size() == 1 && spec.by.front() == ground.area_question) {
        data = shaded_map(safe, texts, ground);
    }
    if (!data || !anything_has_value(*data)) return std::nullopt;
    return data;
}

std::optional<MapData> coverage_map_from(const Released<SafeTable>& table,
                                         const ChartTexts& texts,
                                         const MapGround& ground) {
    if (table->table.spec.question != ground.area_question) return std::nullopt;
    return map_of_area_question(table.value(), texts, ground);
}

}  // namespace mtm
