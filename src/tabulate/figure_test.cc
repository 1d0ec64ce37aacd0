#include "tabulate/figure.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tabulate/small_survey.h"

namespace mtm {
namespace {

constexpr std::string_view form_of_figures = R"(
select_one      | sex     | male female
integer         | age     |
select_one      | works   | yes no unknown? refused!
select_one      | sector  | building trade farming
select_multiple | reasons | income family safety unknown?
derived | trade_or_farm | sector  | (both)   | ${sector} = 'trade' or ${sector} = 'farming'
derived | trade_or_farm | sector  | building | ${sector} = 'building'
derived | trade_or_farm | sector  | (both)   | ${sector} = 'farming' | ${sex} = 'female'
derived | band          | age     | young    | ${age} < 30
derived | band          | age     | adult    | ${age} >= 18
)";

constexpr std::string_view answers_to_figures = R"(
sex    | age | works   | sector   | reasons
male   | 20  | yes     | building | income family
male   | 30  | yes     | building | income
male   | 40  | yes     | trade    |
male   | 50  | no      | -        | safety
male   |     | refused | -        | unknown
female | 25  | yes     | trade    | family
female | 35  | yes     | farming  | income safety
female | 45  | unknown | -        | income
female | 55  |         | -        | family
female | 16  | yes     |          | income
)";

const SmallSurvey& survey() {
    static const SmallSurvey made = [] {
        SmallSurvey out = small_survey_of(form_of_figures, answers_to_figures);
        Question phone;
        phone.name = "phone";
        phone.type = QuestionType::text;
        phone.disclosure = Disclosure::identifier;
        out.study.questionnaire.questions.push_back(phone);
        out.study.questionnaire.groups.emplace_back();
        out.study.questionnaire.groups.back().name = "home";
        return out;
    }();
    return made;
}

FigureValue figure(std::string_view source) {
    const auto value = evaluate_figure(survey().study, survey().dataset, expression_of(source));
    EXPECT_TRUE(value.has_value()) << source << ": " << (value ? "" : value.error().message);
    return value ? *value : FigureValue{};
}

std::string error_of(std::string_view source) {
    const auto value = evaluate_figure(survey().study, survey().dataset, expression_of(source));
    EXPECT_FALSE(value.has_value()) << source;
    return value ? "" : value.error().message;
}

struct Case {
    const char* source;
    double value;
    std::size_t n;
    std::size_t base;
};

TEST(Figure, CountsOnTheBaseThatWasAsked) {
    const Case cases[] = {
        {"percent(${sex} = 'male')", 50, 5, 10},
        {"percent(${sector} = 'building')", 100.0 * 2 / 6, 2, 6},
        {"share(${sector} = 'building')", 20, 2, 10},
        {"percent(${sector} != 'building')", 100.0 * 4 / 6, 4, 6},
        {"share(${sector} != 'building')", 40, 4, 10},
        {"percent(${sector} = 'trade', ${sex} = 'female')", 100.0 / 3, 1, 3},
        {"share(${sector} = 'trade', ${sex} = 'female')", 20, 1, 5},
        {"percent(${sex} = 'female', ${sector} != 'building')", 75, 3, 4},
        {"percent(asked(${sector}))", 60, 6, 10},
        {"percent(answered(${sector}), asked(${sector}))", 100.0 * 5 / 6, 5, 6},
        {"percent(${works} = 'yes')", 60, 6, 10},
        {"count(${works} = 'yes', ${sex} = 'male')", 3, 3, 5},
        {"base(${sector})", 6, 6, 6},
        {"base(${sector}, ${sex} = 'male')", 3, 3, 3},
        {"percent(selected(${reasons}, 'income'))", 50, 5, 10},
        {"percent(${sector} = 'building' and ${age} > 25)", 100.0 / 6, 1, 6},
        {"rank(${sector}, 'farming')", 3, 1, 6},
        {"rank(${reasons}, 'family')", 2, 3, 10},
        {"percent(true())", 100, 10, 10},
    };
    for (const Case& c : cases) {
        const FigureValue value = figure(c.source);
        ASSERT_TRUE(value.estimate.value) << c.source;
        EXPECT_DOUBLE_EQ(*value.estimate.value, c.value) << c.source;
        EXPECT_EQ(value.estimate.n, c.n) << c.source;
        EXPECT_EQ(value.estimate.base, c.base) << c.source;
    }
}

