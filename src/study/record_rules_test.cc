#include "study/record_rules.h"

#include <gtest/gtest.h>

#include "study/check.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

constexpr const char* form_of_records = R"(
    survey
    | type           | name   | label |
    | integer        | age    | Age   |
    | select_one r   | region | Where |
    | text           | said   | What? |
    | date           | came   | When? |
    choices
    | list_name | name | label | zone  |
    | r         | a    | A     | north |
    | r         | b    | B     | south |
)";

CheckedStudy checked(const std::string& rules) {
    return check_study(
        workbook_from_text(form_of_records), "form.xlsx", "title = \"S\"\n" + rules, "s.toml");
}

std::string record_mistakes(const std::string& rules) {
    std::string out;
    const CheckedStudy study = checked(rules);
    for (const Diagnostic& found : study.diagnostics) {
        if (found.severity == Severity::error)
            out += found.code + "@" + std::to_string(found.place.row) + " ";
    }
    return out;
}

TEST(RecordRules, WhatWouldDoNothingIsAMistake) {
    EXPECT_EQ(record_mistakes("[protection.records]\ngrid_km = 25\n"), "bad-record-rule@3 ");
    EXPECT_EQ(record_mistakes("[protection.records]\npoints = \"grid\"\ngrid_km = 25\n"
                              "[protection.restricted]\ngrid_km = 5\n"),
              "");
    EXPECT_EQ(record_mistakes("[protection.records]\ntexts = [\"age\"]\n"), "bad-record-rule@0 ");
    EXPECT_EQ(record_mistakes("[protection.records]\ntexts = [\"said\"]\n"), "");
    EXPECT_EQ(record_mistakes("[protection]\ndominance = 101\n"), "bad-dominance@3 ");
    EXPECT_EQ(record_mistakes("[protection]\ndominance = 100\n"), "");
    const CheckedStudy study = checked("[protection.restricted]\nk = 1\n");
    ASSERT_FALSE(study.diagnostics.empty());
    EXPECT_NE(study.diagnostics.front().message.find("protection.restricted.k"), std::string::npos);
}

