// What is exported comes back by an import as it was: in every format, for a form that has all that
// is difficult.
#include <algorithm>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/text.h"
#include "exchange/cleaning_log_table.h"
#include "exchange/csv_guard.h"
#include "exchange/import_tables.h"
#include "exchange/read_statistics.h"
#include "exchange/write_corrections.h"
#include "exchange/write_json.h"
#include "exchange/write_statistics.h"
#include "exchange/write_tables.h"
#include "expression/parse.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/archive_out.h"
#include "workbook/csv.h"
#include "workbook/read.h"
#include "workbook/table_sheet.h"

namespace mtm {
namespace {

// Names twice, a label twice, codes with zeros in front, what is no answer, repeats in repeats, one
// of which asks nothing itself.
Study difficult_study() {
    Study study;
    study.questionnaire = form_from_text(R"(
        survey
        | type                   | name   | label::English (en) | label::Russian (ru) | disclosure | missing |
        | select_one yn          | agree  | Do you agree?       | Согласны?           |            |         |
        | begin group            | work   | Work                | Работа              |            |         |
        | select_one place       | where  | Where?              | Где?                |            |         |
        | text                   | name   | Employer            | Наниматель          |            |         |
        | decimal                | income | Income              | Доход               |            | -9      |
        | end group              |        |                     |                     |            |         |
        | select_multiple langs  | langs  | Languages           | Языки               |            |         |
        | integer                | if     | Rooms               | Комнаты             |            |         |
        | date                   | came   | Arrival             | Прибытие            |            |         |
        | dateTime               | seen   | Seen                | Видели              |            |         |
        | geopoint               | spot   | Position            | Место               |            |         |
        | text                   | phone  | Telephone           | Телефон             | identifier |         |
        | text                   | words  | In your words       | Словами             |            |         |
        | begin repeat           | House  | House               | Дом                 |            |         |
        | begin repeat           | member | Member              | Член                |            |         |
        | text                   | name   | Name                | Имя                 |            |         |
        | select_one yn          | school | School?             | Школа?              |            |         |
        | begin repeat           | job    | Job                 | Работа              |            |         |
        | text                   | title  | Title               | Название            |            |         |
        | end repeat             |        |                     |                     |            |         |
        | end repeat             |        |                     |                     |            |         |
        | end repeat             |        |                     |                     |            |         |
        choices
        | list_name | name   | label::English (en) | label::Russian (ru) | missing |
        | yn        | 1      | Yes                 | Да                  |         |
        | yn        | 0      | No                  | Нет                 |         |
        | yn        | 98     | I do not know       | Не знаю             | unknown |
        | place     | a.01   | Centre              | Центр               |         |
        | place     | b.01   | Centre              | Центр               |         |
        | place     | 007    | The bond office     | Контора             |         |
        | place     | dk     | Do not know         | Не знаю             | unknown |
        | place     | rf     | Refused             | Отказ               | refused |
        | place     | na     | None                | Нет                 | refused |
        | place     | xx     | Unclear             | Неясно              | unknown |
        | langs     | kk     | Kazakh              | Казахский           |         |
        | langs     | ru     | Russian             | Русский             |         |
        | langs     | zh-tw  | Chinese             | Китайский           |         |
    )")
                              .questionnaire;
    study.file.title = "Difficult";
    study.file.languages = {"en"};
    return study;
}

void answer(const Study& study,
            Interview& to,
            const std::string& path,
            const std::vector<int>& rounds,
            std::string value) {
    const Questionnaire& form = study.questionnaire;
    for (int q = 0; q < static_cast<int>(form.questions.size()); ++q) {
        if (form.path(q) == "/" + form.root + "/" + path)
            to.answers.push_back({q, rounds, std::move(value)});
    }
}

std::vector<Interview> difficult_interviews(const Study& study) {
    std::vector<Interview> out(4);
    const std::vector<std::string> places{"a.01", "b.01", "007", "xx"};
    const std::vector<std::string> texts{
        "=1+cmd|' /C calc'!A0", "He said: \"no\",\nand left; 'so'", "'=already", "007"};
    for (std::size_t i = 0; i < out.size(); ++i) {
        Interview& one = out[i];
        one.instance_id = "uuid:" + std::to_string(i);
        one.version = "3";
        answer(study, one, "agree", {}, i == 3 ? "98" : "1");
        answer(study, one, "work/where", {}, places[i]);
        answer(study, one, "work/name", {}, texts[(i + 1) % texts.size()]);
        answer(study, one, "work/income", {}, i == 0 ? "-9" : "12.5");
        if (i != 2) answer(study, one, "langs", {}, i == 0 ? "ru kk" : "zh-tw");
        answer(study, one, "if", {}, std::to_string(i * 1000));
        answer(study, one, "came", {}, "2024-02-29");
        answer(study, one, "seen", {}, "2024-03-01T10:20:30.400+06:00");
        if (i != 1) answer(study, one, "spot", {}, "-43.25 76.9 700.5 5");
        answer(study, one, "phone", {}, "0077012345678");
        answer(study, one, "words", {}, texts[i]);
    }
    answer(study, out[0], "House/member/name", {0, 0}, "+1");
    answer(study, out[0], "House/member/name", {1, 1}, "Ұлы «шаң» 🙂");
    answer(study, out[0], "House/member/school", {0, 0}, "0");
    answer(study, out[0], "House/member/job/title", {1, 1, 2}, "third");
    answer(study, out[2], "House/member/school", {2, 0}, "98");
    return out;
}

const ExportOptions everything{.labels = true, .with_identifiers = true};

// An interview without blanks, one answer a line.
std::string print_answers(const Questionnaire& form, const Interview& interview) {
    std::vector<std::string> lines;
    for (const Answer& each : interview.answers) {
        if (!each.value.empty()) lines.push_back(path_of_answer(form, each) + "=" + each.value);
    }
    std::ranges::sort(lines);
    return interview.instance_id + " " + interview.version + "\n" + join(lines, "\n") + "\n";
}

std::string print_interviews(const Questionnaire& form, const std::vector<Interview>& interviews) {
    std::string out;
    for (const Interview& each : interviews)
        out += print_answers(form, each);
    return out;
}

std::string imported(const Questionnaire& form, const Workbook& tables) {
    const ImportedTables read = import_tables(form, tables, "file");
    EXPECT_EQ(print_all(read.diagnostics), "");
    std::string out;
    for (const ImportedInterview& each : read.interviews)
        out += print_answers(form, each.interview);
    return out;
}

struct Export {
    Study study = difficult_study();
    std::vector<Interview> interviews = difficult_interviews(study);
    Dataset dataset = assemble(study, interviews).dataset;
    ExportSource source = counted_interviews(study, dataset, interviews);
    std::string wanted = print_interviews(study.questionnaire, interviews);

