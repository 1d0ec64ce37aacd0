#include "tabulate/nested_groups.h"

#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tabulate/figure.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr std::string_view questionnaire = R"(
select_one      | region  | north south
select_one      | sex     | male female
select_multiple | needs   | food water work
select_one      | works   | yes no
integer         | age     |
)";

constexpr std::string_view answers = R"(
region | sex    | needs      | works | age
north  | male   | food       | yes   | 20
north  | male   | food water | no    | 30
north  | female | water      | yes   | 40
south  | female | work       | yes   | 50
south  |        |            | no    | 60
       | male   | food       | yes   | 70
)";

const SmallSurvey& small() {
    static const SmallSurvey survey = small_survey_of(questionnaire, answers);
    return survey;
}

Table nested(std::vector<std::string> by, std::string question = "works") {
    TableSpec spec;
    spec.question = std::move(question);
    spec.by = std::move(by);
    spec.nested = true;
    return tabulate(small().study, small().dataset, spec);
}

std::string print_groups(const Table& table) {
    std::string out;
    for (std::size_t g = 1; g < table.groups.size(); ++g) {
        out += fmt::format("{}{}: {} in {}\n",
                           std::string(static_cast<std::size_t>(table.places[g].depth - 1), ' '),
                           table.groups[g].name,
                           table.group_bases[g],
                           table.places[g].parent);
    }
    return out;
}

TEST(NestedGroups, StandWithinTheirOuterOnesWhichAreSubtotals) {
    const Table table = nested({"region", "sex"});
    EXPECT_EQ(print_groups(table),
              "north: 3 in 0\n"
              " north > male: 2 in 1\n"
              " north > female: 1 in 1\n"
              "south: 2 in 0\n"
              " south > male: 0 in 4\n"
              " south > female: 1 in 4\n"
              " south > : 1 in 4\n"
              ": 1 in 0\n"
              "  > male: 1 in 8\n");
    EXPECT_EQ(table.cells[1][0].n, 2U);
    EXPECT_EQ(table.cells[2][0].n, 1U);
    EXPECT_FALSE(table.groups_overlap);
    const auto families = families_of(table);
    ASSERT_EQ(families.size(), 4U);
    EXPECT_EQ(families[0].parts, (std::vector<std::size_t>{1, 4, 8}));
    EXPECT_EQ(families[1].parts, (std::vector<std::size_t>{2, 3}));
}

TEST(NestedGroups, OfSeveralAnswersOverlapOnlyAtTheirDepth) {
    const Table table = nested({"region", "needs"});
    const auto families = families_of(table);
    EXPECT_TRUE(families[0].divides);
    EXPECT_FALSE(families[1].divides);
    EXPECT_TRUE(table.groups_overlap);
    EXPECT_EQ(table.group_bases[1], 3U);
    EXPECT_EQ(table.group_bases[2], 2U);  // north, food
    EXPECT_EQ(table.group_bases[3], 2U);  // north, water
}

TEST(NestedGroups, ThreeDeepCountAsTheirExpressionsDo) {
    std::mt19937 random(11);
    const std::vector<std::string> regions{"north", "south", ""};
    const std::vector<std::string> sexes{"male", "female", ""};
    const std::vector<std::string> works{"yes", "no", ""};
    std::string text = "region | sex | needs | works | age\n";
    for (int i = 0; i < 200; ++i) {
        text += regions[random() % 3] + " | " + sexes[random() % 3] + " | food | " +
                works[random() % 3] + " | " + std::to_string(random() % 3) + "\n";
    }
    const SmallSurvey survey = small_survey_of(questionnaire, text);
    TableSpec spec;
    spec.question = "age";
    spec.by = {"region", "sex", "works"};
    spec.nested = true;
    const Table table = tabulate(survey.study, survey.dataset, spec);
    const LevelColumns columns(survey.study, survey.dataset, 0);
    for (std::size_t g = 1; g < table.groups.size(); ++g) {
        std::vector<std::string> values;
        for (std::size_t at = g; at != 0; at = table.places[at].parent) {
            const std::string& name = table.groups[at].name;
            const std::size_t last = name.rfind(" > ");
            values.insert(values.begin(), last == std::string::npos ? name : name.substr(last + 3));
        }
        ASSERT_EQ(values.size(), static_cast<std::size_t>(table.places[g].depth));
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            std::string truth = "${age} = '" + table.categories[c].name + "'";
            for (std::size_t v = 0; v < values.size(); ++v)
                truth += " and ${" + spec.by[v] + "} = '" + values[v] + "'";
            const auto rows = evaluate_truth(expression_of(truth).root, columns);
            EXPECT_EQ(table.cells[g][c].n,
                      static_cast<std::size_t>(std::count(rows.begin(), rows.end(), 1)))
                << truth;
        }
    }
}

