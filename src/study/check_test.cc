#include "study/check.h"

#include <gtest/gtest.h>

#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* form_to_check = R"(
    survey
    | type          | name     | label    | relevant                       |
    | select_one yn | consent  | Agree?   |                                |
    | select_one k  | kind     | Kind     | ${consent} = 'yes'             |
    | text          | contract | Contract | ${kind} = 'employe'            |
    | integer       | age      | Age      | selected(${kind}, 'employee')  |
    choices
    | list_name | name     | label    |
    | yn        | yes      | Yes      |
    | yn        | no       | No       |
    | k         | employee | Employee |
    | k         | employer | Employer |
    derived
    | name | question | category | expression  | label |
    | band | age      | young    | ${age} < 30 | Young |
    tables
    | name | question | by   | statistic | chart | where            |
    | a    | kind     | kid  |           |       |                  |
    | b    | band     | kind | percents  | bars  | ${kind} = 'boss' |
    | a    | ages     |      | mean      |       |                  |
)";

std::string codes_of(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& d : diagnostics) {
        out += d.code + "@" + d.place.sheet + std::to_string(d.place.row) + " ";
    }
    return out;
}

TEST(CheckStudy, FindsTheMistakesOfAllItsPartsInOneRun) {
    const CheckedStudy checked = check_study(workbook_from_text(form_to_check),
                                             "form.xlsx",
                                             "titel = \"S\"\n"
                                             "fieldwork_start = \"2024-05-31\"\n"
                                             "fieldwork_end = \"2024-05-01\"\n"
                                             "[counted]\nrequire = \"${aeg} >= 18\"\n",
                                             "study.toml");
    const std::string codes = codes_of(checked.diagnostics);
    for (const char* expected : {"unknown-choice@survey4 ",
                                 "unknown-question@tables2 ",
                                 "unknown-choice@tables3 ",
                                 "unknown-statistic@tables3 ",
                                 "unknown-chart@tables3 ",
                                 "unknown-question@tables4 ",
                                 "duplicate-table@tables4 ",
                                 "missing-title@1 ",
                                 "bad-date@3 ",
                                 "unknown-setting@1 ",
                                 "unknown-question@0 "}) {
        EXPECT_NE(codes.find(expected), std::string::npos) << expected << "\n"
                                                           << print_all(checked.diagnostics);
    }
    EXPECT_NE(print_all(checked.diagnostics).find("Did you mean “employee”?"), std::string::npos);
    EXPECT_NE(print_all(checked.diagnostics).find("Did you mean “title”?"), std::string::npos);
}

// What is counted over interviews is no condition on one of them, where it would hold for nobody.
TEST(CheckStudy, ConditionsAreOfOneInterview) {
    const CheckedStudy checked = check_study(workbook_from_text(R"(
    survey
    | type    | name | label |
    | integer | age  | Age   |
    derived
    | name | question | category | expression            | label |
    | band | age      | above    | ${age} > mean(${age}) | Above |
    | band | age      | known    | answered(${age})      | Known |
    tables
    | name | question | by | statistic | where                  | top |
    | a    | age      |    | mean      | median(${age}) > 3     |     |
    | b    | age      |    | mean      | ${age} > 3             | 2   |
)"),
                                             "form.xlsx",
                                             "title = \"S\"\n[counted]\nrequire = "
                                             "\"percent(${age} > 3) > 1\"\n",
                                             "study.toml");
    std::string found;
    const std::string codes = codes_of(checked.diagnostics);
    for (const std::string_view code : split(codes, ' ')) {
        if (code.starts_with("misplaced") || code.starts_with("top-of"))
            found += std::string(code) + " ";
    }
    EXPECT_EQ(found,
              "misplaced-function@derived2 misplaced-function@tables2 top-of-numbers@tables3 "
              "misplaced-function@0 ")
        << print_all(checked.diagnostics);
}

