// The program as a user runs it: whole commands, their output, their exit codes.
#include "tests/programs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "base/text.h"

namespace mtm {
namespace {

TEST(Programs, SayWhatTheyDoWithAnExample) {
    for (const char* command : {"new",
                                "workbook",
                                "check",
                                "rehearse",
                                "audit",
                                "tables",
                                "ask",
                                "report",
                                "export",
                                "compare",
                                "backcheck",
                                "rds"}) {
        const Ran ran = run(std::string(command) + " --help");
        EXPECT_EQ(ran.exit, 0) << command;
        EXPECT_NE(ran.out.find(std::string("mtm ") + command), std::string::npos) << ran.out;
        EXPECT_NE(ran.out.find("Example:"), std::string::npos) << command;
    }
    EXPECT_EQ(run("").exit, 2);
    EXPECT_EQ(run("nonsense").exit, 2);
    EXPECT_EQ(run("check").exit, 2);
    EXPECT_EQ(run("check /no/such/study").exit, 3);
}

TEST(Programs, CheckFindsNothingWrongWithTheRound4Study) {
    const Ran ran = run("check " + source_directory() + "/studies/kazakhstan-2024-r4");
    EXPECT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("; 0 errors"), std::string::npos) << ran.out;
}

TEST(Programs, RehearsedInterviewsLieInTheAreasTheySay) {
    const Folder folder;
    ASSERT_EQ(run("quality " + round4() + " --out " + (folder / "out")).exit, 0);
    const std::string page = read_test_file(folder / "out/quality.html");
    EXPECT_NE(page.find("Same respondent twice"), std::string::npos);
    EXPECT_EQ(page.find("Outside its area"), std::string::npos);
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study + " --template migrant-workers").exit, 0);
    fs::remove(study + "/areas.geojson");
    const Ran without = run("rehearse " + study + " --n 5");  // a form before its map
    EXPECT_EQ(without.exit, 0) << without.out;
    EXPECT_NE(without.out.find("Without the map, points lie in no area."), std::string::npos)
        << without.out;
}

TEST(Programs, NewMakesAStudyThatPassesItsCheckAndNeverOverwrites) {
    const Folder folder;
    EXPECT_EQ(run("new " + (folder / "s") + " --template migrant-workers").exit, 0);
    const Ran check = run("check " + (folder / "s"));
    EXPECT_EQ(check.exit, 0) << check.out;
    EXPECT_EQ(run("new " + (folder / "s")).exit, 1);
    const Ran unknown = run("new " + (folder / "t") + " --template nothing");
    EXPECT_EQ(unknown.exit, 2);
}

TEST(Programs, CheckTellsOfFilesThatTheFormWillNeedInTheField) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    fs::create_directories(folder / "q");
    fs::create_directories(study + "/media");
    write(folder / "q/survey.csv",
          "type,name,label,calculation\nnote,n,Price,\n"
          "calculate,price,,\"pulldata('prices', 'price', 'fruit', 'apple')\"\n");
    write(folder / "q/settings.csv", "form_id,form_title,version\nf,F,1\n");
    ASSERT_EQ(run("workbook " + (folder / "q") + " " + study + "/questionnaire.xlsx").exit, 0);
    EXPECT_NE(run("check " + study).out.find("warning missing-media"), std::string::npos);
    write(study + "/media/prices.csv", "fruit,price\napple,3\n");
    EXPECT_EQ(run("check " + study).out.find("missing-media"), std::string::npos);
}

TEST(Programs, ANewStudyCanBeRehearsedAndReported) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    const Ran rehearsed = run("rehearse " + study + " --n 150 --seed 3");
    EXPECT_EQ(rehearsed.exit, 0) << rehearsed.out;
    const Ran reported = run("report " + study + " --format html");
    EXPECT_EQ(reported.exit, 0) << reported.out;
    const std::string html = read_test_file(study + "/out/report.html");
    EXPECT_NE(html.find("Invented interviews: not survey results"), std::string::npos);
}

