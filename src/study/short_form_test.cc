#include "study/short_form.h"

#include <gtest/gtest.h>

#include "study/form_sheets.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {
namespace {

// Written as a workbook and compiled again.
Compiled compiled_again(const Questionnaire& form) {
    const auto bytes = write_workbook(form_workbook(form_sheets(form)));
    EXPECT_TRUE(bytes) << bytes.error().message;
    return compile(read_workbook(*bytes, "short.xlsx").value(), "short.xlsx");
}

// Rows of the sheets, and what no Questionnaire keeps of groups without questions, do not matter.
Questionnaire without_rows(Questionnaire form) {
    for (Question& question : form.questions)
        question.row = 0;
    for (Group& group : form.groups)
        group.row = 0;
    for (ChoiceList& list : form.lists) {
        for (Choice& choice : list.choices)
            choice.row = 0;
    }
    return form;
}

const Questionnaire& round4() {
    static const Questionnaire form = [] {
        const std::string path =
            source_directory() + "/studies/kazakhstan-2024-r4/questionnaire.xlsx";
        return compile(read_workbook(read_test_file(path), path).value(), path).questionnaire;
    }();
    return form;
}

std::vector<std::string> names_of(const Questionnaire& form) {
    return form.names();
}

TEST(FormSheets, CompileToTheSameQuestionnaire) {
    const Compiled again = compiled_again(round4());
    EXPECT_FALSE(has_errors(again.diagnostics)) << print_all(again.diagnostics);
    EXPECT_EQ(without_rows(again.questionnaire), without_rows(round4()));
}

TEST(FormSheets, KeepRepeatsAndAFormWithoutLanguages) {
    const Compiled form = form_from_text(
        "survey\n| type | name | label | repeat_count | missing |\n"
        "| integer | n | How many? | | 98 99 |\n"
        "| begin_repeat | r | Each | ${n} | |\n| text | who | Who? | | |\n| end_repeat | | | | "
        "|\n");
    ASSERT_FALSE(has_errors(form.diagnostics)) << print_all(form.diagnostics);
    const Compiled again = compiled_again(form.questionnaire);
    EXPECT_EQ(print_all(again.diagnostics), print_all(form.diagnostics));
    Questionnaire expected = without_rows(form.questionnaire);
    Questionnaire found = without_rows(again.questionnaire);
    EXPECT_EQ(found.questions, expected.questions);
    EXPECT_EQ(found.groups, expected.groups);
    EXPECT_EQ(found.languages, expected.languages);
}

const char* branching =
    "survey\n"
    "| type | name | label | relevant |\n"
    "| select_one yn | consent | May we? | |\n"
    "| begin_group | g | Part | ${consent} = 'yes' |\n"
    "| integer | age | How old? | |\n"
    "| select_one yn | works | Do you work? | ${age} > 17 |\n"
    "| text | where | Where do you work? | ${works} = 'yes' |\n"
    "| text | town | Which town? | |\n"
    "| note | said | You said ${where}. | |\n"
    "| end_group | | | |\n"
    "| begin_repeat | r | Member | |\n| integer | member_age | Age? | |\n| end_repeat | | | |\n"
    "| calculate | oldest | | |\n"
    "| text | elder | Who is the eldest? | ${member_age} > 60 |\n"
    "choices\n| list_name | name | label |\n| yn | yes | Yes |\n| yn | no | No |\n";

Questionnaire branching_form() {
    return form_from_text(branching).questionnaire;
}

// Routes by hand: `where` needs `works`, that needs `age`, and their group needs `consent`.
TEST(ShortForm, HasAllThatItsSkipLogicNames) {
    const Questionnaire whole = branching_form();
    const ShortForm out = short_form(whole, {whole.find("where")});
    EXPECT_EQ(names_of(out.form), (std::vector<std::string>{"consent", "age", "works", "where"}));
    EXPECT_EQ(out.added.size(), 3U);
    EXPECT_TRUE(out.out_of_reach.empty());
    ASSERT_EQ(out.form.groups.size(), 1U);
    EXPECT_EQ(out.form.groups[0].first, 1);
    EXPECT_EQ(out.form.groups[0].end, 4);
    EXPECT_EQ(out.form.lists.size(), 1U);
    const Compiled again = compiled_again(out.form);
    EXPECT_FALSE(has_errors(again.diagnostics)) << print_all(again.diagnostics);
    EXPECT_EQ(without_rows(again.questionnaire).questions, without_rows(out.form).questions);
}

TEST(ShortForm, HasNothingElse) {
    const Questionnaire whole = branching_form();
    const ShortForm out = short_form(whole, {whole.find("town")});
    EXPECT_EQ(names_of(out.form), (std::vector<std::string>{"consent", "town"}));
    EXPECT_EQ(out.added,
              (std::vector<ShortForm::Need>{{whole.find("consent"), whole.find("town")}}));
}

TEST(ShortForm, TellsOfWhatItCannotAsk) {
    const Questionnaire whole = branching_form();
    const ShortForm out = short_form(whole, {whole.find("elder")});
    EXPECT_EQ(out.out_of_reach,
              (std::vector<ShortForm::Need>{{whole.find("member_age"), whole.find("elder")}}));
}

TEST(ShortForm, HasQuestionsOfItsOwnBeforeTheOthers) {
    const Questionnaire whole = branching_form();
    ShortForm out = short_form(whole, {whole.find("town")});
    Question who;
    who.name = "checker";
    who.type = QuestionType::select_one;
    who.label.by_language = {"Who are you?"};
    ChoiceList list;
    list.name = "checkers";
    list.choices.emplace_back().name = "b1";
    list.choices[0].label.by_language = {"B1"};
    put_before(out.form, who, list);
    const Compiled again = compiled_again(out.form);
    EXPECT_EQ(names_of(again.questionnaire),
              (std::vector<std::string>{"checker", "consent", "town"}));
    EXPECT_EQ(again.questionnaire.choices_of(0).choices.size(), 1U);
    EXPECT_EQ(again.questionnaire.groups[0].first, 2);
}

}  // namespace
}  // namespace mtm
