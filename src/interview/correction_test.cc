#include "interview/correction.h"

#include <gtest/gtest.h>

#include "tests/form_text.h"

namespace mtm {
namespace {

Questionnaire form_to_correct() {
    return form_from_text(R"(
        survey
        | type         | name  | label |
        | begin_group  | g     | G     |
        | integer      | age   | Age   |
        | end_group    |       |       |
        | begin_repeat | child | Child |
        | integer      | c_age | Age   |
        | end_repeat   |       |       |
    )")
        .questionnaire;
}

Interview interview(const Questionnaire& asked) {
    Interview out;
    out.instance_id = "uuid:1";
    out.answers = {{asked.find("age"), {}, "3"},
                   {asked.find("c_age"), {0}, "5"},
                   {asked.find("c_age"), {1}, "7"}};
    return out;
}

Correction correction(const std::string& path, const std::string& before, const std::string& now) {
    return {"uuid:1", path, before, now, "mistyped", "reviewer@example.org", ""};
}

TEST(Corrections, ReplayInTheirOrder) {
    const Questionnaire asked = form_to_correct();
    Interview given = interview(asked);
    EXPECT_TRUE(apply_corrections(asked,
                                  {correction("g/age", "3", "33"),
                                   correction("child[2]/c_age", "7", ""),
                                   correction("g/age", "33", "34")},
                                  given)
                    .empty());
    EXPECT_EQ(given.answer(asked.find("age")), "34");
    EXPECT_EQ(given.answers[1].value, "5");
    EXPECT_EQ(given.answers[2].value, "");
}

TEST(Corrections, CanFillWhatWasBlank) {
    const Questionnaire asked = form_to_correct();
    Interview given;
    EXPECT_TRUE(apply_corrections(asked, {correction("g/age", "", "30")}, given).empty());
    EXPECT_EQ(given.answer(asked.find("age")), "30");
}

TEST(Corrections, MadeToAnotherAnswerOrPlaceChangeNothingAndAreTold) {
    const Questionnaire asked = form_to_correct();
    Interview given = interview(asked);
    const Interview before = given;
    const Diagnostics found = apply_corrections(asked,
                                                {correction("g/age", "4", "33"),
                                                 correction("g/agee", "3", "33"),
                                                 correction("child[0]/c_age", "5", "6"),
                                                 correction("child[x]/c_age", "5", "6")},
                                                given);
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].code, "correction-not-applied");
    EXPECT_EQ(found[0].message.find("33"), std::string::npos) << "answers are not repeated";
    EXPECT_EQ(given, before);
}

TEST(Corrections, NameTheirPlaceAsTheyReadIt) {
    const Questionnaire asked = form_to_correct();
    EXPECT_EQ(path_of_answer(asked, {asked.find("c_age"), {1}, ""}), "child[2]/c_age");
    EXPECT_EQ(path_of_answer(asked, {asked.find("age"), {}, ""}), "g/age");
}

TEST(Submissions, TellTheirVersionBeforeTheyAreRead) {
    EXPECT_EQ(
        version_of_submission("<?xml version='1.0'?><!-- <a version=\"0\"> -->"
                              "<data id=\"f>\" version=\"2 &amp; 3\"><x version='9'/></data>"),
        "2 & 3");
    EXPECT_EQ(version_of_submission("<data id='f'/>"), "");
    EXPECT_EQ(version_of_submission("<data version='1"), "");
    EXPECT_EQ(version_of_submission(""), "");
}

}  // namespace
}  // namespace mtm
