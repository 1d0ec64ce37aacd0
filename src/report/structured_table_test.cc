// Tables with levels from the cells of a plan to what each of the files prints.
#include "report/structured_table.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "report/compose.h"
#include "report/html_levels.h"
#include "report/structure_words.h"
#include "report/table_export.h"
#include "report/table_remarks.h"
#include "report/test_survey.h"
#include "study/check.h"
#include "tabulate/tabulate.h"
#include "tests/form_text.h"
#include "workbook/read.h"

namespace mtm {
namespace {

constexpr const char* survey = R"(
    survey
    | type         | name   | label       | relevant          |
    | select_one s | sex    | Sex         |                   |
    | select_one r | region | Region      |                   |
    | integer      | age    | Age         |                   |
    | integer      | earned | Earned      |                   |
    | integer      | sent   | Sent home   |                   |
    | select_one l | police | The police  |                   |
    | select_one l | courts | The courts  | ${sex} = 'female' |
    | select_one n | need1  | First need  |                   |
    | select_one n | need2  | Second need |                   |
    choices
    | list_name | name   | label  |
    | s         | male   | Male   |
    | s         | female | Female |
    | r         | north  | North  |
    | r         | south  | South  |
    | l         | much   | Much   |
    | l         | little | Little |
    | n         | food   | Food   |
    | n         | water  | Water  |
    | n         | work   | Work   |
)";

// Forty people, ten of each sex in each region; each fourth has all that the others have not.
constexpr int people = 40;

class StructuredTables : public ::testing::Test {
protected:
    void plan(const std::string& row, int threshold = 1) {
        const std::string sheet =
            "    tables\n"
            "    | name | section | question | by | statistic | percent_of | top |\n"
            "    | t | S | " +
            row + " |\n";
        CheckedStudy checked = check_study(workbook_from_text(survey + sheet),
                                           "form.xlsx",
                                           "title = \"Survey\"\nround = \"1\"\n",
                                           "study.toml");
        for (const Diagnostic& found : checked.diagnostics)
            ASSERT_NE(found.place.sheet, "tables") << found.message;
        study = std::move(checked.study);
        study.file.threshold = threshold;
        std::vector<std::string> rows;
        for (int i = 0; i < people; ++i) {
            const bool woman = i % 2 == 1;
            const std::string need1 = i % 4 == 0 ? "food" : i % 4 == 1 ? "water" : "work";
            const std::string need2 = i % 4 < 2 ? "work" : i % 4 == 2 ? "food" : "-";
            rows.push_back(fmt::format("{} {} {} {} {} {} {} {} {}",
                                       woman ? "female" : "male",
                                       i < 20 ? "north" : "south",
                                       20 + i,
                                       100 * (i % 4),
                                       10 * (i % 4),
                                       i % 4 == 0 ? "much" : "little",
                                       woman ? (i % 4 == 1 ? "much" : "little") : "-",
                                       need1,
                                       need2));
        }
        dataset = test_survey::dataset(study, rows);
        released = release_all(control = DisclosureControl(threshold, Edition::published),
                               tabulate(study, dataset));
    }

    const SafeTable& safe() const { return released.front().value(); }

    // Heads as "label×columns/rows", then rows "..label: number number".
    std::string print_layout() const {
        const StructureWords words = structure_words_in("en", study, dataset, 0);
        const StructuredTable table = structured(safe(), words);
        std::string out;
        for (const auto& heads : table.heads) {
            for (const StructuredHead& head : heads) {
                out += head.label;
                if (head.columns > 1) out += fmt::format("×{}", head.columns);
                if (head.rows > 1) out += fmt::format("/{}", head.rows);
                out += " | ";
            }
            out += "\n";
        }
        for (const StructuredRow& row : table.rows) {
            out += std::string(static_cast<std::size_t>(2 * row.indent), '.') + row.label + ":";
            for (const StructuredCell& cell : row.cells)
                out += " " + print_number(cell);
            if (row.base) {
                out += fmt::format(" ({})", row.base->of->table.group_bases[row.base->group]);
            }
            out += "\n";
        }
        return out;
    }

    static std::string print_number(const StructuredCell& cell) {
        if (cell.made) return fmt::format("{:.2f}", *cell.made);
        if (cell.of == nullptr) return "-";
        if (!cell.label.empty()) {
            return cell.label + "=" +
                   fmt::format("{:.0f}", *cell.of->table.cells[cell.group][cell.category].value);
        }
        if (is_withheld(*cell.of, cell.group, cell.category)) return "*";
        const auto& value = cell.of->table.cells[cell.group][cell.category].value;
        return value ? fmt::format("{:.0f}", *value) : "–";
    }