TEST(Programs, AStudyRoundAFormGetsItsFirstReportFromItsData) {
    const Folder folder;
    const std::string study = folder / "new";
    const std::string form =
        (fs::path(source_directory()) / "studies/kazakhstan-2024-r4/questionnaire.xlsx").string();
    const Ran made = run("new " + study + " --form " + form);
    ASSERT_EQ(made.exit, 0) << made.out;
    ASSERT_EQ(run("rehearse " + study + " --n 400 --seed 1").exit, 0);
    const Ran without = run("report " + study + " --format html");
    EXPECT_EQ(without.exit, 3);
    EXPECT_NE(without.out.find("--draft"), std::string::npos) << without.out;
    const Ran drafted = run("report " + study + " --draft");
    ASSERT_EQ(drafted.exit, 0) << drafted.out;
    const std::string text = read_test_file(study + "/report.md");
    EXPECT_NE(text.find("::: table "), std::string::npos);
    const Ran report = run("report " + study + " --format html --proof");
    ASSERT_EQ(report.exit, 0) << report.out;
    EXPECT_NE(read_test_file(study + "/out/proof.csv").find("percent("), std::string::npos);
    // What stands there is somebody's work.
    write(study + "/report.md", text + "\nA sentence of my own.\n");
    ASSERT_EQ(run("report " + study + " --draft").exit, 0);
    EXPECT_NE(read_test_file(study + "/report.md").find("of my own"), std::string::npos);
    EXPECT_TRUE(fs::exists(study + "/out/draft.md"));
}

TEST(Programs, ClaimsOfTheRound4ReportAreNotContradicted) {
    const Ran checked = run("check " + round4());
    for (const char* code : {"share-contradicted",
                             "share-of-wrong",
                             "comparison-contradicted",
                             "rank-contradicted",
                             "change-contradicted",
                             "number-typed-by-hand"}) {
        EXPECT_EQ(checked.out.find(code), std::string::npos) << checked.out;
    }
}

// What is found by the data, in a file that the narrative includes, and in what follows it.
TEST(Programs, ChecksNameTheFileAndLineThatWereWritten) {
    const Folder folder;
    const std::string study = folder / "kazakhstan-2024-r4";
    fs::copy(both_rounds().now, study, fs::copy_options::recursive);
    fs::copy(both_rounds().before, folder / "kazakhstan-2024-r3", fs::copy_options::recursive);
    write(study + "/report.md",
          "# One\n\n::: include part.md\n\nSeven of 9 were {{ percent(${sex} = 'male') }}.\n");
    write(study + "/part.md", "Text.\n\nA minority ({{ percent(${sex} = 'male') }}) were men.\n");
    const Ran checked = run("check " + study);
    for (const auto& [code, place] : {std::pair("share-contradicted", "/part.md: line 3"),
                                      std::pair("number-typed-by-hand", "/report.md: line 5")}) {
        const std::size_t found = checked.out.find(code);
        ASSERT_NE(found, std::string::npos) << code << checked.out;
        const std::size_t begin = checked.out.rfind('\n', found) + 1;
        EXPECT_NE(checked.out.substr(begin, found - begin).find(place), std::string::npos)
            << checked.out.substr(begin, 300);
    }
}

TEST(Programs, RehearsalIsTheSameForTheSameSeed) {
    const Folder folder;
    for (const char* name : {"a", "b"}) {
        ASSERT_EQ(run("new " + (folder / name)).exit, 0);
        ASSERT_EQ(run("rehearse " + (folder / name) + " --n 20 --seed 5").exit, 0);
    }
    int files = 0;
    for (const auto& entry : fs::directory_iterator(folder / "a/rehearsal")) {
        ++files;
        const std::string name = entry.path().filename().string();
        const std::string bytes = read_test_file(entry.path().string());
        EXPECT_EQ(bytes, read_test_file(folder / ("b/rehearsal/" + name))) << name;
        EXPECT_NE(bytes.find("rehearsal=\"yes\""), std::string::npos);
    }
    EXPECT_EQ(files, 20);
}