TEST(PercentOf, TheRowAndEveryoneAreOtherBasesThanTheGroup) {
    TableSpec spec;
    spec.question = "works";
    spec.by = {"region"};
    const auto cell = [&](PercentOf of, std::size_t g, std::size_t c) {
        spec.percent_of = of;
        const Table table = tabulate(small().study, small().dataset, spec);
        const Estimate& found = table.cells[g][c];
        return fmt::format("{:.1f} {}/{}", *found.value, found.n, found.base);
    };
    EXPECT_EQ(cell(PercentOf::column, 1, 0), "66.7 2/3");
    EXPECT_EQ(cell(PercentOf::row, 1, 0), "50.0 2/4");
    EXPECT_EQ(cell(PercentOf::total, 1, 0), "33.3 2/6");
    EXPECT_EQ(cell(PercentOf::row, 0, 0), "100.0 4/4");
    EXPECT_EQ(cell(PercentOf::total, 0, 0), "66.7 4/6");
}

// The figures are held against R's survey in level_design_test.cc.
TEST(PercentOf, WeightedItIsTheFigureOfThoseWhoGaveTheAnswerOrOfEveryone) {
    SmallSurvey survey = small();
    SampleDesign design;
    design.weights = {10, 20, 30, 40, 50, 5};
    design.stages = {{{0, 0, 0, 1, 1, 1}, {1, 1, 2, 3, 4, 4}, {}}};
    survey.dataset.design = std::make_shared<const TaylorVariance>(design);
    const auto figure = [&](const std::string& source) {
        return evaluate_figure(survey.study, survey.dataset, expression_of(source))->estimate;
    };
    const auto expect_same = [](const Estimate& cell, const Estimate& expected) {
        EXPECT_NEAR(*cell.value, *expected.value, 1e-10);
        EXPECT_NEAR(*cell.standard_error, *expected.standard_error, 1e-10);
        EXPECT_NEAR(*cell.low, *expected.low, 1e-10);
        EXPECT_EQ(cell.n, expected.n);
        EXPECT_EQ(cell.base, expected.base);
    };
    TableSpec spec;
    spec.question = "works";
    spec.by = {"region", "sex"};
    spec.nested = true;
    expect_same(tabulate(survey.study, survey.dataset, spec).cells[1][0],
                figure("percent(${works} = 'yes', ${region} = 'north')"));
    spec.percent_of = PercentOf::row;
    const Table rows = tabulate(survey.study, survey.dataset, spec);
    expect_same(rows.cells[1][0], figure("percent(${region} = 'north', ${works} = 'yes')"));
    expect_same(rows.cells[2][0],
                figure("percent(${region} = 'north' and ${sex} = 'male', ${works} = 'yes')"));
    spec.percent_of = PercentOf::total;
    expect_same(tabulate(survey.study, survey.dataset, spec).cells[1][0],
                figure("percent(${region} = 'north' and ${works} = 'yes')"));
}

TEST(TableParts, AreTheTablesOfEachQuestionAndBanner) {
    TableSpec spec;
    spec.question = "works";
    spec.questions = {"works", "sex"};
    spec.by = {"region"};
    spec.banners = {{{"region"}, false}, {{"sex"}, false}};
    const Table table = tabulate(small().study, small().dataset, spec);
    ASSERT_EQ(table.parts.size(), 3U);
    TableSpec alone;
    alone.question = "sex";
    alone.by = {"sex"};
    const Table same = tabulate(small().study, small().dataset, alone);
    EXPECT_EQ(table.parts[2].cells, same.cells);
    EXPECT_EQ(table.parts[2].group_bases, same.group_bases);
    EXPECT_EQ(table.spec.questions, spec.questions);
}

}  // namespace
}  // namespace mtm
