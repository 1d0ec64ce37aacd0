#include "tabulate/tabulate.h"

#include <cmath>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "study/rank_variables.h"
#include "tabulate/figure.h"
#include "tabulate/small_survey.h"

namespace mtm {
namespace {

constexpr std::string_view form_to_tabulate = R"(
select_one      | sex     | male female other
integer         | age     |
select_one      | works   | yes no refused!
select_one      | sector  | building trade
select_multiple | reasons | income family safety
derived | band  | age | young | ${age} < 30
derived | band  | age | old   | ${age} >= 50
)";

constexpr std::string_view answers_to_tabulate = R"(
sex    | age | works   | sector   | reasons
male   | 20  | yes     | building | income family
male   | 30  | yes     | building | income
male   | 40  | no      | -        |
female | 50  | yes     | trade    | income safety
female | 60  | refused | -        | family
       | 70  |         | -        | income
)";

// "category: total group1 group2 …", n/base each.
std::string print_counts(const Table& table) {
    std::string out;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        const Category& category = table.categories[c];
        out += category.blank ? "(blank)" : category.name;
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            const Estimate& cell = table.cells[g][c];
            out += fmt::format(" {}/{}", cell.n, cell.base);
        }
        out += '\n';
    }
    return out;
}

TableSpec spec_of(std::string question, std::vector<std::string> by = {}) {
    TableSpec spec;
    spec.question = std::move(question);
    spec.by = std::move(by);
    return spec;
}

Table table_of(const TableSpec& spec) {
    static const SmallSurvey survey = small_survey_of(form_to_tabulate, answers_to_tabulate);
    return tabulate(survey.study, survey.dataset, spec);
}

TEST(Tabulate, KeepsEmptyChoicesAndHasARowForBlanksWhereThereAreSome) {
    EXPECT_EQ(print_counts(table_of(spec_of("sex"))),
              "male 3/6\n"
              "female 2/6\n"
              "other 0/6\n"
              "(blank) 1/6\n");
    EXPECT_EQ(print_counts(table_of(spec_of("sector"))),
              "building 2/3\n"
              "trade 1/3\n");
}

TEST(Tabulate, GroupsHaveTheirOwnBases) {
    const Table table = table_of(spec_of("works", {"sex"}));
    EXPECT_EQ(print_counts(table),
              "yes 3/6 2/3 1/2 0/0 0/1\n"
              "no 1/6 1/3 0/2 0/0 0/1\n"
              "refused 1/6 0/3 1/2 0/0 0/1\n"
              "(blank) 1/6 0/3 0/2 0/0 1/1\n");
    EXPECT_EQ(table.group_bases, (std::vector<std::size_t>{6, 3, 2, 0, 1}));
    EXPECT_FALSE(table.cells[3][0].value);
    EXPECT_DOUBLE_EQ(*table.cells[0][0].value, 50);
}

TEST(Tabulate, PercentagesOfSeveralAnswersAreOfThePeopleAsked) {
    const Table table = table_of(spec_of("reasons", {"works"}));
    EXPECT_TRUE(table.multiple);
    EXPECT_EQ(print_counts(table),
              "income 4/6 3/3 0/1 0/1 1/1\n"
              "family 2/6 1/3 0/1 1/1 0/1\n"
              "safety 1/6 1/3 0/1 0/1 0/1\n"
              "(blank) 1/6 0/3 1/1 0/1 0/1\n");
}

TEST(Tabulate, ASkippedQuestionIsOfThoseWhomItReached) {
    const Table table = table_of(spec_of("sector", {"sex"}));
    EXPECT_FALSE(table.base.everyone);
    EXPECT_EQ(table.base.n, 3U);
    EXPECT_EQ(table.base.asked, std::vector<std::string>{"sector"});
    EXPECT_EQ(print_counts(table),
              "building 2/3 2/2 0/1 0/0 0/0\n"
              "trade 1/3 0/2 1/1 0/0 0/0\n");
}

TEST(Tabulate, CrossesGroups) {
    const Table table = table_of(spec_of("reasons", {"sex", "works"}));
    EXPECT_EQ(table.groups.size(), 1U + 4 * 4);
    EXPECT_EQ(table.groups[1].name, "male × yes");
    EXPECT_EQ(table.groups[1].label.in(0), "The male, The yes");
    EXPECT_EQ(table.cells[1][0].n, 2U);
    EXPECT_EQ(table.group_bases[1], 2U);
}

