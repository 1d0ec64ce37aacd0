#include "chart/from_table.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "study/chart_check.h"
#include "tabulate/category_label.h"

namespace mtm {
namespace {

/// Percentages of the row are of each answer, and add up over groups.
bool is_whole_share(const Table& table) {
    return table.spec.statistic == Statistic::percent && !table.multiple &&
           table.spec.percent_of != PercentOf::row;
}

/// True of the name of an answer that denies or blames: "dissatisfied", "not_enough", "never".
bool sounds_bad(const std::string& name) {
    static const std::set<std::string> whole = {
        "no", "not", "never", "none", "bad", "poor", "worse", "worst", "difficult", "hard"};
    std::string word;
    bool bad = false;
    for (const char letter : name + "_") {
        if (letter != '_' && letter != '-') {
            word += letter;
            continue;
        }
        bad = bad || whole.count(word) != 0 || word.starts_with("dis") ||
              (word.starts_with("un") && word != "unknown");
        word.clear();
    }
    return bad;
}

/// Whether more of the answers in the second half of a scale sound bad than in the first.
bool begins_well(const std::vector<std::string>& names) {
    int first = 0;
    int second = 0;
    for (std::size_t i = 0; i < names.size() / 2; ++i) {
        first += sounds_bad(names[i]) ? 1 : 0;
        second += sounds_bad(names[names.size() - 1 - i]) ? 1 : 0;
    }
    return second > first;
}

/// Each person is in one group and one answer, so that they can be drawn as going from one to the
/// other.
bool is_countable(const Table& table) {
    const TableSpec& spec = table.spec;
    const bool of_groups =
        spec.statistic == Statistic::percent && spec.percent_of == PercentOf::column;
    return !table.multiple && !table.groups_overlap &&
           (of_groups || spec.statistic == Statistic::count);
}

/// More than a third of the groups' bars would be missing.
bool mostly_withheld_by_group(const SafeTable& safe, const std::vector<std::size_t>& shown) {
    std::size_t withheld = 0;
    std::size_t bars = 0;
    for (std::size_t g = 1; g < safe.table.groups.size(); ++g) {
        for (const std::size_t c : shown) {
            ++bars;
            withheld += safe.withheld[g][c] ? 1 : 0;
        }
    }
    return withheld * 3 > bars;
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
        if (*kind == ChartKind::donut && shown_.size() > most_slices) chart_.kind = ChartKind::bar;
        if (*kind == ChartKind::slope && shown_.size() > most_points)
            chart_.kind = ChartKind::grouped_bar;
        if (*kind == ChartKind::line && !fit_under_a_line()) {
            chart_.kind = table_.groups.size() > 1 ? ChartKind::grouped_bar : ChartKind::bar;
        }
        if (*kind == ChartKind::flow && !flow_can_be_drawn()) {
            chart_.kind = ChartKind::grouped_bar;
        }
        if (*kind == ChartKind::grouped_bar && mostly_withheld_by_group(safe_, shown_)) {
            chart_.kind = ChartKind::bar;  // everyone together says more than gaps do
        }
        set_axis();
        switch (chart_.kind) {
            case ChartKind::stacked_bar:
            case ChartKind::diverging_bar:
                make_stacked();
                break;
            case ChartKind::bar:
            case ChartKind::donut:
                make_single();
                break;
            case ChartKind::dots:
                if (table_.groups.size() > 1) {
                    make_grouped();
                } else {
                    make_single();
                }
                add_intervals();
                break;
            case ChartKind::line:
                make_grouped();
                take_intervals();
                break;
            case ChartKind::slope:
                make_slope();
                break;
            case ChartKind::flow:
                make_flow();
                break;
            default:
                make_grouped();
        }
        if (!anything_to_draw()) return std::nullopt;
        const bool bars = chart_.kind == ChartKind::bar || chart_.kind == ChartKind::grouped_bar;
        if (texts_.intervals && bars) take_intervals();
        return std::move(chart_);
    }

private:
    void set_axis() {
        ChartData& data = chart_.data;
        data.percent = table_.spec.statistic == Statistic::percent;
        data.font = texts_.font;
        data.thousands_separator = texts_.thousands_separator;
        data.decimal_separator = texts_.decimal_separator;
        data.percent_before = texts_.percent_before;
        data.percent_after = texts_.percent_after;
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
            return std::ranges::any_of(group, [](const auto& v) { return v.value_or(0) != 0; });
        });
    }

    [[nodiscard]] std::optional<double> value(std::size_t group, std::size_t category) const {
        if (safe_.withheld[group][category]) return std::nullopt;
        return table_.cells[group][category].value;
    }

    [[nodiscard]] std::string text(std::size_t group, std::size_t category) const {
        if (safe_.withheld[group][category]) return texts_.withheld;
        const Estimate& estimate = table_.cells[group][category];
        if (estimate.value) return texts_.print(table_, estimate);
        return is_of_nobody(group) ? texts_.nobody : texts_.no_answer;
    }

    [[nodiscard]] bool is_of_nobody(std::size_t group) const {
        return !safe_.coarse && table_.group_bases[group] == 0;
    }

    [[nodiscard]] static bool is_no_answer(const Category& category) {
        return category.blank || category.meaning != MissingChoice::answer;
    }

    void add_categories() {
        for (const std::size_t c : shown_) {
            chart_.data.categories.push_back(label_of(table_.categories[c], texts_));
            chart_.data.no_answers.push_back(is_no_answer(table_.categories[c]));
        }
    }

    /// Where a value may lie; nothing where the table must not tell how many people it rests on,
    /// for an interval's width does.
    [[nodiscard]] std::optional<ValueInterval> interval(std::size_t group,
                                                        std::size_t category) const {
        const Estimate& estimate = table_.cells[group][category];
        if (safe_.coarse || safe_.withheld[group][category] || safe_.withheld_groups[group])
            return std::nullopt;
        if (!estimate.value || !estimate.low || !estimate.high) return std::nullopt;
        return ValueInterval{*estimate.low, *estimate.high};
    }

    /// A limit is no estimate, and has no marks: nothing is known of its base or error.
    [[nodiscard]] std::string printed_as(double value) const {
        Estimate limit;
        limit.value = value;
        return texts_.print(table_, limit);
    }

    /// Of the groups that are drawn. REQUIRES: values have a row for each group.
    void take_intervals() {
        ChartData& data = chart_.data;
        const std::size_t first = data.groups.empty() ? 0 : 1;
        bool any = false;
        for (std::size_t row = 0; row < data.values.size(); ++row) {
            auto& intervals = data.intervals.emplace_back();
            for (const std::size_t c : shown_) {
                intervals.push_back(interval(row + first, c));
                any = any || intervals.back().has_value();
            }
        }
        if (!any) data.intervals.clear();
    }

    /// The same, said in the labels too: "33% (29%–37%)".
    void add_intervals() {
        take_intervals();
        ChartData& data = chart_.data;
        for (std::size_t row = 0; row < data.intervals.size(); ++row) {
            for (std::size_t i = 0; i < shown_.size(); ++i) {
                const auto& interval = data.intervals[row][i];
                if (!interval) continue;
                data.labels[row][i] +=
                    " (" + printed_as(interval->low) + "–" + printed_as(interval->high) + ")";
            }
        }
    }

    /// Names under the points of a line share its width; beside bars there is room for any.
    [[nodiscard]] bool fit_under_a_line() const {
        std::size_t longest = 0;
        for (const std::size_t c : shown_)
            longest = std::max(longest, length_utf8(label_of(table_.categories[c], texts_)));
        return shown_.size() <= (longest <= 8 ? most_points : longest <= 20 ? 8U : 6U);
    }

    /// A flow is as thick as the people in it, so their number must be one that may be told.
    [[nodiscard]] bool flow_can_be_drawn() const {
        if (safe_.coarse) return false;
        return std::find(safe_.withheld_groups.begin(), safe_.withheld_groups.end(), false) !=
               safe_.withheld_groups.end();
    }

    /// Interviews of a group with an answer: counted, or the share of the group's.
    [[nodiscard]] std::optional<double> flow_amount(std::size_t group, std::size_t category) const {
        const auto share = value(group, category);
        if (!share || safe_.withheld_groups[group]) return std::nullopt;
        if (table_.spec.statistic == Statistic::count) return share;
        return *share * static_cast<double>(table_.group_bases[group]) / 100;
    }

    /// Bands of a weighted count are of those whom people stand for, and a base is of people.
    [[nodiscard]] bool flow_is_of_people() const {
        return !table_.weighted || table_.spec.statistic == Statistic::percent;
    }

    /// What goes to an answer from anywhere. Groups' shares of people, weighted, add up to nothing
    /// else that is known; where all are drawn they are the whole.
    [[nodiscard]] std::optional<double> flow_whole(std::size_t category) const {
        const bool adds_up = !table_.weighted || table_.spec.statistic == Statistic::count;
        bool all_drawn = true;
        for (std::size_t g = 1; g < table_.groups.size(); ++g)
            all_drawn = all_drawn && flow_amount(g, category);
        if (!adds_up && all_drawn) return std::nullopt;
        return flow_amount(0, category);
    }

    void make_flow() {
        make_grouped();
        ChartData& data = chart_.data;
        for (std::size_t g = 1; g < table_.groups.size(); ++g) {
            const bool withheld = safe_.withheld_groups[g];
            const std::size_t people = table_.group_bases[g];
            const bool told = flow_is_of_people() && !withheld;
            data.group_amounts.push_back(told ? std::optional(static_cast<double>(people))
                                              : std::nullopt);
            data.group_totals.push_back(withheld              ? texts_.withheld
                                        : flow_is_of_people() ? texts_.print_count(people)
                                                              : std::string());
            for (std::size_t i = 0; i < shown_.size(); ++i)
                data.values[g - 1][i] = flow_amount(g, shown_[i]);
        }
        for (const std::size_t c : shown_) {
            data.category_totals.push_back(text(0, c));
            data.category_amounts.push_back(flow_whole(c));
        }
    }

    /// Two groups as columns, a line for each answer.
    void make_slope() {
        ChartData& data = chart_.data;
        for (std::size_t g = 1; g < table_.groups.size(); ++g)
            data.categories.push_back(group_label(g));
        for (const std::size_t c : shown_) {
            data.groups.push_back(label_of(table_.categories[c], texts_));
            data.hues.push_back(hue_of(table_.categories[c]));
            data.values.emplace_back();
            data.labels.emplace_back();
            for (std::size_t g = 1; g < table_.groups.size(); ++g) {
                data.values.back().push_back(value(g, c));
                data.labels.back().push_back(text(g, c));
            }
        }
    }

    [[nodiscard]] std::string group_label(std::size_t group) const {
        if (group == 0) return texts_.everyone;
        return join(labels_to_group(table_, group, texts_.language, texts_.no_answer), ", ");
    }

    void make_single() {
        ChartData& data = chart_.data;
        data.values.emplace_back();
        data.labels.emplace_back();
        add_categories();
        for (const std::size_t c : shown_) {
            data.values[0].push_back(value(0, c));
            data.labels[0].push_back(text(0, c));
            if (chart_.kind == ChartKind::donut) data.hues.push_back(hue_of(table_.categories[c]));
        }
        if (chart_.kind == ChartKind::donut && !safe_.withheld_groups[0] && !safe_.coarse) {
            data.total = texts_.print_count(table_.group_bases[0]);
            data.total_caption = texts_.total_caption(table_.group_bases[0]);
        }
    }

    void make_grouped() {
        ChartData& data = chart_.data;
        add_categories();
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

    /// " (withheld)", " (nobody)" beside the name of a group without any part; else nothing.
    [[nodiscard]] std::string why_without_bar(std::size_t group) const {
        if (is_of_nobody(group)) return " (" + texts_.nobody + ")";
        const bool any = std::ranges::any_of(
            shown_, [&](std::size_t c) { return value(group, c).value_or(0) > 0; });
        const bool withheld =
            std::ranges::any_of(shown_, [&](std::size_t c) { return !value(group, c); });
        return !any && withheld ? " (" + texts_.withheld + ")" : "";
    }

    /// One bar for everyone and for each group; the answers are its parts.
    void make_stacked() {
        ChartData& data = chart_.data;
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            data.categories.push_back(group_label(g) + why_without_bar(g));
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
        data.first_is_everyone = true;
        std::vector<std::string> names;
        for (const std::size_t c : shown_) {
            if (!is_no_answer(table_.categories[c])) names.push_back(table_.categories[c].name);
        }
        data.best_first = begins_well(names);
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
            return std::nullopt;
        case ChartForm::flow:
            if (groups > 0 && is_countable(table)) return ChartKind::flow;
            break;
        case ChartForm::dots:
            return ChartKind::dots;
        case ChartForm::slope:
            if (groups == 2) return ChartKind::slope;
            break;
        case ChartForm::diverging_bar:
            if (is_whole_share(table) && !table.groups_overlap) return ChartKind::diverging_bar;
            break;
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

bool leaves_out_groups(const SafeTable& safe) {
    return safe.table.spec.chart == ChartForm::grouped_bar && safe.table.groups.size() > 1 &&
           mostly_withheld_by_group(safe, shown_categories(safe));
}

Hue hue_of(const Category& category) {
    static const std::set<std::string> men = {"male", "men", "man"};
    static const std::set<std::string> women = {"female", "women", "woman"};
    if (men.count(category.name) != 0) return Hue::men;
    if (women.count(category.name) != 0) return Hue::women;
    const bool none = category.blank || category.meaning != MissingChoice::answer;
    return none ? Hue::muted : Hue::automatic;
}

std::string label_of(const Category& category, const ChartTexts& texts) {
    return label_of(category, texts.language, texts.no_answer);
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