TEST(Figure, NumericStatisticsRestOnNumericAnswersAmongThoseAsked) {
    const Case cases[] = {
        {"mean(${age})", 316.0 / 9, 9, 10},
        {"mean(${age}, ${sex} = 'male')", 35, 4, 5},
        {"median(${age})", 35, 9, 10},
        {"median(${age}, ${sex} = 'male')", 35, 4, 5},
        {"total(${age}, ${sex} = 'female')", 176, 5, 5},
        {"ratio(${age}, ${age})", 1, 9, 10},
        {"mean(${age}, ${sector} = 'building')", 25, 2, 2},
    };
    for (const Case& c : cases) {
        const FigureValue value = figure(c.source);
        ASSERT_TRUE(value.estimate.value) << c.source;
        EXPECT_DOUBLE_EQ(*value.estimate.value, c.value) << c.source;
        EXPECT_EQ(value.estimate.n, c.n) << c.source;
        EXPECT_EQ(value.estimate.base, c.base) << c.source;
    }
}

TEST(Figure, ANumberSaysHowFewItTellsOf) {
    const auto fewest = [](std::string_view source) {
        return figure(source).parts.front().estimate.fewest;
    };
    EXPECT_EQ(fewest("mean(${age})"), 9U);
    EXPECT_EQ(fewest("total(if(${age} > 50, 1, 0))"), 1U);
    EXPECT_EQ(fewest("mean(if(${age} > 20, 1, 2))"), 3U);
    EXPECT_EQ(fewest("total(if(${age} > 45, ${age}, 0))"), 1U);  // of two, one tells the other
    EXPECT_EQ(fewest("mean(0 * ${age})"), 9U);
    EXPECT_EQ(fewest("ratio(if(${age} > 50, 1, 0), ${age})"), 1U);
}

TEST(Figure, DerivedVariablesAreAskedWhereTheirQuestionIs) {
    EXPECT_EQ(figure("percent(${trade_or_farm} = '(both)')").estimate.n, 3U);
    EXPECT_EQ(figure("percent(${trade_or_farm} = '(both)')").estimate.base, 6U);
    EXPECT_EQ(figure("percent(${trade_or_farm} != '(both)')").estimate.n, 3U);
    EXPECT_EQ(figure("percent(${trade_or_farm} = '')").estimate.n, 1U);
    EXPECT_EQ(figure("share(selected(${trade_or_farm}, '(both)'))").estimate.base, 10U);
}

TEST(Figure, APersonMayBeInSeveralDerivedCategories) {
    EXPECT_EQ(figure("count(${band} = 'young' and ${band} = 'adult')").estimate.n, 2U);
    EXPECT_EQ(figure("count(${band} = 'young')").estimate.n, 3U);
}

TEST(Figure, ADefinitionForASubsetHoldsWhereTheFigureIsOfThatSubset) {
    EXPECT_EQ(figure("count(${trade_or_farm} = '(both)', ${sex} = 'female')").estimate.n, 1U);
    EXPECT_EQ(
        figure("count(${trade_or_farm} = '(both)', ${sex} = 'female' and ${age} > 1)").estimate.n,
        1U);
    EXPECT_EQ(figure("count(${trade_or_farm} = '(both)', ${sex} = 'male')").estimate.n, 1U);
}