TEST(Tabulate, MeansMediansAndTotalsAreOfNumbers) {
    TableSpec spec = spec_of("age", {"sex"});
    spec.statistic = Statistic::mean;
    EXPECT_DOUBLE_EQ(*table_of(spec).cells[0][0].value, 45);
    EXPECT_DOUBLE_EQ(*table_of(spec).cells[1][0].value, 30);
    EXPECT_FALSE(table_of(spec).cells[3][0].value);
    spec.statistic = Statistic::median;
    EXPECT_DOUBLE_EQ(*table_of(spec).cells[0][0].value, 45);
    spec.statistic = Statistic::total;
    EXPECT_DOUBLE_EQ(*table_of(spec).cells[2][0].value, 110);
    spec.statistic = Statistic::ratio;
    spec.question = "age / age";
    EXPECT_DOUBLE_EQ(*table_of(spec).cells[2][0].value, 1);
}

TEST(Tabulate, DerivedVariablesAreRowsAndGroups) {
    EXPECT_EQ(print_counts(table_of(spec_of("band", {"sex"}))),
              "young 1/6 1/3 0/2 0/0 0/1\n"
              "old 3/6 0/3 2/2 0/0 1/1\n");
    const Table table = table_of(spec_of("sex", {"band"}));
    EXPECT_FALSE(table.groups_overlap);
    EXPECT_EQ(table.group_bases, (std::vector<std::size_t>{6, 1, 3}));
}

TEST(Tabulate, PeopleCanBeInSeveralGroupsOfAMultipleAnswer) {
    const Table table = table_of(spec_of("sex", {"reasons"}));
    EXPECT_TRUE(table.groups_overlap);
    EXPECT_EQ(table.group_bases, (std::vector<std::size_t>{6, 4, 2, 1, 1}));
    EXPECT_EQ(table.cells[0][0].n, 3U);
}

TEST(Tabulate, WhereAndTopNarrowATable) {
    TableSpec spec = spec_of("reasons");
    spec.top = 2;
    EXPECT_EQ(print_counts(table_of(spec)), "income 4/6\nfamily 2/6\n");
    spec.top = 0;
    spec.where = expression_of("${sector} = 'building'");
    EXPECT_EQ(print_counts(table_of(spec)), "income 2/2\nfamily 1/2\nsafety 0/2\n");
    EXPECT_EQ(table_of(spec).base.where, "${sector} = 'building'");
}

TEST(Tabulate, NumbersAsRowsStandInTheirOrder) {
    const Table table = table_of(spec_of("age"));
    ASSERT_EQ(table.categories.size(), 6U);
    EXPECT_EQ(table.categories.front().name, "20");
    EXPECT_EQ(table.categories.back().name, "70");
}

TEST(Tabulate, WhatCannotBeTabulatedHasNoRows) {
    SmallSurvey with_group = small_survey_of("integer | kids |", "kids\n1\n");
    with_group.study.questionnaire.groups.emplace_back();
    with_group.study.questionnaire.groups.back().name = "home";
    TableSpec spec;
    spec.question = "home";
    EXPECT_TRUE(tabulate(with_group.study, with_group.dataset, spec).categories.empty());
    spec.question = "kids";
    spec.by = {"home"};
    EXPECT_TRUE(tabulate(with_group.study, with_group.dataset, spec).categories.empty());
    spec.by = {};
    spec.statistic = Statistic::ratio;
    EXPECT_TRUE(tabulate(with_group.study, with_group.dataset, spec).categories.empty());
    spec.question = "kids / kids";
    EXPECT_EQ(tabulate(with_group.study, with_group.dataset, spec).cells[0][0].value, 1.0);
}

// The second route: interviews one by one, each evaluated by the row-wise evaluator.
class OneInterview : public AnswerSource {
public:
    OneInterview(const Level& level, std::size_t row) : level_(level), row_(row) {}

    NodeSet answers(std::string_view name) const override {
        const Column& column = find(name);
        const std::int32_t code = column.codes[row_];
        return {{code < 0 ? "" : column.dictionary[static_cast<std::size_t>(code)]}};
    }

    NodeSet path(std::string_view) const override { return {}; }

    std::string self() const override { return {}; }

    bool asked(std::string_view name) const override { return find(name).asked[row_] != 0; }

    std::string choice_label(std::string_view, std::string_view) const override { return {}; }

    std::string now() const override { return {}; }

private:
    const Column& find(std::string_view name) const {
        for (const Column& column : level_.columns) {
            if (column.name == name) return column;
        }
        ADD_FAILURE() << name;
        return level_.columns.front();
    }

    const Level& level_;
    std::size_t row_;
};

std::string random_answers(std::mt19937& random, int interviews) {
    const auto pick = [&random](std::initializer_list<const char*> choices) {
        return std::string(*(choices.begin() + random() % choices.size()));
    };
    std::string text = "sex | age | works | sector | reasons\n";
    for (int i = 0; i < interviews; ++i) {
        const std::string works = pick({"yes", "no", "refused", ""});
        const std::string sector = works == "yes" ? pick({"building", "trade", ""}) : "-";
        std::string reasons;
        for (const char* reason : {"income", "family", "safety"}) {
            if (random() % 2 == 0) reasons += (reasons.empty() ? "" : " ") + std::string(reason);
        }
        text += pick({"male", "female", "other", ""}) + "|" + std::to_string(15 + random() % 60) +
                "|" + works + "|" + sector + "|" + reasons + "\n";
    }
    return text;
}

