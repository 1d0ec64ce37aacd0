// `::: rounds`: a question through several rounds, as a table and as a chart.
#include <gtest/gtest.h>

#include "chart/press.h"
#include "report/compose.h"
#include "report/html.h"
#include "report/report_markdown.h"
#include "report/test_survey.h"
#include "rounds/round_series.h"

namespace mtm {
namespace {

class RoundsInReport : public ::testing::Test {
protected:
    void SetUp() override {
        study_.file.round = "Round 1";
        study_.file.previous = "../before";
        now_ = {"Round 1", study_, test_survey::twenty(study_)};
    }

    // 40 people, so many of them men; aged 20 to 59.
    ComparedRound earlier(const std::string& name, int men) {
        ComparedRound out{name, study_, {}};
        std::vector<std::string> rows;
        for (int i = 0; i < 40; ++i)
            rows.push_back(std::string(i < men ? "male " : "female ") + std::to_string(20 + i) +
                           (i < 20 ? " yes construction income" : " no - income"));
        out.dataset = test_survey::dataset(study_, rows);
        return out;
    }

    // Earlier rounds, the last one first.
    std::vector<RoundSeries> series(const std::vector<ComparedRound>& rounds,
                                    DisclosureControl& control) {
        std::vector<RoundComparison> comparisons;
        for (const ComparedRound& before : rounds) {
            DisclosureControl was(study_.file.threshold, control.edition());
            comparisons.push_back(compare_rounds({before, was}, {now_, control}));
        }
        return series_of(comparisons);
    }

    Composed told(const std::string& text,
                  const std::vector<ComparedRound>& rounds,
                  Edition edition = Edition::published,
                  ChartPress* press = nullptr) {
        const ReadNarrative read = read_narrative(text, "report.md");
        EXPECT_EQ(read.diagnostics, Diagnostics{});
        EXPECT_EQ(check_narrative(read.narrative, study_), Diagnostics{});
        DisclosureControl control(study_.file.threshold, edition);
        const auto shown = series(rounds, control);
        return compose(study_,
                       now_.dataset,
                       read.narrative,
                       control,
                       {.areas_geojson = {}, .charts = press, .rounds = &shown});
    }

    static Diagnostics mistakes(const Study& study, const std::string& text) {
        ReadNarrative read = read_narrative(text, "report.md");
        for (Diagnostic& found : check_narrative(read.narrative, study))
            read.diagnostics.push_back(std::move(found));
        return read.diagnostics;
    }

