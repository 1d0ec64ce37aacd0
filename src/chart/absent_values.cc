#include "chart/absent_values.h"

#include <algorithm>

#include "base/text.h"

namespace mtm {
namespace {

// A longer list says less than the table does.
constexpr std::size_t longest_list = 6;

/// "a, b, … (+12)".
std::string listed(std::vector<std::string> texts, std::string_view separator) {
    if (texts.size() > longest_list + 1) {
        const std::size_t more = texts.size() - longest_list;
        texts.resize(longest_list);
        texts.push_back("… (+" + std::to_string(more) + ")");
    }
    return join(texts, separator);
}

/// What is missing for one reason, "withheld" or "nobody", as phrases.
struct Absent {
    std::string reason;
    std::vector<std::string> phrases;
};

/// The categories of a group that are missing for that reason.
std::vector<std::string> absent_categories(const ChartData& data,
                                           std::size_t group,
                                           const std::string& reason) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < data.categories.size(); ++i) {
        if (!data.values[group][i] && data.labels[group][i] == reason)
            names.push_back(data.categories[i]);
    }
    return names;
}

/// "Round 2, Round 3" of a group; a list as long as the chart is the group itself.
std::string absent_phrase(const ChartData& data,
                          std::size_t group,
                          const std::vector<std::string>& names) {
    if (data.groups.empty()) return listed(names, ", ");
    if (names.size() == data.categories.size()) return data.groups[group];
    return data.groups[group] + " (" + listed(names, ", ") + ")";
}

std::vector<Absent> absent_values(const ChartData& data) {
    std::vector<Absent> out;
    for (std::size_t group = 0; group < data.values.size(); ++group) {
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            const std::string& reason = data.labels[group][i];
            if (data.values[group][i]) continue;
            auto found = std::ranges::find(out, reason, &Absent::reason);
            if (found == out.end()) found = out.insert(out.end(), {reason, {}});
            const auto names = absent_categories(data, group, reason);
            if (names.front() == data.categories[i])
                found->phrases.push_back(absent_phrase(data, group, names));
        }
    }
    return out;
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

}  // namespace

double add_absent_values(Drawing& drawing, const ChartData& data, double left_px, double top_px) {
    std::vector<std::string> parts;
    for (const Absent& absent : absent_values(data))
        parts.push_back(absent.reason + ": " + listed(absent.phrases, "; "));
    if (parts.empty()) return 0;
    const std::string text = join(parts, ". ");
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
