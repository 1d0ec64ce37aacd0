#include "interview/cleaning_log.h"

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

Questionnaire form() {
    return compile(workbook_from_text(R"(
        survey
        | type                  | name  | label |
        | integer               | age   | Age   |
        | select_multiple langs | langs | Langs |
        choices
        | list_name | name | label   |
        | langs     | kk   | Kazakh  |
        | langs     | ru   | Russian |
    )"),
                   "form.xlsx")
        .questionnaire;
}

// "applies OLD > NEW", "stands", "refused"; “?” behind what nobody verified.
std::string outcome(const LoggedChange& change, const std::string& age, const std::string& langs) {
    Interview standing;
    if (!age.empty()) standing.answers.push_back({0, {}, age});
    if (!langs.empty()) standing.answers.push_back({1, {}, langs});
    const ChangeOutcome out = outcome_of(change, form(), standing);
    if (out.kind == ChangeOutcome::Kind::stands_already) return "stands";
    if (out.kind == ChangeOutcome::Kind::refused) return "refused";
    return "applies " + out.old_value + " > " + out.new_value + (out.verified ? "" : "?");
}

LoggedChange age_to(const std::string& value, std::optional<std::string> old_value) {
    return {.type = ChangeType::change_response,
            .to = {0, {}, value},
            .old_value = std::move(old_value)};
}

LoggedChange language_to(int choice,
                         const std::string& value,
                         std::optional<std::string> old_value) {
    return {.type = ChangeType::change_response,
            .to = {1, {}, value},
            .choice = choice,
            .old_value = std::move(old_value)};
}

TEST(CleaningLog, ChangesWhatTheOldValueNames) {
    EXPECT_EQ(outcome(age_to("35", "53"), "53", ""), "applies 53 > 35");
    EXPECT_EQ(outcome(age_to("35", "5.3e1"), "53", ""), "applies 53 > 35");
    EXPECT_EQ(outcome(age_to("35", "54"), "53", ""), "refused");
    EXPECT_EQ(outcome(age_to("35", "53"), "", ""), "refused");
    EXPECT_EQ(outcome(age_to("35", "53"), "35", ""), "stands");
    EXPECT_EQ(outcome(age_to("", "53"), "53", ""), "applies 53 > ");
}

TEST(CleaningLog, IsUnverifiedWhereItGivesNoOldValue) {
    EXPECT_EQ(outcome(age_to("35", {}), "53", ""), "applies 53 > 35?");
    EXPECT_EQ(outcome(age_to("35", {}), "", ""), "applies  > 35");  // there was none to give
}

TEST(CleaningLog, ChangesOneChoiceOfSeveral) {
    EXPECT_EQ(outcome(language_to(0, "1", "0"), "", "ru"), "applies ru > ru kk");
    EXPECT_EQ(outcome(language_to(0, "1", "FALSE"), "", "ru"), "applies ru > ru kk");
    EXPECT_EQ(outcome(language_to(0, "1", "1"), "", "ru"), "refused");
    EXPECT_EQ(outcome(language_to(0, "0", "TRUE"), "", "kk ru"), "applies kk ru > ru");
    EXPECT_EQ(outcome(language_to(1, "0", {}), "", "ru"), "applies ru > ?");
    EXPECT_EQ(outcome(language_to(1, "1", "0"), "", "kk ru"), "stands");
}

TEST(CleaningLog, KnowsAnAnswerHoweverItIsTyped) {
    EXPECT_TRUE(same_answer("1", "TRUE"));
    EXPECT_TRUE(same_answer("false", "0"));
    EXPECT_TRUE(same_answer("5e+05", "500000"));
    EXPECT_TRUE(same_answer(" a b ", "a b"));
    EXPECT_FALSE(same_answer("", "0"));
    EXPECT_FALSE(same_answer("a", "A"));
    EXPECT_FALSE(same_answer("2021-07-05", "2021-07-06"));
}

}  // namespace
}  // namespace mtm