TEST(Figure, TopNamesTheMostFrequentAnswersButNotThoseThatAreNone) {
    EXPECT_EQ(figure("top(${reasons}, 1)").text, "The income");
    EXPECT_EQ(figure("top(${reasons}, 3)").text, "The safety");
    EXPECT_EQ(figure("top(${sector}, 1)").text, "The building");  // tied with trade, listed first
    EXPECT_EQ(figure("top(${sector}, 1, ${sex} = 'female')").text, "The trade");
    EXPECT_EQ(figure("top(${sector}, 1)").unit, FigureUnit::text);
    EXPECT_NE(error_of("top(${sector}, 4)").find("3 given"), std::string::npos);
}

TEST(Figure, ArithmeticKeepsUnits) {
    struct {
        const char* source;
        double value;
        FigureUnit unit;
    } const cases[] = {
        {"percent(${sex} = 'male') + percent(${sex} = 'female')", 100, FigureUnit::percent},
        {"percent(${sex} = 'male') - percent(${works} = 'yes')",
         -10,
         FigureUnit::percentage_points},
        {"100 - percent(${works} = 'yes')", 40, FigureUnit::percent},
        {"count(${sex} = 'male') div count(${works} = 'yes')", 5.0 / 6, FigureUnit::number},
        {"round(mean(${age}))", 35, FigureUnit::number},
        {"base(${sector}) - count(${sector} = 'trade')", 4, FigureUnit::count},
        {"2 * 21", 42, FigureUnit::number},
    };

    for (const auto& c : cases) {
        const FigureValue value = figure(c.source);
        ASSERT_TRUE(value.estimate.value) << c.source;
        EXPECT_DOUBLE_EQ(*value.estimate.value, c.value) << c.source;
        EXPECT_EQ(value.unit, c.unit) << c.source;
    }
    EXPECT_EQ(figure("if(percent(${sex} = 'male') >= 50, 'most', 'few')").text, "most");
    EXPECT_TRUE(figure("words(percent(${sex} = 'male'))").spelled_out);
    EXPECT_EQ(figure("words(percent(${sex} = 'male'))").unit, FigureUnit::percent);
}

TEST(Figure, ItsBaseSaysWhoWasAsked) {
    EXPECT_TRUE(figure("percent(${sex} = 'male')").base.everyone);
    const Base base = figure("percent(${sector} = 'trade', ${sex}='female')").base;
    EXPECT_FALSE(base.everyone);
    EXPECT_EQ(base.n, 3U);
    EXPECT_EQ(base.asked, std::vector<std::string>{"sector"});
    EXPECT_EQ(base.where, "${sex} = 'female'");
    EXPECT_EQ(figure("percent(${trade_or_farm} = 'building')").base.asked,
              std::vector<std::string>{"sector"});
}

TEST(Figure, AnEmptyBaseHasNoValue) {
    EXPECT_FALSE(figure("percent(${works} = 'yes', ${age} > 99)").estimate.value);
    EXPECT_FALSE(figure("mean(${age}, ${age} > 99)").estimate.value);
    EXPECT_FALSE(figure("1 + mean(${age}, ${age} > 99)").estimate.value);
}

TEST(Figure, WithoutAProbabilityDesignThereIsNoIntervalAndAReason) {
    const Estimate estimate = figure("percent(${sex} = 'male')").estimate;
    EXPECT_FALSE(estimate.standard_error || estimate.low || estimate.high);
    EXPECT_EQ(estimate.no_interval, "a snowball sample has no known selection probabilities");
}

TEST(Figure, ChoicesReadFromAFileHaveNoLabels) {
    SmallSurvey with_file = small_survey_of(form_of_figures, answers_to_figures);
    Question school;
    school.name = "school";
    school.type = QuestionType::select_one;
    with_file.study.questionnaire.questions.push_back(school);
    const LevelColumns columns(with_file.study, with_file.dataset, 0);
    EXPECT_EQ(columns.choice_label("school", "12"), "");
}

TEST(Figure, AChangeNeedsAPreviousRound) {
    EXPECT_NE(error_of("change(percent(${sex} = 'male'), 'r3')").find("no previous round"),
              std::string::npos);
}

std::string codes_of(std::string_view source) {
    std::string codes;
    for (const Diagnostic& d : check_figure(survey().study, expression_of(source), {})) {
        codes += (codes.empty() ? "" : " ") + d.code;
    }
    return codes;
}

