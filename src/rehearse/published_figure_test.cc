#include "rehearse/published_figure.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

TEST(PrintedNumber, IsReadAsReportsPrintIt) {
    EXPECT_EQ(printed_number("33"), (PrintedNumber{33, 1, false}));
    EXPECT_EQ(printed_number("12.5%"), (PrintedNumber{125, 10, false}));
    EXPECT_EQ(printed_number("<1"), (PrintedNumber{1, 1, true}));
    EXPECT_EQ(printed_number("-2"), (PrintedNumber{-2, 1, false}));
    for (const char* wrong : {"", "many", "<", "<0", "1.", ".5", "1e3", "--1"})
        EXPECT_FALSE(printed_number(wrong)) << wrong;
}

std::vector<std::string> codes(const PublishedFigures& read) {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : read.diagnostics)
        out.push_back(diagnostic.code);
    return out;
}

TEST(PublishedFigures, AreReadByTheirHeaders) {
    const auto read = published_figures(
        {{"note",
          "id",
          "section",
          "variable",
          "category",
          "base",
          "subset",
          "base_n",
          "pct",
          "n",
          "stat"},
         {"", "F1", "", "sex", "male", "all", "${age} > 30", "1,845", "83", "1525", "pct"}},
        "figures.csv");
    ASSERT_EQ(read.figures.size(), 1U);
    EXPECT_EQ(read.figures[0].base_n, 1845);
    EXPECT_EQ(read.figures[0].n, 1525);
    EXPECT_EQ(print(read.figures[0].subset->root), "${age} > 30");
    EXPECT_EQ(read.figures[0].place.row, 2);
}

TEST(PublishedFigures, ReportEveryMistakeOfAFileAtOnce) {
    const auto read = published_figures(
        {{"id", "variable", "category", "base", "subset", "base_n", "pct", "n", "stat"},
         {"F1", "sex", "male", "all", "${age} >", "many", "183", "", "pct"},
         {"F1", "sex", "male", "all", "", "", "83", "", "median"},
         {"", "sex", "male", "all", "", "", "83", "", ""}},
        "figures.csv");
    EXPECT_EQ(codes(read),
              (std::vector<std::string>{"bad-expression",
                                        "figure-not-a-count",
                                        "figure-not-a-number",
                                        "figure-id-twice",
                                        "figure-unknown-statistic",
                                        "figure-without-id"}));
    EXPECT_TRUE(read.figures.empty());
}

TEST(PublishedFigures, AreOnTheLinesOnWhichTheFileHasThem) {
    const auto read = published_figures({{"id", "variable", "category", "pct"},
                                         {"F1", "sex", "male", "60"},
                                         {"F2", "sex", "male", "sixty"}},
                                        "f.csv",
                                        {2, 5, 9});
    ASSERT_EQ(read.figures.size(), 1U);
    EXPECT_EQ(read.figures[0].place.row, 5);
    ASSERT_EQ(read.diagnostics.size(), 1U);
    EXPECT_EQ(read.diagnostics[0].place.row, 9);
}

TEST(PublishedFigures, NeedOnlyTheColumnsThatSayWhatIsPrinted) {
    const auto read = published_figures(
        {{"ID", "Variable", "Category", "Pct"}, {"F1", "age", "mean", "31.5"}}, "f.csv");
    ASSERT_EQ(read.figures.size(), 1U);
    EXPECT_EQ(read.figures[0].kind, FigureKind::mean);
    EXPECT_EQ(read.figures[0].base, "all");
}

TEST(PublishedFigures, NameAMissingColumnAndTheOneThatIsMeant) {
    const auto read = published_figures(
        {{"id", "variable", "categry", "base", "subset", "base_n", "pct", "n", "stat"}}, "f.csv");
    ASSERT_EQ(codes(read), std::vector<std::string>{"missing-column"});
    EXPECT_EQ(read.diagnostics[0].remedy, "Rename “categry” to “category”.");
}

TEST(PublishedFigures, AFileWithoutFiguresIsAMistake) {
    EXPECT_EQ(published_figures({}, "f.csv").diagnostics.at(0).code, "missing-column");
    const auto only_headers = published_figures(
        {{"id", "variable", "category", "base", "subset", "base_n", "pct", "n", "stat"}}, "f.csv");
    ASSERT_EQ(only_headers.diagnostics.size(), 1U);
    EXPECT_EQ(only_headers.diagnostics[0].code, "no-figures");
}

}  // namespace
}  // namespace mtm
