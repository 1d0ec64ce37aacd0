// Exports read row by row: the same as read whole, and what damaged files come to.
#include <algorithm>
#include <chrono>
#include <functional>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "compile/compile.h"
#include "exchange/import_tables.h"
#include "interview/correction.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/csv_source.h"
#include "workbook/open_tables.h"
#include "workbook/read.h"

namespace mtm {
namespace {

using std::string_literals::operator""s;

class Collecting final : public InterviewSink {
public:
    void begin() override {
        interviews.clear();
        ++beginnings;
    }

    Status take(ImportedInterview& interview) override {
        interviews.push_back(std::move(interview));
        return Done{};
    }

    std::vector<ImportedInterview> interviews;
    int beginnings = 0;
};

std::string print_all(const Questionnaire& form,
                      const std::vector<ImportedInterview>& interviews,
                      const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& finding : diagnostics)
        out += print(finding) + "\n";
    for (const ImportedInterview& each : interviews) {
        out += fmt::format("# {} {} {} row {}\n",
                           each.interview.instance_id,
                           each.interview.version,
                           each.submitted,
                           each.interview.provenance.row);
        for (const Answer& answer : each.interview.answers)
            out += path_of_answer(form, answer) + "=" + answer.value + "\n";
    }
    return out;
}

struct NamedBytes {
    std::string name;
    std::string bytes;
};

// All that is read of files, as cells in memory.
std::string whole(const Questionnaire& form,
                  const std::vector<NamedBytes>& files,
                  const ImportOptions& options = {}) {
    Workbook tables;
    for (const NamedBytes& file : files) {
        auto read = read_tables(file.bytes, file.name);
        if (!read) return read.error().message;
        std::ranges::move(read->sheets, std::back_inserter(tables.sheets));
    }
    const ImportedTables read = import_tables(form, tables, "file", options);
    return print_all(form, read.interviews, read.diagnostics);
}

// And row by row, through windows of so many bytes.
std::string by_rows(const Questionnaire& form,
                    const std::vector<NamedBytes>& files,
                    const ImportOptions& options = {},
                    std::size_t block = std::size_t{128} << 10U) {
    std::vector<std::unique_ptr<BytesInMemory>> streams;
    std::vector<std::unique_ptr<RowReader>> sources;
    for (const NamedBytes& file : files) {
        streams.push_back(std::make_unique<BytesInMemory>(file.bytes));
        sources.push_back(std::make_unique<CsvSource>(file.name, *streams.back(), block));
    }
    Collecting sink;
    const auto read = import_rows(form, sources, "file", options, sink);
    if (!read) return read.error().message;
    EXPECT_EQ(read->interviews, sink.interviews.size());
    return print_all(form, sink.interviews, read->diagnostics);
}

Questionnaire form_at(const std::vector<std::string>& names) {
    Workbook form;
    for (const std::string& name : names) {
        auto read = read_workbook(read_test_file(shared_path(name)), name);
        EXPECT_TRUE(read) << name;
        std::ranges::move(read->sheets, std::back_inserter(form.sheets));
    }
    return compile(form, names[0]).questionnaire;
}

TEST(ImportRows, ReadEveryRealExportAsItIsReadWhole) {
    const std::string micro = "real/microdata/";
    const std::string pairs = micro + "kobo_export_pairs/";
    const std::string reach = micro + "reach_cleaningtools/";
    const std::string msna = micro + "reach_analysistools_msna/";
    REQUIRE_SHARED(micro);

    struct Export {
        std::vector<std::string> form;
        std::vector<std::string> files;
    };

    const Export exports[] = {
        {{pairs + "childrens_survey.xls"},
         {pairs + "childrens_survey.csv",
          pairs + "children.csv",
          pairs + "children_cartoons.csv",
          pairs + "children_cartoons_characters.csv"}},
        {{pairs + "childrens_survey.xls"}, {pairs + "children.csv"}},
        {{pairs + "nested_repeats.xls"}, {pairs + "nested_repeats.csv"}},
        {{pairs + "transportation.xls"}, {pairs + "transportation.csv"}},
        {{pairs + "transportation.xls"}, {pairs + "export.csv"}},
        {{pairs + "tutorial_w_repeats.xls"}, {pairs + "tutorial_w_repeats.csv"}},
        {{pairs + "tutorial_w_repeats.xls"}, {pairs + "tutorial_w_repeats_flattened.csv"}},
        {{reach + "survey.csv", reach + "choices.csv"}, {reach + "raw_data.csv"}},
        {{reach + "survey.csv", reach + "choices.csv"}, {reach + "clean_data.csv"}},
        {{reach + "survey.csv", reach + "choices.csv"}, {reach + "cleaning_log.csv"}},
        {{msna + "survey.csv", msna + "choices.csv"}, {msna + "data.csv"}},
        {{"real/forms/ramop_older_people.xlsx"}, {micro + "ramop/testSVY.csv"}},
        {{"real/forms/ramop_older_people.xlsx"}, {micro + "ramop/testSVY_from_rda.csv"}},
        {{"real/forms/ipa_household_survey.xlsx"}, {micro + "worldbank_lwh/LWH_FUP2_raw_data.csv"}},
    };
    std::size_t read = 0;
    for (const Export& each : exports) {
        const Questionnaire form = form_at(each.form);
        std::vector<NamedBytes> files;
        for (const std::string& name : each.files)
            files.push_back({name, read_test_file(shared_path(name))});
        const std::string expected = whole(form, files);
        EXPECT_EQ(by_rows(form, files), expected) << each.files[0];
        EXPECT_EQ(by_rows(form, files, {}, 777), expected) << each.files[0];
        read += expected.size();
    }
    EXPECT_GT(read, 3'000'000U);
}

Questionnaire household() {
    return compile(workbook_from_text(R"(
        survey
        | type                    | name   | label::English (en)  | label::Russian (ru) |
        | start                   | start  |                      |                     |
        | select_one sex          | sex    | What is your sex?    | Ваш пол?            |
        | integer                 | age    | How old are you?     | Сколько Вам лет?    |
        | select_multiple langs   | langs  | Languages you speak  | Языки               |
        | decimal                 | income | Income               | Доход               |
        | date                    | came   | When did you come?   | Когда Вы приехали?  |
        | time                    | at     | At what time?        | Когда?              |
        | geopoint                | spot   | Position             | Координаты          |
        | text                    | note   | Note                 | Заметка             |
        | begin repeat            | member | Member               | Член семьи          |
        | text                    | name   | Name                 | Имя                 |
        | integer                 | years  | Age                  | Возраст             |
        | end repeat              |        |                      |                     |
        choices
        | list_name | name | label::English (en) | label::Russian (ru) |
        | sex       | 1    | Woman               | Женщина             |
        | sex       | 2    | Man                 | Мужчина             |
        | langs     | kk   | Kazakh              | Казахский           |
        | langs     | ru   | Russian             | Русский             |
        | langs     | uz   | Uzbek of the south  | Узбекский           |
    )"),
                   "form.xlsx")
        .questionnaire;
}

// Values of all sorts under headers of all sorts, good and bad, with and without repeats.
std::string generated(std::mt19937& random) {
    const std::vector<std::string> headers{"sex",
                                           "Ваш пол?",
                                           "age",
                                           "langs",
                                           "langs/kk",
                                           "langs/ru",
                                           "income",
                                           "came",
                                           "at",
                                           "spot",
                                           "_spot_latitude",
                                           "_spot_longitude",
                                           "note",
                                           "start",
                                           "_uuid",
                                           "__version__",
                                           "_submission_time",
                                           "colour",
                                           "member[1]/name",
                                           "member[2]/years",
                                           "member/years",
                                           ""};
    const std::vector<std::string> values{"",
                                          "1",
                                          "2.0",
                                          "Woman",
                                          "мужчина",
                                          "3",
                                          "35",
                                          "5e+05",
                                          "-7",
                                          "12.50",
                                          "kk ru",
                                          "\"Kazakh, Russian\"",
                                          "Uzbek of the south Kazakh",
                                          "0",
                                          "TRUE",
                                          "maybe",
                                          "2024-05-31",
                                          "01.05.2024",
                                          "45352",
                                          "14:30",
                                          "2024-05-31T14:30:00.000+05:00",
                                          "43.2 76.9 0 5",
                                          "\"two\r\nlines\"",
                                          " padded ",
                                          "a",
                                          "b",
                                          "c"};
    const std::vector<std::string> telling{"n/a", "\"3,5\"", "\"1,2.3\""};
    std::string out;
    std::vector<std::string> chosen;
    for (std::size_t i = 1 + random() % 12; i-- > 0;)
        chosen.push_back(headers[random() % headers.size()]);
    out += join(chosen, ",") + "\n";
    const bool tells = random() % 2 == 0;
    for (std::size_t row = random() % 30; row-- > 0;) {
        for (std::size_t c = 0; c < chosen.size(); ++c) {
            const bool telling_one = tells && random() % 20 == 0;
            const auto& from = telling_one ? telling : values;
            out += (c > 0 ? "," : "") + from[random() % from.size()];
        }
        out += random() % 7 == 0 ? "\n\n" : "\r\n";
    }
    return out;
}

TEST(ImportRows, ReadGeneratedExportsAsTheyAreReadWhole) {
    const Questionnaire form = household();
    std::mt19937 random(11);  // NOLINT(bugprone-random-generator-seed): the same every time
    std::size_t interviews = 0;
    for (int i = 0; i < 600; ++i) {
        const std::vector<NamedBytes> files{{"data.csv", generated(random)}};
        const ImportOptions options{.id_column = i % 5 == 0 ? "colour" : ""};
        const std::string expected = whole(form, files, options);
        ASSERT_EQ(by_rows(form, files, options, 1 + random() % 100), expected) << files[0].bytes;
        interviews += static_cast<std::size_t>(std::ranges::count(expected, '#'));
    }
    EXPECT_GT(interviews, 2000U);
}

TEST(ImportRows, BeginAnewWhereAValueShowsHowTheFileIsWritten) {
    std::string csv = "sex;income;age;_uuid\n";
    for (int i = 0; i < 3000; ++i)
        csv += fmt::format("1;7;40;u{}\n", i);
    csv += "2;3,5;n/a;last\n";
    BytesInMemory stream(csv);
    std::vector<std::unique_ptr<RowReader>> sources;
    sources.push_back(std::make_unique<CsvSource>("data", stream, 1000));
    Collecting sink;
    const auto read = import_rows(household(), sources, "file", {}, sink);
    ASSERT_TRUE(read);
    EXPECT_EQ(sink.beginnings, 2);
    EXPECT_TRUE(read->style.decimal_comma);
    EXPECT_TRUE(read->style.blank_is_written);
    EXPECT_TRUE(read->diagnostics.empty());
    ASSERT_EQ(sink.interviews.size(), 3001U);
    EXPECT_EQ(sink.interviews.back().interview.answers.size(), 2U);
    EXPECT_EQ(sink.interviews.back().interview.answers[1].value, "3.5");
    // What is known already is not looked for once more.
    sink.beginnings = 0;
    ASSERT_TRUE(import_rows(household(), sources, "file", {.style = read->style}, sink));
    EXPECT_EQ(sink.beginnings, 1);
    EXPECT_EQ(sink.interviews.back().interview.answers[1].value, "3.5");
}

// --- files that are damaged or strange ---

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// What comes of a file however it is named: everything, or its error.
std::string taken(const Questionnaire& form, const std::string& bytes, const std::string& name) {
    OpenTables tables;
    if (const Status added = tables.add(bytes, name); !added) return added.error().message;
    Collecting sink;
    const auto read = import_rows(form, tables.rows(), name, {}, sink);
    if (!read) return read.error().message;
    return print_all(form, sink.interviews, read->diagnostics);
}

TEST(ImportDamagedFiles, CutInTheMiddle) {
    const Questionnaire form = household();
    const std::string csv = "sex,note,age,_uuid\n1,\"said \"\"no\"\", Жанар\",35,a\n2,x,40,b\n";
    const auto cut_at = [&](const std::string& what) {
        return taken(form, csv.substr(0, csv.find(what)), "data.csv");
    };
    // Within the header and between rows: a file that is whole, only shorter.
    EXPECT_NE(cut_at("ge,_uuid").find("unknown-column"), std::string::npos);
    EXPECT_EQ(cut_at("1,\"said").find("nothing-to-import"), std::string::npos);
    EXPECT_EQ(std::ranges::count(cut_at("2,x"), '#'), 1);
    // Within a row: what is left of it is taken, without an id that was cut off.
    EXPECT_NE(cut_at("0,b").find("age=4"), std::string::npos);
    EXPECT_NE(cut_at(",40").find("row:"), std::string::npos);
    // Within quotes, and within a character.
    EXPECT_EQ(cut_at("no\""),
              "data.csv: line 2: a quoted value is not closed before the end of the file. Close it "
              "with a "
              "quote; a quote inside a value is written twice.");
    const std::size_t letter = csv.find("Ж");
    EXPECT_EQ(taken(form, csv.substr(0, letter + 1), "data.csv"),
              "data.csv: line 2: byte 17 (0xD0) is not UTF-8. Save the file as “CSV UTF-8”.");
    // At every byte: as if read whole.
    for (std::size_t length = 1; length < csv.size(); ++length) {
        const std::string bytes = csv.substr(0, length);
        EXPECT_EQ(by_rows(form, {{"data.csv", bytes}}), whole(form, {{"data.csv", bytes}}));
    }
}

TEST(ImportDamagedFiles, WorkbooksAndArchivesCutInTheMiddle) {
    const std::string folder = "real/microdata/";
    REQUIRE_SHARED(folder);
    const Questionnaire form = household();
    for (const std::string& name : {folder + "kobo_export_pairs/transportation_export.xlsx",
                                    folder + "rhomis/sample-central-data.csv.zip",
                                    folder + "kobo_export_pairs/childrens_survey.xls"}) {
        const std::string bytes = read_test_file(shared_path(name));
        for (std::size_t tenth = 0; tenth < 10; ++tenth) {
            OpenTables tables;
            const Status added = tables.add(bytes.substr(0, bytes.size() * tenth / 10), name);
            EXPECT_FALSE(added) << name << tenth;
            if (added) continue;
            EXPECT_NE(added.error().message.find(name), std::string::npos);
        }
    }
}

TEST(ImportDamagedFiles, LinesInAnotherEncodingAreNamed) {
    const Questionnaire form = household();
    const std::string utf8 = "sex;note;_uuid\nЖенщина;да;a\n";
    const std::string windows = "\xCC\xF3\xE6\xF7\xE8\xED\xE0;\xED\xE5\xF2;b\n";  // Мужчина;нет
    EXPECT_EQ(taken(form, utf8 + windows, "data.csv"),
              "data.csv: line 3: byte 1 (0xCC) is not UTF-8. Save the file as “CSV UTF-8”.");
    // Far into the file too.
    std::string far = utf8;
    for (int i = 0; i < 20'000; ++i)
        far += fmt::format("Женщина;да;a{}\n", i);
    EXPECT_EQ(taken(form, far + windows, "data.csv"),
              "data.csv: line 20003: byte 1 (0xCC) is not UTF-8. Save the file as “CSV UTF-8”.");
}

TEST(ImportDamagedFiles, WhatARussianExcelSaves) {
    const Questionnaire form = household();
    const std::string csv =
        "\xEF\xBB\xBFВаш пол?;Сколько Вам лет?;Доход;Когда Вы приехали?;_uuid\r\n"
        "Женщина;35;12,5;01.03.2024;a\r\nМужчина;41;1200;45352;b\r\n";
    EXPECT_EQ(taken(form, csv, "data.csv"),
              "# uuid:a   row 2\nsex=1\nage=35\nincome=12.5\ncame=2024-03-01\n"
              "# uuid:b   row 3\nsex=2\nage=41\nincome=1200\ncame=2024-03-01\n");
    // “CSV (разделители — запятые)” is Windows-1251: told at its first letter.
    EXPECT_EQ(taken(form, "\xC2\xE0\xF8 \xEF\xEE\xEB?;age\r\n1;35\r\n", "data.csv"),
              "data.csv: line 1: byte 1 (0xC2) is not UTF-8. Save the file as “CSV UTF-8”.");
}

TEST(ImportDamagedFiles, HeadersThatStandTwice) {
    const Questionnaire form = household();
    EXPECT_EQ(taken(form, "sex,age,age,_uuid\n1,35,35,a\n2,40,41,b\n1,,50,c\n", "data.csv"),
              "data.csv: data row 3, column age: warning answered-twice: Another column says “40” "
              "for the same answer; that is taken. Leave one of the two columns in the "
              "file.\n"
              "# uuid:a   row 2\nsex=1\nage=35\n# uuid:b   row 3\nsex=2\nage=40\n"
              "# uuid:c   row 4\nsex=1\nage=50\n");
}

TEST(ImportDamagedFiles, TenThousandColumns) {
    const Questionnaire form = household();
    std::string csv = "sex";
    for (int i = 0; i < 10'000; ++i)
        csv += fmt::format(",langs/choice {}", i);
    csv += "\n1";
    for (int i = 0; i < 10'000; ++i)
        csv += ",1";
    std::string out;
    EXPECT_LT(seconds_of([&] { out = taken(form, csv + "\n", "data.csv"); }), 5);
    EXPECT_NE(out.find("So it is with 9800 more columns."), std::string::npos);
    EXPECT_TRUE(out.ends_with("row 2\nsex=1\n"));
}

TEST(ImportDamagedFiles, AMillionEmptyRows) {
    const Questionnaire form = household();
    const std::string beginning = "sex,age,_uuid\n1,35,a\n";
    std::string blank = beginning;
    std::string commas = beginning;
    for (int i = 0; i < 1'000'000; ++i) {
        blank += '\n';
        commas += ",,\n";
    }
    const std::string end = "2,40,b\n";
    EXPECT_LT(seconds_of([&] {
                  EXPECT_EQ(taken(form, blank + end, "data.csv"),
                            "# uuid:a   row 2\nsex=1\nage=35\n# uuid:b   row 3\nsex=2\nage=40\n");
              }),
              5);
    EXPECT_LT(seconds_of([&] {
                  EXPECT_EQ(
                      taken(form, commas + end, "data.csv"),
                      "# uuid:a   row 2\nsex=1\nage=35\n# uuid:b   row 1000003\nsex=2\nage=40\n");
              }),
              5);
    // And in a workbook whose last row lies at the very end.
    Workbook workbook;
    Sheet& sheet = workbook.sheets.emplace_back();
    sheet.name = "data";
    int row = 0;
    for (const auto& [sex, id] :
         {std::pair{"sex", "_uuid"}, std::pair{"1", "a"}, std::pair{"2", "b"}}) {
        sheet.set(row, 0, {Cell::Kind::text, sex});
        sheet.set(row, 1, {Cell::Kind::text, id});
        row = row == 0 ? 1 : 1'048'575;
    }
    EXPECT_LT(seconds_of([&] {
                  const ImportedTables read = import_tables(form, workbook, "data.xlsx");
                  ASSERT_EQ(read.interviews.size(), 2U);
                  EXPECT_EQ(read.interviews[1].interview.provenance.row, 1'048'576);
              }),
              5);
}

TEST(ImportDamagedFiles, ZeroBytesAndQuotesLeftOpen) {
    const Questionnaire form = household();
    EXPECT_EQ(taken(form, "sex,age\n1,35\n2,4\0\n"s, "data.csv"),
              "data.csv: line 3: a zero byte: this is not a text file");
    std::string open = "sex,note,_uuid\n1,\"not closed,a\n";
    for (int i = 0; i < 300'000; ++i)
        open += fmt::format("2,fine,b{}\n", i);
    EXPECT_EQ(taken(form, open, "data.csv"),
              "data.csv: line 2: a quoted value is not closed before the end of the file. Close it "
              "with a "
              "quote; a quote inside a value is written twice.");
    EXPECT_EQ(
        taken(form, "sex,note\n1,\"fine\" said he\n", "data.csv"),
        "data.csv: line 2: text follows the closing quote of a value. A quote inside a value is "
        "written twice.");
}

TEST(ImportDamagedFiles, EmptyOnes) {
    const Questionnaire form = household();
    EXPECT_EQ(taken(form, "", "data.csv"), "data.csv: the file is empty");
    for (const std::string& nothing : {"\n\n"s, "\xEF\xBB\xBF"s, " , \n"s})
        EXPECT_NE(taken(form, nothing, "data.csv").find("nothing-to-import"), std::string::npos);
}

}  // namespace
}  // namespace mtm
