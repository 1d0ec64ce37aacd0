#include "chart/finding.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

template <typename... Fields>
std::string said(const std::string& sentence, const Fields&... fields) {
    return fmt::format(fmt::runtime(sentence), fields...);
}

/// One row of values to be compared, with their names: a group's categories, or the parts of a bar.
struct ComparedValue {
    std::string name;
    std::string label;
    double value = 0;
};

class FindingMaker {
public:
    FindingMaker(const ChartData& data, const ChartWords& words) : data_(data), words_(words) {}

    [[nodiscard]] std::string of(ChartKind kind) const {
        switch (kind) {
            case ChartKind::bar:
            case ChartKind::donut:
                return leader(row(0), is_whole(0));
            case ChartKind::dots:
            case ChartKind::grouped_bar:
                return data_.values.size() == 1
                           ? leader(row(0), is_whole(0))
                           : sentences({everywhere(), difference_of_categories()});
            case ChartKind::stacked_bar:
            case ChartKind::diverging_bar:
                return sentences({leader_of_everyone(), difference_of_parts()});
            case ChartKind::pyramid:
                return largest_of_each();
            case ChartKind::line:
                return peaks();
            case ChartKind::slope:
                return data_.through_rounds ? changes() : difference_of_parts();
            case ChartKind::flow:
                return largest_flow();
            case ChartKind::map:
                break;
        }
        return {};
    }

private:
    /// Those that there is something to say in.
    static std::string sentences(std::vector<std::string> said_ones) {
        std::erase(said_ones, std::string());
        return join(said_ones, " ");
    }

    [[nodiscard]] std::string quoted(const std::string& name) const {
        return words_.open_quote + name + words_.close_quote;
    }

    [[nodiscard]] bool is_answer(std::size_t category) const {
        return category >= data_.no_answers.size() || !data_.no_answers[category];
    }

    [[nodiscard]] bool is_answer_group(std::size_t group) const {
        return group >= data_.hues.size() || data_.hues[group] != Hue::muted;
    }

    [[nodiscard]] std::size_t countable_groups() const {
        std::size_t count = 0;
        for (std::size_t g = 0; g < data_.values.size(); ++g)
            count += is_answer_group(g) ? 1 : 0;
        return count;
    }

    [[nodiscard]] bool is_whole(std::size_t group) const {
        for (std::size_t c = 0; c < data_.categories.size(); ++c) {
            if (is_answer(c) && !data_.values[group][c]) return false;
        }
        return true;
    }

    /// The answers of a group that have a value, greatest first.
    [[nodiscard]] std::vector<ComparedValue> row(std::size_t group) const {
        std::vector<ComparedValue> out;
        for (std::size_t c = 0; c < data_.categories.size(); ++c) {
            const auto& value = data_.values[group][c];
            if (value && is_answer(c)) {
                out.push_back({quoted(data_.categories[c]), data_.labels[group][c], *value});
            }
        }
        return greatest_first(std::move(out));
    }

    /// The parts of a stacked bar.
    [[nodiscard]] std::vector<ComparedValue> column(std::size_t category) const {
        std::vector<ComparedValue> out;
        for (std::size_t g = 0; g < data_.values.size(); ++g) {
            const auto& value = data_.values[g][category];
            if (value && is_answer_group(g)) {
                out.push_back({quoted(data_.groups[g]), data_.labels[g][category], *value});
            }
        }
        return greatest_first(std::move(out));
    }

    static std::vector<ComparedValue> greatest_first(std::vector<ComparedValue> values) {
        std::stable_sort(
            values.begin(), values.end(), [](const ComparedValue& a, const ComparedValue& b) {
                return a.value > b.value;
            });
        return values;
    }

