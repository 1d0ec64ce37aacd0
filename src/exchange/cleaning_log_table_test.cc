#include "exchange/cleaning_log_table.h"

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

Questionnaire form() {
    return compile(workbook_from_text(R"(
        survey
        | type                  | name   | label::English (en) | label::Russian (ru) |
        | select_one sex        | sex    | Sex                 | Пол                 |
        | integer               | age    | Age                 | Возраст             |
        | select_multiple langs | langs  | Languages           | Языки               |
        | begin repeat          | member | Member              | Член семьи          |
        | integer               | years  | Years               | Лет                 |
        | end repeat            |        |                     |                     |
        choices
        | list_name | name | label::English (en) | label::Russian (ru) |
        | sex       | 1    | Woman               | Женщина             |
        | sex       | 2    | Man                 | Мужчина             |
        | langs     | kk   | Kazakh              | Казахский           |
    )"),
                   "form.xlsx")
        .questionnaire;
}

std::string print_changes(const CleaningLogRead& read) {
    std::string out;
    for (const LoggedChange& change : read.changes) {
        out += std::to_string(change.row) + " " + change.instance_id + " " +
               std::to_string(static_cast<int>(change.type)) + " " +
               std::to_string(change.to.question);
        for (const int round : change.to.repeat)
            out += "[" + std::to_string(round) + "]";
        if (change.choice >= 0) out += "/" + std::to_string(change.choice);
        out += " " + change.old_value.value_or("-") + ">" + change.to.value + " " + change.reason +
               " " + change.author + "\n";
    }
    return out;
}

std::string print_findings(const CleaningLogRead& read) {
    std::string out;
    for (const Diagnostic& each : read.diagnostics)
        out += each.code + "@" + std::to_string(each.place.row) + "/" + each.place.column + "\n";
    return out;
}

TEST(CleaningLogTable, ReadsWhatLogsHold) {
    const CleaningLogRead read = read_cleaning_log(form(),
                                                   workbook_from_text(R"(
        log
        | uuid   | question        | change_type      | old_value | new_value | reason | by  |
        | a      | sex             | change_response  | Мужчина   | Woman     | heard  | Aza |
        | uuid:b | age             | Change response  |           | 35.0      |        |     |
        | b      | age             | blank_response   | 35        |           |        |     |
        | b      | langs/kk        | change_response  | 0         | TRUE      |        |     |
        | b      | member[2]/years | change_response  | 5         | 6         |        |     |
        | c      |                 | remove_survey    |           |           | short  |     |
        |        | age             | no_action        | 99        |           |        |     |
    )"),
                                                   "log.xlsx");
    EXPECT_EQ(print_findings(read), "");
    EXPECT_EQ(print_changes(read),
              "2 uuid:a 0 0 2>1 heard Aza\n"
              "3 uuid:b 0 1 ->35  \n"
              "4 uuid:b 1 1 35>  \n"
              "5 uuid:b 0 2/0 0>1  \n"
              "6 uuid:b 0 3[1] 5>6  \n"
              "7 uuid:c 3 -1 -> short \n"
              "8  4 -1 ->  \n");
}

TEST(CleaningLogTable, TellsEveryRowThatItCannotUnderstand) {
    const CleaningLogRead read = read_cleaning_log(form(),
                                                   workbook_from_text(R"(
        log
        | X_uuid | questions | change_type     | old_value | new_value |
        | a      | sex       | correct         |           | 1         |
        |        | sex       | change_response |           | 1         |
        | a      | sox       | change_response |           | 1         |
        | a      | sex       | change_response |           | 7         |
        | a      | sex       | add_option      |           | 7         |
        | a      | age       | change_response |           | old       |
        | a      | age       | change_response |           |           |
        | a      | years     | change_response |           | 5         |
        | a      | langs.kk  | change_response |           | maybe     |
    )"),
                                                   "log.xlsx");
    EXPECT_EQ(print_findings(read),
              "unknown-change-type@2/change_type\n"
              "change-without-interview@3/X_uuid\n"
              "unknown-question@4/questions\n"
              "unknown-code@5/new_value\n"
              "option-to-add@6/new_value\n"
              "not-a-number@7/new_value\n"
              "change-without-value@8/new_value\n"
              "round-not-told@9/questions\n"
              "not-yes-or-no@10/new_value\n");
    EXPECT_EQ(read.changes.size(), 1U);
}

TEST(CleaningLogTable, SaysOnceHowManyTimesItCannotRead) {
    const CleaningLogRead read = read_cleaning_log(form(),
                                                   workbook_from_text(R"(
        log
        | uuid | question | change_type     | new_value | when             |
        | a    | age      | change_response | 1         | 06/07/2021       |
        | b    | age      | change_response | 2         | 2021-07-06       |
        | c    | age      | change_response | 3         | 2021-07-06T10:00 |
        | d    | age      | change_response | 4         | soon             |
        | e    | age      | change_response | 5         |                  |
    )"),
                                                   "log.xlsx");
    EXPECT_EQ(read.changes.size(), 5U);
    ASSERT_EQ(read.diagnostics.size(), 1U);
    EXPECT_EQ(read.diagnostics[0].code, "time-not-understood");
    EXPECT_EQ(read.diagnostics[0].severity, Severity::warning);
    EXPECT_TRUE(read.diagnostics[0].message.starts_with("2 rows ")) << read.diagnostics[0].message;
}

TEST(CleaningLogTable, IsNoneWithoutItsColumns) {
    const CleaningLogRead read = read_cleaning_log(form(),
                                                   workbook_from_text(R"(
        data
        | uuid | sex |
        | a    | 1   |
    )"),
                                                   "data.xlsx");
    EXPECT_EQ(print_findings(read), "no-cleaning-log@0/\n");
}

}  // namespace
}  // namespace mtm
