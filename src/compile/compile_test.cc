#include "compile/compile.h"

#include <gtest/gtest.h>

#include "tests/form_text.h"

namespace mtm {
namespace {

TEST(Compile, ReadsQuestionsGroupsAndChoices) {
    const auto [form, diagnostics] = form_from_text(R"(
        survey
        | type            | name  | label::English (en) | label::Russian (ru) | relevant      | required |
        | begin_group     | g     | About you           | О вас               |               |          |
        | integer         | age   | Age                 | Возраст             |               | yes      |
        | select_one sex  | sex   | Sex                 | Пол                 | ${age} >= 18  |          |
        | end_group       |       |                     |                     |               |          |
        | note            | bye   | Thank you           | Спасибо             |               |          |
        choices
        | list_name | name   | label::English (en) | label::Russian (ru) | missing |
        | sex       | male   | Male                | Мужской             |         |
        | sex       | female | Female              | Женский             |         |
        | sex       | refuse | No answer           | Нет ответа          | refused |
        settings
        | form_title | form_id | version | default_language |
        | Survey     | s1      | 7       | English (en)     |
    )");
    EXPECT_FALSE(has_errors(diagnostics)) << print_all(diagnostics);
    EXPECT_EQ(form.title, "Survey");
    EXPECT_EQ(form.form_id, "s1");
    EXPECT_EQ(form.version, "7");
    ASSERT_EQ(form.languages.size(), 2U);
    EXPECT_EQ(form.languages[1].code, "ru");
    ASSERT_EQ(form.questions.size(), 3U);
    EXPECT_EQ(form.path(1), "/data/g/sex");
    EXPECT_EQ(form.questions[1].label.in(1), "Пол");
    EXPECT_EQ(print(form.questions[1].relevant->root), "${age} >= 18");
    EXPECT_TRUE(form.questions[0].required.has_value());
    EXPECT_EQ(form.choices_of(1).choices[2].missing, MissingChoice::refused);
    EXPECT_EQ(form.groups[0].first, 0);
    EXPECT_EQ(form.groups[0].end, 2);
}

TEST(Compile, ReportsEveryMistakeOfASheetAtOnce) {
    const Diagnostics diagnostics = form_from_text(R"(
        survey
        | type           | name   | label | relevant         |
        | integr         | age    | Age   |                  |
        | select_one sx  | sex    | Sex   | ${aeg} > 1       |
        | text           | 1st    | First | selected(${sex}, 'm' |
        | text           | sex    | Again |                  |
        | begin_group    | open   | Group |                  |
        choices
        | list_name | name | label |
        | sex       | m    | Male  |
        | sex       | m    | Men   |
    )")
                                        .diagnostics;
    std::string codes;
    for (const Diagnostic& d : diagnostics)
        codes += d.code + "@" + std::to_string(d.place.row) + " ";
    EXPECT_EQ(codes,
              "duplicate-choice@3 unknown-type@2 unknown-list@3 bad-name@4 duplicate-name@5 "
              "unclosed-group@6 unknown-question@3 bad-expression@4 ");
    EXPECT_NE(print_all(diagnostics).find("Did you mean “integer”?"), std::string::npos);
    EXPECT_NE(print_all(diagnostics).find("Did you mean “age”?"), std::string::npos);
}

// A tablet has no function that counts over interviews, nor one that asks a plan.
TEST(Compile, FunctionsOfFiguresAreNoLogicOfAForm) {
    const Diagnostics diagnostics = form_from_text(R"(
        survey
        | type         | name   | label  | relevant                 | constraint | calculation          |
        | integer      | age    | Age    |                          |            |                      |
        | text         | a      | A      | mean(${age}) > 3         |            |                      |
        | text         | b      | B      | not(asked(${a}))         |            |                      |
        | calculate    | c      |        |                          |            | count(${age} > 3, 1) |
        | text         | d      | D      |                          | known(.)   |                      |
        | begin_repeat | member | Member |                          |            |                      |
        | text         | e      | E      |                          |            |                      |
        | end_repeat   |        |        |                          |            |                      |
        | text         | f      | F      | count(${member}) > 1     |            |                      |
    )")
                                        .diagnostics;
    std::string found;
    for (const Diagnostic& d : diagnostics)
        found += d.code + "@" + std::to_string(d.place.row) + " ";
    EXPECT_EQ(found,
              "misplaced-function@3 misplaced-function@4 misplaced-function@5 "
              "misplaced-function@6 ")
        << print_all(diagnostics);
    EXPECT_NE(print_all(diagnostics).find("mean() is counted over many interviews"),
              std::string::npos);
}

TEST(Compile, FindsLogicThatDependsOnItself) {
    const Diagnostics diagnostics = form_from_text(R"(
        survey
        | type | name | label | relevant   |
        | text | a    | A     | ${b} = 'x' |
        | text | b    | B     | ${a} = 'x' |
        | text | c    | C     | ${b} = 'x' |
    )")
                                        .diagnostics;
    ASSERT_EQ(diagnostics.size(), 2U) << print_all(diagnostics);
    EXPECT_EQ(diagnostics[0].code, "circular-logic");
    EXPECT_EQ(diagnostics[1].place.row, 3);
}

TEST(Compile, FindsAGroupThatDependsOnWhatIsInside) {
    const Diagnostics diagnostics = form_from_text(R"(
        survey
        | type        | name | label | relevant    |
        | begin_group | g    | Group | ${age} > 17 |
        | integer     | age  | Age   |             |
        | text        | a    | A     |             |
        | end_group   |      |       |             |
    )")
                                        .diagnostics;
    ASSERT_EQ(diagnostics.size(), 1U) << print_all(diagnostics);
    EXPECT_EQ(diagnostics[0].code, "circular-logic");
    EXPECT_EQ(diagnostics[0].place.row, 3);
}

TEST(Compile, TakesTheSpellingsThatXlsFormHasHad) {
    const auto [form, diagnostics] = form_from_text(R"(
        survey
        | type                                | Name | Caption | Relevance  |
        | q int                               | a    | A       |            |
        | add select one prompt using colours | b    | B       | ${a} > 1   |
        | select all that apply from colours  | c    | C       |            |
        | get start time                      | d    |         |            |
        | begin lgroup                        | e    | E       |            |
        | gps                                 | f    | F       |            |
        | end lgroup                          |      |         |            |
        choices
        | list name | value | caption |
        | colours   | red   | Red     |
    )");
    EXPECT_FALSE(has_errors(diagnostics)) << print_all(diagnostics);
    ASSERT_EQ(form.questions.size(), 5U);
    EXPECT_EQ(form.questions[0].type, QuestionType::integer);
    EXPECT_EQ(form.questions[1].type, QuestionType::select_one);
    EXPECT_EQ(print(form.questions[1].relevant->root), "${a} > 1");
    EXPECT_EQ(form.choices_of(2).choices[0].label.in(0), "Red");
    EXPECT_EQ(form.questions[3].metadata, "start");
    EXPECT_EQ(form.questions[4].type, QuestionType::geopoint);
    EXPECT_TRUE(form.groups[0].repeat);
}

TEST(Compile, YesAndNoAreConditionsInAnySpelling) {
    const auto [form, diagnostics] = form_from_text(R"(
        survey
        | type | name  | label | relevant | constraint | required | read_only |
        | text | never | Never | FALSE    | no         | No       | false     |
        | text | ever  | Ever  | yes      | TRUE       | Yes      | True      |
    )");
    EXPECT_FALSE(has_errors(diagnostics)) << print_all(diagnostics);
    const Question& never = form.questions[0];
    EXPECT_EQ(print(never.relevant->root), "false()");
    EXPECT_EQ(print(never.constraint->root), "false()");
    EXPECT_FALSE(never.required || never.read_only);
    const Question& ever = form.questions[1];
    for (const auto* logic : {&ever.relevant, &ever.constraint, &ever.required, &ever.read_only})
        EXPECT_EQ(print((*logic)->root), "true()");
}

TEST(Compile, ANameThatStandsTwiceCannotBeReferredTo) {
    const Diagnostics diagnostics = form_from_text(R"(
        survey
        | type        | name | label | relevant    |
        | begin_group | a    | A     |             |
        | integer     | age  | Age   |             |
        | end_group   |      |       |             |
        | begin_group | b    | B     |             |
        | integer     | age  | Age   |             |
        | end_group   |      |       |             |
        | text        | c    | C     | ${age} > 17 |
    )")
                                        .diagnostics;
    ASSERT_EQ(diagnostics.size(), 1U) << print_all(diagnostics);
    EXPECT_EQ(diagnostics[0].code, "ambiguous-name");
    EXPECT_EQ(diagnostics[0].place.row, 8);
}

TEST(Compile, HashtagsOfHxlAreReadAndHeldToTheirForm) {
    const auto [form, diagnostics] = form_from_text(R"(
        survey
        | type    | name | label | hxl         |
        | text    | a    | A     | #adm1 +code |
        | text    | b    | B     | adm1        |
        | integer | c    | C     |             |
    )");
    EXPECT_EQ(form.questions[0].hxl, "#adm1 +code");
    EXPECT_EQ(form.questions[1].hxl, "");
    ASSERT_EQ(diagnostics.size(), 1U) << print_all(diagnostics);
    EXPECT_EQ(diagnostics[0].code, "bad-hxl-tag");
    EXPECT_EQ(diagnostics[0].severity, Severity::warning);
    EXPECT_EQ(diagnostics[0].place.row, 3);
    for (const char* tag : {"#adm1", "#adm1+code", "#adm1 +code  +v_pcode", "#x_y+a1"})
        EXPECT_TRUE(is_hxl_tag(tag)) << tag;
    for (const char* tag :
         {"", "#", "#1a", "#adm1 code", "#adm1+", "#adm1++a", "# +a", "#a#b", "#a-b"})
        EXPECT_FALSE(is_hxl_tag(tag)) << tag;
}

TEST(Compile, OrOtherAddsAChoiceAndAsksWhichOne) {
    const auto [form, diagnostics] = form_from_text(R"(
        survey
        | type                           | name | label::English (en) | label::Russian (ru) |
        | select_multiple needs or_other | a    | Needs               | Нужды               |
        | select_one needs               | b    | First need          | Первая нужда        |
        choices
        | list_name | name | label::English (en) | label::Russian (ru) |
        | needs     | food | Food                | Еда                 |
    )");
    EXPECT_FALSE(has_errors(diagnostics)) << print_all(diagnostics);
    ASSERT_EQ(form.questions.size(), 3U);
    ASSERT_EQ(form.choices_of(0).choices.size(), 2U);
    EXPECT_EQ(form.choices_of(0).choices[1].label.in(1), "Другое");
    EXPECT_EQ(form.choices_of(2).choices.size(), 2U);  // a list is one, whoever uses it
    EXPECT_EQ(form.questions[1].name, "a_other");
    EXPECT_EQ(print(form.questions[1].relevant->root), "selected(${a}, 'other')");
    EXPECT_EQ(form.questions[1].disclosure, Disclosure::identifier);
}

TEST(Compile, CountsTranslationsThatNobodyReviewed) {
    const Diagnostics diagnostics = form_from_text(R"(
        survey
        | type | name | label::English (en) | label::Kazakh (kk) | reviewed_by::Kazakh (kk) |
        | text | a    | A                   | А                  |                          |
        | text | b    | B                   | Б                  | A. Reader                |
    )")
                                        .diagnostics;
    ASSERT_EQ(diagnostics.size(), 1U) << print_all(diagnostics);
    EXPECT_EQ(diagnostics[0].code, "unreviewed-translation");
    EXPECT_TRUE(diagnostics[0].message.starts_with("1 text in Kazakh (kk)"));
}

}  // namespace
}  // namespace mtm
