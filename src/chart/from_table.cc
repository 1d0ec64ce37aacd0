#include "chart/from_table.h"

#include <algorithm>
#include <set>

namespace mtm {
namespace {

Hue hue_of(const Category& category) {
    static const std::set<std::string> men = {"male", "men", "man"};
    static const std::set<std::string> women = {"female", "women", "woman"};
    if (men.count(category.name) != 0) return Hue::men;
    if (women.count(category.name) != 0) return Hue::women;
    const bool none = category.blank || category.meaning != MissingChoice::answer;
    return none ? Hue::muted : Hue::automatic;
}

bool is_whole_share(const Table& table) {
    return table.spec.statistic == Statistic::percent && !table.multiple;
}

/// Reads a released table one cell at a time.
class ChartMaker {
public:
    ChartMaker(const SafeTable& safe, const ChartTexts& texts)
        : safe_(safe), table_(safe.table), texts_(texts), shown_(shown_categories(safe)) {}

    std::optional<TableChart> make() {
        const auto kind = chart_kind(table_);
        if (!kind || shown_.empty()) return std::nullopt;
        chart_.kind = *kind;
        if (*kind == ChartKind::grouped_bar && mostly_withheld_by_group()) {
            chart_.kind = ChartKind::bar;  // everyone together says more than gaps do
        }
        set_axis();
        if (chart_.kind == ChartKind::stacked_bar) {
            make_stacked();
        } else if (chart_.kind == ChartKind::bar || chart_.kind == ChartKind::donut) {
            make_single();
        } else {
            make_grouped();
        }
        if (!anything_to_draw()) return std::nullopt;
        add_intervals();
        return std::move(chart_);
    }

private:
    void set_axis() {
        ChartData& data = chart_.data;
        data.percent = table_.spec.statistic == Statistic::percent;
        data.thousands_separator = texts_.thousands_separator;
        if (table_.rehearsal) data.rehearsal_mark = texts_.rehearsal_mark;
        if (data.percent) {
            data.value_axis_title =
                table_.base.everyone ? texts_.percent_axis : texts_.percent_of_asked_axis;
        } else {
            data.value_axis_title =
                table_.spec.statistic == Statistic::count ? texts_.count_axis : texts_.number_axis;
        }
    }

    [[nodiscard]] bool anything_to_draw() const {
        return std::ranges::any_of(chart_.data.values, [](const auto& group) {
            return std::ranges::any_of(group, [](const auto& v) { return v.value_or(0) > 0; });
        });
    }

    /// More than a third of the groups' bars would be missing.
    [[nodiscard]] bool mostly_withheld_by_group() const {
        std::size_t withheld = 0;
        std::size_t bars = 0;
        for (std::size_t g = 1; g < table_.groups.size(); ++g) {
            for (const std::size_t c : shown_) {
                ++bars;
                withheld += safe_.withheld[g][c] ? 1 : 0;
            }
        }
        return withheld * 3 > bars;
    }

    [[nodiscard]] std::optional<double> value(std::size_t group, std::size_t category) const {
        if (safe_.withheld[group][category]) return std::nullopt;
        return table_.cells[group][category].value;
    }

    [[nodiscard]] std::string text(std::size_t group, std::size_t category) const {
        if (safe_.withheld[group][category]) return texts_.withheld;
        const Estimate& estimate = table_.cells[group][category];
        return estimate.value ? texts_.print(table_, estimate) : texts_.no_answer;
    }

    // Of bars alone: a slice or a part of a bar has no place for one.
    void add_intervals() {
        const bool grouped = chart_.kind == ChartKind::grouped_bar;
        if (!texts_.intervals || (!grouped && chart_.kind != ChartKind::bar)) return;
        bool any = false;
        for (std::size_t row = 0; row < chart_.data.values.size(); ++row) {
            auto& intervals = chart_.data.intervals.emplace_back();
            for (const std::size_t c : shown_) {
                intervals.push_back(interval(grouped ? row + 1 : 0, c));
                any = any || intervals.back().has_value();
            }
        }
        if (!any) chart_.data.intervals.clear();
    }

    [[nodiscard]] std::optional<ChartInterval> interval(std::size_t group,
                                                        std::size_t category) const {
        const Estimate& cell = table_.cells[group][category];
        if (!value(group, category) || !cell.low || !cell.high || *cell.low < 0) return {};
        return ChartInterval{*cell.low, *cell.high};
    }

