#include "workbook/csv.h"

#include <gtest/gtest.h>

#include "workbook/text_encoding.h"

namespace mtm {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text) {
    const Result<CsvRecords> records = read_csv_records(text);
    if (!records) return {{"error", records.error().message}};
    return records->rows;
}

TEST(Csv, ReadsWhatSpreadsheetProgramsWrite) {
    const std::pair<std::string_view, Rows> cases[] = {
        {"a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
        {"a,b\r\n1,2", {{"a", "b"}, {"1", "2"}}},
        {"a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
        {"a;b,c;d\n1;2,5;3\n", {{"a", "b,c", "d"}, {"1", "2,5", "3"}}},
        {"a\tb\n1\t\n", {{"a", "b"}, {"1", ""}}},
        {"sep=;\na,b;c\n", {{"a,b", "c"}}},
        {"\"a,b;c\",\"say \"\"hi\"\"\"\n", {{"a,b;c", "say \"hi\""}}},
        {"a,b\n\"two\nlines\",2\n", {{"a", "b"}, {"two\nlines", "2"}}},
        {"a,b\n\n\n1,2\n", {{"a", "b"}, {"1", "2"}}},
        {"a\n5\" pipe\n", {{"a"}, {"5\" pipe"}}},
        {" a , b \n", {{" a ", " b "}}},
        {"a\n\"\"\n", {{"a"}, {""}}},
        {"\xEF\xBB\xBFname\nЖынысы\n", {{"name"}, {"Жынысы"}}},
        {"", {}},
    };
    for (const auto& [text, rows] : cases)
        EXPECT_EQ(rows_of(text), rows) << text;
}

TEST(Csv, UnderstandsUtf16WithAndWithoutItsMark) {
    using std::string_view_literals::operator""sv;
    const Rows expected = {{"a", "b"}, {"Ж", "2"}};
    EXPECT_EQ(rows_of("\xFF\xFE"
                      "a\0;\0b\0\n\0\x16\x04;\0"
                      "2\0"sv),
              expected);
    EXPECT_EQ(rows_of("\xFE\xFF\0a\0,\0b\0\n\x04\x16\0,\0"
                      "2"sv),
              expected);
    EXPECT_EQ(rows_of("a\0,\0b\0\n\0\x16\x04,\0"
                      "2\0"sv),
              expected);
}

TEST(Csv, NamesTheLineOfEachMistake) {
    using std::string_view_literals::operator""sv;
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"a,b\n1,2\n\"open,3\n4,5\n", "line 3: a quoted value is not closed"},
        {"a,b\n\"x\ny\" z,2\n", "line 3: text follows the closing quote"},
        {"a\nok\nЖ\xD0\n", "line 3: byte 3 (0xD0) is not UTF-8"},
        {"a,b\n\xCF\xF0\xE8,1\n", "line 2: byte 1 (0xCF) is not UTF-8"},
        {"a\nb\0c\n"sv, "line 2: a zero byte"},
        {"\xFF\xFE"
         "a\0b"sv,
         "the UTF-16 text ends in the middle of a character"},
    };
    for (const auto& [text, message] : cases) {
        const Result<CsvRecords> records = read_csv_records(text);
        ASSERT_FALSE(records) << text;
        EXPECT_EQ(records.error().message.substr(0, message.size()), message);
    }
}

TEST(CsvTable, LooksValuesUpByTheirHeader) {
    const Result<CsvTable> table =
        read_csv("id, Variable ,pct\nf1,\"sex\nof\",64.8\n\nf2,age\nf3,x,1,,\n");
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_EQ(table->names, (std::vector<std::string>{"id", "Variable", "pct"}));
    ASSERT_EQ(table->row_count(), 3);
    EXPECT_EQ(table->column("variable"), 1);
    EXPECT_EQ(table->column("base"), std::nullopt);
    EXPECT_EQ(table->at(0, "variable"), "sex\nof");
    EXPECT_EQ(table->at(1, "pct"), "");
    EXPECT_EQ(table->at(1, "no such column"), "");
    EXPECT_EQ(table->line_of(0), 2);
    EXPECT_EQ(table->line_of(1), 5);
    EXPECT_EQ(table->line_of(2), 6);
}

TEST(CsvTable, RefusesRowsWithTooManyValues) {
    const Result<CsvTable> table = read_csv("id,note\n1,first\n2,second, with a comma\n");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().message,
              "line 3: 3 values, but the first line names 2 columns. Put a value that holds the "
              "separator “,” in double quotes.");
    EXPECT_FALSE(read_csv(""));
}

TEST(WriteCsv, IsReadBackTheSame) {
    const Rows rows = {
        {"name", "label::Русский (ru)", "note"},
        {"a,b", "say \"hi\"", " padded "},
        {"two\nlines", "semi;colon", ""},
        {"", "", ""},
        {"0012", "=1+1", "\r"},
    };
    EXPECT_EQ(rows_of(write_csv(rows)), rows);
    EXPECT_EQ(rows_of(write_csv(rows, ';')), rows);
    EXPECT_EQ(rows_of(write_csv(rows, '\t')), rows);
    EXPECT_EQ(write_csv({{"a", "b c"}, {""}}), "a,b c\n\"\"\n");
}

}  // namespace
}  // namespace mtm
