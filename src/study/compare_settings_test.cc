#include "study/compare_settings.h"

#include <gtest/gtest.h>

#include "study/study_file.h"

namespace mtm {
namespace {

ReadStudyFile read(const std::string& text) {
    return read_study_file("title = \"T\"\n" + text, {{"English (en)", "en"}}, "study.toml");
}

TEST(CompareSettings, AreReadWithTheirLines) {
    const ReadStudyFile out = read(
        "[compare]\nsame = [\"age\"]\nmix = [\"area\", \"sex\"]\n"
        "correction = \"benjamini-hochberg\"\n"
        "[[compare.recode]]\nquestion = \"work\"\nfrom = \"farm\"\nto = \"paid\"\n");
    EXPECT_TRUE(out.diagnostics.empty());
    const CompareRules& rules = out.file.compare;
    EXPECT_EQ(rules.same, std::vector<std::string>{"age"});
    EXPECT_EQ(rules.mix, (std::vector<std::string>{"area", "sex"}));
    EXPECT_EQ(rules.correction, TestCorrection::benjamini_hochberg);
    ASSERT_EQ(rules.recodes.size(), 1U);
    EXPECT_EQ(rules.recodes[0].from, "farm");
    EXPECT_EQ(rules.recodes[0].to, "paid");
    EXPECT_EQ(rules.recodes[0].line, 6);
}

TEST(CompareSettings, EveryMistakeIsToldAtItsLine) {
    const ReadStudyFile out = read(
        "[compare]\ncorrection = \"bonferroni\"\nsames = [\"age\"]\n"
        "[[compare.recode]]\nquestion = \"work\"\nfrom = \"farm\"\n");
    ASSERT_EQ(out.diagnostics.size(), 3U);
    EXPECT_EQ(out.diagnostics[0].code, "bad-correction");
    EXPECT_EQ(out.diagnostics[0].place.row, 3);
    EXPECT_EQ(out.diagnostics[1].code, "incomplete-recode");
    EXPECT_EQ(out.diagnostics[1].place.row, 5);
    EXPECT_EQ(out.diagnostics[2].place.row, 4);  // sames
    EXPECT_TRUE(out.file.compare.recodes.empty());
}

TEST(CompareSettings, NamesAreCheckedAgainstTheQuestionnaire) {
    Study study;
    Question age;
    age.name = "age";
    age.type = QuestionType::integer;
    study.questionnaire.questions = {age};
    study.file.compare.line = 4;
    study.file.compare.mix = {"age"};
    study.file.compare.same = {"aeg"};
    study.file.compare.recodes = {{"work", "a", "b", 9}};
    const Diagnostics wrong = check_compare(study, "study.toml");
    ASSERT_EQ(wrong.size(), 3U);
    EXPECT_EQ(wrong[0].code, "unknown-question");
    EXPECT_EQ(wrong[0].place.row, 4);
    EXPECT_EQ(wrong[1].code, "not-closed");
    EXPECT_EQ(wrong[2].place.row, 9);
}

// What would depend on the order of recodes is refused, each at its line.
TEST(CompareSettings, ChainsAndExchangesOfRecodesAreRefused) {
    Study study;
    Question work;
    work.name = "work";
    work.type = QuestionType::select_one;
    work.list = 0;
    study.questionnaire.questions = {work};
    study.questionnaire.lists.resize(1);
    const auto codes_of = [&study](std::vector<ChoiceRecode> recodes) {
        study.file.compare.recodes = std::move(recodes);
        std::string out;
        for (const Diagnostic& each : check_compare(study, "study.toml"))
            out += each.code + " " + std::to_string(each.place.row) + "; ";
        return out;
    };
    EXPECT_EQ(codes_of({{"work", "a", "c", 1}, {"work", "b", "c", 2}}), "");
    EXPECT_EQ(codes_of({{"work", "a", "b", 1}, {"work", "b", "c", 2}}),
              "recode-of-recoded-choice 1; ");
    EXPECT_EQ(codes_of({{"work", "b", "c", 1}, {"work", "a", "b", 2}}),
              "recode-of-recoded-choice 2; ");
    EXPECT_EQ(codes_of({{"work", "a", "b", 1}, {"work", "b", "a", 2}}),
              "recode-of-recoded-choice 1; recode-of-recoded-choice 2; ");
    EXPECT_EQ(codes_of({{"work", "a", "b", 1}, {"work", "a", "c", 2}}), "recode-twice 2; ");
}

TEST(CompareSettings, ADerivedVariableMayDivideTheMix) {
    Study study;
    DerivedVariable bands;
    bands.name = "age_bands";
    study.plan.derived = {bands};
    study.file.compare.mix = {"age_bands"};
    EXPECT_TRUE(check_compare(study, "study.toml").empty());
    study.file.compare.mix = {"bands"};
    EXPECT_EQ(check_compare(study, "study.toml").size(), 1U);
}

TEST(CompareSettings, WhatAnInterviewHasSeveralOfDividesNobody) {
    Study study;
    Question languages;
    languages.name = "languages";
    languages.type = QuestionType::select_multiple;
    Question sex;
    sex.name = "member_sex";
    sex.type = QuestionType::select_one;
    sex.group = 0;
    Group member;
    member.repeat = true;
    study.questionnaire.groups = {member};
    study.questionnaire.questions = {languages, sex};
    study.file.compare.line = 3;
    study.file.compare.mix = {"languages", "member_sex"};
    const Diagnostics wrong = check_compare(study, "study.toml");
    ASSERT_EQ(wrong.size(), 2U);
    for (const Diagnostic& each : wrong) {
        EXPECT_EQ(each.code, "mix-of-several");
        EXPECT_EQ(each.place.row, 3);
    }
    EXPECT_NE(wrong[0].message.find("several answers"), std::string::npos);
    EXPECT_NE(wrong[1].message.find("in a repeat"), std::string::npos);
    DerivedVariable of_members;
    of_members.name = "women";
    of_members.question = "member_sex";
    study.plan.derived = {of_members};
    study.file.compare.mix = {"women"};
    const Diagnostics derived = check_compare(study, "study.toml");
    ASSERT_EQ(derived.size(), 1U);
    EXPECT_EQ(derived[0].code, "mix-of-several");
}

}  // namespace
}  // namespace mtm
