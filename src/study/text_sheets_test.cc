#include "study/text_sheets.h"

#include <gtest/gtest.h>

#include "tests/form_text.h"
#include "tests/round4_study.h"

namespace mtm {
namespace {

class StudyInText : public ::testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(TextSheets,
                         StudyInText,
                         ::testing::Values("kazakhstan-2024-r3", "kazakhstan-2024-r4"),
                         [](const auto& study) { return study.param.substr(16); });

TEST_P(StudyInText, MakesTheWorkbookThatLiesInTheStudy) {
    const std::vector<TextSheet> sheets = round4_text_sheets(GetParam());
    const auto workbook = read_workbook(
        read_test_file(source_directory() + "/studies/" + GetParam() + "/questionnaire.xlsx"),
        "questionnaire.xlsx");
    ASSERT_TRUE(workbook);
    ASSERT_EQ(workbook->sheets.size(), sheets.size());
    for (std::size_t s = 0; s < sheets.size(); ++s) {
        EXPECT_EQ(workbook->sheets[s].name, sheets[s].name);
        const auto& rows = sheets[s].records.rows;
        ASSERT_EQ(workbook->sheets[s].row_count(), static_cast<int>(rows.size()));
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t c = 0; c < rows[r].size(); ++c) {
                ASSERT_EQ(workbook->sheets[s].at(static_cast<int>(r), static_cast<int>(c)),
                          rows[r][c])
                    << sheets[s].name << " row " << r + 1 << ": make it again with `mtm workbook`";
            }
        }
    }
}

TEST(TextSheets, GiveTheSameBytesForTheSameText) {
    const auto once = write_workbook(form_workbook(round4_text_sheets()));
    const auto twice = write_workbook(form_workbook(round4_text_sheets()));
    ASSERT_TRUE(once);
    EXPECT_EQ(*once, *twice);
}

TEST(Round4Study, HasNoMistake) {
    const auto [study, diagnostics] = round4_study();
    EXPECT_FALSE(has_errors(diagnostics)) << print_all(diagnostics);
    EXPECT_EQ(study.questionnaire.form_id, "kazakhstan_migrant_workers_r4");
    EXPECT_GE(study.plan.tables.size(), 100U);
    for (const Diagnostic& d : diagnostics)
        EXPECT_EQ(d.code, "unreviewed-translation") << print(d);
}

TEST(Round4Study, MarksEveryQuestionForDisclosureAndSpeaksFourLanguages) {
    const Questionnaire form = round4_study().study.questionnaire;
    ASSERT_EQ(form.languages.size(), 4U);
    for (const Question& q : form.questions) {
        if (!is_answered_by_people(q.type)) continue;
        for (std::size_t l = 0; l < 4; ++l) {
            EXPECT_FALSE(q.label.by_language[l].empty())
                << q.name << " " << form.languages[l].header;
        }
        if (q.type == QuestionType::text || q.type == QuestionType::geopoint) {
            EXPECT_EQ(q.disclosure, Disclosure::identifier) << q.name;
        }
    }
}

TEST(Round4Study, AsksNothingOfThoseWhoDidNotConsentOrAreUnderAge) {
    const Questionnaire form = round4_study().study.questionnaire;
    const int consent = form.find("consent");
    const int age = form.find("age");
    ASSERT_GE(consent, 0);
    for (int q = age + 1; q < static_cast<int>(form.questions.size()); ++q) {
        const Question& question = form.questions[static_cast<std::size_t>(q)];
        if (!is_answered_by_people(question.type)) continue;
        const auto relevance = form.relevance_of(q);
        ASSERT_FALSE(relevance.empty()) << question.name;
        EXPECT_EQ(print(relevance.front()->root), "${consent} = 'yes' and ${age} >= 18")
            << question.name;
    }
}

}  // namespace
}  // namespace mtm