    std::string remarks(TableShown shown = TableShown::on_page) const {
        std::string out;
        for (const TableRemark remark : remarks_on(safe(), false, shown))
            out += std::string(name_of(remark)) + " ";
        return out;
    }

    TableExport files() const { return {.study = study, .dataset = dataset, .tables = released}; }

    Study study;
    Dataset dataset;
    DisclosureControl control{1, Edition::published};
    std::vector<Released<SafeTable>> released;
};

TEST_F(StructuredTables, NestedGroupsStandUnderTheirOuterOnesWithSubtotals) {
    plan("police | region > sex | | | ");
    EXPECT_EQ(print_layout(),
              "All/2 | North×3 | South×3 | \n"
              "All | Male | Female | All | Male | Female | \n"
              "Much: 25 25 50 0 25 50 0\n"
              "Little: 75 75 50 100 75 50 100\n");
}

TEST_F(StructuredTables, BannersStandSideBySideUnderTheirTitles) {
    plan("police | sex, region > sex | | row | ");
    EXPECT_EQ(print_layout(),
              "All/3 | Sex×2 | Region › Sex×6 | \n"
              "Male/2 | Female/2 | North×3 | South×3 | \n"
              "All | Male | Female | All | Male | Female | \n"
              "Much: 100 100 0 50 50 0 50 50 0\n"
              "Little: 100 33 67 50 17 33 50 17 33\n");
    EXPECT_EQ(remarks(), "percent-of-row ");
}

TEST_F(StructuredTables, AGridHasItsQuestionsAsRowsAndItsChoicesAsColumns) {
    plan("police, courts | | | | ");
    EXPECT_EQ(print_layout(),
              "Much | Little | \n"
              "The police: 25 75 (40)\n"
              "The courts: 50 50 (20)\n");
    EXPECT_EQ(remarks(), "own-bases ");
    plan("police, courts | sex | | | ");
    EXPECT_EQ(print_layout(),
              "Much | Little | \n"
              "All:\n"
              "..The police: 25 75 (40)\n"
              "..The courts: 50 50 (20)\n"
              "Male:\n"
              "..The police: 50 50 (20)\n"
              "..The courts: – – (0)\n"
              "Female:\n"
              "..The police: 0 100 (20)\n"
              "..The courts: 50 50 (20)\n");
}

TEST_F(StructuredTables, NumbersOfSeveralQuestionsAreRowsAndTotalsHaveASum) {
    plan("earned, sent | sex | mean | | ");
    EXPECT_EQ(print_layout(), "All | Male | Female | \nEarned: 150 100 200\nSent home: 15 10 20\n");
    plan("earned, sent | | total | | ");
    EXPECT_EQ(print_layout(), "All | \nEarned: 6000\nSent home: 600\nSum: 6600.00\n");
    plan("sent / earned, earned / sent | | ratio | | ");
    EXPECT_EQ(print_layout(), "All | \nSent home / Earned: 0\nEarned / Sent home: 10\n");
}

// Of 40: food first 10 and second 10, water first 10, work first 20 and second 20.
TEST_F(StructuredTables, ARankingHasItsRanksAsColumnsAndTheMeanOfThoseWhoRanked) {
    plan("need1, need2 | | rank | | ");
    EXPECT_EQ(print_layout(),
              "1st | 2nd | Any rank | Mean rank | \n"
              "Food: 25 25 50 1.50\n"
              "Water: 25 0 25 1.00\n"
              "Work: 50 50 100 1.50\n"
              "No answer: - 25 - -\n");  // ten named no second
    EXPECT_EQ(remarks(), "mean-rank ");
}

TEST_F(StructuredTables, AMeanRankIsWithheldWithTheSharesItIsMadeOf) {
    plan("need1, need2 | region > sex | rank | | ", 8);
    const SafeTable& first = safe();
    bool some = false;
    for (std::size_t g = 0; g < first.table.groups.size(); ++g) {
        for (std::size_t c = 0; c < 3; ++c) {
            const bool hidden = is_withheld(first, g, c) || is_withheld(first.parts[0], g, c) ||
                                first.coarse || first.parts[0].coarse;
            some = some || hidden;
            if (hidden) {
                EXPECT_FALSE(mean_rank(first, 0, g, c)) << g << ' ' << c;
            }
        }
    }
    EXPECT_TRUE(some);
    EXPECT_NE(remarks().find("no-mean-rank"), std::string::npos);
}

TEST_F(StructuredTables, ManyGroupsStandDownThePage) {
    plan("police | age: 20-24, 25-29, 30-34, 35-39, 40-44, 45-49, 50+ > sex | | | ");
    const std::string layout = print_layout();
    EXPECT_TRUE(
        layout.starts_with("Much | Little | \n"
                           "All: 25 75 (40)\n"
                           "20–24: 40 60 (5)\n"
                           "..Male: 67 33 (3)\n"
                           "..Female: 0 100 (2)\n"
                           "25–29: 20 80 (5)\n"))
        << layout;
}

TEST_F(StructuredTables, EachGroupMayHaveItsOwnLargestInTheirOrder) {
    plan("need1 | sex | | | 2 of each");
    EXPECT_EQ(print_layout(),
              "All | Male | Female | \n"
              "1: Work=50 Work=50 Work=50\n"
              "2: Food=25 Food=50 Water=50\n");  // equal ones as they stand among all
}

TEST_F(StructuredTables, RemarksSayWhyNumbersDoNotAdd) {
    plan("age: 20-29, 30-39 | | | | ");
    EXPECT_EQ(remarks(), "some-in-no-category ");
    plan("police | age: 20-29, 30-39 | | | ");
    EXPECT_EQ(remarks(), "some-in-no-group ");
    plan("age: 20-32, 33-45, 46+ | | | | ");
    EXPECT_EQ(remarks(), "rounded ");  // 32.5, 32.5 and 35
    plan("police | sex | | total | ");
    EXPECT_EQ(remarks(), "percent-of-total ");
}

// A page shows two answers of each group, and the file holds the numbers of all.
TEST_F(StructuredTables, OnlyWhereSomeAreLeftOutIsItSaid) {
    plan("need1 | sex | | | 2 of each");
    EXPECT_EQ(remarks(), "only-largest ");
    EXPECT_EQ(remarks(TableShown::in_file), "");
    const std::string json = tables_json(files());
    EXPECT_NE(json.find("\"category\": \"water\""), std::string::npos) << json;
    EXPECT_EQ(json.find("only-largest"), std::string::npos);
    plan("need1 | sex | | | 2");
    EXPECT_EQ(remarks(TableShown::in_file), "only-largest ");
    EXPECT_NE(tables_json(files()).find("only-largest"), std::string::npos);
    plan("need1 | | | | 2 of each");  // without groups all are shown
    EXPECT_EQ(remarks(), "");
    plan("need1 | sex | count | | 2");
    EXPECT_EQ(remarks(), "only-largest ");
}

constexpr const char* households = R"(
    survey
    | type         | name    | label    |
    | select_one r | region  | Region   |
    | begin repeat | members | Members  |
    | select_one s | sex     | Sex      |
    | integer      | age     | Age      |
    | end repeat   |         |          |
    choices
    | list_name | name   | label  |
    | s         | male   | Male   |
    | s         | female | Female |
    | r         | north  | North  |
    | r         | south  | South  |
    tables
    | name | question      | by                                | statistic |
    | a    | region        | region, sex                       |           |
    | b    | age: <18, 18+ | region > sex                      |           |
    | c    | age           | region, age: 0-17, 18-64, 65+     | mean      |
)";

