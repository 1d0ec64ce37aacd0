// Quantiles and tests of tables, held against R's survey 4.1-1 (tests/reference/quantiles.R) on a
// made-up sample whose groups share its clusters.
#include "tabulate/table_association.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tabulate/figure.h"
#include "tabulate/grouped_sample_for_test.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

class TablesAsR : public GroupedSampleAsR {
protected:
    TablesAsR() : GroupedSampleAsR("quantiles.csv") {}

    Estimate figure(const std::string& source) const {
        const auto value = evaluate_figure(small_.study, small_.dataset, expression_of(source));
        EXPECT_TRUE(value.has_value()) << source << (value ? "" : value.error().message);
        return value ? value->estimate : Estimate{};
    }

    Table quantiles(const std::string& number, double part) const {
        TableSpec spec;
        spec.question = number;
        spec.by = {"group"};
        spec.statistic = Statistic::quantile;
        spec.share = part;
        return tabulate(small_.study, small_.dataset, spec);
    }

    static const Estimate& of_group(const Table& table, const std::string& name) {
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            if (table.groups[g].name == name) return table.cells[g][0];
        }
        ADD_FAILURE() << name;
        return table.cells[0][0];
    }

    // R has no interval where the quantile is the largest number, of which everybody is no more;
    // MTM has that of nobody above it, as of any share.
    void expect_as_r(const Estimate& estimate, std::size_t row, const std::string& what) const {
        ASSERT_TRUE(estimate.value) << what;
        EXPECT_NEAR(*estimate.value, results_.numbers("value")[row], 1e-9) << what;
        const double low = results_.numbers("low")[row];
        ASSERT_TRUE(estimate.low && estimate.high) << what;
        if (std::isnan(low)) {
            EXPECT_LE(*estimate.low, *estimate.value) << what;
            EXPECT_EQ(*estimate.high, *estimate.value) << what;
            return;
        }
        EXPECT_NEAR(*estimate.low, low, 1e-9) << what;
        EXPECT_NEAR(*estimate.high, results_.numbers("high")[row], 1e-9) << what;
        EXPECT_NEAR(*estimate.standard_error, results_.numbers("se")[row], 1e-9) << what;
        EXPECT_EQ(*estimate.df, results_.numbers("df")[row]) << what;
    }
};

TEST_P(TablesAsR, QuantilesOfFiguresAndTablesWithTheirIntervals) {
    int compared = 0;
    for (std::size_t r = 0; r < results_.rows(); ++r) {
        const std::string& number = results_.texts("what")[r];
        const std::string& group = results_.texts("group")[r];
        const std::string& part = results_.texts("p")[r];
        if (results_.texts("design")[r] != GetParam() || number == "answer by group") continue;
        const std::string where = group.empty() ? "" : ", ${group} = '" + group + "'";
        const std::string source = "quantile(${" + number + "}, " + part + where + ")";
        expect_as_r(figure(source), r, source);
        expect_as_r(of_group(quantiles(number, std::stod(part)), group), r, "table " + source);
        ++compared;
    }
    EXPECT_EQ(compared, 50);
    EXPECT_EQ(figure("quantile(${income}, 0.5)"), figure("median(${income})"));
}

TEST_P(TablesAsR, WhetherGroupsAnswerAlike) {
    int compared = 0;
    for (std::size_t r = 0; r < results_.rows(); ++r) {
        if (results_.texts("design")[r] != GetParam() ||
            results_.texts("what")[r] != "answer by group")
            continue;
        std::optional<Expression> where;
        if (!results_.texts("group")[r].empty()) where = expression_of("${hours} > 38");
        const auto table = tested_table(small_.study, small_.dataset, "answer", "group", where);
        ASSERT_TRUE(table.has_value()) << table.error().message;
        const Association& found = *table->association;
        EXPECT_NEAR(found.f, results_.numbers("value")[r], 1e-9);
        EXPECT_NEAR(found.df, results_.numbers("df")[r], 1e-9);
        EXPECT_NEAR(found.denominator_df, results_.numbers("denominator_df")[r], 1e-8);
        EXPECT_NEAR(found.p, results_.numbers("p")[r], 1e-9);
        ++compared;
    }
    EXPECT_EQ(compared, 2);
}

INSTANTIATE_TEST_SUITE_P(Designs, TablesAsR, ::testing::Values("clusters", "two_stage"));

constexpr std::string_view form = R"(
select_one      | sex   | male female
select_one      | works | yes no unknown?
select_multiple | needs | food cash
integer         | age   |
)";

// Each person a cluster of weight 1.
SmallSurvey simple_survey() {
    std::string answers = "sex | works | needs | age\n";
    for (int i = 0; i < 40; ++i) {
        answers += i % 2 == 0 ? "male | " : "female | ";
        answers += i % 3 == 0 ? "no | food | " : "yes | food cash | ";
        answers += std::to_string(20 + i) + "\n";
    }
    SmallSurvey out = small_survey_of(form, answers);
    SampleDesign design;
    design.weights.assign(40, 1);
    design.stages.emplace_back();
    out.dataset.design = std::make_shared<const TaylorVariance>(design);
    return out;
}