TEST(CheckStudy, AQuantileSaysWhichPartOfTheNumbersLiesBelow) {
    const auto checked = [](const std::string& statistic) {
        const std::string text =
            "survey\n| type | name | label |\n| integer | age | How old? |\n"
            "tables\n| name | question | statistic |\n| a | age | " +
            statistic + " |\n";
        return check_study(workbook_from_text(text), "form.xlsx", "title = \"S\"\n", "study.toml");
    };
    for (const char* right : {"quantile 0.25", "Quantile(0.25)", "quantile ( 0.25 )"}) {
        const CheckedStudy study = checked(right);
        EXPECT_EQ(codes_of(study.diagnostics).find("@tables"), std::string::npos)
            << print_all(study.diagnostics);
        ASSERT_EQ(study.study.plan.tables.size(), 1U);
        EXPECT_EQ(study.study.plan.tables[0].statistic, Statistic::quantile);
        EXPECT_EQ(study.study.plan.tables[0].part_below(), 0.25);
        EXPECT_EQ(statistic_of(study.study.plan.tables[0]), "quantile 0.25");
    }
    for (const char* wrong :
         {"quantile", "quantile 25", "quantile 0", "quantile 1", "quantile nan", "quantile 0.2x"})
        EXPECT_NE(codes_of(checked(wrong).diagnostics).find("bad-quantile@tables2"),
                  std::string::npos)
            << wrong;
}

TEST(CheckStudy, WhatInterviewsAreHeldAgainst) {
    const auto checked = check_study(workbook_from_text(form_to_check),
                                     "form.xlsx",
                                     "title = \"S\"\n"
                                     "[quality]\n"
                                     "near_duplicate = 90\n"
                                     "outlier_mads = 3.5\n"
                                     "off = [\"short-gap\"]\n"
                                     "[[quality.rule]]\n"
                                     "name = \"young\"\n"
                                     "wrong = \"${age} < 15\"\n"
                                     "message = \"A child.\"\n",
                                     "study.toml");
    const QualityRules& rules = checked.study.file.quality;
    EXPECT_EQ(rules.near_duplicate, 90);
    EXPECT_EQ(rules.outlier_mads, 3.5);
    EXPECT_EQ(rules.off, std::vector<std::string>{"short-gap"});
    EXPECT_EQ(rules.fastest, QualityRules{}.fastest);
    ASSERT_EQ(rules.rules.size(), 1U);
    EXPECT_EQ(rules.rules[0].name, "young");
    EXPECT_EQ(rules.rules[0].message, "A child.");
    EXPECT_TRUE(rules.rules[0].wrong);
}

TEST(CheckStudy, NumbersHeldAgainstTheirMeanAreNumbers) {
    const char* numbers =
        "survey\n| type | name | label |\n| integer | age | How old? |\n| text | job | Work? |\n";
    const auto checked = check_study(workbook_from_text(numbers),
                                     "form.xlsx",
                                     "title = \"S\"\n"
                                     "[[quality.outlier]]\n"
                                     "questions = [\"age\"]\n"
                                     "deviations = 2.5\n"
                                     "[[quality.outlier]]\n"
                                     "questions = [\"job\", \"agee\"]\n"
                                     "[[quality.outlier]]\n"
                                     "deviations = 0\n",
                                     "study.toml");
    ASSERT_EQ(checked.study.file.quality.outliers.size(), 3U);
    EXPECT_EQ(checked.study.file.quality.outliers[0].deviations, 2.5);
    std::vector<std::string> errors;
    for (const Diagnostic& each : checked.diagnostics) {
        if (each.severity == Severity::error)
            errors.push_back(std::to_string(each.place.row) + " " + each.code);
    }
    EXPECT_EQ(errors,
              (std::vector<std::string>{
                  "7 incomplete-rule", "5 not-a-number-question", "5 unknown-question"}));
}

TEST(CheckStudy, MistakesInWhatInterviewsAreHeldAgainst) {
    const auto checked = check_study(workbook_from_text(form_to_check),
                                     "form.xlsx",
                                     "title = \"S\"\n"
                                     "[quality]\n"
                                     "outlier_mads = \"five\"\n"
                                     "respondent_language = \"tongue\"\n"
                                     "nightfall = 20\n"
                                     "[[quality.rule]]\n"
                                     "name = \"a\"\n"
                                     "[[quality.rule]]\n"
                                     "name = \"b\"\n"
                                     "wrong = \"${aeg} < 15\"\n",
                                     "study.toml");
    const std::string all = print_all(checked.diagnostics);
    for (const char* expected : {"wrong-type: “quality.outlier_mads”",
                                 "[quality] respondent_language names a question “tongue”",
                                 "nightfall",
                                 "incomplete-rule",
                                 "aeg"})
        EXPECT_NE(all.find(expected), std::string::npos) << expected << "\n" << all;
}

