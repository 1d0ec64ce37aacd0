#include "workbook/write.h"

#include <cstdlib>
#include <ctime>
#include <limits>

#include <gtest/gtest.h>

#include "workbook/read.h"

namespace mtm {
namespace {

using std::chrono::December;
using std::chrono::May;
using std::chrono::sys_days;
using std::chrono::year;

WorkbookOut one_sheet(std::vector<std::vector<CellOut>> rows) {
    WorkbookOut out;
    out.title = "Tables";
    out.created = sys_days{year{2024} / December / 1};
    SheetOut sheet;
    sheet.name = "Data";
    sheet.rows = std::move(rows);
    out.sheets.push_back(std::move(sheet));
    return out;
}

Workbook written_and_read(const WorkbookOut& out) {
    const Result<std::string> bytes = write_workbook(out);
    if (!bytes) {
        ADD_FAILURE() << bytes.error().message;
        return {};
    }
    Result<Workbook> read = read_workbook(*bytes, "out.xlsx");
    if (!read) {
        ADD_FAILURE() << read.error().message;
        return {};
    }
    EXPECT_EQ(read->notes, std::vector<std::string>{});
    return *read;
}

TEST(WriteWorkbook, GivesBackEveryTextThatItWasGiven) {
    const std::vector<std::string> texts = {
        "plain",
        "  spaces kept  ",
        "Жынысы, o‘zbekcha, 中文, 🙂",
        "two\nlines",
        "carriage\r\nreturn",
        "tab\there",
        "a < b && \"c\"",
        "=HYPERLINK(\"http://example.org\")",
        "00123",
        "_x000D_",
        "_x0041_ and _x005F_ and _xyz_",
        "__x0041_",
        "bell\x07",
        "https://example.org/a?b=c&d",
        std::string(32'767, 'x'),
    };
    WorkbookOut out = one_sheet({});
    for (const std::string& text : texts)
        out.sheets[0].add_row({text});
    const Workbook back = written_and_read(out);
    ASSERT_EQ(back.sheets.size(), 1U);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(back.sheets[0].cell(static_cast<int>(i), 0), (Cell{Cell::Kind::text, texts[i]}));
    }
}

TEST(WriteWorkbook, GivesBackNumbersTruthsAndDates) {
    WorkbookOut out = one_sheet({});
    const int day = out.add_style({.number_format = "yyyy-mm-dd"});
    const int moment = out.add_style({.number_format = "yyyy-mm-dd hh:mm:ss"});
    const int percent = out.add_style({.number_format = "0%"});
    out.sheets[0].rows = {{{1.0}, {0.1}, {-1845.0}, {77012345678.0}, {0.25, percent}},
                          {{true}, {false}},
                          {{*date_serial("2024-11-05"), day},
                           {*date_serial("2024-11-05T10:20:30+05:00"), moment},
                           {*date_serial("2024-11-05T10:20:30.5"), moment}}};
    const Workbook back = written_and_read(out);
    ASSERT_EQ(back.sheets.size(), 1U);
    const Sheet& sheet = back.sheets[0];
    EXPECT_EQ(sheet.cell(0, 0), (Cell{Cell::Kind::number, "1"}));
    EXPECT_EQ(sheet.at(0, 1), "0.1");
    EXPECT_EQ(sheet.at(0, 2), "-1845");
    EXPECT_EQ(sheet.at(0, 3), "77012345678");
    EXPECT_EQ(sheet.at(0, 4), "0.25");
    EXPECT_EQ(sheet.cell(1, 0), (Cell{Cell::Kind::boolean, "TRUE"}));
    EXPECT_EQ(sheet.at(1, 1), "FALSE");
    EXPECT_EQ(sheet.cell(2, 0), (Cell{Cell::Kind::date, "2024-11-05"}));
    EXPECT_EQ(sheet.at(2, 1), "2024-11-05T10:20:30");
    EXPECT_EQ(sheet.at(2, 2), "2024-11-05T10:20:30.500");
}

TEST(WriteWorkbook, KeepsSheetsMergesAndLinksInPlace) {
    WorkbookOut out = one_sheet({{{"Contents", 0}}, {{"see Round 4's tables", 0}}});
    const int bold = out.add_style({.bold = true});
    EXPECT_EQ(out.add_style({.bold = true}), bold);
    SheetOut tables;
    tables.name = "Round 4's tables";
    tables.add_row({"A title across three columns"}, bold);
    tables.add_row({"Sex", "%", "n"}, bold);
    tables.rows.push_back({{"Men"}, {64.8}, {1196.0}});
    tables.merged = {{0, 0, 0, 2}};
    tables.autofilter = CellRange{1, 0, 2, 2};
    tables.column_widths = {30, 0, 12};
    tables.freeze_rows = 2;
    out.sheets.push_back(tables);
    SheetOut hidden;
    hidden.name = "Жасырын";
    hidden.hidden = true;
    out.sheets.push_back(hidden);
    out.sheets[0].links = {{1, 0, "Round 4's tables"}};
    const Workbook back = written_and_read(out);
    ASSERT_EQ(back.sheets.size(), 3U);
    EXPECT_EQ(back.sheets[0].at(1, 0), "see Round 4's tables");
    const Sheet* found = back.find(" round 4's TABLES ");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->at(0, 0), "A title across three columns");
    EXPECT_EQ(found->at(2, 1), "64.8");
    EXPECT_EQ(found->merged, (std::vector<CellRange>{{0, 0, 0, 2}}));
    EXPECT_FALSE(found->hidden);
    EXPECT_TRUE(back.sheets[2].hidden);
    EXPECT_EQ(back.sheets[2].row_count(), 0);
}

TEST(WriteWorkbook, WritesTheSameBytesInEveryTimeZone) {
    const WorkbookOut out = one_sheet({{{"a"}, {1.5}}});
    const Result<std::string> here = write_workbook(out);
    setenv("TZ", "Asia/Almaty", 1);
    tzset();
    const Result<std::string> there = write_workbook(out);
    unsetenv("TZ");
    tzset();
    ASSERT_TRUE(here && there);
    EXPECT_EQ(*here, *there);
    EXPECT_GT(here->size(), 1000U);
}

TEST(WriteWorkbook, RefusesWhatExcelWouldCallDamaged) {
    const auto message = [](const WorkbookOut& out) {
        const Result<std::string> bytes = write_workbook(out);
        return bytes ? std::string("written") : bytes.error().message;
    };
    EXPECT_EQ(message(one_sheet({{{}, {std::string(32'768, 'x')}}})),
              "sheet “Data”, cell B1: the text is longer than 32,767 characters");
    EXPECT_EQ(message(one_sheet({{{"\xFF"}}})), "sheet “Data”, cell A1: the text is not UTF-8");
    EXPECT_EQ(message(one_sheet({{}, {{std::numeric_limits<double>::quiet_NaN()}}})),
              "sheet “Data”, cell A2: the number is not finite");
    WorkbookOut named = one_sheet({});
    named.sheets[0].name = "men/women";
    EXPECT_EQ(message(named),
              "“men/women” cannot be the name of a sheet: names are unique, have at most 31 "
              "characters and none of []:*?/\\");
    WorkbookOut twice = one_sheet({});
    twice.sheets.push_back(twice.sheets[0]);
    twice.sheets[1].name = "DATA";
    EXPECT_NE(message(twice), "written");
    WorkbookOut linked = one_sheet({{{"x"}}});
    linked.sheets[0].links = {{0, 0, "Nowhere"}};
    EXPECT_EQ(message(linked), "sheet “Data”, cell A1: it links to a sheet that is not there");
    EXPECT_EQ(message(WorkbookOut{.created = sys_days{year{2024} / May / 1}}),
              "a workbook needs at least one sheet");
}

TEST(SheetNameFor, FitsExcelsRules) {
    EXPECT_EQ(sheet_name_for("Education", {}), "Education");
    EXPECT_EQ(sheet_name_for("education", {"Education"}), "education 2");
    EXPECT_EQ(sheet_name_for("education", {"Education", "Education 2"}), "education 3");
    EXPECT_EQ(sheet_name_for("a/b: [c]?", {}), "a-b- -c--");
    EXPECT_EQ(sheet_name_for("'quoted'", {}), "quoted");
    EXPECT_EQ(sheet_name_for("", {}), "Sheet");
    EXPECT_EQ(sheet_name_for("History", {}), "History-1");
    const std::string cut = sheet_name_for("Еңбек мигранттарының жалақысы мен шығыстары", {});
    EXPECT_EQ(cut, "Еңбек мигранттарының жалақысы м");
    EXPECT_EQ(sheet_name_for(cut, {cut}), "Еңбек мигранттарының жалақысы 2");
}

TEST(DateSerial, CountsDaysAsExcelDoes) {
    EXPECT_EQ(date_serial("1900-03-01"), 61);
    EXPECT_EQ(date_serial("2000-01-01"), 36526);
    EXPECT_EQ(date_serial("2024-02-29T12:00:00"), 45351.5);
    EXPECT_EQ(date_serial("2024-02-30"), std::nullopt);
    EXPECT_EQ(date_serial("1899-12-31"), std::nullopt);
    EXPECT_EQ(date_serial("2024-02-29T25:00:00"), std::nullopt);
    EXPECT_EQ(date_serial("yesterday"), std::nullopt);
}

}  // namespace
}  // namespace mtm