TEST(RecordRules, AreReadAsWritten) {
    const CheckedStudy study = checked(R"([protection.records]
k = 7
keys_at_once = 3
diversity = 3
most_risk = 1.5
population = 90000
automatic = false
drop = ["came"]
texts = ["said"]
points = "grid"
grid_km = 25
importance = { region = 3, age = 0.5 }
[[protection.records.recode]]
question = "age"
bands = [18, 25.5]
[[protection.records.recode]]
question = "region"
groups = { all = ["a", "b"] }
[[protection.records.recode]]
question = "came"
period = "quarter"
[protection.restricted]
k = 4
[[protection.restricted.recode]]
question = "age"
bands = [18, 25.5, 40]
)");
    ASSERT_EQ(print_all(study.diagnostics).find("error"), std::string::npos)
        << print_all(study.diagnostics);
    const RecordRules& rules = study.study.file.records;
    EXPECT_EQ(rules.k, 7);
    EXPECT_EQ(rules.keys_at_once, 3);
    EXPECT_EQ(rules.diversity, 3);
    EXPECT_EQ(rules.most_risk, 1.5);
    EXPECT_EQ(rules.population, 90000);
    EXPECT_FALSE(rules.automatic);
    EXPECT_EQ(rules.drop, std::vector<std::string>{"came"});
    EXPECT_EQ(rules.texts, std::vector<std::string>{"said"});
    EXPECT_EQ(rules.points, PointRule::grid);
    EXPECT_EQ(rules.grid_km, 25);
    EXPECT_EQ(rules.importance.at("region"), 3);
    EXPECT_EQ(rules.importance.at("age"), 0.5);
    ASSERT_EQ(rules.recodes.size(), 3U);
    EXPECT_EQ(rules.recodes[0].bands, (std::vector<double>{18, 25.5}));
    EXPECT_EQ(rules.recodes[1].groups.at("all"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(rules.recodes[2].period, "quarter");
    EXPECT_EQ(study.study.file.restricted.k, 4);
    EXPECT_EQ(study.study.file.restricted.diversity, 1);  // what it does not say stays
    const RecordRules& restricted = study.study.file.restricted;
    EXPECT_EQ(restricted.most_risk, 20);
    EXPECT_EQ(restricted.population, 90000);  // and what holds for the open edition holds for it
    EXPECT_EQ(restricted.importance.at("region"), 3);
    ASSERT_EQ(restricted.recodes.size(), 3U);
    EXPECT_EQ(restricted.recodes.back().bands, (std::vector<double>{18, 25.5, 40}));
}

TEST(RecordRules, NumbersCanBeAveragedInBothEditions) {
    const CheckedStudy study = checked("[protection.records]\naverage = [\"age\"]\n");
    EXPECT_EQ(study.study.file.records.average, std::vector<std::string>{"age"});
    EXPECT_EQ(study.study.file.restricted.average, std::vector<std::string>{"age"});
    EXPECT_EQ(record_mistakes("[protection.records]\naverage = [\"age\"]\n"), "");
    EXPECT_EQ(record_mistakes("[protection.records]\naverage = [\"age\"]\n"
                              "[protection.restricted]\naverage = []\n"),
              "");
}

TEST(RecordRules, AveragesThatCannotBeFollowedAreMistakes) {
    const std::string records = "[protection.records]\naverage = ";
    EXPECT_EQ(record_mistakes(records + "[\"agee\"]\n"), "bad-record-rule@0 ");
    EXPECT_EQ(record_mistakes(records + "[\"region\"]\n"), "bad-record-rule@0 ");  // no numbers
    EXPECT_EQ(
        record_mistakes(records + "[\"age\"]\n[[protection.records.recode]]\nquestion = \"age\"\n"
                                  "bands = [18]\n"),
        "bad-record-rule@0 ");
    // Means of two different groups of a person would be told to whoever has both editions.
    EXPECT_EQ(record_mistakes("[protection.restricted]\naverage = [\"age\"]\n"),
              "bad-record-rule@0 ");
}

TEST(RecordRules, MistakesAreToldWithTheirLine) {
    EXPECT_EQ(record_mistakes("[protection.records]\nk = 1\n"), "bad-record-rule@3 ");
    EXPECT_EQ(record_mistakes("[protection.records]\nmost_risk = 101\n"), "bad-record-rule@3 ");
    EXPECT_EQ(record_mistakes("[protection.records]\ndiversity = 0\n"), "bad-record-rule@3 ");
    EXPECT_EQ(record_mistakes("[protection.records]\npoints = \"grid\"\n"), "bad-record-rule@3 ");
    EXPECT_EQ(record_mistakes("[protection.records]\npoints = \"blur\"\n"), "bad-record-rule@3 ");
    EXPECT_EQ(record_mistakes("[protection.records]\nimportance = { age = 0 }\n"),
              "bad-record-rule@3 ");
    EXPECT_EQ(record_mistakes("[protection.records]\ndrop = [\"agee\"]\n"), "bad-record-rule@0 ");
    EXPECT_EQ(record_mistakes("[protection.records]\nkk = 5\n"), "unknown-setting@3 ");
    const std::string recode = "[[protection.records.recode]]\n";
    EXPECT_EQ(record_mistakes(recode + "question = \"age\"\n"), "bad-record-rule@2 ");
    EXPECT_EQ(record_mistakes(recode + "question = \"age\"\nbands = [3, 2]\n"),
              "bad-record-rule@4 bad-record-rule@2 ");
    EXPECT_EQ(record_mistakes(recode + "question = \"region\"\nbands = [1]\n"),
              "bad-record-rule@2 ");
    EXPECT_EQ(record_mistakes(recode + "question = \"age\"\nperiod = \"month\"\n"),
              "bad-record-rule@2 ");
    EXPECT_EQ(record_mistakes(recode + "question = \"came\"\nperiod = \"week\"\n"),
              "bad-record-rule@2 ");
    EXPECT_EQ(record_mistakes(recode + "question = \"region\"\ncolumn = \"zones\"\n"),
              "bad-record-rule@2 ");
    EXPECT_EQ(record_mistakes(recode + "question = \"region\"\ngroups = { x = [\"a\", \"c\"] }\n"),
              "bad-record-rule@2 ");
    EXPECT_EQ(record_mistakes(recode + "question = \"region\"\ncolumn = \"zone\"\n"), "");
}

}  // namespace
}  // namespace mtm
