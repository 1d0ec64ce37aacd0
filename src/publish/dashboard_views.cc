#include "publish/dashboard_views.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "chart/from_table.h"
#include "chart/palette.h"
#include "publish/dashboard_findings.h"
#include "publish/dashboard_rounds.h"
#include "publish/dashboard_speaker.h"
#include "report/structured_table.h"
#include "report/table_export.h"
#include "report/trust_words.h"
#include "tabulate/precision.h"

namespace mtm {
namespace {

// More groups than this are compared one answer at a time.
constexpr std::size_t most_groups_together = 4;

bool is_numeric(Statistic statistic) {
    return statistic != Statistic::percent && statistic != Statistic::count;
}

// Answers that make up the whole of each group.
bool makes_a_whole(const Table& table) {
    return table.spec.statistic == Statistic::percent && !table.multiple &&
           table.spec.percent_of == PercentOf::column;
}

// The total of a table alone, without its groups.
SafeTable everyone_of(const SafeTable& safe) {
    SafeTable out = safe;
    Table& table = out.table;
    table.spec.by.clear();
    table.groups.resize(1);
    table.group_bases.resize(1);
    table.cells.resize(1);
    table.places.clear();
    table.groups_overlap = false;
    out.withheld.resize(1);
    out.withheld_groups.resize(1);
    return out;
}

// "Male (A)" as "Male": charts and sentences have no use for the letter.
std::string without_letter(const std::string& label, const std::string& letter) {
    const std::string suffix = " (" + letter + ")";
    if (letter.empty() || !label.ends_with(suffix)) return label;
    return label.substr(0, label.size() - suffix.size());
}

std::string filter_and_share(const TableSpec& spec) {
    std::string out(name_of(spec.percent_of));
    if (spec.where) out += " " + print(spec.where->root);
    for (const std::string& question : spec.questions)
        out += " " + question;
    if (spec.ranks) out += " ranks";
    if (spec.top > 0) out += fmt::format(" top {}", spec.top);
    return out;
}

class TopicMaker {
public:
    TopicMaker(const DashboardInput& input, const AreaOfChoice& area_of, TextPool& texts)
        : input_(input), area_of_(area_of), texts_(texts), speakers_(input) {}

    std::vector<DashboardTopic> make() {
        for (const Released<SafeTable>& released : input_.tables)
            add(released.value());
        add_everyone();
        for (DashboardTopic& topic : topics_)
            topic.title = topic.views.front().title;
        for (const RoundsOfQuestion& rounds : input_.rounds)
            add_rounds(rounds);
        name_what_divides();
        return std::move(topics_);
    }

private:
    void add(const SafeTable& safe) {
        const TableSpec& spec = safe.table.spec;
        const std::string of = filter_and_share(spec);
        const auto found = std::ranges::find_if(topics_, [&](const DashboardTopic& topic) {
            return topic.section == spec.section && topic.question == spec.question &&
                   topic.statistic == statistic_of(spec) && topic.of == of;
        });
        std::size_t at = static_cast<std::size_t>(found - topics_.begin());
        if (found == topics_.end()) {
            topics_.push_back({.id = spec.name,
                               .section = spec.section,
                               .question = spec.question,
                               .statistic = statistic_of(spec),
                               .of = of});
            first_tables_.push_back(&safe);
        }
        topics_[at].views.push_back(view_of(safe));
    }

    // Of everyone together where the plan has no such table: the totals stand in another one.
    void add_everyone() {
        for (std::size_t t = 0; t < topics_.size(); ++t) {
            std::vector<DashboardView>& views = topics_[t].views;
            const auto at =
                std::ranges::find_if(views, [](const DashboardView& v) { return v.by.empty(); });
            if (at != views.end()) {
                std::rotate(views.begin(), at, at + 1);
                continue;
            }
            const SafeTable& safe = *first_tables_[t];
            if (has_structure(safe) || safe.table.spec.percent_of != PercentOf::column) continue;
            DashboardView everyone = view_of(everyone_of(safe));
            views.insert(views.begin(), std::move(everyone));
        }
    }

