#include "study/back_check_rules.h"

#include <gtest/gtest.h>

#include "study/check.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

const char* form =
    "survey\n| type | name | label |\n"
    "| select_one yn | consent | May we? |\n"
    "| text | card | Which code? |\n"
    "| integer | age | How old? |\n"
    "| select_one yn | work | Do you work? |\n"
    "| geopoint | where | Where? |\n"
    "| begin_repeat | r | Member |\n| integer | member | Age? |\n| end_repeat | | |\n"
    "choices\n| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |\n";

CheckedStudy study_with(const std::string& section) {
    return check_study(workbook_from_text(form), "q.xlsx", "title = \"T\"\n" + section, "s.toml");
}

// "line code", of errors of study.toml.
std::vector<std::string> errors_of(const std::string& section) {
    std::vector<std::string> out;
    for (const Diagnostic& each : study_with(section).diagnostics) {
        if (each.place.file == "s.toml" && each.severity == Severity::error)
            out.push_back(std::to_string(each.place.row) + " " + each.code);
    }
    return out;
}

TEST(BackCheckRules, AreReadWhole) {
    const CheckedStudy checked = study_with(
        "[back_check]\nkey = \"card\"\ntype1 = [\"work\"]\ntype3 = [\"age\"]\n"
        "ok_range = { age = \"[-1, 10%]\" }\nno_difference = { work = [\"no\"] }\n"
        "not_compared = { age = [\"99\"] }\nnot_answered = \"compare\"\n"
        "unknown = \"leave out\"\nshare = 20\nnumber = 3\nseed = 7\ndays = [2, 10]\n"
        "back_checkers = [\"A\", \"B\"]\ncontact = [\"card\"]\nform = \"f.xlsx\"\n");
    EXPECT_FALSE(has_errors(checked.diagnostics)) << print_all(checked.diagnostics);
    const BackCheckRules& rules = checked.study.file.back_check;
    EXPECT_TRUE(rules.are_given());
    ASSERT_EQ(rules.questions.size(), 2U);
    EXPECT_EQ(rules.questions[0].name, "work");
    EXPECT_EQ(rules.questions[0].no_difference, std::vector<std::string>{"no"});
    EXPECT_EQ(rules.questions[1].type, BackCheckType::type3);
    ASSERT_TRUE(rules.questions[1].ok_range);
    EXPECT_EQ(rules.questions[1].ok_range->below.amount, 1);
    EXPECT_TRUE(rules.questions[1].ok_range->above.is_per_cent);
    EXPECT_EQ(rules.not_answered, WhenMissing::compare);
    EXPECT_EQ(rules.unknown, WhenMissing::do_not_compare);
    EXPECT_EQ(rules.share, 20);
    EXPECT_EQ(rules.number, 3);
    EXPECT_EQ(rules.seed, 7U);
    EXPECT_EQ(rules.first_day, 2);
    EXPECT_EQ(rules.last_day, 10);
    EXPECT_EQ(rules.key, "card");
    EXPECT_EQ(rules.form, "f.xlsx");
    EXPECT_FALSE(study_with("").study.file.back_check.are_given());
}

// All at once, each with its line.
TEST(BackCheckRules, TellEveryMistakeWithItsLine) {
    EXPECT_EQ(errors_of("[back_check]\n"
                        "type1 = [\"wrok\", \"age\"]\n"                         // 3
                        "type2 = [\"age\", \"member\", \"where\"]\n"            // 4
                        "ok_range = { age = \"1 to 2\", consent = \"[1]\" }\n"  // 5
                        "unknown = \"ignore\"\n"                                // 6
                        "share = 0\n"                                           // 7
                        "days = [9, 2]\n"                                       // 8
                        "type_1 = [\"age\"]\n"),                                // 9
              (std::vector<std::string>{"4 back-check-question-twice",
                                        "5 not-back-checked",
                                        "5 bad-ok-range",
                                        "6 bad-missing-rule",
                                        "7 wrong-type",
                                        "8 wrong-type",
                                        "9 unknown-setting",
                                        "3 unknown-question",
                                        "4 back-check-in-repeat",
                                        "4 cannot-be-compared"}));
    EXPECT_EQ(errors_of("[back_check]\nkey = \"where\"\ntype1 = [\"work\"]\n"
                        "ok_range = { work = \"[-1, 1]\" }\nno_difference = { work = [\"nein\"] }\n"
                        "contact = [\"phone\"]\n"),
              (std::vector<std::string>{
                  "4 bad-ok-range", "4 unknown-choice", "2 back-check-key", "2 unknown-question"}));
    EXPECT_EQ(errors_of("[back_check]\nkey = \"card\"\n"),
              std::vector<std::string>{"2 back-check-without-questions"});
    EXPECT_EQ(errors_of("[back_chek]\ntype1 = [\"age\"]\n"),
              std::vector<std::string>{"2 unknown-setting"});
}

}  // namespace
}  // namespace mtm