TEST(CheckStudy, AMisspeltRuleOfProtectionOrCountingIsAMistake) {
    const auto severities = [](const std::string& toml) {
        std::string out;
        const auto checked = check_study(
            workbook_from_text(form_to_check), "form.xlsx", "title = \"S\"\n" + toml, "study.toml");
        for (const Diagnostic& d : checked.diagnostics) {
            if (d.code == "unknown-setting") out += d.severity == Severity::error ? "E" : "W";
        }
        return out;
    };
    EXPECT_EQ(severities("[protection]\ntreshold = 20\n"), "E");
    EXPECT_EQ(severities("[counted]\nrequires = \"true()\"\n"), "E");
    EXPECT_EQ(severities("[protecton]\nthreshold = 20\n"), "E");
    EXPECT_EQ(severities("colour = \"blue\"\n[areas]\nfil = \"x\"\n"), "WW");
}

constexpr const char* form_with_a_group = R"(
    survey
    | type         | name | label | disclosure |
    | begin group  | home | Home  |            |
    | integer      | kids | Kids  |            |
    | integer      | all  | All   |            |
    | end group    |      |       |            |
    | text         | tel  | Phone | identifier |
    tables
    | name | question   | by   | statistic | where                |
    | a    | home       |      |           |                      |
    | b    | kids       | home | mean      |                      |
    | c    | kids / all |      | ratio     |                      |
    | d    | kids       |      | ratio     |                      |
    | e    | tel        |      |           |                      |
    | f    | kids       | tel  | mean      |                      |
    | g    | kids       |      | mean      | ${tel} = '77'        |
    | h    | kids       |      | mean      | answered(${tel})     |
)";

TEST(CheckStudy, ATableIsOfQuestionsThatNameNobody) {
    const CheckedStudy checked = check_study(
        workbook_from_text(form_with_a_group), "form.xlsx", "title = \"S\"\n", "s.toml");
    Diagnostics of_tables;
    for (const Diagnostic& found : checked.diagnostics) {
        if (found.place.sheet == "tables") of_tables.push_back(found);
    }
    EXPECT_EQ(codes_of(of_tables),
              "unknown-question@tables2 unknown-question@tables3 ratio-of-two@tables5 "
              "identifier-in-table@tables6 identifier-in-table@tables7 "
              "identifier-in-table@tables8 ");
}

TEST(CheckStudy, AThresholdThatProtectsNobodyIsAMistake) {
    const auto code_of = [](const std::string& threshold) {
        const CheckedStudy checked =
            check_study(workbook_from_text(form_with_a_group),
                        "form.xlsx",
                        "title = \"S\"\n[protection]\nthreshold = " + threshold + "\n",
                        "s.toml");
        std::string codes;
        for (const Diagnostic& found : checked.diagnostics) {
            if (found.severity == Severity::error && found.place.file == "s.toml") {
                codes += found.code;
            }
        }
        return codes;
    };
    EXPECT_EQ(code_of("0"), "threshold-too-small");
    EXPECT_EQ(code_of("2"), "threshold-too-small");
    EXPECT_EQ(code_of("3"), "");
}

TEST(CheckStudy, ConsentIsAskedForWhereTheFormAsksIt) {
    const CheckedStudy checked = check_study(
        workbook_from_text(form_to_check), "form.xlsx", "title = \"S\"\n", "study.toml");
    ASSERT_TRUE(checked.study.file.consent.has_value());
    EXPECT_EQ(print(checked.study.file.consent->root), "${consent} = 'yes'");
    EXPECT_EQ(checked.study.plan.find_derived("band")->question, "age");
}

