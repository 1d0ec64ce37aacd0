#include "publish/published_areas.h"

#include "base/text.h"
#include "study/map_areas.h"

namespace mtm {
namespace {

// Where in the name of a property the level stands: the digit of "ADM2_PCODE" and "admin2Pcode".
std::size_t place_of_level(const std::string& property) {
    const std::string lower = lower_ascii(property);
    const std::size_t at = lower.find("adm");
    if (at == std::string::npos) return std::string::npos;
    std::size_t digit = at + 3;
    if (lower.compare(digit, 2, "in") == 0) digit += 2;
    return digit < lower.size() && is_digit(lower[digit]) ? digit : std::string::npos;
}

std::string at_level_1(std::string property) {
    const std::size_t digit = place_of_level(property);
    if (digit == std::string::npos) return {};
    property[digit] = '1';
    return property;
}

PublishedArea area_on_map(const Study& study,
                          const MapAreas& map,
                          const std::string& key,
                          std::string_view language) {
    const Areas& settings = study.file.areas;
    const std::size_t digit = place_of_level(settings.key);
    if (digit == std::string::npos || settings.key[digit] != '2')
        return {.level = 1, .pcode1 = key, .name1 = map.name_of(key, language)};
    return {.level = 2,
            .pcode1 = map.property_of(key, at_level_1(settings.key)),
            .name1 = map.property_of(key, at_level_1(settings.name)),
            .pcode2 = key,
            .name2 = map.name_of(key, language)};
}

PublishedAreas areas_of_choices(const Study& study, int question, std::size_t language) {
    PublishedAreas out;
    for (const Choice& choice : study.questionnaire.choices_of(question).choices) {
        const auto code = choice.extra.find(study.file.areas.choice_column);
        if (code == choice.extra.end() || code->second.empty()) continue;
        out[choice.name] = {.level = 1, .pcode1 = code->second, .name1 = choice.label.in(language)};
    }
    return out;
}

}  // namespace

Result<PublishedAreas> published_areas(const Study& study,
                                       std::string_view geojson,
                                       std::string_view aliases,
                                       std::size_t language) {
    const int question = study.questionnaire.find(study.file.areas.question);
    if (question < 0) return PublishedAreas{};
    if (geojson.empty()) return areas_of_choices(study, question, language);
    const MapAreas map = TRY(MapAreas::read(geojson, study.file.areas));
    const AreaKeys keys = join_areas(study, map, aliases);
    const std::string& code = study.questionnaire.languages[language].code;
    PublishedAreas out;
    for (const auto& [choice, key] : keys.by_choice)
        out[choice] = area_on_map(study, map, key, code);
    return out;
}

}  // namespace mtm
