#include "report/base_notes.h"

#include <gtest/gtest.h>

#include "report/language.h"
#include "report/test_survey.h"

namespace mtm {
namespace {

// What a chart of the question is called: mark-up and what a form fills in are not for print.
TEST(BaseWords, ALabelIsALineOfPrint) {
    Study study;
    study.questionnaire.languages = {{"English (en)", "en"}};
    Question question;
    question.name = "sick";
    study.questionnaire.questions = {question};
    const Dataset dataset;
    const auto label_of = [&](const std::string& label) {
        study.questionnaire.questions[0].label.by_language = {label};
        return BaseWords(study, dataset, 0, report_language("en").phrases()).question_label("sick");
    };
    EXPECT_EQ(label_of("Was **anybody** <b>sick</b>,\n or __hurt__?"),
              "Was anybody sick, or hurt?");
    EXPECT_EQ(label_of("Was the child of age ${age} and gender ${gender} sick?"),
              "Was the child of age … and gender … sick?");
    EXPECT_EQ(label_of("${name}"), "…");
    EXPECT_EQ(label_of("What costs $ {5} or ${?"), "What costs $ {5} or ${?");
    EXPECT_EQ(label_of(""), "sick");
}

// That all agreed to be interviewed tells nobody who was asked.
TEST(BaseWords, LeaveOutWhatHoldsForEveryoneCounted) {
    Study study = test_survey::study();
    study.plan.bases.clear();
    Base base;
    base.everyone = false;
    base.asked = {"sector"};
    for (const std::string relevant : {"${works} = 'yes'",
                                       "${age} > 0 and ${works} = 'yes'",
                                       "${works} = 'yes' and ${age} > 0"}) {
        study.questionnaire.questions[3].relevant = test_survey::expression(relevant);
        const Dataset dataset = test_survey::twenty(study);
        const auto asked =
            BaseWords(study, dataset, 0, report_language("en").phrases()).asked(base);
        ASSERT_TRUE(asked) << relevant;
        EXPECT_EQ(asked->wording, "answered “Yes” to “Do you work?”") << relevant;
    }
}

}  // namespace
}  // namespace mtm
