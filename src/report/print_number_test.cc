#include "report/print_number.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

SafeFigure percent(std::size_t n, std::size_t base) {
    SafeFigure figure;
    figure.figure.unit = FigureUnit::percent;
    figure.figure.estimate.n = n;
    figure.figure.estimate.base = base;
    figure.figure.estimate.value = 100.0 * static_cast<double>(n) / static_cast<double>(base);
    return figure;
}

SafeFigure number(double value, FigureUnit unit) {
    SafeFigure figure;
    figure.figure.unit = unit;
    figure.figure.estimate.value = value;
    figure.figure.parts.emplace_back().aggregate = "mean";
    return figure;
}

TEST(RoundedPercentage, RoundsHalvesAwayFromZero) {
    EXPECT_EQ(rounded_percentage(1, 200), 1);  // 0.5
    EXPECT_EQ(rounded_percentage(1, 201), 0);
    EXPECT_EQ(rounded_percentage(57, 200), 29);  // 28.5
    EXPECT_EQ(rounded_percentage(56, 200), 28);
    EXPECT_EQ(rounded_percentage(1525, 1845), 83);
    EXPECT_EQ(rounded_percentage(3, 3), 100);
}

TEST(PrintDecimal, PrintsLargeNumbersAsTheyAre) {
    EXPECT_EQ(print_decimal(744000000, 0, "en"), "744,000,000");
    EXPECT_EQ(print_decimal(1767990000, 0, "en"), "1,767,990,000");
    EXPECT_EQ(print_decimal(20000000000, 0, "en"), "20,000,000,000");
    EXPECT_EQ(print_decimal(1234567.891, 3, "en"), "1,234,567.891");
    EXPECT_EQ(print_decimal(-1767990000.5, 0, "en"), "−1,767,990,001");
}

TEST(RoundedPercentage, AgreesWithLongDivisionForEverySmallCount) {
    for (std::size_t base = 1; base <= 400; ++base) {
        for (std::size_t n = 0; n <= base; ++n) {
            const std::size_t whole = 100 * n / base;
            const std::size_t rest = 100 * n % base;
            ASSERT_EQ(rounded_percentage(n, base),
                      static_cast<std::int64_t>(whole + (2 * rest >= base ? 1 : 0)))
                << n << " of " << base;
        }
    }
}

TEST(Rounded, RoundsHalvesAwayFromZeroOnBothSides) {
    EXPECT_EQ(rounded(2.5), 3);
    EXPECT_EQ(rounded(-2.5), -3);
    EXPECT_EQ(rounded(0.285 * 100), 29);
    EXPECT_EQ(rounded(1.4999), 1);
}

struct Printed {
    SafeFigure figure;
    std::string_view language;
    Position position;
    std::string_view text;
};

TEST(PrintFigure, PrintsAsTheOrganisationDoes) {
    const auto prose = Position::prose;
    const auto brackets = Position::brackets;
    const auto start = Position::sentence_start;
    const Printed cases[] = {
        {percent(33, 100), "en", prose, "33\u00a0per cent"},
        {percent(33, 100), "en", brackets, "33%"},
        {percent(33, 100), "en", start, "Thirty-three per cent"},
        {percent(1, 1845), "en", prose, "less than 1\u00a0per cent"},
        {percent(1, 1845), "en", brackets, "less than 1%"},
        {percent(1, 1845), "en", start, "Less than 1\u00a0per cent"},
        {percent(0, 1845), "en", prose, "0\u00a0per cent"},
        {percent(0, 1845), "en", start, "Zero per cent"},
        {percent(1, 100), "ru", prose, "1\u00a0процент"},
        {percent(33, 100), "ru", prose, "33\u00a0процента"},
        {percent(35, 100), "ru", prose, "35\u00a0процентов"},
        {percent(11, 100), "ru", prose, "11\u00a0процентов"},
        {percent(41, 100), "ru", start, "Сорок один процент"},
        {percent(33, 100), "ru", brackets, "33\u00a0%"},
        {percent(1, 1845), "ru", prose, "менее 1\u00a0процента"},
        {percent(33, 100), "kk", prose, "33\u00a0пайыз"},
        {percent(33, 100), "uz", start, "Oʻttiz uch foiz"},
        {number(1845, FigureUnit::count), "en", prose, "1,845"},
        {number(1845, FigureUnit::count), "ru", prose, "1\u00a0845"},
        {number(146, FigureUnit::count), "en", start, "One hundred and forty-six"},
        {number(33.5, FigureUnit::number), "en", prose, "34"},
        {number(1, FigureUnit::percentage_points), "en", prose, "1\u00a0percentage point"},
        {number(-2, FigureUnit::percentage_points), "en", prose, "−2\u00a0percentage points"},
    };
    for (const Printed& c : cases) {
        const NumberStyle style{.language = std::string(c.language), .position = c.position};
        EXPECT_EQ(print_figure(c.figure, style), c.text);
    }
}