    /// "“Construction” comes first (49%), about three times “Trade” (15%)."
    [[nodiscard]] std::string leader(const std::vector<ComparedValue>& values, bool whole) const {
        if (values.size() < 2 || !(values[0].value > values[1].value)) return {};
        const std::string lead = said(whole ? words_.first : words_.first_of_shown,
                                      fmt::arg("name", values[0].name),
                                      fmt::arg("value", values[0].label));
        const ComparedValue& second = values[1];
        if (second.value <= 0) return said(words_.alone, fmt::arg("lead", lead));
        const double ratio = values[0].value / second.value;
        const auto nearest = static_cast<std::size_t>(std::lround(std::min(ratio, 1e6)));
        const bool near =
            std::abs(ratio - static_cast<double>(nearest)) <= 0.1 * static_cast<double>(nearest);
        const std::size_t times = near ? nearest : static_cast<std::size_t>(std::min(ratio, 1e6));
        if (times < 2) {
            return said(words_.followed,
                        fmt::arg("lead", lead),
                        fmt::arg("second", second.name),
                        fmt::arg("value", second.label));
        }
        const std::size_t last = words_.about_times.size() - 1;
        const bool beyond = times - 2 > last;
        const std::string& factor = near && !beyond
                                        ? words_.about_times[times - 2]
                                        : words_.more_than_times[std::min(times - 2, last)];
        return said(words_.multiple,
                    fmt::arg("lead", lead),
                    fmt::arg("times", factor),
                    fmt::arg("second", second.name),
                    fmt::arg("value", second.label));
    }

    /// One answer first in all groups, where all their values are shown.
    [[nodiscard]] std::string everywhere() const {
        std::string name;
        for (std::size_t g = 0; g < data_.values.size(); ++g) {
            const auto values = row(g);
            if (!is_whole(g) || values.size() < 2 || !(values[0].value > values[1].value))
                return {};
            if (!name.empty() && name != values[0].name) return {};
            name = values[0].name;
        }
        return name.empty() ? name : said(words_.first_everywhere, fmt::arg("name", name));
    }

    [[nodiscard]] std::string difference(const std::string& name,
                                         const std::vector<ComparedValue>& values) const {
        return said(words_.differ,
                    fmt::arg("name", name),
                    fmt::arg("high_group", values.front().name),
                    fmt::arg("high", values.front().label),
                    fmt::arg("low_group", values.back().name),
                    fmt::arg("low", values.back().label));
    }

    [[nodiscard]] static double range(const std::vector<ComparedValue>& values) {
        return values.size() < 2 ? 0 : values.front().value - values.back().value;
    }

    [[nodiscard]] std::string difference_of_categories() const {
        std::vector<ComparedValue> widest;
        std::string name;
        for (std::size_t c = 0; c < data_.categories.size(); ++c) {
            if (!is_answer(c)) continue;
            std::vector<ComparedValue> values;
            for (std::size_t g = 0; g < data_.values.size(); ++g) {
                if (!data_.values[g][c]) continue;
                values.push_back({data_.groups[g], data_.labels[g][c], *data_.values[g][c]});
            }
            values = greatest_first(std::move(values));
            if (range(values) <= range(widest)) continue;
            widest = std::move(values);
            name = quoted(data_.categories[c]);
        }
        if (widest.empty() || widest.front().label == widest.back().label) return {};
        return difference(name, widest);
    }

    [[nodiscard]] std::string leader_of_everyone() const {
        if (!data_.first_is_everyone || data_.categories.empty()) return {};
        const auto parts = column(0);
        return leader(parts, parts.size() == countable_groups());
    }

    /// Among bars, or columns of a slope, that are not everyone's.
    [[nodiscard]] std::string difference_of_parts() const {
        std::vector<ComparedValue> widest;
        std::string name;
        for (std::size_t g = 0; g < data_.values.size(); ++g) {
            if (!is_answer_group(g)) continue;
            std::vector<ComparedValue> values;
            for (std::size_t c = data_.first_is_everyone ? 1 : 0; c < data_.categories.size();
                 ++c) {
                if (!data_.values[g][c]) continue;
                values.push_back({data_.categories[c], data_.labels[g][c], *data_.values[g][c]});
            }
            values = greatest_first(std::move(values));
            if (range(values) <= range(widest)) continue;
            widest = std::move(values);
            name = quoted(data_.groups[g]);
        }
        if (widest.empty() || widest.front().label == widest.back().label) return {};
        return difference(name, widest);
    }

    [[nodiscard]] std::string largest_of_each() const {
        std::vector<std::string> parts;
        for (std::size_t g = 0; g < data_.values.size(); ++g) {
            const auto values = row(g);
            if (values.empty() || !is_whole(g) || !(values[0].value > 0)) continue;
            parts.push_back(said(words_.largest_of_group,
                                 fmt::arg("group", data_.groups[g]),
                                 fmt::arg("name", values[0].name),
                                 fmt::arg("value", values[0].label)));
        }
        return join(parts, " ");
    }

