#include "study/missing_numbers.h"

#include <gtest/gtest.h>

#include "expression/parse.h"

namespace mtm {
namespace {

TEST(MissingNumbers, CountWhereTheyFulfilAComparisonThatNothingKeepsThemOutOf) {
    Questionnaire form;
    Question age;
    age.name = "age";
    age.type = QuestionType::integer;
    age.missing_values = {"999", "-99"};
    Question other;
    other.name = "children";
    other.type = QuestionType::integer;
    form.questions = {age, other};
    const auto told = [&form](const char* text) {
        const auto parsed = parse(text);
        EXPECT_TRUE(parsed.expression) << text;
        return missing_numbers_compared(form, parsed.expression->root).size();
    };
    EXPECT_EQ(told("${age} > 60"), 1U);
    EXPECT_EQ(told("60 < ${age}"), 1U);
    EXPECT_EQ(told("${age} < 18"), 1U);  // −99
    EXPECT_EQ(told("${age} = 30"), 0U);
    EXPECT_EQ(told("${children} > 3"), 0U);
    EXPECT_EQ(told("${age} - 10 > ${children}"), 1U);
    EXPECT_EQ(told("not(${age} > 60)"), 1U);
    EXPECT_EQ(told("${age} > 60 or ${children} > 3"), 1U);
    // Kept out by something beside it.
    form.questions[0].missing_values = {"999"};
    EXPECT_EQ(told("${age} < 18"), 0U);
    EXPECT_EQ(told("${age} > 60 and ${age} != 999"), 0U);
    EXPECT_EQ(told("${age} >= 18 and ${age} <= 24"), 0U);
    EXPECT_EQ(told("${children} > 3 and (${age} > 60 and ${age} < 150)"), 0U);
    EXPECT_EQ(told("${age} > 60 and ${children} < 3"), 1U);
    EXPECT_EQ(told("${age} != 999 and (${age} > 60 or ${children} > 2)"), 0U);
}

}  // namespace
}  // namespace mtm
