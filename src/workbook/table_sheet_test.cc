#include "workbook/table_sheet.h"

#include <gtest/gtest.h>

#include "workbook/read.h"

namespace mtm {
namespace {

Sheet sheet_of(std::string_view csv) {
    Result<Workbook> workbook = read_workbook(csv, "dir/survey.csv");
    if (!workbook) {
        ADD_FAILURE() << workbook.error().message;
        return {};
    }
    return workbook->sheets.at(0);
}

TEST(TableSheet, PassesOverEmptyRowsAndColumnsButKeepsRowNumbers) {
    const Sheet sheet = sheet_of(
        " , \n type ,,name,\"label::\nEnglish  (en)\"\ntext,stray,age, How old? \n , ,,\n"
        "end group,,,\n");
    EXPECT_EQ(sheet.name, "survey");
    const TableSheet table(sheet);
    EXPECT_EQ(table.header_row_number(), 2);
    ASSERT_EQ(table.column_count(), 3);
    EXPECT_EQ(table.columns()[2].header, "label:: English (en)");
    EXPECT_EQ(table.columns()[2].sheet_column, 3);
    ASSERT_EQ(table.record_count(), 2);
    EXPECT_EQ(table.row_number(0), 3);
    EXPECT_EQ(table.row_number(1), 5);
    EXPECT_EQ(table.at(0, 2), " How old? ");
    EXPECT_EQ(table.at(0, "NAME"), "age");
    EXPECT_EQ(table.at(0, "hint"), "");
    EXPECT_EQ(table.find("name"), 1);
    EXPECT_EQ(table.find("hint"), std::nullopt);
}

TEST(TableSheet, OfAnEmptySheetIsEmpty) {
    const Sheet sheet;
    const TableSheet table(sheet);
    EXPECT_EQ(table.header_row_number(), 0);
    EXPECT_EQ(table.column_count(), 0);
    EXPECT_EQ(table.record_count(), 0);
}

TEST(CellName, IsWhatASpreadsheetShows) {
    EXPECT_EQ(cell_name(0, 0), "A1");
    EXPECT_EQ(cell_name(11, 25), "Z12");
    EXPECT_EQ(cell_name(0, 26), "AA1");
    EXPECT_EQ(cell_name(1'048'575, 16'383), "XFD1048576");
}

}  // namespace
}  // namespace mtm
