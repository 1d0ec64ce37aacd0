#include "quality/back_check_round.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "quality/back_check_form.h"
#include "quality/back_check_list.h"
#include "quality/back_check_page.h"
#include "quality/survey_for_test.h"
#include "study/form_sheets.h"
#include "workbook/read.h"

namespace mtm {
namespace {

BackCheckQuestion asked(const std::string& name, BackCheckType type) {
    BackCheckQuestion out;
    out.name = name;
    out.type = type;
    return out;
}

// A round whose first interviews are those of SurveyForTest, and second ones made of them.
class RoundForTest : public SurveyForTest {
public:
    RoundForTest() : SurveyForTest(5) {
        BackCheckRules& rules = study.file.back_check;
        rules.line = 1;
        rules.questions = {asked("job", BackCheckType::type1),
                           asked("more0_1", BackCheckType::type2),
                           asked("income", BackCheckType::type3)};
        rules.back_checkers = {"B 1", "B 2"};
        int number = 0;
        for (Interview& interview : interviews) {
            interview.instance_id = fmt::format("uuid:{:08x}-0000", ++number);
            set(interview, "phone", fmt::format("+7701{:07}", number));
        }
        form_ = back_check_form(study, "study.toml").form;
    }

    // The interview of that number, asked once more by somebody else.
    Interview second_of(std::size_t number) const {
        const Interview& first = interviews[number];
        Interview out;
        out.instance_id = fmt::format("second-{}", number);
        out.form_id = form_.form_id;
        for (const Question& question : form_.questions) {
            const int here = form_.find(question.name);
            if (study.questionnaire.find(question.name) < 0 || question.name == "start") continue;
            out.answers.push_back(
                {.question = here, .repeat = {}, .value = get(first, question.name)});
        }
        answer(out, "back_checker", number % 2 == 0 ? "B_1" : "B_2");
        answer(out, "first_interview", fmt::format("{:08X}", number + 1));
        return out;
    }

    void answer(Interview& interview, const std::string& name, std::string value) const {
        const int question = form_.find(name);
        ASSERT_GE(question, 0) << name;
        for (Answer& given : interview.answers) {
            if (given.question == question) {
                given.value = std::move(value);
                return;
            }
        }
        interview.answers.push_back(
            {.question = question, .repeat = {}, .value = std::move(value)});
    }

    BackCheckRound compared(const std::vector<Interview>& second,
                            const std::vector<Interview>* received = nullptr) {
        first_ = assembled();
        second_study_ = study_of_back_check(study, form_);
        second_ = assemble(second_study_, second).dataset;
        if (received != nullptr) received_ = assemble(study, *received).dataset;
        first_rows_ = lay_out_fieldwork(study, first_);
        second_rows_ = lay_out_fieldwork(second_study_, second_);
        return compare_round({.first = &first_rows_,
                              .received = received == nullptr ? nullptr : &received_,
                              .second = &second_rows_,
                              .places = {}});
    }

