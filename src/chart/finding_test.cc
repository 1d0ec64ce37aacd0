#include "chart/finding.h"

#include <gtest/gtest.h>

#include "chart/chart_words_for_test.h"
#include "chart/specification.h"

namespace mtm {
namespace {

ChartData sectors(std::vector<std::optional<double>> values) {
    ChartData data;
    data.categories = {"Construction", "Trade", "Farming", "I do not know"};
    data.categories.resize(values.size());
    data.no_answers = {false, false, false, true};
    data.values = {std::move(values)};
    data.labels.emplace_back();
    for (const auto& value : data.values[0])
        data.labels[0].push_back(value ? std::to_string(static_cast<int>(*value)) + "%"
                                       : "withheld");
    return data;
}

std::string said_of(std::vector<std::optional<double>> values) {
    return finding(ChartKind::bar, sectors(std::move(values)), english_chart_words());
}

TEST(Finding, SaysWhichAnswerComesFirstAndByHowMuch) {
    EXPECT_EQ(said_of({49, 15, 8}),
              "“Construction” comes first (49%), about three times “Trade” (15%).");
    EXPECT_EQ(said_of({15, 8, 49}),
              "“Farming” comes first (49%), about three times “Construction” (15%).");
    EXPECT_EQ(said_of({49, 19, 8}),
              "“Construction” comes first (49%), more than twice “Trade” (19%).");
    EXPECT_EQ(said_of({49, 40, 8}), "“Construction” comes first (49%), followed by “Trade” (40%).");
    EXPECT_EQ(said_of({90, 1, 1}),
              "“Construction” comes first (90%), more than ten times “Trade” (1%).");
    EXPECT_EQ(said_of({49, 0, 0}), "“Construction” comes first (49%).");
}

TEST(Finding, CallsNothingFirstThatMayNotBe) {
    EXPECT_EQ(said_of({49, std::nullopt, 15}),
              "Of the answers shown, “Construction” comes first (49%), about three times “Farming” "
              "(15%).");
    EXPECT_EQ(said_of({30, 30, 8}), "");
    EXPECT_EQ(said_of({std::nullopt, std::nullopt}), "");
    // "I do not know" is no answer that could come first, nor does its absence matter.
    EXPECT_EQ(said_of({20, 10, 5, 65}),
              "“Construction” comes first (20%), about twice “Trade” (10%).");
    EXPECT_EQ(said_of({20, 10, 5, std::nullopt}),
              "“Construction” comes first (20%), about twice “Trade” (10%).");
}

TEST(Finding, OfGroupsSaysWhereTheyDiffer) {
    ChartData data = sectors({49, 15, 8});
    data.groups = {"Men", "Women"};
    data.values.push_back({30, 28, 9});
    data.labels.push_back({"30%", "28%", "9%"});
    EXPECT_EQ(
        finding(ChartKind::grouped_bar, data, english_chart_words()),
        "“Construction” comes first in every group. The groups differ most on “Construction”: "
        "Men 49%, Women 30%.");
    data.values[1] = {12, 28, 9};
    data.labels[1] = {"12%", "28%", "9%"};
    EXPECT_EQ(finding(ChartKind::grouped_bar, data, english_chart_words()),
              "The groups differ most on “Construction”: Men 49%, Women 12%.");
}

TEST(Finding, OfRoundsSaysWhatRoseAndFell) {
    ChartData data;
    data.categories = {"Round 3", "Round 4"};
    data.through_rounds = true;
    data.groups = {"Construction", "Trade", "Farming"};
    data.values = {{30, 49}, {25, 15}, {std::nullopt, 8}};
    data.labels = {{"30%", "49%"}, {"25%", "15%"}, {"withheld", "8%"}};
    EXPECT_EQ(finding(ChartKind::slope, data, english_chart_words()),
              "“Construction” rose most, from 30% to 49%. “Trade” fell most, from 25% to 15%.");
}

TEST(Finding, OfTwoGroupsSaysWhichIsHigher) {
    ChartData data;
    data.categories = {"Men", "Women"};
    data.groups = {"Construction", "Trade"};
    data.values = {{30, 49}, {25, 15}};
    data.labels = {{"30%", "49%"}, {"25%", "15%"}};
    EXPECT_EQ(finding(ChartKind::slope, data, english_chart_words()),
              "The groups differ most on “Construction”: Women 49%, Men 30%.");
    data.labels = {{"30%", "30%"}, {"25%", "25%"}};
    EXPECT_EQ(finding(ChartKind::slope, data, english_chart_words()), "");
}

TEST(Finding, OfAFlowIsItsLargest) {
    ChartData data;
    data.categories = {"Stay", "Return"};
    data.groups = {"Uzbekistan", "Tajikistan"};
    data.values = {{300, 100}, {50, 80}};
    data.labels = {{"75%", "25%"}, {"38%", "62%"}};
    EXPECT_EQ(finding(ChartKind::flow, data, english_chart_words()),
              "The largest flow is from “Uzbekistan” to “Stay” (75%).");
    // What stands behind it is read in the same direction.
    const std::string text = text_alternative(ChartKind::flow, data, english_chart_words());
    EXPECT_NE(text.find("Uzbekistan: Stay 75%, Return 25%; Tajikistan: Stay 38%, Return 62%."),
              std::string::npos)
        << text;
    data.values[1][1] = std::nullopt;
    EXPECT_EQ(finding(ChartKind::flow, data, english_chart_words()), "");
}

TEST(Finding, OfAMapIsItsHighestAndLowestArea) {
    MapData data;
    data.show = MapValues::shaded;
    data.areas = {{"A", "Turkestan\n60%", true, false, 60},
                  {"B", "Zhambyl\n12%", true, false, 12},
                  {"C", "Astana\n30%", true, true, 30}};
    EXPECT_EQ(finding(data, english_chart_words()),
              "Highest in Turkestan (60%), lowest in Zhambyl (12%).");
    data.areas[1].value = std::nullopt;
    EXPECT_EQ(finding(data, english_chart_words()), "");
    data.show = MapValues::none;
    EXPECT_EQ(finding(data, english_chart_words()), "3 areas were covered.");
}

TEST(ChartCsv, HoldsUnroundedNumbersAndTheMarkInEveryRow) {
    ChartData data = sectors({49.25, std::nullopt});
    data.categories[1] = "Trade, \"retail\"";
    data.rehearsal_mark = "Invented";
    EXPECT_EQ(chart_csv(data),
              "category,value,printed,note\nConstruction,49.25,49%,Invented\n"
              "\"Trade, \"\"retail\"\"\",,withheld,Invented\n");
    data.groups = {"Men"};
    data.rehearsal_mark.clear();
    data.intervals = {{ValueInterval{40, 60.5}, std::nullopt}};
    EXPECT_EQ(chart_csv(data),
              "group,category,value,printed,low,high\nMen,Construction,49.25,49%,40,60.5\n"
              "Men,\"Trade, \"\"retail\"\"\",,withheld,,\n");
}

}  // namespace
}  // namespace mtm
