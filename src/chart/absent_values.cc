#include "chart/absent_values.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

/// "Round 2, Round 3" of a group; a list as long as the chart is the group itself.
std::vector<std::string> absent_categories(const ChartData& data, std::size_t group) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        if (!data.values[group][i]) names.push_back(data.categories[i]);
    }
    return names;
}

std::vector<std::string> absent_phrases(const ChartData& data) {
    std::vector<std::string> phrases;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        const std::vector<std::string> names = absent_categories(data, group);
        if (names.empty()) continue;
        if (data.groups.empty()) {
            phrases.push_back(join(names, ", "));
        } else if (names.size() == data.categories.size()) {
            phrases.push_back(data.groups[group]);
        } else {
            phrases.push_back(data.groups[group] + " (" + join(names, ", ") + ")");
        }
    }
    return phrases;
}

/// Those categories that have a mark in some group.
ChartData with_marks(const ChartData& data) {
    ChartData out = data;
    for (std::size_t i = data.categories.size(); i-- > 0;) {
        if (std::ranges::any_of(data.values,
                                [i](const auto& row) { return row[i].value_or(0) > 0; }))
            continue;
        const auto at = static_cast<std::ptrdiff_t>(i);
        out.categories.erase(out.categories.begin() + at);
        for (auto& row : out.values)
            row.erase(row.begin() + at);
        for (auto& row : out.labels)
            row.erase(row.begin() + at);
    }
    return out;
}

/// What the values that are missing are printed as: they are all missing for one reason.
std::string said_instead(const ChartData& data) {
    if (!data.withheld_note.empty()) return data.withheld_note;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            if (!data.values[group][i]) return data.labels[group][i];
        }
    }
    return {};
}

}  // namespace

double add_absent_values(Drawing& drawing, const ChartData& data, double left_px, double top_px) {
    const std::vector<std::string> phrases = absent_phrases(data);
    if (phrases.empty()) return 0;
    const std::string text = said_instead(data) + ": " + join(phrases, "; ");
    const TextStyle style{.size_px = small_text.size_px, .italic = true};
    double y = top_px;
    for (const std::string& line : drawing.ruler().wrap(text, style, data.width_px - 2.0)) {
        drawing.add_label(
            {.x_px = -left_px, .y_px = y + 8, .text = line, .style = style, .colour = ink::quiet});
        y += 16;
    }
    return y - top_px + 4;
}

double add_absent_parts(Drawing& drawing, const ChartData& data, double left_px, double top_px) {
    return add_absent_values(drawing, with_marks(data), left_px, top_px);
}

}  // namespace mtm