TEST(TableAssociation, SaysWhyThereIsNone) {
    const SmallSurvey small = simple_survey();
    const auto why = [&small](TableSpec spec) {
        const Table table = tabulate(small.study, small.dataset, spec);
        const auto found = association_in(small.study, small.dataset, table);
        return found ? words_of(*found) : found.error().message;
    };
    TableSpec spec;
    spec.question = "works";
    EXPECT_EQ(why(spec), "there are no two groups to compare");
    spec.by = {"sex"};
    EXPECT_TRUE(why(spec).starts_with("F(")) << why(spec);
    spec.top = 1;
    EXPECT_EQ(why(spec), "only the largest answers are in it");
    spec.top = 0;
    spec.question = "needs";
    EXPECT_EQ(why(spec), "several answers were possible");
    spec.question = "age";
    spec.statistic = Statistic::mean;
    EXPECT_EQ(why(spec), "percentages alone are tested");
    spec.statistic = Statistic::percent;
    spec.question = "works";
    spec.where = expression_of("${works} = 'yes'");
    EXPECT_TRUE(why(spec).starts_with("fewer than two answers")) << why(spec);

    SmallSurvey snowball = small;
    snowball.dataset.design = nullptr;
    const auto none = tested_table(snowball.study, snowball.dataset, "works", "sex", {});
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().message, "a snowball sample has no known selection probabilities");
    const auto misspelt = tested_table(small.study, small.dataset, "wroks", "sex", {});
    ASSERT_FALSE(misspelt.has_value());
    EXPECT_NE(misspelt.error().message.find("works"), std::string::npos);
    EXPECT_FALSE(tested_table(small.study, small.dataset, "age", "sex", {}).has_value());
    const auto itself = tested_table(small.study, small.dataset, "works", "works", {});
    ASSERT_FALSE(itself.has_value());
    EXPECT_EQ(itself.error().message, "“works” beside itself always answers alike.");
    SmallSurvey household = small;
    Group member;
    member.repeat = true;
    household.study.questionnaire.groups = {member};
    const int works = household.study.questionnaire.find("works");
    household.study.questionnaire.questions[static_cast<std::size_t>(works)].group = 0;
    const auto of_members = tested_table(household.study, household.dataset, "works", "sex", {});
    ASSERT_FALSE(of_members.has_value());
    EXPECT_EQ(of_members.error().message, "Rows of “works” are of a repeat, and not interviews.");
}

TEST(TableAssociation, IsWordedAsStatisticiansDo) {
    EXPECT_EQ(words_of({3.2149, 1.8, 42.126, 0.0491}), "F(1.80, 42.13) = 3.215, p = 0.049");
    EXPECT_EQ(words_of({30, 1, 40, 1e-7}), "F(1.00, 40.00) = 30.000, p under 0.001");
}

// The rule of schools on people: of four, a quarter is reached exactly.
TEST(Quantiles, OfPeopleAreThoseOfPaper) {
    SmallSurvey small =
        small_survey_of(form,
                        "sex | works | needs | age\nmale | yes | | 10\n"
                        "male | yes | | 20\nmale | yes | | 30\nmale | yes | | 50\n");
    const auto value = [&small](const std::string& source) {
        return evaluate_figure(small.study, small.dataset, expression_of(source));
    };
    EXPECT_EQ(value("quantile(${age}, 0.25)")->estimate.value, 15);
    EXPECT_EQ(value("quantile(${age}, 0.3)")->estimate.value, 20);
    EXPECT_EQ(value("quantile(${age}, 0.75)")->estimate.value, 40);
    EXPECT_EQ(value("quantile(${age}, 0.99)")->estimate.value, 50);
    EXPECT_EQ(value("quantile(${age}, 0.01)")->estimate.value, 10);
    // One person alone is not above the lowest tenth.
    EXPECT_EQ(value("quantile(${age}, 0.1)")->parts[0].estimate.fewest, 1U);
    EXPECT_EQ(value("quantile(${age}, 0.5)")->parts[0].estimate.fewest, 2U);
    for (const char* wrong : {"quantile(${age}, 0)",
                              "quantile(${age}, 1)",
                              "quantile(${age}, 25)",
                              "quantile(${age}, ${age})",
                              "quantile(${sex}, 0.5)"})
        EXPECT_FALSE(value(wrong).has_value()) << wrong;
    TableSpec spec;
    spec.question = "age";
    spec.statistic = Statistic::quantile;
    spec.share = 0.75;
    const Table table = tabulate(small.study, small.dataset, spec);
    EXPECT_EQ(table.cells[0][0].value, 40);
    EXPECT_EQ(table.cells[0][0].fewest, 1U);
    EXPECT_EQ(statistic_of(spec), "quantile 0.75");
}

}  // namespace
}  // namespace mtm
