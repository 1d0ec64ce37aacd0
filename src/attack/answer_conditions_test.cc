#include "attack/answer_conditions.h"

#include <gtest/gtest.h>

#include "attack/populations.h"
#include "attack/public_form.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

TEST(AnswersIn, AFilterOfAnswersAlone) {
    EXPECT_EQ(answers_in("${a} = 'b' and ${c} = 'd'"), (Answers{{"a", "b"}, {"c", "d"}}));
    EXPECT_EQ(answers_in("(${a} = 'c' or selected(${a}, 'b')) and not(selected(${e}, 'f'))"),
              (Answers{{"a", "b or c"}, {"e", "not f"}}));
    EXPECT_EQ(answers_in("${a} != 'b'"), (Answers{{"a", "not b"}}));
    EXPECT_FALSE(answers_in("${a} = 'b' or ${c} = 'd'"));
    EXPECT_FALSE(answers_in("${a} = 'b' or ${a} != 'd'"));
    EXPECT_FALSE(answers_in("selected(${a}, 'b') and selected(${a}, 'd')"));
    EXPECT_FALSE(answers_in("${a} > 4"));
    EXPECT_FALSE(answers_in("${a} != ''"));
    EXPECT_FALSE(answers_in("${a} = 'b' and "));
    EXPECT_FALSE(answers_in(""));
}

TEST(AddAnswer, WhatIsNarrowerStays) {
    Answers of{{"a", "b or c"}};
    add_answer(of, "a", "c");
    EXPECT_EQ(of, (Answers{{"a", "c"}}));
    add_answer(of, "a", "b or c");
    EXPECT_EQ(of, (Answers{{"a", "c"}}));
    add_answer(of, "a", "b");
    EXPECT_EQ(of, (Answers{{"a", "c"}, {"a again", "b"}}));
    Answers several{{"a", "not b"}};  // who gave c may have given b too
    add_answer(several, "a", "c");
    EXPECT_EQ(several, (Answers{{"a", "not b"}, {"a again", "c"}}));
}

// Who is asked is said by all conditions around a question, and by nothing if one of them is not of
// answers to a question that takes one.
TEST(AskedByForm, EveryConditionAroundAQuestion) {
    const Compiled form = form_from_text(R"(
        survey
        | type               | name    | label   | relevant                                            |
        | select_one yn      | consent | Consent |                                                     |
        | begin_group        | about   | About   | ${consent} = 'yes'                                  |
        | select_one work    | works   | Works?  |                                                     |
        | integer            | age     | Age     |                                                     |
        | select_one work    | sector  | Sector  | ${works} = 'casual' or ${works} = 'steady'          |
        | select_one yn      | hired   | Hired?  | ${works} = 'steady' and selected(${consent}, 'yes') |
        | select_one yn      | grown   | Grown?  | ${works} = 'steady' and ${age} > 17                 |
        | end_group          |         |         |                                                     |
        choices
        | list_name | name   | label  |
        | yn        | yes    | Yes    |
        | yn        | no     | No     |
        | work      | steady | Steady |
        | work      | casual | Casual |
        | work      | none   | None   |
    )");
    ASSERT_FALSE(has_errors(form.diagnostics)) << print_all(form.diagnostics);
    const PublicStructure known = public_form(form.questionnaire, {});
    EXPECT_TRUE(asked_by_form("consent", known).where.empty());
    EXPECT_EQ(asked_by_form("works", known).where, (Answers{{"consent", "yes"}}));
    EXPECT_EQ(asked_by_form("sector", known).where,
              (Answers{{"consent", "yes"}, {"works", "casual or steady"}}));
    EXPECT_EQ(asked_by_form("hired", known).where,
              (Answers{{"consent", "yes"}, {"works", "steady"}}));
    EXPECT_TRUE(asked_by_form("grown", known).where.empty());
}

}  // namespace
}  // namespace mtm