    void add_rounds(const RoundsOfQuestion& rounds) {
        const std::string of(name_of(PercentOf::column));
        const std::string_view statistic =
            name_of(rounds.numeric ? Statistic::mean : Statistic::percent);
        for (DashboardTopic& topic : topics_) {
            if (topic.question != rounds.question || topic.of != of ||
                topic.statistic != statistic) {
                continue;
            }
            DashboardView view = view_of_rounds(rounds, speakers_, texts_);
            view.table = topic.id;
            view.title = topic.title;
            view.unit = topic.views.front().unit;
            topic.views.push_back(std::move(view));
            return;
        }
    }

    DashboardView view_of(const SafeTable& safe) {
        const Table& table = safe.table;
        DashboardView out;
        out.table = table.spec.name;
        out.by = table.spec.by;
        out.statistic = statistic_of(table.spec);
        std::vector<Exhibit> exhibits;
        for (DashboardSpeaker& speaker : speakers_.all())
            exhibits.push_back(speaker.exhibits.table(safe));
        out.title = of_each(exhibits, [](const Exhibit& one) { return one.title; });
        out.base = of_each(exhibits, [](const Exhibit& one) { return one.base; });
        out.unit = unit_of(table);
        add_remarks(table, exhibits, out);
        std::vector<std::string> letters;
        if (!has_structure(safe)) {
            const TableTrust trust = trust_in(safe, input_.study.file.marks);
            if (trust.letters) letters = trust.letters->names;
        }
        add_layout(exhibits, letters, out);
        if (!has_structure(safe) && !out.columns.empty()) {
            add_numbers(safe, out);
            explain_intervals(out);
            out.kinds = kinds_of(table);
            add_fills(table, shown_categories(safe), out);
            add_findings(out, out.kinds.front(), speakers_, texts_);
            if (out.kinds.front() == "map" && !out.columns.empty())
                add_map_classes(out, table.spec.statistic, speakers_, texts_);
        }
        return out;
    }

    template <typename Text>
    int of_each(const std::vector<Exhibit>& exhibits, Text text) {
        std::vector<std::string> out;
        for (const Exhibit& exhibit : exhibits)
            out.push_back(text(exhibit));
        return texts_.add_unless_empty(std::move(out));
    }

    int unit_of(const Table& table) {
        return texts_.add_unless_empty(speakers_.each([&](DashboardSpeaker& in) -> std::string {
            switch (table.spec.statistic) {
                case Statistic::percent:
                    return std::string(table.base.everyone ? in.words.percent_axis
                                                           : in.words.percent_of_asked_axis);
                case Statistic::count:
                    return std::string(in.words.count_axis);
                case Statistic::quantile:
                    return fmt::format("{} {}", in.phrase("quantile"), table.spec.share);
                default:
                    return in.phrase(name_of(table.spec.statistic));
            }
        }));
    }

    // Who was asked, then what stands under the table in a report.
    void add_remarks(const Table& table, const std::vector<Exhibit>& exhibits, DashboardView& out) {
        const int who = texts_.add_unless_empty(speakers_.each([&](DashboardSpeaker& in) {
            const auto asked = in.bases.asked(table.base);
            if (!asked || table.spec.questions.size() > 1) return std::string();
            const std::string question = in.bases.question_label(table.spec.question);
            const std::string one =
                fmt::format(fmt::runtime(in.words.asked_one), fmt::arg("question", question));
            return fmt::format(fmt::runtime(in.words.base_note_bare),
                               fmt::arg("wording", asked->wording),
                               fmt::arg("asked", one));
        }));
        if (who >= 0) out.remarks.push_back(who);
        std::size_t most = 0;
        for (const Exhibit& exhibit : exhibits)
            most = std::max(most, exhibit.remarks.size());
        // A language may have a remark less, where the plan's own note says the same.
        for (std::size_t r = 0; r < most; ++r) {
            out.remarks.push_back(of_each(exhibits, [r](const Exhibit& one) {
                return r < one.remarks.size() ? one.remarks[r] : std::string();
            }));
        }
    }