struct Naive {
    std::size_t n = 0;
    std::size_t base = 0;
};

Naive naive_percent(const Level& level,
                    const std::string& condition,
                    const std::string& where,
                    const std::vector<std::string>& asked) {
    const Expression c = expression_of(condition);
    const Expression w = expression_of(where);
    Naive out;
    for (std::size_t r = 0; r < level.rows; ++r) {
        const OneInterview interview(level, r);
        bool in_base = to_boolean(evaluate(w.root, interview));
        for (const std::string& name : asked)
            in_base = in_base && interview.asked(name);
        if (!in_base) continue;
        ++out.base;
        if (to_boolean(evaluate(c.root, interview))) ++out.n;
    }
    return out;
}

TEST(Tabulate, AgreesWithANaiveLoopOverInterviews) {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        const SmallSurvey survey =
            small_survey_of(form_to_tabulate, random_answers(random, 1 + round * 17));
        const Level& level = survey.dataset.levels[0];
        for (const std::string question : {"works", "sector", "reasons"}) {
            TableSpec spec = spec_of(question, {"sex"});
            spec.where = expression_of("${age} > 20");
            const Table table = tabulate(survey.study, survey.dataset, spec);
            for (std::size_t g = 0; g < table.groups.size(); ++g) {
                const std::string group =
                    g == 0 ? "true()" : "${sex} = '" + table.groups[g].name + "'";
                for (std::size_t c = 0; c < table.categories.size(); ++c) {
                    const Category& category = table.categories[c];
                    const std::string condition =
                        category.blank ? "${" + question + "} = ''"
                                       : "selected(${" + question + "}, '" + category.name + "')";
                    const Naive naive = naive_percent(
                        level, condition, "${age} > 20 and " + group, {question, "sex"});
                    EXPECT_EQ(table.cells[g][c].n, naive.n) << question << " " << condition;
                    EXPECT_EQ(table.cells[g][c].base, naive.base) << question << " " << group;
                }
            }
        }
    }
}

// Of the six, all asked for their first need, one named none, and two more named no second.
TEST(Tabulate, ASecondRankHasItsOwnBlanks) {
    SmallSurvey survey = small_survey_of(
        "select_one | need1 | food water\nselect_one | need2 | food water\n"
        "derived | second | need1 | food | ${need2} = 'food'\n"
        "derived | second | need1 | water | ${need2} = 'water'\n",
        "need1 | need2\nfood | water\nfood | water\nwater | food\nwater |\nfood |\n |\n");
    survey.study.plan.derived[0].rest = "need2";
    EXPECT_EQ(print_counts(tabulate(survey.study, survey.dataset, spec_of("second"))),
              "food 1/6\nwater 2/6\n(blank) 3/6\n");
    auto variables = rank_variables(survey.study.questionnaire, {"need1", "need2"});
    EXPECT_FALSE(variables);  // of two lists
    survey.study.questionnaire.questions[1].list = survey.study.questionnaire.questions[0].list;
    variables = rank_variables(survey.study.questionnaire, {"need1", "need2"});
    ASSERT_TRUE(variables);
    EXPECT_EQ((*variables)[0].rest, "need1");
    EXPECT_EQ((*variables)[1].rest, "need2");
    EXPECT_EQ((*variables)[2].rest, "");
}

TEST(Figure, AgreesWithANaiveLoopOverInterviews) {
    std::mt19937 random(11);
    const SmallSurvey survey = small_survey_of(form_to_tabulate, random_answers(random, 400));

    struct {
        const char* condition;
        const char* where;
        std::vector<std::string> asked;
    } const cases[] = {
        {"${sector} = 'trade' or ${age} > 50", "true()", {"sector"}},
        {"${sector} != 'trade'", "${works} != 'no'", {"sector"}},
        {"selected(${reasons}, 'income') and not(${sex} = 'male')", "${sector} = ''", {"sector"}},
        {"asked(${sector})", "${age} mod 2 = 0", {}},
        {"answered(${sector})", "asked(${sector}) and ${sex} = ''", {}},
    };

    for (const auto& c : cases) {
        const auto figure =
            evaluate_figure(survey.study,
                            survey.dataset,
                            expression_of(fmt::format("percent({}, {})", c.condition, c.where)));
        ASSERT_TRUE(figure.has_value()) << figure.error().message;
        const Naive naive = naive_percent(survey.dataset.levels[0], c.condition, c.where, c.asked);
        EXPECT_EQ(figure->estimate.n, naive.n) << c.condition;
        EXPECT_EQ(figure->estimate.base, naive.base) << c.condition;
    }
}

}  // namespace
}  // namespace mtm
