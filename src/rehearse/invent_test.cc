#include "rehearse/invent.h"

#include <map>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "rehearse/small_survey_for_test.h"
#include "tests/round4_study.h"

namespace mtm {
namespace {

std::vector<PublishedFigure> unmarked(const Round4& round) {
    std::vector<PublishedFigure> out;
    for (const PublishedFigure& figure : round.figures) {
        if (round.marked.count(figure.id) == 0) out.push_back(figure);
    }
    return out;
}

TEST(Rehearse, InventsInterviewsFromWhichEveryFigureOfRound4Follows) {
    REQUIRE_SHARED("r4/figures.csv");
    const Study study = round4_study().study;
    const auto figures = unmarked(round4());
    const Rehearsal made = rehearse(study.questionnaire, study.plan, figures, {});
    ASSERT_TRUE(made.diagnostics.empty()) << print(made.diagnostics.front());
    ASSERT_EQ(made.interviews.size(), 1845U);
    const Router router(study.questionnaire);
    const auto interviews = routed(router, made.interviews);
    int checked = 0;
    for (const PublishedFigure& figure : figures) {
        if (figure.kind == FigureKind::change) continue;
        const Tally people = tally(study.questionnaire, study.plan, figure, router, interviews);
        EXPECT_TRUE(prints_as(figure, people))
            << figure.id << ": " << people.part << " of " << people.base;
        ++checked;
    }
    EXPECT_EQ(checked, 333);
    for (const RoutedInterview& interview : interviews)
        EXPECT_TRUE(interview.breaks.empty());
}

TEST(Rehearse, NoPointOfRound4LiesOutsideItsArea) {
    const Study study = round4_study().study;
    const Questionnaire& form = study.questionnaire;
    const Areas& map = study.file.areas;
    const auto areas = AreaPolygons::read(read_test_file(round4_path(map.file)), map.key);
    ASSERT_TRUE(areas);
    const Rehearsal made = rehearse(form,
                                    study.plan,
                                    {},
                                    {.interviews = 1845,
                                     .area_question = map.question,
                                     .areas = &*areas,
                                     .area_choice_column = map.choice_column});
    const int region = form.find(map.question);
    const int location = form.find("location");
    int points = 0;
    for (const Interview& interview : made.interviews) {
        const auto point = point_from(interview.answer(location));
        if (!point) continue;
        ++points;
        const ChoiceList& regions = form.choices_of(region);
        const int at = regions.find(interview.answer(region));
        ASSERT_GE(at, 0);
        const std::string& key =
            regions.choices[static_cast<std::size_t>(at)].extra.at(map.choice_column);
        EXPECT_EQ(areas->distance_km(key, point->latitude, point->longitude), 0)
            << interview.answer(region);
    }
    EXPECT_GT(points, 400);
}

TEST(Rehearse, InventsMenAndWomenOfManyAges) {
    REQUIRE_SHARED("r4/figures.csv");
    const Round4 round = round4();
    const Rehearsal made = rehearse(round.questionnaire, round.plan, unmarked(round), {});
    std::map<std::string, std::set<std::string>> ages;
    for (const Interview& interview : made.interviews) {
        ages[std::string(interview.answer(round.questionnaire.find("sex")))].insert(
            std::string(interview.answer(round.questionnaire.find("age"))));
    }
    EXPECT_GT(ages["male"].size(), 30U);
    EXPECT_GT(ages["female"].size(), 30U);
}

TEST(Rehearse, GivesTheSameInterviewsForASeedAndOthersForAnother) {
    const Questionnaire form = form_of({"select_one sex male,female",
                                        "integer age 18 60",
                                        "select_multiple help food,cash,refused"});
    const auto figures = figures_of({"A sex male all 50 60 -", "B age mean all - 33 -"});
    const auto once = rehearse(form, {}, figures, {.seed = 3}).interviews;
    EXPECT_EQ(once, rehearse(form, {}, figures, {.seed = 3}).interviews);
    EXPECT_NE(once, rehearse(form, {}, figures, {.seed = 4}).interviews);
    EXPECT_TRUE(once.front().rehearsal);
}

TEST(Rehearse, RefusesMarginsThatCannotHold) {
    const Questionnaire form = form_of({"select_one sex male,female"});
    const Rehearsal made =
        rehearse(form, {}, figures_of({"A sex male all 50 60 -", "B sex female all 50 50 -"}), {});
    ASSERT_EQ(made.diagnostics.size(), 1U);
    EXPECT_EQ(made.diagnostics[0].code, "margins-contradict");
    EXPECT_TRUE(made.interviews.empty());
}

TEST(Rehearse, NamesAFigureThatNamesWhatDoesNotExist) {
    const Questionnaire form = form_of({"select_one sex male,female"});
    const Rehearsal made = rehearse(form,
                                    {},
                                    figures_of({"A sexx male all 50 60 -",
                                                "B sex femal all 50 50 -",
                                                "C sex male everybody 50 50 - | ${ag} > 3"}),
                                    {});
    std::vector<std::string> remedies;
    for (const Diagnostic& diagnostic : made.diagnostics)
        remedies.push_back(diagnostic.code + " " + diagnostic.place.column);
    EXPECT_EQ(remedies,
              (std::vector<std::string>{"unknown-question variable",
                                        "unknown-category category",
                                        "unknown-base base",
                                        "unknown-question subset"}));
    EXPECT_EQ(made.diagnostics[0].remedy, "Did you mean “sex”?");
}

TEST(Rehearse, ARowOfTwoDerivedVariablesIsOfNeither) {
    const Questionnaire form = form_of({"integer age 0 90"});
    Plan plan;
    for (const auto& [name, limit] :
         std::map<std::string, std::string>{{"class", "20"}, {"group", "30"}}) {
        DerivedVariable variable;
        variable.name = name;
        variable.question = "age";
        DerivedCategory young;
        young.name = "young";
        young.expression = expression("${age} < " + limit);
        variable.categories.push_back(young);
        plan.derived.push_back(std::move(variable));
    }
    Diagnostics found;
    for (const PublishedFigure& figure :
         figures_of({"A age young all 50 60 -", "B group young all 50 60 -"}))
        (void)figure_condition(form, plan, figure, found);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "ambiguous-category");
    EXPECT_EQ(found[0].message,
              "Figure A: “young” is a category of more than one derived variable of “age”: class, "
              "group.");
}

TEST(Rehearse, MeetsMeansOfDecimalsAndOfLargeNumbers) {
    Questionnaire form = form_of({"decimal weight 0 10",
                                  "integer income 0 10",
                                  "select_one heavy yes,no if ${weight} > 4.5"});
    form.questions[1].constraint.reset();
    const auto figures = figures_of({"A weight mean all 41 4.27 -",
                                     "B income mean all 41 185000 -",
                                     "C heavy yes all 41 20 -",
                                     "D weight mean all 19 6.381 - | ${weight} > 4.5"});
    const Rehearsal made = rehearse(form, {}, figures, {});
    ASSERT_TRUE(made.diagnostics.empty());
    const Router router(form);
    const auto interviews = routed(router, made.interviews);
    for (const RoutedInterview& interview : interviews)
        EXPECT_TRUE(interview.breaks.empty());
    for (const PublishedFigure& figure : figures)
        EXPECT_TRUE(prints_as(figure, tally(form, {}, figure, router, interviews))) << figure.id;
}

TEST(NumbersAddingTo, GiveTheSumWithinTheirBounds) {
    for (const long long sum : {180LL, 181LL, 333LL, 599LL, 600LL}) {
        const auto numbers = numbers_adding_to(sum, 10, 18, 60, 5);
        EXPECT_EQ(std::accumulate(numbers.begin(), numbers.end(), 0LL), sum);
        for (const long long number : numbers) {
            EXPECT_GE(number, 18);
            EXPECT_LE(number, 60);
        }
    }
}

TEST(Invent, FollowsSkipLogicAndConstraints) {
    const Questionnaire form =
        form_of({"select_one consent yes,no",
                 "select_one works yes,no if ${consent} = 'yes'",
                 "integer hours 1 80 if ${consent} = 'yes' and ${works} = 'yes'",
                 "select_multiple help food,cash,none if ${consent} = 'yes'"});
    const Router router(form);
    const auto interviews = invent(form, {.interviews = 200});
    int working = 0;
    for (const Interview& interview : interviews) {
        EXPECT_TRUE(router.route(interview).breaks.empty());
        EXPECT_EQ(interview.answer(0), "yes");
        working += interview.answer(1) == "yes" ? 1 : 0;
        EXPECT_EQ(interview.answer(2).empty(), interview.answer(1) == "no");
    }
    EXPECT_GT(working, 10);
    EXPECT_LT(working, 190);
}

}  // namespace
}  // namespace mtm
