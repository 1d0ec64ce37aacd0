#include "questionnaire/versions.h"

#include <gtest/gtest.h>

#include "tests/form_text.h"

namespace mtm {
namespace {

// What a form asks, a line each: path, and for selects their choices.
std::string shape(const Questionnaire& form) {
    std::string out;
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        out += form.path(static_cast<int>(q));
        if (is_select(form.questions[q].type)) {
            out += ":";
            for (const Choice& choice : form.choices_of(static_cast<int>(q)).choices)
                out += " " + choice.name;
        }
        out += "\n";
    }
    return out;
}

// Every question lies in the ranges of just its own groups.
bool ranges_hold(const Questionnaire& form) {
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        for (std::size_t g = 0; g < form.groups.size(); ++g) {
            const auto at = static_cast<int>(q);
            const bool in_range = form.groups[g].first <= at && at < form.groups[g].end;
            bool inside = false;
            for (int up = form.questions[q].group; up >= 0;
                 up = form.groups[static_cast<std::size_t>(up)].parent) {
                inside = inside || up == static_cast<int>(g);
            }
            if (in_range != inside) return false;
        }
    }
    return true;
}

Questionnaire first() {
    return form_from_text(R"(
        survey
        | type            | name     | label::English (en) | label::Russian (ru) |
        | begin_group     | work     | Work                | Работа              |
        | select_one s    | sector   | Sector?             | Отрасль?            |
        | integer         | hours    | Hours?              | Часы?               |
        | end_group       |          |                     |                     |
        | integer         | age      | Age?                | Возраст?            |
        | begin_repeat    | child    | Child               | Ребёнок             |
        | integer         | c_age    | Age?                | Возраст?            |
        | text            | school   | School?             | Школа?              |
        | end_repeat      |          |                     |                     |
        choices
        | list_name | name  | label::English (en) | label::Russian (ru) |
        | s         | farm  | Farm                | Ферма               |
        | s         | shop  | Shop                | Магазин             |
        settings
        | form_id | version |
        | f       | 1       |
    )")
        .questionnaire;
}

Questionnaire second() {
    return form_from_text(R"(
        survey
        | type            | name     | label::Russian (ru) |
        | begin_group     | work     | Работа              |
        | select_one s    | sector   | Отрасль?            |
        | end_group       |          |                     |
        | begin_group     | person   | Человек             |
        | integer         | age      | Возраст?            |
        | end_group       |          |                     |
        | begin_repeat    | child    | Ребёнок             |
        | integer         | c_age    | Возраст?            |
        | end_repeat      |          |                     |
        choices
        | list_name | name  | label::Russian (ru) |
        | s         | shop  | Магазин             |
        | s         | oil   | Нефть               |
        settings
        | form_id | version |
        | f       | 2       |
    )")
        .questionnaire;
}

TEST(Versions, WhatWasAskedBeforeIsKeptInItsPlaceAndNeverAskedAgain) {
    const Questionnaire merged = with_earlier_versions(second(), {first()});
    EXPECT_EQ(shape(merged),
              "/data/work/sector: shop oil farm\n"
              "/data/work/hours\n"
              "/data/person/age\n"
              "/data/child/c_age\n"
              "/data/child/school\n");
    EXPECT_TRUE(ranges_hold(merged));
    const Question& hours = merged.questions[static_cast<std::size_t>(merged.find("hours"))];
    ASSERT_TRUE(hours.relevant);
    EXPECT_EQ(hours.relevant->source, "false()");
    EXPECT_EQ(hours.label.in(0), "Часы?") << "the language that both have";
    EXPECT_EQ(merged.choices_of(0).choices[2].label.in(0), "Ферма");
}

TEST(Versions, AQuestionThatMovedToAnotherGroupIsTheSame) {
    const Questionnaire before = first();
    const Questionnaire merged = with_earlier_versions(second(), {before});
    EXPECT_EQ(counterpart(merged, before, before.find("age")), merged.find("age"));
}

TEST(Versions, AQuestionThatMovedIntoARepeatIsAnother) {
    const Questionnaire before = form_from_text(R"(
        survey
        | type    | name  | label |
        | integer | c_age | Age   |
        settings
        | form_id | version |
        | f       | 1.b     |
    )")
                                     .questionnaire;
    const Questionnaire merged = with_earlier_versions(second(), {before});
    const int kept = counterpart(merged, before, 0);
    ASSERT_GE(kept, 0);
    EXPECT_EQ(merged.path(kept), "/data/c_age_1.b");
    EXPECT_EQ(merged.repeat_of(kept), -1);
    EXPECT_TRUE(ranges_hold(merged));
}

TEST(Versions, AGroupThatIsGoneIsKeptWithItsQuestions) {
    const Questionnaire merged = with_earlier_versions(form_from_text(R"(
        survey
        | type    | name | label |
        | integer | age  | Age   |
        settings
        | form_id | version |
        | f       | 3       |
    )")
                                                           .questionnaire,
                                                       {first(), second()});
    EXPECT_TRUE(ranges_hold(merged));
    EXPECT_EQ(merged.repeat_of(merged.find("c_age")), merged.find_group("child"));
    EXPECT_EQ(merged.path(merged.find("sector")), "/data/work/sector");
}

}  // namespace
}  // namespace mtm
