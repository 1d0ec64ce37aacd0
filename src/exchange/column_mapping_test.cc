#include "exchange/column_mapping.h"

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "exchange/import_tables.h"
#include "interview/correction.h"
#include "tests/form_text.h"
#include "workbook/read.h"

namespace mtm {
namespace {

Questionnaire form_mapped() {
    return compile(workbook_from_text(R"(
        survey
        | type                  | name   | label    |
        | select_one sex        | sex    | Sex      |
        | integer               | age    | Age      |
        | select_multiple langs | langs  | Langs    |
        | text                  | note   | Note     |
        | begin repeat          | member | Member   |
        | integer               | years  | Age      |
        | end repeat            |        |          |
        choices
        | list_name | name | label  |
        | sex       | 1    | Woman  |
        | sex       | 2    | Man    |
        | langs     | kk   | Kazakh |
        | langs     | ru   | Rus    |
    )"),
                   "form.xlsx")
        .questionnaire;
}

ColumnMappingRead read(const std::string& csv) {
    return read_column_mapping(form_mapped(), *read_tables(csv, "mapping.csv"), "mapping.csv");
}

std::string print_codes(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& each : diagnostics)
        out += each.code + "@" + std::to_string(each.place.row) + "/" + each.place.column + "\n";
    return out;
}

TEST(ColumnMapping, SaysWhatColumnsAndValuesMean) {
    const ColumnMappingRead mapping = read(
        "column,question,value,code\n"
        "Q1,sex,,\nQ1,,ж,1\nq1,,М,2\nQ1,sex,?,\n"
        "Q2 (years),age,99,\nLanguages,langs,қаз,kk\nLanguages,,both,kk ru\n"
        "Child 2,member[2]/years,,\nage,,,\n");
    EXPECT_EQ(print_codes(mapping.diagnostics), "");
    const std::string csv =
        "Q1,Q2  (Years),Languages,child 2,age,_uuid\n"
        "Ж,35,қаз;Rus,5,77,a\nм,99,BOTH,,78,b\n?,40,ru қаз,,79,c\nMan,x,uz,,,d\n";
    const ImportedTables taken = import_tables(
        form_mapped(), *read_tables(csv, "data.csv"), "data.csv", {.mapping = &mapping.mapping});
    EXPECT_EQ(print_codes(taken.diagnostics),
              "not-a-number@5/Q2 (Years)\nunknown-code@5/Languages\n");
    std::string answers;
    for (const ImportedInterview& each : taken.interviews) {
        for (const Answer& answer : each.interview.answers)
            answers += path_of_answer(form_mapped(), answer) + "=" + answer.value + " ";
        answers += "\n";
    }
    EXPECT_EQ(answers,
              "sex=1 age=35 langs=kk ru member[2]/years=5 \n"
              "sex=2 langs=kk ru \n"
              "age=40 langs=ru kk \n"
              "sex=2 age=x langs=uz \n");
}

TEST(ColumnMapping, NamesTheRowOfEachMistake) {
    const ColumnMappingRead mapping = read(
        "column,question,value,code\n"
        ",sex,,\nA,sexx,,\nB,sex,x,3\nB,age,,\nC,,x,1\nD,note,,1\nE,sex,x,1\nE,,X,2\n");
    EXPECT_EQ(print_codes(mapping.diagnostics),
              "mapping-without-column@2/column\nunknown-question@3/question\n"
              "unknown-code@4/code\nmapped-twice@5/question\n"
              "mapping-without-question@6/question\nmapping-without-value@7/value\n"
              "mapped-twice@9/value\n");
    EXPECT_EQ(mapping.diagnostics[1].remedy, "Did you mean “sex”?");
    EXPECT_EQ(print_codes(read("a,b\n1,2\n").diagnostics), "mapping-without-columns@0/\n");
}

TEST(ColumnMapping, TellsOfColumnsThatNoFileHas) {
    const ColumnMappingRead mapping = read("column,question\nGender,sex\n");
    const ImportedTables taken = import_tables(form_mapped(),
                                               *read_tables("gendre,age\n1,35\n", "data.csv"),
                                               "data.csv",
                                               {.mapping = &mapping.mapping});
    EXPECT_EQ(print_codes(taken.diagnostics), "unknown-column@1/gendre\ncolumn-not-there@0/\n");
    EXPECT_EQ(taken.diagnostics[1].message,
              "Row 2 of the mapping is about “Gender”, which no file has.");
}

}  // namespace
}  // namespace mtm
