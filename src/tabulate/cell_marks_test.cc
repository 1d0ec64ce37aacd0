#include "tabulate/cell_marks.h"

#include <gtest/gtest.h>

#include "tabulate/column_letters.h"

namespace mtm {
namespace {

Estimate percentage(double value, double error, std::size_t base) {
    Estimate out;
    out.value = value;
    out.standard_error = error;
    out.df = 60;
    out.n = base / 2;
    out.base = base;
    return out;
}

TEST(CellMarks, APercentageIsJudgedByTheStandardForProportions) {
    const MarkRules rules;
    EXPECT_EQ(marks_of(percentage(50, 3, 300), Statistic::percent, rules).reliability,
              Reliability::usual);
    EXPECT_EQ(marks_of(percentage(50, 12, 300), Statistic::percent, rules).reliability,
              Reliability::unreliable);  // 17 effective rows
    // Rare, but within three points: its variation is 50 per cent.
    const Estimate rare = percentage(0.8, 0.4, 500);
    EXPECT_EQ(marks_of(rare, Statistic::percent, rules).reliability, Reliability::usual);
    MarkRules by_variation;
    by_variation.proportions = ProportionRule::cv;
    EXPECT_EQ(marks_of(rare, Statistic::percent, by_variation).reliability,
              Reliability::unreliable);
    MarkRules none;
    none.proportions = ProportionRule::none;
    EXPECT_FALSE(marks_of(rare, Statistic::percent, none).reliability);
}

TEST(CellMarks, AMeanIsJudgedByItsVariation) {
    const auto of = [](double error) {
        return marks_of(percentage(100, error, 300), Statistic::mean, MarkRules()).reliability;
    };
    EXPECT_EQ(of(16.5), Reliability::usual);
    EXPECT_EQ(of(16.6), Reliability::caution);
    EXPECT_EQ(of(33.4), Reliability::unreliable);
    Estimate nothing = percentage(0, 3, 300);
    EXPECT_FALSE(marks_of(nothing, Statistic::mean, MarkRules()).reliability);
}

TEST(CellMarks, ABaseIsSmallByWhatTheNumberRestsOn) {
    MarkRules rules;
    Estimate cell = percentage(50, 1, 40);
    cell.standard_error.reset();  // n is 20
    EXPECT_FALSE(marks_of(cell, Statistic::percent, rules).any());
    EXPECT_TRUE(marks_of(cell, Statistic::mean, rules).small_base);
    EXPECT_FALSE(marks_of(cell, Statistic::count, rules).small_base);
    rules.small_base = 41;
    EXPECT_TRUE(marks_of(cell, Statistic::percent, rules).small_base);
    cell.base = 0;  // not told
    EXPECT_FALSE(marks_of(cell, Statistic::percent, rules).any());
    cell.base = 40;
    cell.value.reset();
    EXPECT_FALSE(marks_of(cell, Statistic::percent, rules).any());
}

TEST(CellMarks, AFigureIsMarkedByItsUnit) {
    FigureValue figure;
    figure.unit = FigureUnit::percent;
    figure.estimate = percentage(50, 12, 300);
    EXPECT_FALSE(marks_of(figure, MarkRules()).any());  // arithmetic of several
    figure.parts.resize(1);
    EXPECT_EQ(marks_of(figure, MarkRules()).reliability, Reliability::unreliable);
    figure.unit = FigureUnit::number;
    EXPECT_EQ(marks_of(figure, MarkRules()).reliability, Reliability::caution);  // 24 per cent
    figure.estimate = percentage(50, 1, 20);
    EXPECT_TRUE(marks_of(figure, MarkRules()).small_base);
    figure.unit = FigureUnit::count;
    EXPECT_FALSE(marks_of(figure, MarkRules()).small_base);
}

Table three_columns() {
    Table table;
    table.categories.resize(1);
    table.groups.resize(4);
    table.cells.assign(4, std::vector<Estimate>(1));
    return table;
}

TEST(ColumnLetters, AreOfTheColumnsThatACellExceedsAfterHolm) {
    Table table = three_columns();
    EXPECT_FALSE(column_letters(table, MarkRules()));
    table.cells[1][0].contrasts = {{3, 0.016}, {2, 0.03}};
    table.cells[2][0].contrasts = {{3, 0.9}};
    MarkRules rules;
    auto letters = column_letters(table, rules);
    ASSERT_TRUE(letters);
    EXPECT_EQ(letters->names, (std::vector<std::string>{"", "A", "B", "C"}));
    EXPECT_EQ(letters->text(1, 0), "C");  // 0.048; B is at 0.06
    EXPECT_EQ(letters->text(2, 0), "");
    rules.letters = LetterRule::at_5_and_10;
    EXPECT_EQ(column_letters(table, rules)->text(1, 0), "b C");
    rules.letters = LetterRule::none;
    EXPECT_FALSE(column_letters(table, rules));
}

TEST(ColumnLetters, GoOnAfterZ) {
    Table table;
    table.categories.resize(1);
    table.groups.resize(54);
    table.cells.assign(54, std::vector<Estimate>(1));
    table.cells[1][0].contrasts = {{53, 0.01}, {27, 0.01}};
    const auto letters = column_letters(table, MarkRules());
    ASSERT_TRUE(letters);
    EXPECT_EQ(letters->names[26], "Z");
    EXPECT_EQ(letters->text(1, 0), "AA BA");
}

}  // namespace
}  // namespace mtm
