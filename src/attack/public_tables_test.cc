#include "attack/public_tables.h"

#include <gtest/gtest.h>

#include "attack/public_csv.h"

namespace mtm {
namespace {

TEST(PublicCsv, ReadsQuotesAndLineEnds) {
    const auto csv = read_public_csv(
        "\xEF\xBB\xBF"
        "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n\n3,\n4");
    ASSERT_TRUE(csv);
    EXPECT_EQ(csv->columns, (std::vector<std::string>{"a", "b"}));
    ASSERT_EQ(csv->rows.size(), 3u);
    EXPECT_EQ(csv->at(0, "a"), "x, \"y\"");
    EXPECT_EQ(csv->at(0, "b"), "two\nlines");
    EXPECT_EQ(csv->at(1, "b"), "");
    EXPECT_EQ(csv->at(2, "a"), "4");
    EXPECT_EQ(csv->at(2, "c"), "");
}

TEST(PublicCsv, SaysOnWhichLineItCannotBeRead) {
    const auto message = [](std::string_view text) {
        const auto csv = read_public_csv(text);
        return csv ? std::string() : csv.error().message;
    };
    EXPECT_EQ(message(""), "there is no record that names the columns");
    EXPECT_EQ(message("a,a\n"), "line 1: two columns have one name");
    EXPECT_EQ(message("a\n1,2\n"), "line 2: more values than columns");
    EXPECT_EQ(message("a\n\"1\n"), "line 2: a quote is never closed");
    EXPECT_EQ(message("a\n\"1\"2\n"),
              "line 2: text follows a closing quote; quotes inside a value are doubled");
}

constexpr std::string_view header =
    "table,section,question,by,group,group_label,category,category_label,statistic,value,n,base,"
    "withheld,invented,percent_of,depth,multiple,weighted\n";

TEST(PublicTables, ReadsTheCsvOfTables) {
    const auto tables = read_public_tables_csv(
        std::string(header) +
        "t,S,work,region sex,,Everyone,yes,Yes,percent,60,12,20,,,column,0,,\n"
        "t,S,work,region sex,,Everyone,no,No,percent,40,8,20,,,column,0,,\n"
        "t,S,work,region sex,north,North,yes,Yes,percent,,,,yes,,column,1,,\n"
        "t,S,work,region sex,north,North,no,No,percent,33,,,,,column,1,,\n"
        "t,S,work,region sex,north > male,Male,no,No,percent,50,2,4,,,column,2,,\n");
    ASSERT_TRUE(tables) << tables.error().message;
    ASSERT_EQ(tables->tables.size(), 1u);
    const PublicTable& table = tables->tables[0];
    EXPECT_EQ(table.categories, (std::vector<std::string>{"yes", "no"}));
    ASSERT_EQ(table.groups.size(), 3u);
    EXPECT_EQ(table.groups[0].base, 20);
    EXPECT_EQ(table.groups[0].cells[1].count, 8);
    EXPECT_TRUE(table.groups[1].cells[0].withheld);
    EXPECT_EQ(table.groups[1].cells[1].value, "33");
    EXPECT_FALSE(table.groups[1].cells[1].count);
    EXPECT_EQ(
        table.groups[2].path,
        (std::vector<std::pair<std::string, std::string>>{{"region", "north"}, {"sex", "male"}}));
    EXPECT_TRUE(table.groups[2].cells[0].value.empty());
}

TEST(PublicTables, NamesWhatIsMissingOrNoNumber) {
    const auto no_column = read_public_tables_csv("table,section\n");
    ASSERT_FALSE(no_column);
    EXPECT_EQ(no_column.error().message, "the column “question” of published tables is missing");
    const auto no_number = read_public_tables_csv(
        std::string(header) + "t,S,q,,,Everyone,yes,Yes,percent,60,twelve,20,,,column,0,,\n");
    ASSERT_FALSE(no_number);
    EXPECT_EQ(no_number.error().message, "record 2: “twelve” is no number of people");
}

TEST(PublicTables, ReadsTheJsonOfTablesWithItsParts) {
    const auto tables = read_public_tables_json(R"({"counted": 20, "tables": [
      {"name": "t", "question": "q", "by": ["sex"], "statistic": "percent", "percent_of": "column",
       "multiple": true, "weighted": false, "remarks": [{"reason": "groups-overlap", "words": "x"}],
       "base": {"n": 20, "everyone": false, "asked": ["q"], "wording": "work", "where": "${a} = 'b'"},
       "groups": [{"group": "", "base": 20, "cells": [
           {"category": "yes", "withheld": false, "value": 60.0, "n": 12, "base": 20}]},
         {"group": "male", "base": null, "cells": [
           {"category": "yes", "withheld": true, "value": null, "n": null, "base": null}]}],
       "parts": [{"name": "t", "question": "q2", "statistic": "count", "by": [],
                  "groups": [{"group": "", "base": 3, "cells": []}]}]}]})");
    ASSERT_TRUE(tables) << tables.error().message;
    EXPECT_EQ(tables->interviews, 20);
    ASSERT_EQ(tables->tables.size(), 2u);
    const PublicTable& table = tables->tables[0];
    EXPECT_EQ(table.everyone, false);
    EXPECT_EQ(table.asked, "work");
    EXPECT_EQ(table.where, "${a} = 'b'");
    EXPECT_TRUE(table.multiple);
    EXPECT_TRUE(table.groups_overlap);
    EXPECT_EQ(table.groups[0].cells[0].count, 12);
    EXPECT_TRUE(table.groups[1].cells[0].withheld);
    EXPECT_EQ(tables->tables[1].question, "q2");
    EXPECT_FALSE(read_public_tables_json("[]"));
    EXPECT_FALSE(read_public_tables_json("{"));
    EXPECT_FALSE(read_public_tables_json(R"({"tables": [3]})"));
}

TEST(PrintedDecimal, IsReadWithoutLoss) {
    EXPECT_EQ(printed_decimal("47")->digits, 47);
    EXPECT_EQ(printed_decimal("0.25")->digits, 25);
    EXPECT_EQ(printed_decimal("0.25")->decimals, 2);
    EXPECT_FALSE(printed_decimal(""));
    EXPECT_FALSE(printed_decimal("."));
    EXPECT_FALSE(printed_decimal("-1"));
    EXPECT_FALSE(printed_decimal("1.2.3"));
    EXPECT_FALSE(printed_decimal("123456789012345678"));
}

}  // namespace
}  // namespace mtm