TEST(CheckStudy, SaysWhereNobodyKnowsWhoAgreed) {
    const auto checked = [](const std::string& choices, const std::string& toml) {
        const CheckedStudy study = check_study(workbook_from_text(R"(
            survey
            | type          | name    | label  |
            | select_one yn | )" + choices + R"( | Agree? |
            choices
            | list_name | name | label |
            | yn        | 1    | Yes   |
            | yn        | 0    | No    |
        )"),
                                               "form.xlsx",
                                               "title = \"S\"\n" + toml,
                                               "study.toml");
        std::string out;
        for (const Diagnostic& diagnostic : study.diagnostics) {
            if (diagnostic.code != "no-consent-question") continue;
            out += diagnostic.severity == Severity::error ? "error" : "warning";
        }
        return out;
    };
    EXPECT_EQ(checked("agrees", ""), "warning");
    EXPECT_EQ(checked("consent", ""), "error");
    EXPECT_EQ(checked("consent", "[counted]\nconsent = \"${consent} = '1'\"\n"), "");
}

TEST(CheckStudy, UnknownTimeZonesAreNamed) {
    const CheckedStudy checked = check_study(workbook_from_text(form_to_check),
                                             "form.xlsx",
                                             "title = \"S\"\ntimezone = \"Asia/Almatty\"\n",
                                             "study.toml");
    EXPECT_NE(codes_of(checked.diagnostics).find("unknown-timezone@2 "), std::string::npos)
        << print_all(checked.diagnostics);
    EXPECT_NE(print_all(checked.diagnostics).find("Did you mean “Asia/Almaty”?"),
              std::string::npos);
}

TEST(CheckStudy, WithoutTablesEveryClosedQuestionIsPlanned) {
    const CheckedStudy checked = check_study(workbook_from_text(R"(
        survey
        | type               | name   | label   | disclosure |
        | select_one k       | sex    | Sex     |            |
        | begin group        | work   | Work    |            |
        | select_multiple k  | why    | Why     |            |
        | select_one k       | boss   | Boss    | identifier |
        | integer            | hours  | Hours   |            |
        | end group          |        |         |            |
        | begin repeat       | child  | Child   |            |
        | select_one k       | school | School  |            |
        | end repeat         |        |         |            |
        choices
        | list_name | name | label |
        | k         | a    | A     |
    )"),
                                             "form.xlsx",
                                             "title = \"S\"\n",
                                             "study.toml");
    std::string plan;
    for (const TableSpec& spec : checked.study.plan.tables) {
        plan +=
            spec.section + ":" + spec.name + (spec.by.empty() ? "" : " by " + spec.by[0]) + "; ";
    }
    EXPECT_EQ(plan, ":sex; work:why by sex; child:school; ");
    ASSERT_EQ(checked.study.plan.sections.size(), 3U);
    EXPECT_EQ(checked.study.plan.sections[1].title.in(0), "Work");
}

// A form from elsewhere has no column disclosure; what names people is kept back all the same.
TEST(CheckStudy, WhatSeemsToNamePeopleIsAnIdentifierWhereNothingIsMarked) {
    const auto disclosure_of_phone = [](const std::string& mark) {
        const CheckedStudy checked = check_study(workbook_from_text(R"(
            survey
            | type    | name  | label              | disclosure |
            | text    | phone | Your phone number  |            |
            | integer | age   | Age                | )" + mark + R"( |
        )"),
                                                 "form.xlsx",
                                                 "title = \"S\"\n",
                                                 "study.toml");
        const bool told =
            codes_of(checked.diagnostics).find("disclosure-guessed") != std::string::npos;
        const bool guessed =
            checked.study.questionnaire.questions[0].disclosure == Disclosure::identifier;
        EXPECT_EQ(told, guessed);
        return guessed;
    };
    EXPECT_TRUE(disclosure_of_phone(""));
    EXPECT_FALSE(disclosure_of_phone("quasi"));
}

TEST(CheckStudy, BrokenTomlNamesItsLine) {
    const CheckedStudy checked = check_study(
        workbook_from_text(form_to_check), "form.xlsx", "title = \"S\"\nround = \n", "study.toml");
    EXPECT_NE(codes_of(checked.diagnostics).find("broken-toml@2 "), std::string::npos)
        << print_all(checked.diagnostics);
}

}  // namespace
}  // namespace mtm
