#include "exchange/import_tables.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/text.h"
#include "compile/compile.h"
#include "interview/correction.h"
#include "tests/form_text.h"
#include "tests/shared_files.h"
#include "workbook/read.h"
#include "workbook/table_sheet.h"

namespace mtm {
namespace {

Questionnaire household_form() {
    return compile(workbook_from_text(R"(
        survey
        | type                    | name   | label::English (en)  | label::Russian (ru) |
        | begin group             | intro  | Opening              | Начало              |
        | select_one sex          | sex    | What is your sex?    | Ваш пол?            |
        | integer                 | age    | How old are you?     | Сколько Вам лет?    |
        | end group               |        |                      |                     |
        | select_multiple langs   | langs  | Languages you speak  | Языки               |
        | decimal                 | income | Income               | Доход               |
        | date                    | came   | When did you come?   | Когда Вы приехали?  |
        | geopoint                | spot   | Position             | Координаты          |
        | begin repeat            | member | Member               | Член семьи          |
        | text                    | name   | Name                 | Имя                 |
        | integer                 | years  | Age                  | Возраст             |
        | begin repeat            | job    | Job                  | Работа              |
        | text                    | title  | Title                | Должность           |
        | end repeat              |        |                      |                     |
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

std::string answers_printed(const Questionnaire& form, const Interview& interview) {
    std::string out;
    for (const Answer& answer : interview.answers)
        out += path_of_answer(form, answer) + "=" + answer.value + "\n";
    return out;
}

std::string print_findings(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& each : diagnostics) {
        out += each.code + "@" + each.place.sheet + std::to_string(each.place.row);
        if (!each.place.column.empty()) out += "/" + each.place.column;
        out += "\n";
    }
    return out;
}

// One interview of a CSV file, its findings and its answers.
struct Read {
    std::string findings;
    std::vector<std::string> ids;
    std::vector<std::string> answers;
};

Read taken_from(const Questionnaire& form,
                const Workbook& workbook,
                const ImportOptions& options = {}) {
    const ImportedTables read = import_tables(form, workbook, "file", options);
    Read out;
    out.findings = print_findings(read.diagnostics);
    for (const ImportedInterview& each : read.interviews) {
        out.ids.push_back(each.interview.instance_id);
        out.answers.push_back(answers_printed(form, each.interview));
    }
    return out;
}

Read read_csv_file(const std::string& bytes,
                   const Questionnaire& form = household_form(),
                   const ImportOptions& options = {}) {
    const auto workbook = read_workbook(bytes, "data.csv");
    EXPECT_TRUE(workbook);
    return taken_from(form, *workbook, options);
}

constexpr const char* first_person =
    "intro/sex=1\nintro/age=35\nlangs=kk ru\nincome=12.5\ncame=2024-03-01\nspot=43.2 76.9 0 5\n";

TEST(ImportTables, FindColumnsHoweverServersNameThem) {
    for (const std::string header :
         {// KoboToolbox with groups, ODK Central, R, names alone, labels in two languages.
          "intro/sex,intro/age,langs,income,came,spot,_uuid",
          "intro-sex,intro-age,langs,income,came,spot,KEY",
          "intro.sex,intro.age,langs,income,came,spot,X_uuid",
          "sex,age,langs,income,came,spot,meta/instanceID",
          "What is your sex?,How old are you?,Languages you speak,Income,When did you "
          "come?,Position,_uuid",
          "Начало/Ваш пол?,Начало/Сколько Вам лет?,Языки,Доход,Когда Вы "
          "приехали?,Координаты,_uuid"}) {
        const Read read = read_csv_file(std::string(header) +
                                        "\n1,35,kk ru,12.5,2024-03-01,43.2 76.9 0 5,uuid:a\n");
        EXPECT_EQ(read.findings, "") << header;
        EXPECT_EQ(read.ids, std::vector<std::string>{"uuid:a"}) << header;
        ASSERT_EQ(read.answers.size(), 1U);
        EXPECT_EQ(read.answers[0], first_person) << header;
    }
}

TEST(ImportTables, TakeTheColumnThatBearsTheNameBeforeOneThatBearsALabel) {
    for (const std::string csv : {"How old are you?,sex,age,_uuid\n36,1,35,a\n",
                                  "intro/age,sex,How old are you?,_uuid\n35,1,36,a\n"}) {
        const Read read = read_csv_file(csv);
        EXPECT_EQ(read.findings, "answered-twice@data2/How old are you?\n") << csv;
        ASSERT_EQ(read.answers.size(), 1U);
        EXPECT_EQ(read.answers[0], "intro/sex=1\nintro/age=35\n") << csv;
    }
}

TEST(ImportTables, TurnLabelsNumbersAndDatesIntoWhatATabletSends) {
    const Read read = read_csv_file(
        "sep=;\nsex;age;langs;income;came;spot;_uuid\n"
        "Woman;35.0;Kazakh Russian;12,5;01.03.2024;43.2 76.9 0 5;a\n"
        "Мужчина;3e1;Uzbek of the south, Kazakh;7;45352;;b\n"
        "2.0;;узбекский;;2024-03-01T00:00:00.000+05:00;;c\n");
    EXPECT_EQ(read.findings, "");
    ASSERT_EQ(read.answers.size(), 3U);
    EXPECT_EQ(read.answers[0], first_person);
    EXPECT_EQ(read.answers[1],
              "intro/sex=2\nintro/age=30\nlangs=uz kk\nincome=7\ncame=2024-03-01\n");
    EXPECT_EQ(read.answers[2], "intro/sex=2\nlangs=uz\ncame=2024-03-01\n");
}

TEST(ImportTables, TakeMultipleAnswersFromOneColumnOrFromMany) {
    Read read = read_csv_file(
        "sex,langs/kk,langs/ru,langs/uz,_uuid\n"
        "1,1,TRUE,0,a\n1,0,0,False,b\n1,,,,c\n");
    EXPECT_EQ(read.findings, "");
    EXPECT_EQ(
        read.answers,
        (std::vector<std::string>{"intro/sex=1\nlangs=kk ru\n", "intro/sex=1\n", "intro/sex=1\n"}));
    // Both, in another order, with labels, and where they differ.
    read = read_csv_file(
        "sex,langs,langs.kk,langs.ru,Languages you speak/Uzbek of the south,_uuid\n"
        "1,ru kk,1,1,0,a\n1,ru,1,1,0,b\n1,ru,0,maybe,0,c\n");
    EXPECT_EQ(read.answers[0], "intro/sex=1\nlangs=ru kk\n");
    EXPECT_EQ(read.answers[1], "intro/sex=1\nlangs=ru\n");
    EXPECT_EQ(
        read.findings,
        "choices-differ@data3/langs\nnot-yes-or-no@data4/langs.ru\nchoices-differ@data4/langs\n");
}

TEST(ImportTables, TellWhatDoesNotFitAndKeepIt) {
    const Read read = read_csv_file(
        "sex,age,langs,income,came,colour,_uuid,_id\n"
        "3,old,kk fr,much,soon,red,a,7\n"
        "1,35,,,,,a,8\n");
    EXPECT_EQ(read.findings,
              "unknown-column@data1/colour\nunknown-code@data2/sex\nnot-a-number@data2/age\n"
              "unknown-code@data2/langs\nnot-a-number@data2/income\nnot-a-date@data2/came\n"
              "interview-twice@data3\n");
    ASSERT_EQ(read.answers.size(), 1U);
    EXPECT_EQ(read.answers[0], "intro/sex=3\nintro/age=old\nlangs=kk fr\nincome=much\ncame=soon\n");
}

TEST(ImportTables, TellTheFirstOfManyAndCountTheOthers) {
    std::string csv = "sex,_uuid\n";
    for (int i = 0; i < 30; ++i)
        csv += "9," + std::to_string(i) + "\n";
    const ImportedTables read =
        import_tables(household_form(), *read_workbook(csv, "data.csv"), "data.csv");
    ASSERT_EQ(read.diagnostics.size(), 21U);
    EXPECT_EQ(read.diagnostics.back().message, "So it is with 10 more values of this column.");
    EXPECT_EQ(read.interviews.size(), 30U);
}

TEST(ImportTables, GiveRowsWithoutAnIdOneThatLasts) {
    const std::string csv = "sex,age,person\n1,35,p1\n1,35,p1\n2,40,p2\n";
    const Read read = read_csv_file(csv);
    EXPECT_EQ(read.findings, "unknown-column@data1/person\n");
    ASSERT_EQ(read.ids.size(), 3U);
    EXPECT_EQ(read.ids[1], read.ids[0] + "-2");  // two people who answered alike
    EXPECT_NE(read.ids[2], read.ids[0]);
    EXPECT_EQ(read_csv_file(csv).ids, read.ids);
    const Read named = read_csv_file(csv, household_form(), {.id_column = "person"});
    EXPECT_EQ(named.ids, (std::vector<std::string>{"p1", "p2"}));
    EXPECT_EQ(named.findings, "interview-twice@data3\n");
}

TEST(ImportTables, AttachTheSheetsOfRepeats) {
    const std::string jobs =
        "member[1]/job[1]/title=Cook\nmember[1]/job[2]/title=Guard\nmember[2]/job[1]/"
        "title=Driver\n";
    // KoboToolbox: by _index and _parent_index; sheets in any order.
    const Read kobo = taken_from(household_form(), workbook_from_text(R"(
        job
        | member/job/title | _index | _parent_table_name | _parent_index |
        | Cook             | 1      | member             | 1             |
        | Driver           | 2      | member             | 2             |
        | Guard            | 3      | member             | 1             |
        | Nobody           | 4      | member             | 9             |
        main
        | intro/sex | _uuid | _index |
        | 1         | a     | 1      |
        | 2         | b     | 2      |
        member
        | member/name | member/years | _index | _parent_index | _submission__uuid |
        | Aza         | 5            | 1      | 1             | a                 |
        | Bek         | 6            | 2      | 1             | a                 |
    )"));
    EXPECT_EQ(kobo.findings, "row-without-interview@job5\n");
    ASSERT_EQ(kobo.answers.size(), 2U);
    EXPECT_EQ(kobo.answers[0],
              "intro/sex=1\nmember[1]/name=Aza\nmember[2]/name=Bek\nmember[1]/years=5\nmember[2]/"
              "years=6\n" +
                  jobs);
    // ODK Central: by KEY and PARENT_KEY.
    const Read central = taken_from(household_form(), workbook_from_text(R"(
        form
        | intro-sex | KEY    |
        | 1         | uuid:a |
        form-member
        | name | years | PARENT_KEY | KEY              |
        | Aza  | 5     | uuid:a     | uuid:a/member[1] |
        | Bek  | 6     | uuid:a     | uuid:a/member[2] |
        form-job
        | title  | PARENT_KEY       | KEY                     |
        | Cook   | uuid:a/member[1] | uuid:a/member[1]/job[1] |
        | Guard  | uuid:a/member[1] | uuid:a/member[1]/job[2] |
        | Driver | uuid:a/member[2] | uuid:a/member[2]/job[1] |
    )"));
    EXPECT_EQ(central.findings, "");
    EXPECT_EQ(central.answers[0], kobo.answers[0]);
    // Rounds as numbers of columns.
    const Read wide = read_csv_file(
        "sex,member[1]/name,member[2]/name,member[1]/years,member[2]/years,member[1]/job[1]/title,"
        "member[1]/job[2]/title,member[2]/job[1]/"
        "title,_uuid\n1,Aza,Bek,5,6,Cook,Guard,Driver,a\n2,,,,,,,,b\n");
    EXPECT_EQ(wide.findings, "");
    EXPECT_EQ(wide.answers[0], kobo.answers[0]);
    EXPECT_EQ(wide.answers[1], "intro/sex=2\n");
}

TEST(ImportTables, TakeFurtherRowsOfAnInterviewAsRounds) {
    const Read read = read_csv_file(
        "sex,member/name,member/years,meta/"
        "instanceID\n1,Aza,5,uuid:a\n1,Bek,6,uuid:a\n2,,,uuid:b\n");
    EXPECT_EQ(read.findings, "");
    EXPECT_EQ(read.answers,
              (std::vector<std::string>{"intro/sex=1\nmember[1]/name=Aza\nmember[2]/"
                                        "name=Bek\nmember[1]/years=5\nmember[2]/years=6\n",
                                        "intro/sex=2\n"}));
}

TEST(ImportTables, PutPointsTogether) {
    for (const std::string names : {"_spot_latitude,_spot_longitude,_spot_altitude,_spot_precision",
                                    "spot-Latitude,spot-Longitude,spot-Altitude,spot-Accuracy"}) {
        const Read read = read_csv_file("sex," + names + ",_uuid\n1,43.2,76.9,,5,a\n");
        EXPECT_EQ(read.findings, "") << names;
        EXPECT_EQ(read.answers[0], "intro/sex=1\nspot=43.2 76.9 0 5\n") << names;
    }
}

TEST(ImportTables, InventNoAccuracyOfAPoint) {
    const std::string header =
        "sex,_spot_latitude,_spot_longitude,_spot_altitude,_spot_precision,_uuid\n";
    EXPECT_EQ(read_csv_file(header + "1,43.2,76.9,,,a\n").answers[0],
              "intro/sex=1\nspot=43.2 76.9\n");
    EXPECT_EQ(read_csv_file(header + "1,43.2,76.9,700,,a\n").answers[0],
              "intro/sex=1\nspot=43.2 76.9 700\n");
}

TEST(ImportTables, SayWhereAFileIsOfAnotherForm) {
    const ImportedTables read =
        import_tables(household_form(), *read_workbook("a,b\n1,2\n", "x.csv"), "x.csv");
    EXPECT_EQ(print_findings(read.diagnostics), "sheet-passed-over@x0\nnothing-to-import@0\n");
    EXPECT_TRUE(has_errors(read.diagnostics));
    EXPECT_TRUE(read.interviews.empty());
}

// --- what KoboToolbox and ODK Central themselves exported ---

Questionnaire form_at(const std::string& name) {
    const auto workbook = read_workbook(read_test_file(shared_path(name)), name);
    EXPECT_TRUE(workbook) << name;
    return compile(*workbook, name).questionnaire;
}

Workbook tables_at(const std::vector<std::string>& names) {
    Workbook out;
    for (const std::string& name : names) {
        auto workbook = read_workbook(read_test_file(shared_path(name)), name);
        EXPECT_TRUE(workbook) << name;
        for (Sheet& sheet : workbook->sheets)
            out.sheets.push_back(std::move(sheet));
    }
    return out;
}

const std::string pairs = "real/microdata/kobo_export_pairs/";

TEST(ImportTables, ReadChildrensSurvey) {
    REQUIRE_SHARED(pairs);
    const Read read = taken_from(form_at(pairs + "childrens_survey.xls"),
                                 tables_at({pairs + "childrens_survey.csv",
                                            pairs + "children.csv",
                                            pairs + "children_cartoons.csv",
                                            pairs + "children_cartoons_characters.csv"}));
    // The choice stands in another list of that form.
    EXPECT_EQ(
        read.findings,
        "unknown-code@children_cartoons_characters3/children/cartoons/characters/good_or_evil\n");
    ASSERT_EQ(read.answers.size(), 2U);
    EXPECT_EQ(read.answers[0],
              "name=Abe\nage=35\n"
              "children[1]/name=Mike\nchildren[2]/name=John\nchildren[3]/name=Imora\n"
              "children[1]/age=5\nchildren[2]/age=2\nchildren[3]/age=3\n"
              "children[1]/fav_colors=red blue\nchildren[1]/ice.creams=vanilla chocolate\n"
              "children[1]/cartoons[1]/name=Tom & Jerry\nchildren[1]/cartoons[2]/name=Flinstones\n"
              "children[3]/cartoons[1]/name=Shrek\nchildren[3]/cartoons[2]/name=Dexter's Lab\n"
              "children[1]/cartoons[1]/why=Tom is silly\n"
              "children[1]/cartoons[2]/why=I like bam bamć\n"
              "children[3]/cartoons[1]/why=He's so funny\n"
              "children[3]/cartoons[2]/why=He thinks hes smart\n"
              "children[3]/cartoons[2]/characters[1]/name=Dee Dee\n"
              "children[3]/cartoons[2]/characters[2]/name=Dexter\n"
              "children[3]/cartoons[2]/characters[1]/good_or_evil=good\n"
              "children[3]/cartoons[2]/characters[2]/good_or_evil=evil\n"
              "tel/tel.office=020123456\n");
    EXPECT_EQ(read.answers[1], "");
}

TEST(ImportTables, ReadNestedRepeatsInColumns) {
    REQUIRE_SHARED(pairs);
    const Read read = taken_from(form_at(pairs + "nested_repeats.xls"),
                                 tables_at({pairs + "nested_repeats.csv"}));
    EXPECT_EQ(read.findings, "");
    ASSERT_EQ(read.answers.size(), 2U);
    EXPECT_EQ(read.answers[0],
              "kids/has_kids=1\n"
              "kids/kids_details[1]/kids_name=Hansel\nkids/kids_details[2]/kids_name=Gretel\n"
              "kids/kids_details[1]/kids_age=2\nkids/kids_details[2]/kids_age=1\n"
              "kids/kids_details[1]/kids_immunization[1]/immunization_info=Polio\n"
              "kids/kids_details[1]/kids_immunization[2]/immunization_info=Measles\n"
              "kids/kids_details[1]/kids_immunization[3]/immunization_info=Malaria\n"
              "kids/kids_details[2]/kids_immunization[1]/immunization_info=TB\n"
              "kids/kids_details[2]/kids_immunization[2]/immunization_info=Rickets\n"
              "kids/nested_group/nested_name=The Witch\nkids/nested_group/nested_age=45\n"
              "address=1234\ngps=-1.2627557 36.7926442 0.0 30.0\nweb_browsers=ie safari\n");
}

TEST(ImportTables, ReadTransportation) {
    REQUIRE_SHARED(pairs);
    const Questionnaire form = form_at(pairs + "transportation.xls");
    const Read csv = taken_from(form, tables_at({pairs + "transportation.csv"}));
    EXPECT_EQ(csv.findings, "");
    const Read xlsx = taken_from(form, tables_at({pairs + "transportation_export.xlsx"}));
    // “none”, which the form does not have; columns of single choices cannot say it.
    const std::string types = "transport/available_transportation_types_to_referral_facility";
    EXPECT_EQ(xlsx.findings, "unknown-code@transportation_2011_07_252/" + types + "\n");
    EXPECT_EQ(csv.ids, xlsx.ids);
    ASSERT_EQ(csv.answers.size(), 4U);
    ASSERT_EQ(xlsx.answers.size(), 4U);
    EXPECT_EQ(csv.answers[0], "");
    EXPECT_EQ(xlsx.answers[0], types + "=none\n");
    const std::string often = "transport/loop_over_transport_types_frequency/";
    EXPECT_EQ(csv.answers[1],
              types + "=ambulance bicycle\n" + often +
                  "ambulance/frequency_to_referral_facility=daily\n" + often +
                  "bicycle/frequency_to_referral_facility=weekly\n");
    EXPECT_EQ(csv.answers[3],
              types + "=taxi other\n" + types + "_other=camel\n" + often +
                  "taxi/frequency_to_referral_facility=daily\n");
    for (std::size_t i = 1; i < 4; ++i)
        EXPECT_EQ(csv.answers[i], xlsx.answers[i]) << i;
}

TEST(ImportTables, ReadTutorialWithRepeats) {
    REQUIRE_SHARED(pairs);
    const Questionnaire form = form_at(pairs + "tutorial_w_repeats.xls");
    const Read wide = taken_from(form, tables_at({pairs + "tutorial_w_repeats.csv"}));
    const Read flat = taken_from(form, tables_at({pairs + "tutorial_w_repeats_flattened.csv"}));
    EXPECT_EQ(wide.findings, "");
    EXPECT_EQ(flat.findings, "");
    EXPECT_EQ(wide.answers, flat.answers);
    ASSERT_EQ(wide.answers.size(), 1U);
    EXPECT_EQ(wide.answers[0],
              "name=Bob\nage=25\nhas_children=1\n"
              "children[1]/childs_name=Tom\nchildren[2]/childs_name=Dick\n"
              "children[1]/childs_age=12\nchildren[2]/childs_age=5\n"
              "gps=-1.2625621 36.7921711 0.0 20.0\n");
}

// --- a survey of REACH, as it was given to R ---

TEST(ImportTables, ReadWhatRMadeOfAnExport) {
    const std::string folder = "real/microdata/reach_cleaningtools/";
    REQUIRE_SHARED(folder);
    Workbook form = tables_at({folder + "survey.csv", folder + "choices.csv"});
    const Questionnaire questionnaire = compile(form, "reach").questionnaire;
    const Workbook data = tables_at({folder + "raw_data.csv"});
    const ImportedTables read = import_tables(questionnaire, data, "raw_data.csv");
    // Where the form as it was given lacks choices.
    for (const Diagnostic& finding : read.diagnostics) {
        EXPECT_EQ(finding.code, "unknown-code");
        EXPECT_TRUE(finding.place.column == "neighbourhood" ||
                    finding.place.column == "pay_water_charges_when")
            << print(finding);
    }
    ASSERT_EQ(read.interviews.size(), 632U);
    // By a second route: each value of a column of text, number or one choice is its answer.
    const TableSheet sheet(data.sheets[0]);
    int compared = 0;
    for (std::size_t i = 0; i < read.interviews.size(); ++i) {
        const Interview& interview = read.interviews[i].interview;
        EXPECT_EQ(interview.instance_id,
                  "uuid:" + std::string(sheet.at(static_cast<int>(i), "X_uuid")));
        for (std::size_t q = 0; q < questionnaire.questions.size(); ++q) {
            const auto column = sheet.find(questionnaire.questions[q].name);
            if (!column) continue;
            const std::string answer(interview.answer(static_cast<int>(q)));
            const std::string cell =
                replace_all(trim(sheet.at(static_cast<int>(i), *column)), "\r\n", "\n");
            ++compared;
            if (answer == cell) continue;
            // R writes 500000 as 5e+05.
            EXPECT_EQ(std::to_string(std::strtod(cell.c_str(), nullptr)), answer + ".000000")
                << questionnaire.questions[q].name << " of row " << i + 2;
        }
    }
    EXPECT_GT(compared, 632 * 100);
}

TEST(ImportTables, ReadTheZipOfOdkCentral) {
    const std::string name = "real/microdata/rhomis/sample-central-data.csv.zip";
    REQUIRE_SHARED(name);
    const auto zip = read_tables(read_test_file(shared_path(name)), name);
    ASSERT_TRUE(zip);
    ASSERT_EQ(zip->sheets.size(), 5U);
    // Its form is not at hand: one of what the tables hold.
    const Questionnaire form = compile(workbook_from_text(R"(
        survey
        | type         | name                    | label |
        | begin group  | SECTION_META            | M     |
        | begin group  | metadata                | D     |
        | text         | interviewername         | I     |
        | end group    |                         |       |
        | end group    |                         |       |
        | begin repeat | hh_pop_repeat           | P     |
        | integer      | hh_pop_rep_num          | N     |
        | begin group  | hh_pop_repeat_grp       | G     |
        | text         | person_gender           | S     |
        | integer      | person_age              | A     |
        | end group    |                         |       |
        | end repeat   |                         |       |
    )"),
                                       "form.xlsx")
                                   .questionnaire;
    const ImportedTables read = import_tables(form, *zip, name);
    EXPECT_FALSE(has_errors(read.diagnostics));
    ASSERT_EQ(read.interviews.size(), 10U);
    const Interview& first = read.interviews[0].interview;
    EXPECT_EQ(first.instance_id, "uuid:4034bb1b-b469-4429-a6b4-eb8d00a3dbd4");
    std::string expected = "SECTION_META/metadata/interviewername=int_name\n";
    const std::vector<std::pair<std::string, std::string>> people{
        {"F", "451"}, {"no_answer", "154"}, {"M", "716"}, {"M", "340"}, {"F", "667"}};
    const auto round = [](std::size_t i) {
        return "hh_pop_repeat[" + std::to_string(i + 1) + "]/";
    };
    for (std::size_t i = 0; i < people.size(); ++i)
        expected += round(i) + "hh_pop_rep_num=" + std::to_string(i + 1) + "\n";
    for (std::size_t i = 0; i < people.size(); ++i)
        expected += round(i) + "hh_pop_repeat_grp/person_gender=" + people[i].first + "\n";
    for (std::size_t i = 0; i < people.size(); ++i)
        expected += round(i) + "hh_pop_repeat_grp/person_age=" + people[i].second + "\n";
    EXPECT_EQ(answers_printed(form, first), expected);
    std::size_t rounds = 0;
    for (const ImportedInterview& each : read.interviews) {
        rounds += static_cast<std::size_t>(std::ranges::count(
            each.interview.answers, form.find("hh_pop_rep_num"), &Answer::question));
    }
    EXPECT_EQ(rounds, 28U);
}

}  // namespace
}  // namespace mtm