TEST(PrintFigure, HasATrueMinus) {
    EXPECT_EQ(print_figure(number(-3, FigureUnit::number), {}), "−3");
    EXPECT_EQ(print_decimal(-1234.5, 1, "en"), "−1,234.5");
    EXPECT_EQ(print_decimal(-0.04, 1, "en"), "0.0");
}

// In letters both may stand at the end of a line.
TEST(PrintFigure, KeepsDigitsOnOneLineWithTheirNoun) {
    EXPECT_EQ(with_noun("33", "per cent"), "33\u00a0per cent");
    EXPECT_EQ(with_noun("thirty-three", "per cent"), "thirty-three per cent");
}

TEST(PrintFigure, SpellsOutWhereWordsAsksForIt) {
    SafeFigure figure = percent(33, 100);
    figure.figure.spelled_out = true;
    EXPECT_EQ(print_figure(figure, {}), "thirty-three per cent");
    EXPECT_EQ(print_figure(figure, {.position = Position::brackets}), "thirty-three per cent");
}

TEST(PrintFigure, PrintsADecimalWhereOneIsAskedFor) {
    EXPECT_EQ(print_figure(number(33.25, FigureUnit::number), {.decimals = 1}), "33.3");
    EXPECT_EQ(print_figure(number(33.25, FigureUnit::number), {.language = "ru", .decimals = 1}),
              "33,3");
}

TEST(PrintFigure, ANumberOfTheTextIsPrintedAsItIsWritten) {
    SafeFigure written = number(2.5, FigureUnit::number);
    written.figure.parts.clear();
    EXPECT_EQ(print_figure(written, {}), "2.5");
    EXPECT_EQ(print_figure(written, {.language = "ru"}), "2,5");
    written.figure.estimate.value = 0.125;
    EXPECT_EQ(print_figure(written, {}), "0.125");
    written.figure.estimate.value = 3;
    EXPECT_EQ(print_figure(written, {.position = Position::sentence_start}), "Three");
    SafeFigure weighted = number(248, FigureUnit::number);
    weighted.three_digits = true;
    EXPECT_EQ(print_figure(weighted, {.decimals = 1}), "248");
    weighted.figure.estimate.value = 24.8;
    EXPECT_EQ(print_figure(weighted, {.decimals = 1}), "24.8");
    EXPECT_EQ(decimals_of_mean(248, true), 0);
    EXPECT_EQ(decimals_of_mean(248, false), 1);
    EXPECT_EQ(decimals_of_mean(248.37, true), 1);  // as it is, in the internal edition
    SafeFigure ratio = number(0.4, FigureUnit::number);
    ratio.figure.parts.front().aggregate = "ratio";
    EXPECT_EQ(print_figure(ratio, {}), "0.40");
}

TEST(PrintDecimal, LargeNumbersAreWhatTheyAre) {
    EXPECT_EQ(print_decimal(12345678901234567890.0, 1, "en"), "12,345,678,901,234,567,168.0");
    EXPECT_EQ(rounded(1e300), rounded(1e19));
    EXPECT_EQ(rounded(-1e300), -rounded(1e300));
}

TEST(PrintFigure, LargeNumbersAreWhatTheyAre) {
    for (const FigureUnit unit : {FigureUnit::count, FigureUnit::number}) {
        const SafeFigure large = number(1e20, unit);
        EXPECT_EQ(print_figure(large, {}), "100,000,000,000,000,000,000");
        EXPECT_EQ(print_figure(large, {.position = Position::sentence_start}),
                  "100,000,000,000,000,000,000");
        EXPECT_EQ(print_figure(number(-1e20, unit), {}), "−100,000,000,000,000,000,000");
    }
    EXPECT_EQ(print_figure(number(1e20, FigureUnit::percent), {}),
              "100,000,000,000,000,000,000\u00a0per cent");
    EXPECT_EQ(print_figure(number(1e20, FigureUnit::percentage_points), {}),
              "100,000,000,000,000,000,000\u00a0percentage points");
}

TEST(PrintFigure, SaysFewerThanForWhatIsWithheld) {
    SafeFigure figure;
    figure.withheld = true;
    figure.threshold = 10;
    EXPECT_EQ(print_figure(figure, {.position = Position::sentence_start}), "[withheld]");
    EXPECT_EQ(print_figure(figure, {.language = "ru"}), "[скрыто]");
    figure.few = true;
    EXPECT_EQ(print_figure(figure, {}), "fewer than 10\u00a0people");
    EXPECT_EQ(print_figure(figure, {.position = Position::sentence_start}),
              "Fewer than 10\u00a0people");
    EXPECT_EQ(print_figure(figure, {.language = "ru"}), "менее 10\u00a0человек");
}

TEST(PrintPercentage, MarksWhatRoundsToNothing) {
    EXPECT_EQ(print_percentage(percent(1, 1845).figure.estimate, "en"), "<1%");
    EXPECT_EQ(print_percentage(percent(9, 1845).figure.estimate, "en"), "<1%");
    EXPECT_EQ(print_percentage(percent(10, 1845).figure.estimate, "en"), "1%");
    EXPECT_EQ(print_percentage(percent(0, 1845).figure.estimate, "en"), "0%");
}

}  // namespace
}  // namespace mtm