// Four households, in the north of a man of 40 and a girl of 10, in the south of the man alone.
TEST_F(StructuredTables, MembersOfAHouseholdAndHouseholdsStandInOneTableWithTotalsOfTheirOwn) {
    CheckedStudy checked = check_study(
        workbook_from_text(households), "form.xlsx", "title = \"H\"\nround = \"1\"\n", "s.toml");
    study = std::move(checked.study);
    std::vector<Interview> interviews;
    for (int i = 0; i < 4; ++i) {
        Interview one;
        one.instance_id = "uuid:" + std::to_string(i);
        one.answers = {{0, {}, i < 2 ? "north" : "south"}, {1, {1}, "male"}, {2, {1}, "40"}};
        if (i < 2) {
            one.answers.push_back({1, {2}, "female"});
            one.answers.push_back({2, {2}, "10"});
        }
        interviews.push_back(std::move(one));
    }
    dataset = assemble(study, interviews).dataset;
    control = DisclosureControl(1, Edition::published);
    released = release_all(control, tabulate(study, dataset));
    ASSERT_EQ(released.size(), 3U);
    EXPECT_EQ(print_layout(),
              "All/2 | Region×2 | All/2 | Sex×2 | \n"
              "North | South | Male | Female | \n"
              "North: 50 100 0 67 50 100\n"
              "South: 50 0 100 33 50 0\n");
    EXPECT_EQ(remarks(), "banners-of-others ");
    released.erase(released.begin());
    EXPECT_EQ(print_layout(),
              "All/2 | North×3 | South×3 | \n"
              "All | Male | Female | All | Male | Female | \n"
              "<18: 33 50 0 100 0 0 –\n"
              "18+: 67 50 100 0 100 100 –\n");
    released.erase(released.begin());
    EXPECT_EQ(print_layout(),
              "All/2 | Region×2 | Age×3 | \n"
              "North | South | 0–17 | 18–64 | 65+ | \n"
              "Age: 30 25 40 10 40 –\n");
}