    // Heads, columns, rows and printed cells: alike in every language but for their texts.
    void add_layout(const std::vector<Exhibit>& exhibits,
                    const std::vector<std::string>& letters,
                    DashboardView& out) {
        const Exhibit& first = exhibits.front();
        for (std::size_t h = 0; h < first.heads.size(); ++h) {
            std::vector<DashboardHead>& heads = out.heads.emplace_back();
            for (std::size_t i = 0; i < first.heads[h].size(); ++i) {
                const ExhibitHead& head = first.heads[h][i];
                heads.push_back(
                    {of_each(exhibits, [&](const Exhibit& one) { return one.heads[h][i].label; }),
                     head.columns,
                     head.rows});
            }
        }
        for (std::size_t c = 0; c < first.columns.size(); ++c) {
            DashboardColumn& column = out.columns.emplace_back();
            if (c > 0 && c < letters.size()) column.letter = letters[c];
            column.label = of_each(exhibits, [&](const Exhibit& one) {
                return without_letter(one.columns[c].label, column.letter);
            });
            column.base =
                of_each(exhibits, [c](const Exhibit& one) { return one.columns[c].base; });
        }
        for (std::size_t r = 0; r < first.rows.size(); ++r)
            add_row(exhibits, r, out);
    }

    void add_row(const std::vector<Exhibit>& exhibits, std::size_t r, DashboardView& out) {
        const ExhibitRow& first = exhibits.front().rows[r];
        DashboardRow& row = out.rows.emplace_back();
        row.label = of_each(exhibits, [r](const Exhibit& one) { return one.rows[r].label; });
        row.base = of_each(exhibits, [r](const Exhibit& one) { return one.rows[r].base; });
        row.indent = first.indent;
        row.heading = first.heading;
        row.missing = first.missing;
        const std::string withheld(speakers_.all().front().words.withheld);
        for (std::size_t c = 0; c < first.cells.size(); ++c) {
            const auto part = [&](std::string ExhibitCell::*member) {
                return of_each(exhibits,
                               [&](const Exhibit& one) { return one.rows[r].cells[c].*member; });
            };
            DashboardCell& cell = row.cells.emplace_back();
            cell.text = part(&ExhibitCell::text);
            cell.detail = part(&ExhibitCell::detail);
            cell.interval = part(&ExhibitCell::interval);
            cell.letters = first.cells[c].letters;
            cell.withheld = first.cells[c].value.empty() && first.cells[c].text == withheld;
            if (!first.cells[c].value.empty())
                cell.value = std::strtod(first.cells[c].value.c_str(), nullptr);
        }
    }

    // What programs read, of a table without levels.
    void add_numbers(const SafeTable& safe, DashboardView& out) {
        const Table& table = safe.table;
        const std::vector<std::size_t> shown = shown_categories(safe);
        for (std::size_t g = 0; g < out.columns.size(); ++g) {
            out.columns[g].code = name_in_files(table, g);
            if (g > 0 && table.spec.by == std::vector{area_question()})
                out.columns[g].area = area_of_(table.groups[g].name);
        }
        for (std::size_t r = 0; r < shown.size(); ++r) {
            DashboardRow& row = out.rows[r];
            const Category& category = table.categories[shown[r]];
            row.code = category.name;
            if (table.spec.question == area_question()) row.area = area_of_(category.name);
            for (std::size_t g = 0; g < out.columns.size(); ++g) {
                DashboardCell& cell = row.cells[g];
                const Estimate& estimate = table.cells[g][shown[r]];
                if (cell.withheld || safe.coarse) continue;
                cell.n = estimate.n;
                const bool has_interval =
                    input_.study.file.marks.intervals && !safe.withheld_groups[g];
                if (!has_interval) continue;  // an interval's width tells the base
                cell.low = estimate.low;
                cell.high = estimate.high;
            }
        }
    }

    // The lines that a chart has across its bars.
    void explain_intervals(DashboardView& out) {
        const bool any = std::ranges::any_of(out.rows, [](const DashboardRow& row) {
            return std::ranges::any_of(
                row.cells, [](const DashboardCell& cell) { return cell.low.has_value(); });
        });
        if (!any) return;
        const double confidence = confidence_of(input_.study);
        out.intervals = texts_.add(speakers_.each([&](const DashboardSpeaker& in) {
            return fmt::format(fmt::runtime(in.words.explains_drawn_intervals),
                               fmt::arg("level", confidence));
        }));
    }

