#include "chart/from_table.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "chart/palette.h"
#include "chart/result_map.h"
#include "chart/specification.h"
#include "chart/value_axis.h"

namespace mtm {
namespace {

Category category(const std::string& name, MissingChoice meaning = MissingChoice::answer) {
    Category out;
    out.name = name;
    out.label.by_language = {name};
    out.meaning = meaning;
    return out;
}

Estimate share(std::size_t n, std::size_t base) {
    Estimate out;
    out.n = n;
    out.base = base;
    if (base > 0) out.value = 100.0 * static_cast<double>(n) / static_cast<double>(base);
    return out;
}

/// Counts of answers, a row for each group; everyone's are their sums.
Table table_of(ChartForm chart,
               const std::vector<std::string>& answers,
               const std::vector<std::string>& groups,
               const std::vector<std::vector<std::size_t>>& counts) {
    Table table;
    table.spec.name = "t";
    table.spec.question = "sector";
    table.spec.chart = chart;
    if (!groups.empty()) table.spec.by = {"region"};
    for (const std::string& answer : answers)
        table.categories.push_back(category(answer));
    table.groups.push_back(category("all"));
    for (const std::string& group : groups)
        table.groups.push_back(category(group));
    std::vector<std::vector<std::size_t>> rows(1, std::vector<std::size_t>(answers.size(), 0));
    for (const auto& row : counts) {
        for (std::size_t c = 0; c < row.size(); ++c)
            rows[0][c] += row[c];
        if (!groups.empty()) rows.push_back(row);
    }
    for (const auto& row : rows) {
        std::size_t base = 0;
        for (const std::size_t n : row)
            base += n;
        table.group_bases.push_back(base);
        auto& cells = table.cells.emplace_back();
        for (const std::size_t n : row)
            cells.push_back(share(n, base));
    }
    table.base.n = table.group_bases[0];
    return table;
}

ChartTexts texts() {
    ChartTexts out;
    out.print = [](const Table& /*table*/, const Estimate& estimate) {
        return std::to_string(static_cast<int>(*estimate.value + 0.5)) + "%";
    };
    out.print_count = [](std::size_t count) { return std::to_string(count); };
    out.total_caption = [](std::size_t count) {
        return std::string(count == 1 ? "respondent" : "respondents");
    };
    return out;
}

Released<SafeTable> released(const Table& table) {
    DisclosureControl control(10, Edition::internal);
    return control.release(table);
}

std::optional<TableChart> chart_of(const Table& table) {
    return chart_from(released(table), texts());
}

const std::vector<std::string> five{"a", "b", "c", "d", "e"};
const std::vector<std::string> six{"a", "b", "c", "d", "e", "f"};

TEST(ChartFrom, ADonutOfMoreThanFiveAnswersIsBars) {
    EXPECT_EQ(chart_of(table_of(ChartForm::donut, five, {}, {{9, 9, 9, 9, 9}}))->kind,
              ChartKind::donut);
    EXPECT_EQ(chart_of(table_of(ChartForm::donut, six, {}, {{9, 9, 9, 9, 9, 9}}))->kind,
              ChartKind::bar);
    // An answer that nobody gave is no slice.
    EXPECT_EQ(chart_of(table_of(ChartForm::donut, six, {}, {{9, 9, 9, 9, 9, 0}}))->kind,
              ChartKind::donut);
}

TEST(ChartFrom, BarsByGroupThatAreMostlyWithheldAreBarsOfEveryoneAndThatIsKnown) {
    const Table table = table_of(ChartForm::grouped_bar,
                                 {"a", "b", "c", "d"},
                                 {"men", "women"},
                                 {{400, 300, 3, 2}, {300, 200, 2, 4}});
    DisclosureControl control(10, Edition::published);
    const auto released = control.release(table);
    ChartTexts texts;
    texts.print = [](const Table&, const Estimate&) { return std::string("1%"); };
    const auto chart = chart_from(released, texts);
    ASSERT_TRUE(chart);
    EXPECT_EQ(chart->kind, ChartKind::bar);
    EXPECT_TRUE(leaves_out_groups(released.value()));
    DisclosureControl internal(10, Edition::internal);
    EXPECT_FALSE(leaves_out_groups(internal.release(table).value()));
}

TEST(ChartFrom, AGroupOfNobodyIsCalledSo) {
    const std::vector<std::vector<std::size_t>> counts{{30, 10}, {0, 0}};
    const auto bars =
        chart_of(table_of(ChartForm::grouped_bar, {"stay", "go"}, {"uz", "tj"}, counts));
    EXPECT_EQ(bars->data.labels[1], (std::vector<std::string>{"nobody", "nobody"}));
    const auto stacked =
        chart_of(table_of(ChartForm::stacked_bar, {"stay", "go"}, {"uz", "tj"}, counts));
    EXPECT_EQ(stacked->data.categories, (std::vector<std::string>{"All", "uz", "tj (nobody)"}));
}

// Under the chart each reason by itself, and no list without an end.
TEST(ChartFrom, WhatHasNoMarkIsToldByItsReason) {
    ChartData data;
    data.categories = {"R1", "R2"};
    for (int i = 0; i < 9; ++i) {
        data.groups.push_back("g" + std::to_string(i));
        data.values.push_back({10.0 + i, std::nullopt});
        data.labels.push_back({"10%", i == 4 ? "nobody" : "withheld"});
    }
    const std::string drawn = specification(ChartKind::line, data);
    EXPECT_NE(drawn.find("withheld: g0 (R2); g1 (R2)"), std::string::npos);
    EXPECT_NE(drawn.find("(+2)"), std::string::npos);
    EXPECT_NE(drawn.find("nobody: g4 (R2)"), std::string::npos);
    EXPECT_EQ(drawn.find("g8 (R2)"), std::string::npos);
}

TEST(ChartFrom, LinesThatWouldNotBeReadAreBars) {
    std::vector<std::string> many;
    std::vector<std::size_t> counts;
    for (int i = 0; i < 13; ++i) {
        many.push_back("a" + std::to_string(i));
        counts.push_back(5);
    }
    const auto kind_of = [&](ChartForm form) {
        return chart_of(table_of(form, many, {"men", "women"}, {counts, counts}))->kind;
    };
    EXPECT_EQ(kind_of(ChartForm::line), ChartKind::grouped_bar);
    EXPECT_EQ(kind_of(ChartForm::slope), ChartKind::grouped_bar);
    many.pop_back();
    counts.pop_back();
    EXPECT_EQ(kind_of(ChartForm::line), ChartKind::line);
    many[0] = "A long name of a sector of work";
    EXPECT_EQ(kind_of(ChartForm::line), ChartKind::grouped_bar);
}

TEST(ChartFrom, TheAxisHasPercentagesAsTheLanguageDoes) {
    ChartData data;
    data.percent_after = "\u00a0%";
    EXPECT_EQ(tick_label(20, data), "20\u00a0%");
    data.percent_before = "%";
    data.percent_after = "";
    EXPECT_EQ(tick_label(20, data), "%20");
}

TEST(ChartFrom, AFlowIsAsThickAsItsPeople) {
    const auto chart =
        chart_of(table_of(ChartForm::flow, {"stay", "go"}, {"uz", "tj"}, {{30, 10}, {5, 55}}));
    ASSERT_EQ(chart->kind, ChartKind::flow);
    EXPECT_DOUBLE_EQ(*chart->data.values[0][0], 30);
    EXPECT_DOUBLE_EQ(*chart->data.values[1][1], 55);
    EXPECT_EQ(chart->data.labels[0][0], "75%");
    EXPECT_EQ(chart->data.group_totals, (std::vector<std::string>{"40", "60"}));
    EXPECT_EQ(chart->data.category_totals, (std::vector<std::string>{"35%", "65%"}));
    Table several = table_of(ChartForm::flow, {"stay", "go"}, {"uz", "tj"}, {{30, 10}, {5, 55}});
    several.multiple = true;
    EXPECT_EQ(chart_of(several)->kind, ChartKind::grouped_bar);
}

// The height of a box of a flow, in hundredths of the one called "whole": "25+25" with the pale
// foot.
std::string boxes_of(const ChartData& data, const std::string& name) {
    const auto parsed = nlohmann::json::parse(specification(ChartKind::flow, data));
    double unit = 0;
    std::string out;
    for (const bool wanted : {false, true}) {
        for (const auto& layer : parsed["layer"]) {
            for (const auto& row : layer["data"]["values"]) {
                if (!row.contains("end")) continue;
                const double height = row["y2"].get<double>() - row["y"].get<double>();
                if (!wanted && row["end"] == "whole") unit += height;
                if (!wanted || row["end"] != name) continue;
                const bool pale = row["colour"] == std::string(ink::land.light);
                out += (pale ? "+" : "") + std::to_string(std::lround(100 * height / unit));
            }
        }
    }
    return out;
}

TEST(ChartFrom, TheBoxesOfAFlowAreAsHighAsTheirNumbersSay) {
    // Of the four answers the two most frequent.
    Table table = table_of(ChartForm::flow,
                           {"stay", "go", "wait", "none"},
                           {"whole", "half"},
                           {{60, 40, 0, 0}, {20, 5, 15, 10}});
    for (const std::size_t c : {3U, 2U}) {
        table.categories.pop_back();
        for (auto& group : table.cells)
            group.resize(c);
    }
    table.spec.top = 2;
    const auto chart = chart_of(table);
    ASSERT_EQ(chart->kind, ChartKind::flow);
    EXPECT_EQ(boxes_of(chart->data, "whole"), "100");
    EXPECT_EQ(boxes_of(chart->data, "half"), "25+25");
    EXPECT_EQ(boxes_of(chart->data, "stay"), "80");
    // A band that is withheld is missing at both of its ends.
    ChartData withheld = chart->data;
    withheld.values[1][0] = std::nullopt;
    EXPECT_EQ(boxes_of(withheld, "half"), "5+45");
    EXPECT_EQ(boxes_of(withheld, "stay"), "60+20");
    // A weighted count is of those whom people stand for, and how many a group is then not known.
    table.weighted = true;
    table.spec.statistic = Statistic::count;
    for (auto& group : table.cells) {
        for (Estimate& cell : group)
            cell.value = 1000.0 * static_cast<double>(cell.n);
    }
    const auto weighted = chart_of(table);
    EXPECT_EQ(weighted->data.group_totals, (std::vector<std::string>{"", ""}));
    EXPECT_EQ(boxes_of(weighted->data, "half"), "25");
}

// "Of those who stay, 60% are from uz": no parts of what is drawn.
TEST(ChartFrom, PercentagesOfTheRowAreBars) {
    for (const ChartForm form :
         {ChartForm::flow, ChartForm::stacked_bar, ChartForm::diverging_bar}) {
        Table table = table_of(form, {"stay", "go"}, {"uz", "tj"}, {{30, 10}, {5, 55}});
        table.spec.percent_of = PercentOf::row;
        EXPECT_EQ(chart_of(table)->kind, ChartKind::grouped_bar);
    }
    Table alone = table_of(ChartForm::donut, {"stay", "go"}, {}, {{30, 10}});
    alone.spec.percent_of = PercentOf::row;
    EXPECT_EQ(chart_of(alone)->kind, ChartKind::bar);
}

TEST(ChartFrom, ASlopeHasTheGroupsAsColumns) {
    const auto chart =
        chart_of(table_of(ChartForm::slope, {"stay", "go"}, {"men", "women"}, {{3, 1}, {1, 1}}));
    ASSERT_EQ(chart->kind, ChartKind::slope);
    EXPECT_EQ(chart->data.categories, (std::vector<std::string>{"men", "women"}));
    EXPECT_EQ(chart->data.groups, (std::vector<std::string>{"stay", "go"}));
    EXPECT_DOUBLE_EQ(*chart->data.values[0][0], 75);
    EXPECT_DOUBLE_EQ(*chart->data.values[0][1], 50);
    const auto three =
        table_of(ChartForm::slope, {"stay", "go"}, {"a", "b", "c"}, {{3, 1}, {1, 1}, {1, 1}});
    EXPECT_EQ(chart_of(three)->kind, ChartKind::grouped_bar);
}

TEST(ChartFrom, DotsHaveTheIntervalsOfTheEstimates) {
    Table table = table_of(ChartForm::dots, {"stay", "go"}, {"men", "women"}, {{30, 10}, {10, 10}});
    table.cells[1][0].low = 60;
    table.cells[1][0].high = 86;
    const auto chart = chart_of(table);
    ASSERT_EQ(chart->kind, ChartKind::dots);
    ASSERT_TRUE(chart->data.intervals[0][0]);
    EXPECT_EQ(*chart->data.intervals[0][0], (ValueInterval{60, 86}));
    EXPECT_FALSE(chart->data.intervals[0][1]);
    EXPECT_EQ(chart->data.labels[0][0], "75% (60%–86%)");
    EXPECT_EQ(chart->data.labels[1][0], "50%");
}

TEST(ChartFrom, ADivergingChartKnowsWhichAnswersAreNone) {
    Table table = table_of(ChartForm::diverging_bar,
                           {"good", "bad", "unknown"},
                           {"men", "women"},
                           {{3, 1, 1}, {1, 1, 1}});
    table.categories[2].meaning = MissingChoice::unknown;
    const auto chart = chart_of(table);
    ASSERT_EQ(chart->kind, ChartKind::diverging_bar);
    EXPECT_EQ(chart->data.hues[2], Hue::muted);
    EXPECT_EQ(chart->data.categories.size(), 3U);  // everyone, men, women
    EXPECT_TRUE(chart->data.first_is_everyone);
    EXPECT_TRUE(chart->data.best_first);  // good, bad
    table.categories[0].name = "satisfied";
    table.categories[1].name = "dissatisfied";
    EXPECT_TRUE(chart_of(table)->data.best_first);
    std::swap(table.categories[0].name, table.categories[1].name);
    EXPECT_FALSE(chart_of(table)->data.best_first);
}

MapGround ground() {
    MapGround out;
    out.area_question = "region";
    out.key_of = [](const Category& choice) {
        return choice.name == "abroad" ? std::string() : "KZ-" + choice.name;
    };
    out.name_of = [](const Category& choice) { return choice.name; };
    out.is_place = [](const std::string& key) { return key == "KZ-b"; };
    return out;
}

TEST(ResultMap, IsShadedByTheFirstAnswerOfEachArea) {
    Table table =
        table_of(ChartForm::map, {"yes", "no"}, {"a", "b", "abroad"}, {{3, 1}, {1, 1}, {5, 5}});
    const auto map = result_map_from(released(table), texts(), ground());
    ASSERT_TRUE(map);
    EXPECT_EQ(map->show, MapValues::shaded);
    EXPECT_EQ(map->value_caption, "yes, % of respondents");
    ASSERT_EQ(map->areas.size(), 2U);  // abroad lies in no area
    EXPECT_EQ(map->areas[0].key, "KZ-a");
    EXPECT_EQ(map->areas[0].label, "a\n75%");
    EXPECT_EQ(map->areas[0].value, 75);
    EXPECT_TRUE(map->areas[1].city);
    EXPECT_EQ(map->print_limit(20), "20%");
    table.categories[0].meaning = MissingChoice::refused;  // not that one, then
    EXPECT_EQ(result_map_from(released(table), texts(), ground())->areas[0].label, "a\n25%");
}

TEST(ResultMap, OfTheAreaQuestionHasBubbles) {
    Table table = table_of(ChartForm::map, {"a", "b"}, {}, {{30, 10}});
    table.spec.question = "region";
    table.spec.statistic = Statistic::count;
    const auto map = result_map_from(released(table), texts(), ground());
    ASSERT_TRUE(map);
    EXPECT_EQ(map->show, MapValues::bubbles);
    Table other = table_of(ChartForm::map, {"a", "b"}, {"x", "y"}, {{30, 10}, {1, 1}});
    other.spec.by = {"sex"};
    EXPECT_FALSE(result_map_from(released(other), texts(), ground()));
}

}  // namespace
}  // namespace mtm