TEST_F(StructuredTables, FilesHaveAllParts) {
    plan("police, courts | region > sex, sex | | | ");
    const auto parsed = nlohmann::json::parse(tables_json(files()));
    const auto& table = parsed["tables"][0];
    EXPECT_EQ(table["parts"].size(), 3U);
    EXPECT_EQ(table["groups"][2]["path"], (std::vector<std::string>{"North", "Male"}));
    EXPECT_EQ(table["groups"][0]["path"].size(), 0U);
    EXPECT_EQ(table["remarks"][0]["reason"], "own-bases");
    EXPECT_EQ(table["percent_of"], "column");
    const std::string csv = tables_csv(files());
    EXPECT_NE(
        csv.find("t,S,courts,region sex,north > female,\"North, Female\",much,Much,percent,50,5,"
                 "10,,,column,2,,,,,small base,,,,,,\n"),
        std::string::npos)
        << csv;
    EXPECT_NE(csv.find("t,S,courts,sex,female,Female,much,Much,percent,50,10,20,,,column,1,,,,,"
                       "small base,,,,,,\n"),
              std::string::npos);
}

// Those who gave no answer are not everyone.
TEST_F(StructuredTables, AGroupOfNoAnswerHasANameInFiles) {
    plan("police | need2 > sex | | | ");
    std::vector<std::string> names;
    const auto parsed = nlohmann::json::parse(tables_json(files()));
    for (const auto& group : parsed["tables"][0]["groups"])
        names.push_back(group["group"]);
    EXPECT_EQ(join(names, ", "),
              ", food, food > male, food > female, water, water > male, water > female, work, "
              "work > male, work > female, (blank), (blank) > female");
    EXPECT_NE(tables_csv(files()).find("need2 sex,(blank) > female,\"No answer, Female\",much"),
              std::string::npos)
        << tables_csv(files());
}

TEST_F(StructuredTables, TheWorkbookMergesHeadsAndIndentsGroups) {
    plan("police | region > sex | | | ");
    const WorkbookOut book = tables_workbook(files());
    const SheetOut& sheet = book.sheets.back();
    EXPECT_EQ(sheet.merged.size(), 9U);  // everyone, two regions, six groups of two columns
    const auto bytes = write_workbook(book);
    ASSERT_TRUE(bytes);
    const auto read = read_workbook(*bytes, "tables.xlsx");
    ASSERT_TRUE(read);
    std::string text;
    const Sheet& cells = read->sheets.back();
    for (int r = 0; r < cells.row_count(); ++r) {
        for (int c = 0; c < cells.column_count(); ++c)
            text += std::string(cells.at(r, c)) + "|";
        text += "\n";
    }
    EXPECT_NE(text.find("\n|Everyone||North||||||South||||||\n"
                        "|||Everyone||Male||Female||Everyone||Male||Female||\n"
                        "|%|n|%|n|%|n|%|n|%|n|%|n|%|n|\n"
                        "Base||40||20||10||10||20||10||10|\n"
                        "Much|25|10|25|5|50|5|0|0|25|5|50|5|0|0|\n"),
              std::string::npos)
        << text;
}

TEST_F(StructuredTables, ThePageHasARowOfHeadsForEachLevel) {
    plan("police | region > sex | | | ");
    const auto read = read_narrative("::: table t\n", "report.md");
    const Composed composed = compose(study, dataset, read.narrative, control, {});
    ASSERT_EQ(composed.document.exhibits.size(), 1U);
    std::string html;
    write_levels(composed.document.exhibits.front(), "Answer", html);
    EXPECT_NE(html.find("<tr><th scope=\"col\" rowspan=\"2\">Answer</th><th scope=\"col\" "
                        "rowspan=\"2\">All <span class=\"n\">n = 40</span></th><th "
                        "scope=\"colgroup\" class=\"over\" colspan=\"3\">North</th>"),
              std::string::npos)
        << html;
    EXPECT_NE(html.find("<td>50%* <span class=\"n\">5</span></td>"), std::string::npos);
}

}  // namespace
}  // namespace mtm