    Study study_ = test_survey::study();
    ComparedRound now_;
};

std::vector<std::string> cells_of(const ExhibitRow& row) {
    std::vector<std::string> out;
    for (const ExhibitCell& cell : row.cells)
        out.push_back(cell.text);
    return out;
}

using Texts = std::vector<std::string>;

TEST_F(RoundsInReport, StandSideBySideTheOldestFirstEachOfItsOwnBase) {
    const Composed made =
        told("::: rounds sex chart=none", {earlier("Round 0", 28), earlier("Round −1", 20)});
    EXPECT_EQ(made.diagnostics, Diagnostics{});
    const Exhibit& exhibit = made.document.exhibits.at(0);
    EXPECT_EQ(exhibit.label, "Table 1");
    EXPECT_EQ(exhibit.anchor, "rounds-sex");
    EXPECT_EQ(exhibit.base, "Base: Round −1: 40; Round 0: 40; Round 1: 20");
    ASSERT_EQ(exhibit.columns.size(), 3U);
    EXPECT_EQ(exhibit.columns[2].label, "Round 1");
    EXPECT_EQ(exhibit.columns[2].base.substr(0, 6), "n = 20");
    ASSERT_EQ(exhibit.rows.size(), 2U);
    EXPECT_EQ(cells_of(exhibit.rows[0]), (Texts{"50%", "70%", "60%"}));
    EXPECT_EQ(cells_of(exhibit.rows[1]), (Texts{"50%", "30%", "40%"}));
    EXPECT_NE(html(made.document).find("could not be tested"), std::string::npos);
}

TEST_F(RoundsInReport, AMeanIsOneRow) {
    const Composed made = told("::: rounds age chart=none", {earlier("Round 0", 28)});
    const Exhibit& exhibit = made.document.exhibits.at(0);
    ASSERT_EQ(exhibit.rows.size(), 1U);
    EXPECT_EQ(exhibit.rows[0].cells.at(0).text, "39.5");  // 20, 21 … 59
}

TEST_F(RoundsInReport, NamesMayBeThoseOfALanguage) {
    const Composed made = told("::: rounds sex chart=none names=\"Früher, Jetzt\" title=\"T\"",
                               {earlier("Round 0", 28)});
    const Exhibit& exhibit = made.document.exhibits.at(0);
    EXPECT_EQ(exhibit.title, "T");
    EXPECT_EQ(exhibit.columns[0].label, "Früher");
    EXPECT_EQ(exhibit.columns[1].label, "Jetzt");
}

TEST_F(RoundsInReport, WhatARoundWithholdsIsWithheldHere) {
    study_.file.threshold = now_.study.file.threshold = 15;
    ComparedRound before = earlier("Round 0", 30);  // 10 women
    const Composed made = told("::: rounds sex chart=none", {before});
    const Exhibit& exhibit = made.document.exhibits.at(0);
    for (const ExhibitRow& row : exhibit.rows) {
        EXPECT_EQ(row.cells[0].text, "withheld");
        EXPECT_EQ(row.cells[0].value, "");
        EXPECT_EQ(row.cells[0].detail, "");
    }
    const Composed internal = told("::: rounds sex chart=none", {before}, Edition::internal);
    EXPECT_EQ(internal.document.exhibits.at(0).rows[0].cells[0].text, "75%");
}

TEST_F(RoundsInReport, WithoutAnEarlierRoundASentenceStandsThere) {
    const Composed made = told("::: rounds sex", {});
    const Exhibit& exhibit = made.document.exhibits.at(0);
    EXPECT_EQ(exhibit.label, "");
    EXPECT_NE(exhibit.instead.find("is not shown beside earlier rounds"), std::string::npos);
    EXPECT_NE(html(made.document).find("is not shown beside earlier rounds"), std::string::npos);
    ASSERT_EQ(made.diagnostics.size(), 1U);
    EXPECT_EQ(made.diagnostics[0].code, "rounds-not-compared");
}

TEST_F(RoundsInReport, IsDrawnWithRoundsAsColumnsOrAlongThePage) {
    ChartPress press(1);
    const Composed made = told("::: rounds sex\n\n::: rounds sex chart=line",
                               {earlier("Round 0", 28)},
                               Edition::published,
                               &press);
    EXPECT_EQ(made.diagnostics, Diagnostics{});
    ASSERT_EQ(made.document.charts.size(), 2U);
    EXPECT_EQ(made.document.exhibits[0].label, "Figure 1");
    EXPECT_NE(made.document.charts[0].alternative.find("rose most, from 30% to 40%"),
              std::string::npos)
        << made.document.charts[0].alternative;
    EXPECT_NE(made.document.charts[1].alternative.find("Line chart"), std::string::npos);
    EXPECT_NE(made.document.charts[0].csv.find("Round 0"), std::string::npos);
    for (const std::string& drawn : made.document.drawings)
        EXPECT_NE(drawn.find("<svg"), std::string::npos);
}

TEST_F(RoundsInReport, MistakesHaveTheirPlace) {
    const auto codes = [&](const std::string& text) {
        Texts out;
        for (const Diagnostic& found : mistakes(study_, text))
            out.push_back(found.code + " " + std::to_string(found.place.row));
        return out;
    };
    EXPECT_EQ(codes("Text.\n\n::: rounds sex by=age"), Texts{"unknown-directive-attribute 3"});
    EXPECT_EQ(codes("::: rounds sex chart=bar"), Texts{"unknown-chart 1"});
    EXPECT_EQ(codes("::: rounds sexx"), Texts{"unknown-table 1"});
    EXPECT_EQ(codes("::: rounds"), Texts{"bad-directive 1"});
    study_.file.previous.clear();
    EXPECT_EQ(codes("::: rounds sex"), Texts{"no-previous-round 1"});
}

}  // namespace
}  // namespace mtm
