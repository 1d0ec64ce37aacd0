#include "study/respondent_driven.h"

#include <gtest/gtest.h>

#include "study/study.h"
#include "study/study_file.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* coupon_form =
    "survey\n"
    "| type | name | label | disclosure |\n"
    "| text | own_coupon | Coupon | identifier |\n"
    "| text | coupon_1 | First coupon | identifier |\n"
    "| text | coupon_2 | Second coupon | |\n"
    "| integer | known | How many do you know? | |\n"
    "| begin_repeat | members | Members | |\n"
    "| text | member | Who? | |\n"
    "| end_repeat | | | |\n";

// Codes with lines, "error bad-date 4", of reading study.toml and of checking it with the form.
std::string mistakes(const std::string& toml) {
    ReadStudyFile read = read_study_file("title = \"T\"\n" + toml, {}, "study.toml");
    const Compiled form = form_from_text(coupon_form);
    for (Diagnostic& diagnostic : check_respondent_driven(
             read.file,
             form.questionnaire,
             {.file = "study.toml", .sheet = {}, .row = 0, .column = {}, .interview = {}}))
        read.diagnostics.push_back(std::move(diagnostic));
    std::string out;
    for (const Diagnostic& diagnostic : read.diagnostics)
        out += (diagnostic.severity == Severity::error ? "error " : "warning ") + diagnostic.code +
               " " + std::to_string(diagnostic.place.row) + "\n";
    return out;
}

TEST(RespondentDriven, ReadsWhatTheStudySays) {
    const ReadStudyFile read = read_study_file(
        "title = \"T\"\n"
        "design = \"respondent-driven\"\n"
        "[respondent_driven]\n"
        "coupon = \"own_coupon\"\n"
        "coupons_given = [\"coupon_1\", \"coupon_2\"]\n"
        "network_size = \"known\"\n"
        "population_size = 40000\n"
        "estimator = \"gile-ss\"\n"
        "bootstrap = \"gile-ss\"\n"
        "interval = \"pivotal\"\n"
        "seeds = [\"S1\"]\n"
        "seeds_counted = false\n"
        "confidence = 90\n"
        "replicates = 500\n"
        "random_seed = 7\n",
        {},
        "study.toml");
    EXPECT_EQ(print_all(read.diagnostics), "");
    const RespondentDrivenRules& rules = read.file.respondent_driven;
    EXPECT_TRUE(rules.given);
    EXPECT_TRUE(rules.by_coupons());
    EXPECT_EQ(rules.coupons_given, (std::vector<std::string>{"coupon_1", "coupon_2"}));
    EXPECT_EQ(rules.population_size, 40000);
    EXPECT_EQ(rules.estimator, RdsEstimator::successive_sampling);
    EXPECT_EQ(rules.bootstrap, RdsBootstrap::successive_sampling);
    EXPECT_EQ(rules.interval, RdsIntervalForm::pivotal);
    EXPECT_FALSE(rules.seeds_counted);
    EXPECT_EQ(rules.confidence, 90);
    EXPECT_EQ(rules.replicates, 500);
    EXPECT_EQ(rules.random_seed, 7);
}

TEST(RespondentDriven, AStudyWithoutASectionIsAsBefore) {
    EXPECT_EQ(mistakes("design = \"snowball\"\n"), "");
    EXPECT_EQ(mistakes("design = \"RDS\"\n"), "warning no-recruitment-questions 0\n");
    EXPECT_EQ(mistakes("design = \"snowball\"\n[respondent_driven]\nnetwork_size = \"known\"\n"),
              "warning other-design 0\n");
}

TEST(RespondentDriven, EveryMistakeHasItsLine) {
    EXPECT_EQ(mistakes("design = \"respondent-driven\"\n"
                       "[respondent_driven]\n"
                       "coupon = 4\n"                    // 4
                       "coupons_given = \"coupon_1\"\n"  // 5
                       "network_size = \"known\"\n"      // 6
                       "population_size = 0\n"           // 7
                       "estimator = \"rds-3\"\n"         // 8
                       "seeds_counted = \"yes\"\n"       // 9
                       "replicates = 10\n"               // 10
                       "confidence = 100\n"              // 11
                       "cupon = \"own_coupon\"\n"),      // 12
              "error wrong-type 4\n"
              "error wrong-type 5\n"
              "error wrong-type 7\n"
              "error bad-respondent-driven 8\n"
              "error wrong-type 9\n"
              "error wrong-type 11\n"
              "error wrong-type 10\n"
              "error unknown-setting 12\n");
}

TEST(RespondentDriven, SettingsMustGoTogether) {
    EXPECT_EQ(mistakes("design = \"respondent-driven\"\n"
                       "[respondent_driven]\n"
                       "coupon = \"own_coupon\"\n"
                       "recruiter = \"own_coupon\"\n"
                       "estimator = \"gile-ss\"\n"),
              "error bad-respondent-driven 5\n"
              "error bad-respondent-driven 4\n"
              "error bad-respondent-driven 5\n"
              "error bad-respondent-driven 6\n");
    EXPECT_EQ(mistakes("design = \"respondent-driven\"\n"
                       "[respondent_driven]\n"
                       "network_size = \"known\"\n"
                       "population_size = 900\n"
                       "bootstrap = \"gile-ss\"\n"),
              "error bad-respondent-driven 6\n");
}

TEST(RespondentDriven, QuestionsMustBeAskedAndTheirLinksProtected) {
    EXPECT_EQ(mistakes("design = \"respondent-driven\"\n"
                       "[respondent_driven]\n"
                       "coupon = \"own_cupon\"\n"
                       "coupons_given = [\"coupon_1\", \"coupon_2\", \"member\"]\n"
                       "network_size = \"coupon_1\"\n"),
              "error unknown-question 0\n"
              "warning recruitment-not-protected 0\n"
              "error unknown-question 0\n"
              "error bad-respondent-driven 0\n");
}

}  // namespace
}  // namespace mtm