TEST(Programs, AskAnswersWithBaseAndCount) {
    const Ran ran =
        run("ask " + round4() +
                " \"percent(\\${sex} = 'male')\" \"mean(\\${age}, \\${sex} = 'female')\" "
                "\"percent(\\${education_field} = 'engineering')\" --json",
            false);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const auto lines = split(ran.out, '\n');
    ASSERT_GE(lines.size(), 3U);
    const auto male = nlohmann::json::parse(lines[0]);
    EXPECT_EQ(male["n"], 1525);
    EXPECT_EQ(male["base"], 1845);
    EXPECT_DOUBLE_EQ(male["value"].get<double>(), 100.0 * 1525 / 1845);
    EXPECT_TRUE(male["se"].is_null());
    const auto age = nlohmann::json::parse(lines[1]);
    EXPECT_EQ(age["base"], 320);
    EXPECT_EQ(std::lround(age["value"].get<double>()), 38);
    EXPECT_EQ(nlohmann::json::parse(lines[2])["base"], 646);
}

TEST(Programs, AskSaysWhatIsWrongAndAnswersTheRest) {
    const Ran ran = run("ask " + round4() +
                            " \"percent(\\${sexx} = 'male')\" \"percent(\\${sex} = 'mail')\" "
                            "\"count(true())\" --json",
                        false);
    EXPECT_EQ(ran.exit, 1);
    const auto lines = split(ran.out, '\n');
    ASSERT_GE(lines.size(), 3U);
    EXPECT_NE(std::string(nlohmann::json::parse(lines[0])["error"]).find("“sex”"),
              std::string::npos)
        << ran.out;
    EXPECT_NE(std::string(nlohmann::json::parse(lines[1])["error"]).find("“male”"),
              std::string::npos)
        << ran.out;
    EXPECT_EQ(nlohmann::json::parse(lines[2])["value"], 1845);
}

TEST(Programs, TablesAreWrittenInThreeFormats) {
    const Ran ran = run("tables " + round4() + " --edition internal");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const auto json = nlohmann::json::parse(read_test_file(round4() + "/out/tables-internal.json"));
    EXPECT_EQ(json["counted"], 1845);
    EXPECT_EQ(json["warning"], "Invented interviews: not survey results");
    EXPECT_GE(json["tables"].size(), 100U);
    EXPECT_EQ(read_test_file(round4() + "/out/tables-internal.xlsx").substr(0, 2), "PK");
    EXPECT_NE(read_test_file(round4() + "/out/tables-internal.csv").find("sex"), std::string::npos);
}

TEST(Programs, TablesSayHowTheyAreCounted) {
    const Folder folder;
    const Ran text = run("tables " + round4() + " --explain --out " + (folder / "out"));
    ASSERT_EQ(text.exit, 0) << text.out;
    EXPECT_NE(text.out.find("Invented interviews"), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("Interviews: 1845 rows"), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("everyone together"), std::string::npos) << text.out;
    EXPECT_FALSE(fs::exists(folder / "out"));
    const Ran ran = run("tables " + round4() + " --explain --json", false);
    ASSERT_EQ(ran.exit, 0);
    const auto json = nlohmann::json::parse(ran.out);
    EXPECT_EQ(json["warning"], "Invented interviews: not survey results");
    std::size_t by_grouping = 0;
    for (const auto& level : json["levels"]) {
        EXPECT_FALSE(level["weighted"].get<bool>() && level["one_pass"].get<bool>() &&
                     level["passes"] == 0);
        for (const auto& grouping : level["groupings"])
            by_grouping += grouping["tables"].size();
        for (const auto& base : level["bases"])
            EXPECT_FALSE(base.contains("rows"));  // a filter may leave few
    }
    EXPECT_EQ(by_grouping, json["tables"]);
    EXPECT_GE(json["tables"], 100);
}

TEST(Programs, ThePublicTablesHoldNoSmallCount) {
    ASSERT_EQ(run("tables " + round4()).exit, 0);
    const auto json = nlohmann::json::parse(read_test_file(round4() + "/out/tables.json"));
    int withheld = 0;
    for (const auto& table : json["tables"]) {
        if (table["statistic"] != "percent" && table["statistic"] != "count") continue;
        for (const auto& group : table["groups"]) {
            for (const auto& cell : group["cells"]) {
                if (cell["withheld"].get<bool>()) {
                    ++withheld;
                    EXPECT_TRUE(cell["value"].is_null() && cell["n"].is_null()) << cell;
                    continue;
                }
                if (table["coarse"].get<bool>()) {
                    EXPECT_TRUE(cell["n"].is_null() && cell["base"].is_null()) << cell;
                    continue;
                }
                const auto n = cell["n"].get<int>();
                const auto base = cell["base"].get<int>();
                EXPECT_TRUE(n == 0 || n >= 10) << table["name"] << cell;
                EXPECT_TRUE(base == n || base - n >= 10) << table["name"] << cell;
            }
        }
    }
    EXPECT_GT(withheld, 20);
}

