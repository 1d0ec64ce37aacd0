#include "publish/dashboard_findings.h"

#include <algorithm>

#include "chart/chart_words.h"
#include "chart/finding.h"
#include "chart/map_classes.h"
#include "chart/palette.h"
#include "report/language.h"

namespace mtm {
namespace {

/// A view as the chart that a sentence is made of, in one language.
class ViewReader {
public:
    ViewReader(const DashboardView& view, const TextPool& texts, std::size_t language)
        : view_(view), texts_(texts), language_(language) {}

    // Answers along, one row of values for each of the columns that are wanted.
    [[nodiscard]] ChartData by_answer(std::size_t first, std::size_t end) const {
        ChartData out;
        out.title = text(view_.title);
        for (const DashboardRow& row : view_.rows) {
            out.categories.push_back(text(row.label));
            out.no_answers.push_back(row.missing);
        }
        for (std::size_t g = first; g < end; ++g) {
            if (end - first > 1 || first > 0) out.groups.push_back(text(view_.columns[g].label));
            add_values(out, [&](std::size_t i) { return &view_.rows[i].cells[g]; });
        }
        return out;
    }

    // Everyone and the groups along, their answers as parts.
    [[nodiscard]] ChartData as_parts() const {
        ChartData out;
        out.ordered = true;
        out.first_is_everyone = true;
        for (const DashboardColumn& column : view_.columns)
            out.categories.push_back(text(column.label));
        for (const DashboardRow& row : view_.rows) {
            out.groups.push_back(text(row.label));
            out.hues.push_back(row.missing ? Hue::muted : Hue::automatic);
            add_values(out, [&](std::size_t i) { return &row.cells[i]; });
        }
        return out;
    }

    // Groups along, with the numbers of one answer.
    [[nodiscard]] ChartData of_answer(const DashboardRow& row) const {
        ChartData out;
        out.title = text(row.label);
        for (std::size_t g = 1; g < view_.columns.size(); ++g)
            out.categories.push_back(text(view_.columns[g].label));
        add_values(out, [&](std::size_t i) { return &row.cells[i + 1]; });
        return out;
    }

    [[nodiscard]] MapData map_of_answer(const DashboardRow& row) const {
        MapData out;
        out.show = MapValues::shaded;
        for (std::size_t g = 1; g < view_.columns.size(); ++g)
            add_area(out, view_.columns[g].area, view_.columns[g].label, row.cells[g]);
        return out;
    }

    [[nodiscard]] MapData map_of_areas() const {
        MapData out;
        out.show = MapValues::bubbles;
        for (const DashboardRow& row : view_.rows)
            add_area(out, row.area, row.label, row.cells[0]);
        return out;
    }

private:
    [[nodiscard]] std::string text(int number) const {
        return number < 0 ? std::string() : texts_[static_cast<std::size_t>(number)][language_];
    }

    template <typename CellOf>
    void add_values(ChartData& out, CellOf cell_of) const {
        auto& values = out.values.emplace_back();
        auto& labels = out.labels.emplace_back();
        for (std::size_t i = 0; i < out.categories.size(); ++i) {
            values.push_back(cell_of(i)->value);
            labels.push_back(text(cell_of(i)->text));
        }
    }

    void add_area(MapData& out,
                  const std::string& key,
                  int label,
                  const DashboardCell& cell) const {
        if (key.empty()) return;
        out.areas.push_back({.key = key,
                             .label = text(label) + "\n" + text(cell.text),
                             .covered = true,
                             .value = cell.value});
    }

    const DashboardView& view_;
    const TextPool& texts_;
    std::size_t language_;
};

std::string finding_of(const ViewReader& read,
                       const DashboardView& view,
                       const std::string& kind,
                       const ChartWords& words) {
    const std::size_t columns = view.columns.size();
    if (kind == "bars") return finding(ChartKind::bar, read.by_answer(0, 1), words);
    if (kind == "grouped") {
        return finding(ChartKind::grouped_bar, read.by_answer(1, columns), words);
    }
    if (kind == "pyramid") return finding(ChartKind::pyramid, read.by_answer(1, columns), words);
    if (kind == "line") return finding(ChartKind::line, read.by_answer(1, columns), words);
    if (kind == "stacked") return finding(ChartKind::stacked_bar, read.as_parts(), words);
    if (kind == "map" && columns == 1) return finding(read.map_of_areas(), words);
    return {};
}

}  // namespace

void add_findings(DashboardView& view,
                  const std::string& kind,
                  DashboardSpeakers& speakers,
                  TextPool& texts) {
    std::vector<std::string> whole;
    std::vector<std::vector<std::string>> of_rows(view.rows.size());
    std::size_t language = 0;
    for (const DashboardSpeaker& speaker : speakers.all()) {
        const ViewReader read(view, texts, language++);
        const ChartWords& words = report_language(speaker.code).chart();
        whole.push_back(finding_of(read, view, kind, words));
        for (std::size_t r = 0; r < view.rows.size(); ++r) {
            std::string& sentence = of_rows[r].emplace_back();
            if (view.columns.size() < 2) continue;
            if (kind == "map") sentence = finding(read.map_of_answer(view.rows[r]), words);
            if (kind == "pick")
                sentence = finding(ChartKind::bar, read.of_answer(view.rows[r]), words);
        }
    }
    view.finding = texts.add_unless_empty(std::move(whole));
    for (std::size_t r = 0; r < view.rows.size(); ++r)
        view.rows[r].finding = texts.add_unless_empty(std::move(of_rows[r]));
}

void add_map_classes(DashboardView& view,
                     Statistic statistic,
                     DashboardSpeakers& speakers,
                     TextPool& texts) {
    if (view.columns.size() < 2) return;
    const bool whole = statistic == Statistic::percent || statistic == Statistic::count;
    Table like;  // as much of a table as printing asks for
    like.spec.statistic = statistic;
    for (DashboardRow& row : view.rows) {
        std::vector<double> values;
        for (std::size_t g = 1; g < view.columns.size(); ++g) {
            if (!view.columns[g].area.empty() && row.cells[g].value)
                values.push_back(*row.cells[g].value);
        }
        const MapClasses classes = map_classes(values, whole ? 1 : 0.1);
        if (classes.count() == 0) continue;
        for (std::size_t g = 0; g < view.columns.size(); ++g) {
            const auto& value = row.cells[g].value;
            const bool shaded = value && !view.columns[g].area.empty();
            row.classes.push_back(shaded ? static_cast<int>(classes.class_of(*value)) : -1);
        }
        const std::vector<Fill> shades = fills({}, classes.count(), true);
        for (std::size_t i = 0; i < classes.count(); ++i) {
            row.shades.emplace_back(shades[classes.count() - 1 - i].colour.variable);
            row.limits.push_back(texts.add(speakers.each([&](const DashboardSpeaker& in) {
                Estimate from;
                from.value = classes.limits[i];
                Estimate to;
                to.value = classes.last_of(i);
                const std::string low = in.exhibits.print(like, from);
                const std::string high = in.exhibits.print(like, to);
                return low == high ? low : low + " – " + high;
            })));
        }
    }
}

}  // namespace mtm