    [[nodiscard]] std::string group_label(std::size_t group) const {
        return group == 0 ? texts_.everyone : label_of(table_.groups[group], texts_);
    }

    void make_single() {
        ChartData& data = chart_.data;
        data.values.emplace_back();
        data.labels.emplace_back();
        for (const std::size_t c : shown_) {
            data.categories.push_back(label_of(table_.categories[c], texts_));
            data.values[0].push_back(value(0, c));
            data.labels[0].push_back(text(0, c));
            if (chart_.kind == ChartKind::donut) data.hues.push_back(hue_of(table_.categories[c]));
        }
        if (chart_.kind == ChartKind::donut && !safe_.withheld_groups[0] && !safe_.coarse) {
            data.total = texts_.print_count(table_.group_bases[0]);
            data.total_caption = texts_.total_caption;
        }
    }

    void make_grouped() {
        ChartData& data = chart_.data;
        for (const std::size_t c : shown_) {
            data.categories.push_back(label_of(table_.categories[c], texts_));
        }
        for (std::size_t g = 1; g < table_.groups.size(); ++g) {
            data.groups.push_back(group_label(g));
            data.hues.push_back(hue_of(table_.groups[g]));
            data.values.emplace_back();
            data.labels.emplace_back();
            for (const std::size_t c : shown_) {
                data.values.back().push_back(value(g, c));
                data.labels.back().push_back(text(g, c));
            }
        }
    }

    /// One bar for everyone and for each group; the answers are its parts.
    void make_stacked() {
        ChartData& data = chart_.data;
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            const bool bare = std::none_of(shown_.begin(), shown_.end(), [&](std::size_t c) {
                return value(g, c).value_or(0) > 0;
            });
            data.categories.push_back(group_label(g) + (bare ? " (" + texts_.withheld + ")" : ""));
        }
        for (const std::size_t c : shown_) {
            data.groups.push_back(label_of(table_.categories[c], texts_));
            data.hues.push_back(hue_of(table_.categories[c]));
            data.values.emplace_back();
            data.labels.emplace_back();
            for (std::size_t g = 0; g < table_.groups.size(); ++g) {
                data.values.back().push_back(value(g, c));
                data.labels.back().push_back(text(g, c));
            }
        }
        data.ordered = true;
    }

    const SafeTable& safe_;
    const Table& table_;
    const ChartTexts& texts_;
    std::vector<std::size_t> shown_;
    TableChart chart_;
};

}  // namespace

std::optional<ChartKind> chart_kind(const Table& table) {
    const std::size_t groups = table.groups.size() - 1;
    switch (table.spec.chart) {
        case ChartForm::none:
        case ChartForm::map:
        case ChartForm::flow:
            return std::nullopt;
        case ChartForm::pyramid:
            return groups == 2 ? ChartKind::pyramid : ChartKind::grouped_bar;
        case ChartForm::stacked_bar:
            if (is_whole_share(table) && !table.groups_overlap) return ChartKind::stacked_bar;
            break;
        case ChartForm::donut:
            if (is_whole_share(table) && groups == 0) return ChartKind::donut;
            break;
        case ChartForm::line:
            return ChartKind::line;
        case ChartForm::bar:
            return ChartKind::bar;
        default:
            break;
    }
    return groups > 0 ? ChartKind::grouped_bar : ChartKind::bar;
}

std::optional<TableChart> chart_from(const Released<SafeTable>& table, const ChartTexts& texts) {
    return ChartMaker(table.value(), texts).make();
}

std::string label_of(const Category& category, const ChartTexts& texts) {
    const std::string& label = category.label.in(texts.language);
    if (!label.empty()) return label;
    return category.blank ? texts.no_answer : category.name;
}

std::vector<std::size_t> shown_categories(const SafeTable& safe) {
    const Table& table = safe.table;
    std::vector<std::size_t> shown;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        bool somebody = false;
        for (std::size_t g = 0; g < table.cells.size(); ++g) {
            somebody = somebody || safe.withheld[g][c] || table.cells[g][c].n > 0 ||
                       (table.cells[g][c].value.value_or(0) > 0);
        }
        if (somebody) shown.push_back(c);
    }
    if (table.spec.top > 0) {
        std::stable_sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
            return table.cells[0][a].value > table.cells[0][b].value;
        });
    }
    return shown;
}

}  // namespace mtm