// The seven rows that contradict others are found by computing: the file given has no notes.
TEST(Programs, AgainstFindsExactlyTheRowsThatTheDataContradict) {
    REQUIRE_SHARED("r4/figures.csv");
    const Ran ran =
        run("report " + round4() + " --against " + shared_path("r4/figures.csv"), false);
    EXPECT_EQ(ran.exit, 1);
    std::string contradicted;
    std::string not_checked;
    for (const std::string_view line : split(ran.out, '\n')) {
        const auto parts = words(line);
        if (parts.size() > 1 && parts[0] == "contradicted")
            contradicted += std::string(parts[1].substr(0, 4)) + " ";
        if (line.starts_with("not checked "))
            not_checked += std::string(parts[2].substr(0, 4)) + " ";
    }
    EXPECT_EQ(contradicted, "F064 F335 F338 F339 F341 F342 F344 ") << ran.out;
    EXPECT_EQ(not_checked, "F005 F006 F105 F106 ") << ran.out;
}

TEST(Programs, AuditNamesTheSmallestSetOfRowsToWithdraw) {
    REQUIRE_SHARED("r4/figures.csv");
    const Ran ran = run("audit " + round4() + " " + shared_path("r4/figures.csv"), false);
    EXPECT_EQ(ran.exit, 1);
    std::string withdrawn;
    for (const std::string_view line : split(ran.out, '\n')) {
        const auto parts = words(line);
        if (parts.size() > 1 && parts[0] == "withdraw")
            withdrawn += std::string(parts[1].substr(0, 4)) + " ";
    }
    EXPECT_EQ(withdrawn, "F064 F335 F338 F339 F341 F342 F344 ") << ran.out;
    EXPECT_NE(ran.out.find("the only"), std::string::npos) << ran.out;
    EXPECT_EQ(run("audit " + round4() + " " + round4() + "/margins.csv").exit, 0);
}

TEST(Programs, MarginsThatCannotHoldAreRefusedAndNothingIsOverwritten) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 5").exit, 0);
    write(folder / "bad.csv",
          "id,variable,category,base,subset,base_n,pct,n,stat\n"
          "A1,sex,male,all,,100,60,,pct\nA2,sex,female,all,,100,60,,pct\n");
    const Ran ran = run("rehearse " + study + " --margins " + (folder / "bad.csv"));
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_NE(ran.out.find("margins-contradict"), std::string::npos) << ran.out;
    int files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(study + "/rehearsal"))
        ++files;
    EXPECT_EQ(files, 5);
    write(folder / "column.csv",
          "id,variabel,category,base,subset,base_n,pct,n,stat\nA1,sex,male,all,,,60,,pct\n");
    const Ran column = run("rehearse " + study + " --margins " + (folder / "column.csv"));
    EXPECT_EQ(column.exit, 1);
    EXPECT_NE(column.out.find("variable"), std::string::npos) << column.out;
}

TEST(Programs, EveryMistakeOfMarginsIsToldInOneRun) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    write(folder / "m.csv",
          "id,variable,category,base,subset,base_n,pct,n,stat\n"
          "A1,sexx,male,all,,,60,,pct\nA2,sex,male,all,,,sixty,,pct\n"
          "A3,sex,male,all,${region} = 'astanna',,60,,pct\n");
    for (const std::string& command :
         {"rehearse " + study + " --margins ", "audit " + study + " "}) {
        const Ran ran = run(command + (folder / "m.csv"));
        EXPECT_EQ(ran.exit, 1) << ran.out;
        for (const char* expected : {"Did you mean “sex”?", "sixty", "Did you mean “astana”?"}) {
            EXPECT_NE(ran.out.find(expected), std::string::npos) << expected << "\n" << ran.out;
        }
    }
    EXPECT_FALSE(fs::exists(study + "/rehearsal"));
}