    [[nodiscard]] std::string peaks() const {
        constexpr std::size_t most_groups = 3;
        if (data_.values.size() > most_groups) return {};
        std::vector<std::string> parts;
        for (std::size_t g = 0; g < data_.values.size(); ++g) {
            const auto values = row(g);
            if (values.size() < 2 || !is_whole(g) || !(values[0].value > values[1].value)) continue;
            const std::string& sentence = data_.groups.empty() ? words_.peak_bare : words_.peak;
            parts.push_back(
                said(sentence,
                     fmt::arg("group", data_.groups.empty() ? std::string() : data_.groups[g]),
                     fmt::arg("name", values[0].name),
                     fmt::arg("value", values[0].label)));
        }
        return join(parts, " ");
    }

    /// From the first column to the last.
    [[nodiscard]] std::string changes() const {
        if (data_.categories.size() < 2) return {};
        const std::size_t last = data_.categories.size() - 1;
        std::size_t up = data_.values.size();
        std::size_t down = data_.values.size();
        const auto change = [&](std::size_t g) {
            return *data_.values[g][last] - *data_.values[g][0];
        };
        for (std::size_t g = 0; g < data_.values.size(); ++g) {
            if (!data_.values[g][0] || !data_.values[g][last]) continue;
            if (data_.labels[g][0] == data_.labels[g][last]) continue;
            const double by = change(g);
            if (by > 0 && (up == data_.values.size() || by > change(up))) up = g;
            if (by < 0 && (down == data_.values.size() || by < change(down))) down = g;
        }
        std::vector<std::string> parts;
        for (const auto& [g, sentence] : {std::pair{up, &words_.rose}, {down, &words_.fell}}) {
            if (g == data_.values.size()) continue;
            parts.push_back(
                said(*sentence,
                     fmt::arg("name", data_.groups.empty() ? data_.title : quoted(data_.groups[g])),
                     fmt::arg("from", data_.labels[g][0]),
                     fmt::arg("to", data_.labels[g][last])));
        }
        return join(parts, " ");
    }

    [[nodiscard]] std::string largest_flow() const {
        double most = 0;
        std::string sentence;
        for (std::size_t g = 0; g < data_.values.size(); ++g) {
            for (std::size_t c = 0; c < data_.categories.size(); ++c) {
                const auto& value = data_.values[g][c];
                if (!value) return {};  // the withheld one may be larger
                if (*value <= most) continue;
                most = *value;
                sentence = said(words_.largest_flow,
                                fmt::arg("group", quoted(data_.groups[g])),
                                fmt::arg("name", quoted(data_.categories[c])),
                                fmt::arg("value", data_.labels[g][c]));
            }
        }
        return sentence;
    }

    const ChartData& data_;
    const ChartWords& words_;
};

}  // namespace

std::string finding(ChartKind kind, const ChartData& data, const ChartWords& chart_words) {
    return FindingMaker(data, chart_words).of(kind);
}

std::string finding(const MapData& data, const ChartWords& chart_words) {
    const MapArea* high = nullptr;
    const MapArea* low = nullptr;
    std::size_t covered = 0;
    for (const MapArea& area : data.areas) {
        covered += area.covered ? 1 : 0;
        if (!area.value) continue;
        if (high == nullptr || *area.value > *high->value) high = &area;
        if (low == nullptr || *area.value < *low->value) low = &area;
    }
    if (data.show == MapValues::none) {
        if (covered == 0) return {};
        return said(chart_words.areas_covered, fmt::arg("number", covered));
    }
    const bool whole = std::ranges::all_of(
        data.areas, [](const MapArea& area) { return !area.covered || area.value.has_value(); });
    if (high == nullptr || low == nullptr || !(*high->value > *low->value) || !whole) return {};
    const auto name_of = [](const MapArea& area) {
        return area.label.substr(0, area.label.find('\n'));
    };
    const auto value_of = [](const MapArea& area) {
        const std::size_t end = area.label.find('\n');
        return end == std::string::npos ? std::string() : area.label.substr(end + 1);
    };
    return said(chart_words.highest_area,
                fmt::arg("high_area", name_of(*high)),
                fmt::arg("high", value_of(*high)),
                fmt::arg("low_area", name_of(*low)),
                fmt::arg("low", value_of(*low)));
}

}  // namespace mtm
