#include "study/fieldwork.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/form_text.h"
#include "tests/round4_study.h"

namespace mtm {
namespace {

CheckedStudy check(const std::string& toml) {
    return check_study(workbook_from_text(R"(
        survey
        | type                | name      | label |
        | username            | username  |       |
        | select_one yn       | consent   | C     |
        | select_one place    | place     | P     |
        | select_one sex      | gender    | S     |
        | begin_repeat        | child     | Child |
        | select_one sex      | sex       | S     |
        | end_repeat          |           |       |
        choices
        | list_name | name   | label |
        | yn        | yes    | Yes   |
        | place     | north  | N     |
        | place     | south  | S     |
        | sex       | male   | M     |
        | sex       | female | F     |
    )"),
                       "form.xlsx",
                       "title = \"S\"\n" + toml,
                       "study.toml");
}

// Codes of what is said of [fieldwork].
std::string mistakes(const std::string& toml) {
    std::string out;
    for (const Diagnostic& d : check(toml).diagnostics) {
        if (d.message.find("fieldwork") != std::string::npos) out += d.code + " ";
    }
    return out;
}

TEST(Fieldwork, IsGuessedFromWhatFormsUsuallyAsk) {
    const Fieldwork fieldwork = check("[areas]\nquestion = \"place\"\n").study.file.fieldwork;
    EXPECT_EQ(fieldwork.area, "place");
    EXPECT_EQ(fieldwork.group, "gender");  // “sex” is asked in a repeat
    EXPECT_EQ(fieldwork.enumerator, "username");
    EXPECT_EQ(fieldwork.language, "");
    EXPECT_TRUE(fieldwork.targets.empty());
}

TEST(Fieldwork, IsWhatTheStudySays) {
    const CheckedStudy checked = check(
        "[fieldwork]\narea = \"place\"\ngroup = \"gender\"\n"
        "targets = [{ area = \"north\", group = \"female\", interviews = 50 },\n"
        "           { area = \"south\", interviews = 80 }, { interviews = 400 }]\n");
    EXPECT_EQ(checked.study.file.fieldwork.targets,
              (std::vector<Target>{{"north", "female", 50}, {"south", "", 80}, {"", "", 400}}));
    EXPECT_EQ(mistakes("[fieldwork]\narea = \"place\"\n[[fieldwork.targets]]\ninterviews = 4\n"),
              "");
}

TEST(Fieldwork, TellsWhatTheQuestionnaireDoesNotHave) {
    EXPECT_EQ(mistakes("[fieldwork]\nenumerator = \"enumerater\"\n"), "unknown-question ");
    EXPECT_EQ(mistakes("[fieldwork]\ngroup = \"sex\"\n"), "fieldwork-in-repeat ");
    EXPECT_EQ(mistakes("[fieldwork]\narea = \"place\"\n"
                       "targets = [{ area = \"nord\", interviews = 1 }]\n"),
              "unknown-choice ");
    EXPECT_EQ(mistakes("[fieldwork]\ntargets = [{ area = \"north\", interviews = 1 }]\n"),
              "target-without-question ");
    EXPECT_EQ(mistakes("[fieldwork]\ntargets = [{ interviews = 1 }, { interviews = 2 }]\n"),
              "target-twice ");
    EXPECT_EQ(mistakes("[fieldwork]\ntargets = [{ group = \"male\" }]\n"), "bad-target ");
    EXPECT_EQ(mistakes("[fieldwork]\ntargets = 100\n"), "wrong-type ");
    EXPECT_EQ(mistakes("[fieldwork]\ntarget = 100\n"), "unknown-setting ");
}

TEST(Fieldwork, OfRound4WantsAsManyInterviewsAsItPlanned) {
    const StudyFile file = round4_study().study.file;
    EXPECT_EQ(file.fieldwork.area, "region");
    EXPECT_EQ(file.fieldwork.language, "interview_language");
    int all = 0;
    int women = 0;
    for (const Target& target : file.fieldwork.targets) {
        all += target.interviews;
        if (target.group == "female") women += target.interviews;
    }
    EXPECT_EQ(all, file.planned_interviews);
    EXPECT_EQ(women, 320);
}

}  // namespace
}  // namespace mtm