TEST(Programs, AReportTellsOfStudyNarrativeAndInterviewsInOneRun) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 12").exit, 0);
    write(study + "/report.md", "# Results\n\n{{ percent(${sex} = 'mail') }} were men.\n");
    write(study + "/study.toml", read_test_file(study + "/study.toml") + "\n[protecton]\nx = 1\n");
    const fs::path victim = fs::directory_iterator(study + "/rehearsal")->path();
    write(victim, read_test_file(victim.string()).substr(0, 700));
    const Ran ran = run("report " + study);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    for (const std::string& expected :
         {std::string("protecton"), std::string("“male”"), victim.filename().string()}) {
        EXPECT_NE(ran.out.find(expected), std::string::npos) << expected << "\n" << ran.out;
    }
    EXPECT_FALSE(fs::exists(study + "/out"));
}

TEST(Programs, EveryMistakeOfAStudyIsToldInOneRun) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    write(study + "/report.md",
          "# Results\n\n{{ percent(${sexx} = 'male') }} were men, {{ percent(${sex} = 'mail') }} "
          "too, "
          "{{ mean(${age} }} years.\n\n::: table no_such_table\n");
    std::string toml = read_test_file(study + "/study.toml");
    write(study + "/study.toml", toml + "\n[protecton]\nthreshold = 5\n");
    const Ran ran = run("check " + study);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    for (const char* expected : {"sexx",
                                 "Did you mean “sex”?",
                                 "mail",
                                 "no_such_table",
                                 "protecton",
                                 "report.md: line 3"}) {
        EXPECT_NE(ran.out.find(expected), std::string::npos) << expected << "\n" << ran.out;
    }
}

TEST(Programs, ABrokenInterviewIsNamedAndNothingIsWritten) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 12").exit, 0);
    const fs::path victim = fs::directory_iterator(study + "/rehearsal")->path();
    const std::string xml = read_test_file(victim.string());
    write(victim, xml.substr(0, xml.size() / 2));
    const Ran ran = run("report " + study);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_NE(ran.out.find(victim.filename().string()), std::string::npos) << ran.out;
    EXPECT_FALSE(fs::exists(study + "/out/report.html"));
}

TEST(Programs, AStudyMayHaveAnXformForItsQuestionnaire) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    const std::string xform = study + "/questionnaire.xml";
    ASSERT_EQ(run("form " + study + "/questionnaire.xlsx " + xform).exit, 0);
    const std::string again = folder / "again.xml";
    ASSERT_EQ(run("form " + xform + " " + again).exit, 0);
    EXPECT_EQ(read_test_file(again), read_test_file(xform));
    fs::rename(study + "/questionnaire.xlsx", study + "/plan.xlsx");
    const Ran checked = run("check " + study);
    EXPECT_EQ(checked.exit, 0) << checked.out;
    const Ran rehearsed = run("rehearse " + study + " --n 12");
    EXPECT_EQ(rehearsed.exit, 0) << rehearsed.out;
    write(xform, read_test_file(again).substr(0, 5000));
    const Ran broken = run("check " + study);
    EXPECT_EQ(broken.exit, 1) << broken.out;
    EXPECT_NE(broken.out.find("broken-xform"), std::string::npos) << broken.out;
}

TEST(Programs, ABrokenWorkbookIsRefusedWithARemedy) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    const std::string bytes = read_test_file(study + "/questionnaire.xlsx");
    write(study + "/questionnaire.xlsx", bytes.substr(0, bytes.size() / 2));
    const Ran ran = run("check " + study);
    EXPECT_NE(ran.exit, 0);
    EXPECT_NE(ran.out.find("questionnaire.xlsx"), std::string::npos) << ran.out;
}

TEST(Programs, RealAndInventedInterviewsAreNeverMixed) {
    const Folder folder;
    const std::string study = folder / "s";
    ASSERT_EQ(run("new " + study).exit, 0);
    ASSERT_EQ(run("rehearse " + study + " --n 12").exit, 0);
    fs::create_directories(study + "/interviews");
    const fs::path one = fs::directory_iterator(study + "/rehearsal")->path();
    fs::copy_file(one, fs::path(study) / "interviews" / one.filename());
    const Ran ran = run("tables " + study);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_NE(ran.out.find("rehearsal-among-interviews"), std::string::npos) << ran.out;
}

// Each format gives the 1,845 interviews of the rehearsal back, answer by answer.
}  // namespace
}  // namespace mtm
