#include "report/base_notes.h"

#include <gtest/gtest.h>

#include "report/language.h"

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

}  // namespace
}  // namespace mtm