    [[nodiscard]] const std::string& area_question() const {
        return input_.study.file.areas.question;
    }

    [[nodiscard]] std::vector<std::string> kinds_of(const Table& table) const {
        const TableSpec& spec = table.spec;
        const std::size_t groups = table.groups.size() - 1;
        const bool has_map = !input_.areas_geojson.empty();
        const bool by_area = has_map && spec.by == std::vector{area_question()};
        if (is_numeric(spec.statistic)) {
            if (by_area) return {"map"};
            return {groups == 0 ? "number" : "dots"};
        }
        if (groups == 0) {
            if (has_map && spec.question == area_question()) return {"map", "bars"};
            return {"bars"};
        }
        if (spec.chart == ChartForm::pyramid && groups == 2) return {"pyramid", "grouped"};
        if (spec.chart == ChartForm::line) return {"line", "grouped"};
        std::vector<std::string> out{by_area                          ? "map"
                                     : groups <= most_groups_together ? "grouped"
                                                                      : "pick"};
        if (!makes_a_whole(table) || table.groups_overlap) return out;
        const bool first =
            spec.chart == ChartForm::stacked_bar || spec.chart == ChartForm::diverging_bar;
        out.insert(first ? out.begin() : out.end(), "stacked");
        return out;
    }

    static void add_fills(const Table& table,
                          const std::vector<std::size_t>& shown,
                          DashboardView& out) {
        const std::string everyone(fill_of(Hue::everyone).colour.variable);
        const std::size_t groups = out.columns.size() - 1;
        std::vector<Hue> hues;
        for (std::size_t g = 1; g < table.groups.size(); ++g)
            hues.push_back(hue_of(table.groups[g]));
        const std::vector<Fill> of_groups = fills(hues, groups, false);
        out.columns[0].fill = everyone;
        for (std::size_t g = 0; g < groups; ++g) {
            out.columns[g + 1].fill = groups > most_groups_together
                                          ? everyone
                                          : std::string(of_groups[g].colour.variable);
        }
        std::vector<Hue> of_answers;
        for (const std::size_t c : shown)
            of_answers.push_back(hue_of(table.categories[c]));
        const std::vector<Fill> answers = fills(of_answers, shown.size(), true);
        for (std::size_t r = 0; r < shown.size(); ++r) {
            out.rows[r].fill = answers[r].colour.variable;
            out.rows[r].text_fill = answers[r].text.variable;
        }
    }

    // "Sex", "Region": the title of the question's own topic, or its label.
    void name_what_divides() {
        for (DashboardTopic& topic : topics_) {
            for (DashboardView& view : topic.views) {
                if (view.by.empty() || view.by_label >= 0) continue;
                view.by_label = texts_.add(speakers_.each([&](DashboardSpeaker& in) {
                    std::string out;
                    for (const std::string& name : view.by)
                        out += (out.empty() ? "" : " · ") + name_in(name, in);
                    return out;
                }));
            }
        }
    }

    std::string name_in(const std::string& variable, DashboardSpeaker& in) {
        const auto found = std::ranges::find_if(topics_, [&](const DashboardTopic& topic) {
            return topic.question == variable && topic.statistic == name_of(Statistic::percent) &&
                   topic.of == name_of(PercentOf::column);
        });
        if (found == topics_.end()) return in.bases.question_label(variable);
        const std::size_t language = static_cast<std::size_t>(
            std::ranges::find_if(speakers_.all(),
                                 [&](const DashboardSpeaker& one) { return &one == &in; }) -
            speakers_.all().begin());
        return texts_[static_cast<std::size_t>(found->title)][language];
    }

    const DashboardInput& input_;
    const AreaOfChoice& area_of_;
    TextPool& texts_;
    DashboardSpeakers speakers_;
    std::vector<DashboardTopic> topics_;
    std::vector<const SafeTable*> first_tables_;  // of the topics
};

}  // namespace

std::vector<DashboardTopic> dashboard_topics(const DashboardInput& input,
                                             const AreaOfChoice& area_of,
                                             TextPool& texts) {
    return TopicMaker(input, area_of, texts).make();
}

}  // namespace mtm