    [[nodiscard]] const Questionnaire& form() const { return form_; }

private:
    Questionnaire form_;
    Study second_study_;
    Dataset first_;
    Dataset second_;
    Dataset received_;
    FieldworkRows first_rows_;
    FieldworkRows second_rows_;
};

TEST(BackCheckForm, AsksWhatIsComparedAndWhatThatNeeds) {
    const RoundForTest round;
    EXPECT_EQ(round.form().names(),
              (std::vector<std::string>{"start",
                                        "end",
                                        "today",
                                        "back_checker",
                                        "first_interview",
                                        "income",
                                        "gate0",
                                        "more0_1",
                                        "job"}));
    const BackCheckForm again = back_check_form(round.study, "study.toml");
    ASSERT_EQ(again.diagnostics.size(), 1U) << print_all(again.diagnostics);
    EXPECT_EQ(again.diagnostics[0].code, "back-check-asks-too");
    EXPECT_NE(again.diagnostics[0].message.find("gate0"), std::string::npos);
    EXPECT_FALSE(has_errors(check_back_check_form(round.study, again.form, "f.xlsx")));
    const auto bytes = write_workbook(form_workbook(form_sheets(again.form)));
    ASSERT_TRUE(bytes);
    const Compiled compiled = compile(read_workbook(*bytes, "f.xlsx").value(), "f.xlsx");
    EXPECT_FALSE(has_errors(compiled.diagnostics)) << print_all(compiled.diagnostics);
    EXPECT_EQ(compiled.questionnaire.names(), round.form().names());
}

TEST(BackCheckForm, OfATeamsOwnMustAskTheSame) {
    const RoundForTest round;
    const Questionnaire own =
        form_from_text(
            "survey\n| type | name | label |\n| text | back_checker | Who? |\n"
            "| text | job | Work? |\n| integer | income | How much? |\n")
            .questionnaire;
    const std::string told = print_all(check_back_check_form(round.study, own, "own.xlsx"));
    EXPECT_NE(told.find("“first_interview”"), std::string::npos) << told;
    EXPECT_NE(told.find("“more0_1”"), std::string::npos) << told;
    EXPECT_NE(told.find("“job” has answers of another kind"), std::string::npos) << told;
    EXPECT_EQ(told.find("“income”"), std::string::npos) << told;
}

TEST(BackCheckRound, WhatIsTheSameDoesNotDiffer) {
    RoundForTest round;
    std::vector<Interview> second;
    for (std::size_t i = 0; i < 120; i += 3)
        second.push_back(round.second_of(i));
    const BackCheckRound out = round.compared(second);
    EXPECT_EQ(out.result.pairs.size(), 40U);
    EXPECT_EQ(out.result.all.all.different, 0U);
    EXPECT_GE(out.result.all.all.compared, 80U);
    EXPECT_TRUE(out.result.diagnostics.empty()) << print_all(out.result.diagnostics);
}

// By hand: enumerators 0 and 1 have interviews 0–59 and 60–119; three answers are changed.
TEST(BackCheckRound, TellsWhoseAnswersDiffer) {
    RoundForTest round;
    std::vector<Interview> second;
    for (std::size_t i = 0; i < 120; i += 3)
        second.push_back(round.second_of(i));
    for (const std::size_t changed : {0U, 1U, 30U}) {
        const std::string job = round.get(round.interviews[3 * changed], "job");
        round.answer(second[changed], "job", job == "trader" ? "builder" : "trader");
    }
    const BackCheckRound out = round.compared(second);
    EXPECT_EQ(out.result.all.of(BackCheckType::type1), (ErrorRate{.compared = 40, .different = 3}));
    const auto rate_of = [&](const std::string& name) {
        const auto at = std::ranges::find(out.result.enumerators, name, &WorkerRates::worker);
        EXPECT_NE(at, out.result.enumerators.end()) << name;
        return at->rates.of(BackCheckType::type1);
    };
    EXPECT_EQ(rate_of("Enumerator 0"), (ErrorRate{.compared = 20, .different = 2}));
    EXPECT_EQ(rate_of("Enumerator 1"), (ErrorRate{.compared = 20, .different = 1}));
    EXPECT_EQ(out.result.back_checkers.size(), 2U);
    EXPECT_EQ(out.result.back_checkers[0].worker, "B 1");
    const auto json = nlohmann::json::parse(back_check_json(out));
    EXPECT_EQ(json["rates"]["type1"]["different"], 3);
    EXPECT_EQ(json["differences"].size(), 3U);
    EXPECT_EQ(json["differences"][0]["uuid"], "uuid:00000001-0000");
    EXPECT_NE(back_check_summary(out).find("3 of 40"), std::string::npos);
    EXPECT_NE(back_check_summary(out).find("2 of 20  (small base)"), std::string::npos);
}

TEST(BackCheckRound, ACodeMayBeTheWholeIdAndOneOfNobodyIsTold) {
    RoundForTest round;
    std::vector<Interview> second{round.second_of(0), round.second_of(1), round.second_of(2)};
    round.answer(second[0], "first_interview", "uuid:00000001-0000");
    round.answer(second[1], "first_interview", "");
    round.answer(second[2], "first_interview", "ffffffff");
    const BackCheckRound out = round.compared(second);
    ASSERT_EQ(out.result.pairs.size(), 1U);
    EXPECT_EQ(out.result.pairs[0].first, 0U);
    ASSERT_EQ(out.result.diagnostics.size(), 2U);
    EXPECT_EQ(out.result.diagnostics[0].code, "back-check-without-key");
    EXPECT_EQ(out.result.diagnostics[1].code, "back-check-without-first");
}

// The enumerator wrote "builder"; somebody corrected it to what the back-check found.
TEST(BackCheckRound, ACorrectionDoesNotTakeAMistakeAway) {
    RoundForTest round;
    const std::vector<Interview> received = [&] {
        round.set(round.interviews[0], "job", "builder");
        return round.interviews;
    }();
    round.set(round.interviews[0], "job", "trader");
    const std::vector<Interview> second{round.second_of(0)};
    EXPECT_EQ(round.compared(second).result.all.all.different, 0U);
    EXPECT_EQ(round.compared(second, &received).result.all.all.different, 1U);
}

TEST(BackCheckRound, SaysWhatWasHeldTooLate) {
    RoundForTest round;
    round.study.file.back_check.first_day = 1;
    round.study.file.back_check.last_day = 7;
    std::vector<Interview> second{round.second_of(0), round.second_of(1)};
    round.answer(second[0], "start", "2024-04-05T10:00:00+05:00");
    round.answer(second[1], "start", "2024-04-20T10:00:00+05:00");
    const BackCheckRound out = round.compared(second);
    ASSERT_EQ(out.result.diagnostics.size(), 1U) << print_all(out.result.diagnostics);
    EXPECT_EQ(out.result.diagnostics[0].code, "back-check-day");
    EXPECT_EQ(out.result.diagnostics[0].place.interview, "second-1");
}

TEST(BackCheckRound, ShowsNoAnswerThatIdentifiesSomebody) {
    RoundForTest round;
    round.study.file.back_check.questions.push_back(asked("phone", BackCheckType::type1));
    const BackCheckQuestion& phone = round.study.file.back_check.questions.back();
    BackCheckAnswer answer;
    answer.missing = Missing::none;
    answer.text = "+77010000001";
    EXPECT_EQ(words_of_answer(round.study, phone, answer).find('7'), std::string::npos);
}

TEST(BackCheckOutputs, CarryTheMarkOfARehearsal) {
    RoundForTest round;
    for (Interview& interview : round.interviews)
        interview.rehearsal = true;
    Interview second = round.second_of(0);
    round.answer(
        second, "job", round.get(round.interviews[0], "job") == "other" ? "trader" : "other");
    const BackCheckRound out = round.compared({second});
    EXPECT_NE(back_check_page(out, "today").find(invented_mark), std::string::npos);
    EXPECT_TRUE(back_check_summary(out).starts_with(invented_mark));
    EXPECT_NE(back_check_json(out).find(invented_mark), std::string::npos);
    const WorkbookOut book =
        back_check_workbook(out, std::chrono::sys_days{std::chrono::year{2024} / 6 / 1});
    EXPECT_EQ(book.sheets.size(), 8U);
    for (const SheetOut& sheet : book.sheets)
        EXPECT_EQ(std::get<std::string>(sheet.rows.at(0).at(0).value), invented_mark);
    EXPECT_EQ(back_check_page(out, "today").find("nan"), std::string::npos);
}

class BackCheckListTest : public ::testing::Test {
protected:
    BackCheckListTest() {
        dataset_ = round_.assembled();
        rows_ = lay_out_fieldwork(round_.study, dataset_);
    }