TEST(FigureCheck, NamesEachMistake) {
    struct {
        const char* source;
        const char* codes;
    } const cases[] = {
        {"percent(${sex} = 'male')", ""},
        {"percent(${sexx} = 'male')", "unknown-question"},
        {"percent(${sex} = 'man')", "unknown-choice"},
        {"percent('man' != ${sex})", "unknown-choice"},
        {"percent(selected(${reasons}, 'money'))", "unknown-choice"},
        {"percent(${reasons} = 'income family')", ""},
        {"percent(${reasons} = 'income')", "only-this-choice"},
        {"percent(selected(${reasons}, 'income'))", ""},
        {"rank(${sector}, 'fishing')", "unknown-choice"},
        {"percent(${trade_or_farm} = '(neither)')", "unknown-choice"},
        {"percent(${works} = '')", ""},
        {"${sex} = 'male'", "missing-aggregate"},
        {"percent(${age} > mean(${age}))", "nested-aggregate"},
        {"mean(${sex})", "no-numbers"},
        {"mean(${band})", "no-numbers"},
        {"total(${sex} = 'male')", "no-numbers"},
        {"ratio(not(${age} > 3), selected(${reasons}, 'income'))", "no-numbers no-numbers"},
        {"top(${home}, 1)", "wrong-argument"},
        {"rank(${home}, 'x')", "wrong-argument"},
        {"percent(${phone} = '77')", "identifier-in-table"},
        {"top(${phone}, 1)", "wrong-argument identifier-in-table"},
        {"count(answered(${phone}))", ""},
        {"mean(${home})", "wrong-argument"},
        {"base(${home})", "wrong-argument"},
        {"base(12)", "wrong-argument"},
        {"top(${age}, 1)", "wrong-argument"},
        {"top(${sector}, 0)", "wrong-argument"},
        {"rank(${sector}, 1)", "wrong-argument"},
        {"percent(/data/sex = 'male')", "path-in-figure"},
        {"percent(today() > '2024-05-01')", "unknowable-in-figure"},
        {"percent(${age} > 17, random() < 0.5)", "unknowable-in-figure"},
        {"percent(position(..) = 1)", "unknowable-in-figure path-in-figure"},
        {"percent(${a} = 'x') + percent(${sex} = 'y', ${b} = 1) + ${age}",
         "unknown-question unknown-choice unknown-question missing-aggregate"},
        {"42", ""},
        {"'forty-two'", ""},
    };

    for (const auto& c : cases)
        EXPECT_EQ(codes_of(c.source), c.codes) << c.source;
}

TEST(FigureCheck, WarnsOfNumbersThatStandForNoAnswer) {
    Study study = survey().study;
    study.questionnaire.questions[static_cast<std::size_t>(study.questionnaire.find("age"))]
        .missing_values = {"999"};
    const auto found = check_figure(study, expression_of("percent(${age} >= 60)"), {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "missing-number-compared");
    EXPECT_EQ(found[0].severity, Severity::warning);
    EXPECT_TRUE(check_figure(study, expression_of("mean(${age})"), {}).empty());
    EXPECT_TRUE(check_figure(survey().study, expression_of("percent(${age} >= 60)"), {}).empty());
}

TEST(FigureCheck, PointsAndSuggests) {
    Place place;
    place.row = 3;
    place.column = "10";
    const auto found =
        check_figure(survey().study, expression_of("percent(${sex} = 'mal')"), place);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].place.column, "27");
    EXPECT_EQ(found[0].place.row, 3);
    EXPECT_EQ(found[0].remedy, "Did you mean “male”?");
    const auto without = check_figure(survey().study, expression_of("percent(${sx} = '1')"), {});
    ASSERT_EQ(without.size(), 1U);
    EXPECT_EQ(without[0].message,
              "there is no question “sx” (character 9 of “percent(${sx} = '1')”).");
}

}  // namespace
}  // namespace mtm
