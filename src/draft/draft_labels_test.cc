#include "draft/draft_labels.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace mtm {
namespace {

TEST(DraftLabels, ArePlainWordsInOneLine) {
    const auto plain = [](std::string_view label) { return plain_words(label, longest_question); };
    EXPECT_EQ(plain("**Do** you\n work {here}?"), "Do you work here?");
    EXPECT_EQ(plain("Is ${name} at home?"), "Is … at home?");
    EXPECT_EQ(plain("Individual $indpos - age $indage"), "Individual … - age …");
    EXPECT_EQ(plain("Less than $300"), "Less than $300");
    EXPECT_EQ(plain("edu_ind and __now__"), "edu ind and now");
    EXPECT_EQ(plain_heading("Questions on $name - age $age"), "Questions on");
    EXPECT_EQ(plain_heading("Work and pay"), "Work and pay");
}

TEST(DraftLabels, AreCutAtAWordByLetters) {
    std::string label;
    for (int i = 0; i < 40; ++i)
        label += "слово ";
    const std::string cut = plain_words(label, longest_answer);
    EXPECT_TRUE(cut.ends_with("слово …"));
    EXPECT_LE(length_utf8(cut), longest_answer + 2);
    EXPECT_GT(length_utf8(cut), longest_answer - 8);
    EXPECT_TRUE(is_utf8(plain_words(std::string("ы") + std::string(300, 'x'), 100)));
}

TEST(DraftLabels, KnowWhatIsOfFieldwork) {
    for (const char* name :
         {"consent", "enum_id", "survey_modality", "interview_mode", "cluster_id"})
        EXPECT_TRUE(is_of_fieldwork({}, name)) << name;
    for (const char* name : {"aap_preferred_modality", "sex", "job_interviews"})
        EXPECT_FALSE(is_of_fieldwork({}, name)) << name;
}

TEST(DraftLabels, KnowAnswersThatAreNone) {
    const auto none = [](const char* name, const char* label) {
        return is_no_answer({name, {{label}}});
    };
    EXPECT_TRUE(none("dnk", "Don't know"));
    EXPECT_TRUE(none("98", "Don’t know"));
    EXPECT_TRUE(none("x", "Затрудняюсь ответить"));
    EXPECT_TRUE(none("pnta", "Ne sait pas"));
    EXPECT_TRUE(none("y", "Bilmayman"));
    EXPECT_FALSE(none("no", "No"));
    EXPECT_FALSE(none("other", "I know others"));
}

TEST(DraftLabels, HaveTheIconOfWhatIsSaid) {
    EXPECT_EQ(icon_for("sex", "female"), "women");
    EXPECT_EQ(icon_for("sex", "male"), "people");
    EXPECT_EQ(icon_for("age_band", "young"), "age");
    EXPECT_EQ(icon_for("language", "kk"), "people");
    EXPECT_EQ(icon_for("parent_alive", "yes"), "people");
    EXPECT_EQ(icon_for("main_income", "wage"), "money");
}

}  // namespace
}  // namespace mtm
