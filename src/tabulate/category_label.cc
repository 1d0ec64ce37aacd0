#include "tabulate/category_label.h"

#include <fmt/format.h>

namespace mtm {

std::string label_of(const Category& category, std::size_t language, std::string_view no_answer) {
    const std::string& label = category.label.in(language);
    if (!label.empty()) return label;
    if (category.blank || category.name.empty()) return std::string(no_answer);
    if (category.meaning == MissingChoice::answer) return category.name;
    return fmt::format("{} ({})", no_answer, category.name);
}

std::vector<std::string> labels_to_group(const Table& table,
                                         std::size_t group,
                                         std::size_t language,
                                         std::string_view no_answer) {
    if (group == 0) return {};
    if (table.places.empty()) return {label_of(table.groups[group], language, no_answer)};
    const GroupPlace& place = table.places[group];
    std::vector<std::string> out = labels_to_group(table, place.parent, language, no_answer);
    out.push_back(label_of(place.own, language, no_answer));
    return out;
}

}  // namespace mtm