    BackCheckList drawn(const BackCheckDraw& draw, const std::set<std::string>& kept = {}) {
        return draw_back_check_list(rows_, draw, kept);
    }

    std::string text_of(const BackCheckList& list, ListShows shows) {
        std::string out;
        for (const auto& row : back_check_table(rows_, list, shows))
            out += join(row, ",") + "\n";
        return out;
    }

    RoundForTest round_;
    Dataset dataset_;
    FieldworkRows rows_;
};

TEST_F(BackCheckListTest, TakesAsManyOfEachEnumeratorAndDividesThem) {
    const BackCheckList list = drawn({.proportion = 0.1, .number = std::nullopt, .seed = 3});
    EXPECT_EQ(list.visits.size(), 90U);  // a tenth of sixty, of fifteen
    EXPECT_EQ(list.enumerators, 15U);
    EXPECT_EQ(std::ranges::count(list.visits, "B 1", &BackCheckVisit::back_checker), 45);
    EXPECT_EQ(list.visits, drawn({.proportion = 0.1, .number = std::nullopt, .seed = 3}).visits);
    EXPECT_NE(list.visits, drawn({.proportion = 0.1, .number = std::nullopt, .seed = 4}).visits);
}

TEST_F(BackCheckListTest, HasNothingByWhichSomebodyCouldBeFound) {
    round_.study.file.back_check.contact = {"phone"};
    round_.study.file.back_check.key = "phone";
    const BackCheckList list = drawn({.proportion = std::nullopt, .number = 1, .seed = 3});
    EXPECT_EQ(text_of(list, ListShows::codes).find("7701"), std::string::npos);
    EXPECT_NE(text_of(list, ListShows::contacts).find("7701"), std::string::npos);
}

TEST_F(BackCheckListTest, HasNoAnswerThatIsCompared) {
    const BackCheckList list = drawn({.proportion = std::nullopt, .number = 1, .seed = 3});
    EXPECT_NE(text_of(list, ListShows::codes).find("Area 1"), std::string::npos);
    round_.study.file.back_check.questions.push_back(asked("area", BackCheckType::type1));
    EXPECT_EQ(text_of(list, ListShows::contacts).find("Area 1"), std::string::npos);
}

TEST_F(BackCheckListTest, NobodyChecksThemselves) {
    round_.study.file.back_check.back_checkers = {"Enumerator 3", "Enumerator 9"};
    const BackCheckList list = drawn({.proportion = 0.2, .number = std::nullopt, .seed = 3});
    for (const BackCheckVisit& visit : list.visits)
        EXPECT_NE(visit.back_checker, rows_.enumerator_name(rows_.enumerator_of(visit.row)));
}

TEST_F(BackCheckListTest, OfBeforeIsReadAgainAndStays) {
    const BackCheckList before = drawn({.proportion = std::nullopt, .number = 2, .seed = 3});
    const auto bytes = write_workbook(back_check_list_workbook(
        rows_, before, ListShows::codes, std::chrono::sys_days{std::chrono::year{2024} / 6 / 1}));
    ASSERT_TRUE(bytes) << bytes.error().message;
    const auto ids = ids_of_back_check_list(read_workbook(*bytes, "list.xlsx").value());
    EXPECT_EQ(ids.size(), 30U);
    const BackCheckList after = drawn({.proportion = std::nullopt, .number = 3, .seed = 8}, ids);
    EXPECT_EQ(after.visits.size(), 45U);
    const auto kept = std::ranges::count_if(after.visits, [&](const BackCheckVisit& visit) {
        return ids.contains(dataset_.instance_ids[visit.row]);
    });
    EXPECT_EQ(kept, 30);
}

}  // namespace
}  // namespace mtm