    [[nodiscard]] std::vector<ExportedTable> tables(
        const ExportOptions& options = everything) const {
        return tables_to_export(source, options);
    }
};

Workbook read_all(const std::vector<ExportedFile>& files) {
    Workbook out;
    for (const ExportedFile& file : files) {
        auto read = read_tables(file.bytes, file.name);
        EXPECT_TRUE(read) << file.name;
        for (Sheet& sheet : read->sheets)
            out.sheets.push_back(std::move(sheet));
        EXPECT_TRUE(is_separated_text(file.bytes));
    }
    remove_guards(out);
    return out;
}

TEST(Export, ComesBackFromCsv) {
    const Export made;
    const std::vector<ExportedFile> files = csv_files(made.source, made.tables(), "x");
    ASSERT_EQ(files.size(), 4U);
    EXPECT_EQ(files[2].name, "x-member.csv");
    EXPECT_EQ(imported(made.study.questionnaire, read_all(files)), made.wanted);
}

TEST(Export, ComesBackFromAZip) {
    const Export made;
    std::vector<std::pair<std::string, std::string>> parts;
    for (const ExportedFile& file : csv_files(made.source, made.tables(), "x"))
        parts.emplace_back(file.name, file.bytes);
    const auto zip = zip_archive(parts);
    ASSERT_TRUE(zip);
    EXPECT_EQ(*zip_archive(parts), *zip);
    EXPECT_EQ(imported(made.study.questionnaire, read_all({{"x.zip", *zip}})), made.wanted);
}

TEST(Export, ComesBackFromAWorkbook) {
    const Export made;
    const auto file = xlsx_file(made.source, made.tables());
    ASSERT_TRUE(file);
    const auto read = read_tables(file->bytes, "x.xlsx");
    ASSERT_TRUE(read);
    EXPECT_FALSE(is_separated_text(file->bytes));
    EXPECT_EQ(imported(made.study.questionnaire, *read), made.wanted);
    EXPECT_EQ(read->sheets[0].name, "interviews");
}

Workbook read_statistics(const Questionnaire& form, const std::vector<ExportedFile>& files) {
    Workbook out;
    for (const ExportedFile& file : files) {
        EXPECT_TRUE(is_statistics_file(file.bytes));
        auto read = read_statistics_file(file.bytes, file.name);
        EXPECT_TRUE(read) << read.error().message;
        if (read) out.sheets.push_back(table_of_statistics(form, std::move(*read)));
    }
    return out;
}

TEST(Export, ComesBackFromSpssAndStataInEitherLanguage) {
    const Export made;
    const Questionnaire& form = made.study.questionnaire;
    for (const StatisticsFormat format : {StatisticsFormat::sav, StatisticsFormat::dta}) {
        for (const std::size_t language : {0U, 1U}) {
            const auto out = statistics_files(made.source, made.tables(), format, language, "x");
            ASSERT_TRUE(out) << out.error().message;
            EXPECT_EQ(imported(form, read_statistics(form, out->files)), made.wanted);
            EXPECT_TRUE(out->undeclared_missing.empty());
            EXPECT_EQ(out->cut_texts, 0);
        }
    }
}

const StatisticsVariable& variable(const StatisticsFile& file, const std::string& name) {
    const auto at = std::ranges::find(file.variables, name, &StatisticsVariable::name);
    EXPECT_NE(at, file.variables.end()) << name;
    return *at;
}

TEST(Export, TellsSpssWhatIsNoAnswer) {
    const Export made;
    const auto out = statistics_files(made.source, made.tables(), StatisticsFormat::sav, 1, "x");
    const auto file = read_statistics_file(out->files[0].bytes, "x.sav");
    ASSERT_TRUE(file);
    const StatisticsVariable& agree = variable(*file, "agree");
    EXPECT_EQ(agree.label, "Согласны?");
    EXPECT_EQ(agree.value_labels->at("98"), "Не знаю");
    EXPECT_EQ(agree.missing, std::vector<std::string>{"98"});
    // Codes that are no numbers are counted, those that are no answer last: a range holds them.
    const StatisticsVariable& where = variable(*file, "where");
    EXPECT_EQ(where.value_labels->at("1"), "Центр [a.01]");
    EXPECT_EQ(where.value_labels->at("3"), "Контора");
    EXPECT_EQ(where.missing, std::vector<std::string>{"4 – 7"});
    EXPECT_EQ(variable(*file, "income").missing, std::vector<std::string>{"-9"});
    EXPECT_EQ(variable(*file, "work_name").label, "work/name: Наниматель");
    EXPECT_EQ(variable(*file, "langs_zh_tw").label, "langs/zh-tw: Китайский – Языки");
}

TEST(Export, TellsStataWhatIsNoAnswer) {
    const Export made;
    const auto out = statistics_files(made.source, made.tables(), StatisticsFormat::dta, 0, "x");
    const auto file = read_statistics_file(out->files[0].bytes, "x.dta");
    ASSERT_TRUE(file);
    EXPECT_EQ(variable(*file, "agree").value_labels->at(".a"), "I do not know");
    EXPECT_EQ(variable(*file, "income").value_labels->at(".a"), "-9");
    EXPECT_EQ(variable(*file, "if_").label, "if: Rooms");
    const TableSheet sheet(file->sheet);
    EXPECT_EQ(sheet.at(3, "agree"), ".a");
    EXPECT_EQ(sheet.at(0, "came"), "2024-02-29");
    EXPECT_EQ(sheet.at(0, "langs_ru"), "1");
    EXPECT_EQ(sheet.at(1, "langs_ru"), "0");
}

TEST(Export, TellsNotAskedFromNotTaken) {
    Study study;
    study.questionnaire = form_from_text(R"(
        survey
        | type                  | name  | label     | relevant   |
        | integer               | age   | Age       |            |
        | select_multiple langs | langs | Languages | ${age} > 9 |
        choices
        | list_name | name | label  |
        | langs     | kk   | Kazakh |
    )")
                              .questionnaire;
    std::vector<Interview> interviews(3);
    for (const auto& [i, age] :
         std::vector<std::pair<std::size_t, std::string>>{{0, "20"}, {1, "30"}, {2, "5"}}) {
        interviews[i].instance_id = "uuid:" + std::to_string(i);
        answer(study, interviews[i], "age", {}, age);
    }
    answer(study, interviews[0], "langs", {}, "kk");
    const Dataset dataset = assemble(study, interviews).dataset;
    const auto tables =
        tables_to_export(counted_interviews(study, dataset, interviews), everything);
    const auto& columns = tables[0].columns;
    const auto kk = std::ranges::find(columns, "langs/kk", &ExportColumn::name);
    ASSERT_NE(kk, columns.end());
    EXPECT_EQ(kk->text(0), "1");
    EXPECT_EQ(kk->text(1), "0");  // asked, and nothing said
    EXPECT_EQ(kk->text(2), "");
}

TEST(Export, LeavesOutWhoAPersonIsUnlessAskedFor) {
    const Export made;
    EXPECT_EQ(withheld_identifiers(made.study.questionnaire), std::vector<std::string>{"phone"});
    for (const ExportedFile& file : csv_files(made.source, made.tables({}), "x"))
        EXPECT_EQ(file.bytes.find("7701234"), std::string::npos);
    EXPECT_EQ(json_lines(made.source, made.tables({})).find("7701234"), std::string::npos);
    EXPECT_EQ(geojson_file(made.source, made.tables({})).bytes.find("7701234"), std::string::npos);
    EXPECT_NE(csv_files(made.source, made.tables(), "x")[0].bytes.find("'0077012345678"),
              std::string::npos);
}

TEST(Export, GuardsAgainstSpreadsheetsAndBack) {
    for (const auto& [text, wanted] :
         std::vector<std::pair<std::string, std::string>>{{"=1+1", "'=1+1"},
                                                          {"@x", "'@x"},
                                                          {"-5", "-5"},
                                                          {"+7 701 234", "+7 701 234"},
                                                          {"-x", "'-x"},
                                                          {"'quoted'", "''quoted'"},
                                                          {"007", "'007"},
                                                          {"1E5", "'1E5"},
                                                          {"3-4", "'3-4"},
                                                          {"1234567890123456", "'1234567890123456"},
                                                          {"35", "35"},
                                                          {"3.25", "3.25"},
                                                          {"Kazakh", "Kazakh"},
                                                          {"", ""}}) {
        EXPECT_EQ(guarded(text, true), wanted);
    }
    EXPECT_EQ(guarded("007", false), "007");
    Workbook others = *read_tables("name\n'=1\n", "x.csv");
    remove_guards(others);
    EXPECT_EQ(others.sheets[0].at(1, 0), "'=1");
}

TEST(Export, NestsRoundsInJsonAndTellsNullFromNotAsked) {
    const Export made;
    const std::string text = json_lines(made.source, made.tables());
    const auto lines = split(trim(text), '\n');
    ASSERT_EQ(lines.size(), 4U);
    const auto first = nlohmann::json::parse(lines[0]);
    EXPECT_EQ(first["KEY"], "uuid:0");
    EXPECT_EQ(first["mtm_status"], "counted");
    EXPECT_EQ(first["work/where"], "a.01");
    EXPECT_EQ(first["work/where::Russian (ru)"], "Центр");
    EXPECT_EQ(first["work/income"], -9);
    EXPECT_EQ(first["langs"], "ru kk");
    EXPECT_EQ(first["words"], "=1+cmd|' /C calc'!A0");
    EXPECT_EQ(first["House"][1]["House/member"][1]["House/member/name"], "Ұлы «шаң» 🙂");
    EXPECT_EQ(first["House"][1]["House/member"][1]["House/member/job"][2]["House/member/job/title"],
              "third");
    EXPECT_TRUE(nlohmann::json::parse(lines[2])["langs"].is_null());
    EXPECT_TRUE(nlohmann::json::parse(lines[2]).contains("langs"));
}

TEST(Export, PutsPlacesOnAMap) {
    const Export made;
    const ExportedMap map = geojson_file(made.source, made.tables({}));
    EXPECT_EQ(map.features, 3);
    const auto read = nlohmann::json::parse(map.bytes);
    EXPECT_EQ(read["type"], "FeatureCollection");
    EXPECT_EQ(read["features"][0]["geometry"]["coordinates"], (std::vector<double>{76.9, -43.25}));
    EXPECT_EQ(read["features"][0]["properties"]["KEY"], "uuid:0");
}

TEST(Export, MarksInventedInterviewsInEveryFile) {
    Study study = difficult_study();
    std::vector<Interview> interviews = difficult_interviews(study);
    for (Interview& each : interviews)
        each.rehearsal = true;
    const Dataset dataset = assemble(study, interviews).dataset;
    const ExportSource source = counted_interviews(study, dataset, interviews);
    const auto tables = tables_to_export(source, {});
    for (const ExportedFile& file : csv_files(source, tables, "x")) {
        const auto records = read_csv(file.bytes);
        ASSERT_TRUE(records);
        for (int row = 0; row < records->row_count(); ++row)
            EXPECT_EQ(records->at(row, "mtm_status"), invented_mark) << file.name;
    }
    const auto book = read_tables(xlsx_file(source, tables)->bytes, "x.xlsx");
    EXPECT_EQ(book->sheets[0].at(0, 0), invented_mark);
    const ImportedTables read = import_tables(study.questionnaire, *book, "x.xlsx");
    ASSERT_EQ(read.interviews.size(), 4U);
    EXPECT_TRUE(read.interviews[0].interview.rehearsal);
    EXPECT_EQ(print_all(read.diagnostics), "");
    for (const StatisticsFormat format : {StatisticsFormat::sav, StatisticsFormat::dta}) {
        for (const ExportedFile& file :
             statistics_files(source, tables, format, 0, "x").value().files) {
            const auto statistics = read_statistics_file(file.bytes, file.name);
            EXPECT_EQ(statistics->label, invented_mark);
            EXPECT_EQ(statistics->variables[0].name, "mtm_status");
        }
    }
    EXPECT_EQ(nlohmann::json::parse(geojson_file(source, tables).bytes)["mtm_status"],
              invented_mark);
}

TEST(Export, GivesWhatWasReceivedWithNothingLeftOut) {
    Export made;
    made.study.file.consent = parse("${agree} = '1'").expression;
    made.interviews[0].standing = Standing::rejected;
    const Dataset received = dataset_as_received(made.study, made.interviews);
    const ExportSource source = received_interviews(made.study, received, made.interviews);
    const auto tables = tables_to_export(source, everything);
    EXPECT_EQ(imported(made.study.questionnaire, read_all(csv_files(source, tables, "x"))),
              made.wanted);
    EXPECT_EQ(tables[0].columns[0].text(0), "as received; rejected by review");
    EXPECT_EQ(tables[0].columns[0].text(1), "as received");
}

TEST(Export, KeepsLongTextsWhereTheFormatCan) {
    Export made;
    std::string text;
    while (text.size() < 40'000)
        text += "шаң – ";
    text += "end";
    for (Answer& each : made.interviews[1].answers) {
        if (made.study.questionnaire.questions[static_cast<std::size_t>(each.question)].name ==
            "words") {
            each.value = text;
        }
    }
    const Dataset dataset = assemble(made.study, made.interviews).dataset;
    const ExportSource source = counted_interviews(made.study, dataset, made.interviews);
    const auto tables = tables_to_export(source, everything);
    const Questionnaire& form = made.study.questionnaire;
    const std::string wanted = print_interviews(form, made.interviews);
    EXPECT_EQ(imported(form, read_all(csv_files(source, tables, "x"))), wanted);
    const auto dta = statistics_files(source, tables, StatisticsFormat::dta, 0, "x");
    ASSERT_TRUE(dta);
    EXPECT_EQ(imported(form, read_statistics(form, dta->files)), wanted);
    const auto sav = statistics_files(source, tables, StatisticsFormat::sav, 0, "x");
    ASSERT_TRUE(sav);
    EXPECT_EQ(sav->cut_texts, 1);
    EXPECT_EQ(xlsx_file(source, tables)->cut_texts, 0);  // fewer than 32,767 characters
}

TEST(Export, WritesCorrectionsAsALogThatCanBeImported) {
    const Study study = difficult_study();
    const std::vector<KeptCorrection> made{
        {{"uuid:1",
          "work/name",
          "=old",
          "new, \"text\"",
          "typing",
          "a@b.c",
          "2024-05-01T00:00:00Z"},
         true},
        {{"row:2", "House[1]/member[2]/school", "1", "", "not asked", "a@b.c", "2024-05-02"}, true},
        {{"uuid:3", "work/where", "dk", "new_place", "", "a@b.c", "2024-05-03"}, false},
        {{"uuid:3", "phone", "1", "2", "", "a@b.c", "2024-05-03"}, true}};
    const ExportedCorrections log = corrections_csv(
        study.questionnaire, made, {{"uuid:4", "twice", "a@b.c", "2024-05-04"}}, {});
    EXPECT_EQ(log.withheld, 1);
    Workbook tables = *read_tables(log.bytes, "corrections.csv");
    remove_guards(tables);
    const CleaningLogRead read = read_cleaning_log(study.questionnaire, tables, "corrections.csv");
    ASSERT_EQ(read.changes.size(), 4U);
    EXPECT_EQ(read.changes[0].old_value, "=old");
    EXPECT_EQ(read.changes[0].to.value, "new, \"text\"");
    EXPECT_EQ(read.changes[1].instance_id, "row:2");
    EXPECT_EQ(read.changes[1].type, ChangeType::blank_response);
    EXPECT_EQ(read.changes[1].to.repeat, (std::vector<int>{0, 1}));
    EXPECT_EQ(read.changes[2].type, ChangeType::add_option);
    EXPECT_FALSE(read.changes[2].old_value.has_value());
    EXPECT_EQ(read.changes[3].type, ChangeType::remove_survey);
    EXPECT_EQ(read.changes[3].reason, "twice");
}

TEST(Export, WritesCorrectionsInConflictWithWhatStoodBesideThem) {
    const Study study = difficult_study();
    KeptCorrection kept;
    kept.correction = {"uuid:1", "work/name", "", "Bek", "heard", "b@b.c", "2024-05-02"};
    kept.applied = false;
    kept.stood = "Aza";
    const ExportedCorrections log = corrections_csv(study.questionnaire, {kept}, {}, {});
    EXPECT_NE(log.bytes.find(",Aza,conflict"), std::string::npos) << log.bytes;
    const CleaningLogRead read = read_cleaning_log(
        study.questionnaire, *read_tables(log.bytes, "corrections.csv"), "corrections.csv");
    ASSERT_EQ(read.changes.size(), 1U);
    // It was made over a blank: as a row without an old value it would be applied to what stands.
    EXPECT_EQ(read.changes[0].old_value, "");
}

TEST(StatisticsName, IsOneThatTheFormatAdmitsAndNoOtherHas) {
    std::vector<std::string> taken;
    EXPECT_EQ(statistics_name("langs/kk", StatisticsFormat::sav, taken), "langs_kk");
    EXPECT_EQ(statistics_name("Langs.kk", StatisticsFormat::sav, taken), "Langs_kk_2");
    EXPECT_EQ(statistics_name("_start", StatisticsFormat::sav, taken), "v_start");
    EXPECT_EQ(statistics_name("ALL", StatisticsFormat::sav, taken), "ALL_");
    EXPECT_EQ(statistics_name("str12", StatisticsFormat::dta, taken), "str12_");
    const std::string longest(50, 'a');
    EXPECT_EQ(statistics_name(longest, StatisticsFormat::dta, taken), std::string(32, 'a'));
    EXPECT_EQ(statistics_name(longest, StatisticsFormat::dta, taken), std::string(30, 'a') + "_2");
}

// --- what other programs wrote ---

StatisticsFile statistics_at(const std::string& name) {
    auto read = read_statistics_file(read_test_file(shared_path(name)), name);
    EXPECT_TRUE(read) << name;
    return std::move(*read);
}

TEST(ReadStatistics, TakesWhatKoboToolboxWroteForSpss) {
    const std::string pairs = "real/microdata/kobo_export_pairs/";
    REQUIRE_SHARED(pairs);
    const auto workbook = read_workbook(read_test_file(shared_path(pairs + "childrens_survey.xls")),
                                        "childrens_survey.xls");
    const Questionnaire form = compile(*workbook, "childrens_survey.xls").questionnaire;
    Workbook tables;
    for (const char* name : {"childrens_survey.sav", "children.sav"})
        tables.sheets.push_back(table_of_statistics(form, statistics_at(pairs + name)));
    const ImportedTables read = import_tables(form, tables, "x.sav");
    EXPECT_EQ(print_all(read.diagnostics), "");
    ASSERT_EQ(read.interviews.size(), 2U);
    std::string answers;
    for (const Answer& each : read.interviews[0].interview.answers)
        answers += path_of_answer(form, each) + "=" + each.value + "\n";
    EXPECT_EQ(answers,
              "name=Abe\nage=35\n"
              "children[1]/name=Mike\nchildren[2]/name=John\nchildren[3]/name=Imora\n"
              "children[1]/age=5\nchildren[2]/age=2\nchildren[3]/age=3\n"
              "children[1]/fav_colors=red blue\nchildren[1]/ice.creams=vanilla chocolate\n"
              "tel/tel.office=020123456\n");
    EXPECT_TRUE(read.interviews[1].interview.answers.empty());
}

// Counted by R's haven 2.5.1.
TEST(ReadStatistics, ReadsAStataFileOfSurveyCTO) {
    const std::string name = "real/microdata/ipa_hfc/household_backcheck.dta";
    REQUIRE_SHARED(name);
    const StatisticsFile file = statistics_at(name);
    EXPECT_EQ(file.variables.size(), 54U);
    EXPECT_EQ(file.sheet.row_count(), 186);
    EXPECT_EQ(variable(file, "a_district_id").label, "(A01) Select District");
    const auto& fuel = *variable(file, "h_cook_fuel").value_labels;
    EXPECT_EQ(fuel.size(), 8U);
    EXPECT_TRUE(fuel.contains("-666"));
    const TableSheet sheet(file.sheet);
    double members = 0;
    int filled = 0;
    for (int row = 0; row < sheet.record_count(); ++row) {
        const std::string text(sheet.at(row, "f_hhm_cnt"));
        if (text.empty()) continue;
        members += std::stod(text);
        ++filled;
    }
    EXPECT_EQ(filled, 185);
    EXPECT_EQ(members, 1862);
    EXPECT_EQ(sheet.at(0, "submissiondate"), "2017-10-22T04:03:52.805");
}

// ReadStat would read a megabyte behind a record that says it is empty.
TEST(ReadStatistics, RefusesRecordsThatAreNotWhatTheySay) {
    const Export made;
    std::string bytes = statistics_files(made.source, made.tables(), StatisticsFormat::sav, 0, "x")
                            .value()
                            .files[0]
                            .bytes;
    const std::string long_names{"\x07\0\0\0\x0d\0\0\0\x01\0\0\0", 12};
    const std::size_t at = bytes.find(long_names);
    ASSERT_NE(at, std::string::npos);
    ASSERT_TRUE(read_statistics_file(bytes, "x.sav"));
    bytes[at + 8] = 0;      // the size of one
    bytes[at + 14] = 0x10;  // and how many there are
    const auto read = read_statistics_file(bytes, "x.sav");
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find("damaged"), std::string::npos);
}

TEST(ReadStatistics, SaysWhatIsWrongWithAFile) {
    const Export made;
    for (const StatisticsFormat format : {StatisticsFormat::sav, StatisticsFormat::dta}) {
        const std::string bytes =
            statistics_files(made.source, made.tables(), format, 0, "x").value().files[0].bytes;
        for (const std::size_t length : {std::size_t{20}, bytes.size() / 2, bytes.size() - 200}) {
            const auto read = read_statistics_file(bytes.substr(0, length), "cut");
            ASSERT_FALSE(read) << length;
            EXPECT_TRUE(read.error().message.starts_with("cut: the "));
        }
        ReadLimits limits;
        limits.cells = 50;
        const auto read = read_statistics_file(bytes, "large", limits);
        ASSERT_FALSE(read);
        EXPECT_NE(read.error().message.find("ReadLimits"), std::string::npos);
    }
}

}  // namespace
}  // namespace mtm
