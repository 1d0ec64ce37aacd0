// What is done with interviews that a study has: taken in and given out, corrected, weighed, asked
// a second time, compared with another round; whole programs, as a user runs them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/programs.h"

namespace mtm {
namespace {

// Forms that were in another server's field often have no version; only tablets of ours need one.
TEST(Programs, WhatWasAskedElsewhereNeedsNoVersionOfItsForm) {
    const Folder folder;
    fs::create_directories(folder / "sheets");
    write(folder / "sheets/survey.csv",
          "type,name,label\nselect_one yes_no,works,Do you work?\ninteger,age,Your age\n");
    write(folder / "sheets/choices.csv", "list_name,name,label\nyes_no,yes,Yes\nyes_no,no,No\n");
    write(folder / "sheets/settings.csv", "form_title,form_id\nWork,work\n");
    write(folder / "data.csv", "works,age\nyes,30\nno,40\nyes,50\n");
    ASSERT_EQ(run("workbook " + (folder / "sheets") + " " + (folder / "form.xlsx")).exit, 0);
    ASSERT_EQ(run("new " + (folder / "study") + " --form " + (folder / "form.xlsx")).exit, 0);
    const Ran imported = run("import " + (folder / "study") + " " + (folder / "data.csv"));
    EXPECT_EQ(imported.exit, 0) << imported.out;
    EXPECT_NE(imported.out.find("3 added"), std::string::npos) << imported.out;
    const Ran asked = run("ask " + (folder / "study") + " \"count(\\${works} = 'yes')\"", false);
    EXPECT_NE(asked.out.find('2'), std::string::npos) << asked.out;
    const Ran deployed = run("deploy " + (folder / "study"));
    EXPECT_NE(deployed.out.find("no-form-version"), std::string::npos) << deployed.out;
}

TEST(Programs, AFigureThatBeginsWithAMinusIsToldHowToBeWritten) {
    const Ran taken = run("ask /nowhere '-mean(${age})'");
    EXPECT_EQ(taken.exit, 2);
    EXPECT_NE(taken.out.find("write -- before it, and options before that: -- '-mean(${age})'"),
              std::string::npos)
        << taken.out;
    EXPECT_EQ(run("ask /nowhere -- '-mean(${age})'").out.find("option"), std::string::npos);
    EXPECT_EQ(run("ask /nowhere 'mean(${age})' --jason").out.find("minus"), std::string::npos);
}

// Sums of weights are rounded to doubles in the order of interviews, and several of an import come
// to the store at once.
TEST(Programs, TwoImportsOfOneFileTellTheSameToTheLastDigit) {
    const Folder folder;
    fs::create_directories(folder / "sheets");
    write(folder / "sheets/survey.csv",
          "type,name,label\nselect_one yes_no,works,Do you work?\ninteger,place,Place\n"
          "decimal,weight,Weight\n");
    write(folder / "sheets/choices.csv", "list_name,name,label\nyes_no,yes,Yes\nyes_no,no,No\n");
    write(folder / "sheets/settings.csv", "form_title,form_id\nWork,work\n");
    ASSERT_EQ(run("workbook " + (folder / "sheets") + " " + (folder / "form.xlsx")).exit, 0);
    std::vector<std::string> rows;
    for (int i = 0; i < 300; ++i) {
        rows.push_back(fmt::format(
            "uuid:{0:04},{1},{2},{3}\n", i, i * 7 % 5 < 2 ? "yes" : "no", i % 13, 1 + i % 7 / 3.0));
    }
    std::vector<std::string> told;
    for (const char* study : {"a", "b", "c"}) {
        if (study[0] == 'c') std::ranges::reverse(rows);
        std::string data = "_uuid,works,place,weight\n";
        for (const std::string& row : rows)
            data += row;
        write(folder / "data.csv", data);
        ASSERT_EQ(run("new " + (folder / study) + " --form " + (folder / "form.xlsx")).exit, 0);
        const std::string toml = (folder / study) + "/study.toml";
        write(toml,
              replace_all(read_test_file(toml), "\"unknown\"", "\"probability\"") +
                  "\n[sample]\nclusters = \"place\"\n[weights]\nbase = \"weight\"\n"
                  "[variance]\nmethod = \"jackknife\"\n");
        const Ran taken = run("import " + (folder / study) + " " + (folder / "data.csv"));
        ASSERT_EQ(taken.exit, 0) << taken.out;
        const Ran asked =
            run("ask " + (folder / study) + " --json \"percent(\\${works} = 'yes')\"", false);
        ASSERT_EQ(asked.exit, 0) << asked.out;
        EXPECT_NE(asked.out.find("\"se\":"), std::string::npos) << asked.out;
        told.push_back(asked.out);
    }
    EXPECT_EQ(told[0], told[1]);
    EXPECT_EQ(told[0], told[2]);
}

TEST(Programs, ExportAndImportARehearsalInEveryFormat) {
    const Folder folder;
    // The elements that hold something: an import does not write those that are blank.
    const auto answers_of = [](const std::string& study) {
        std::map<std::string, std::string> out;
        for (const auto& entry : fs::directory_iterator(study + "/rehearsal")) {
            std::string& answers = out[entry.path().filename().string()];
            const std::string xml = read_test_file(entry.path().string());
            for (const std::string_view line : split(xml, '\n')) {
                const bool holds = line.find("</") != std::string_view::npos;
                if (holds && !trim(line).starts_with("</"))
                    answers += std::string(trim(line)) + "\n";
            }
        }
        return out;
    };
    const auto wanted = answers_of(round4());
    ASSERT_EQ(wanted.size(), 1845U);
    EXPECT_GT(wanted.begin()->second.size(), 1'000U);
    for (const std::string ending : {"xlsx", "csv", "zip", "sav", "dta"}) {
        const std::string file = folder / ("all." + ending);
        const Ran out = run("export " + round4() + " " + file + " --with-identifiers --labels");
        ASSERT_EQ(out.exit, 0) << out.out;
        EXPECT_NE(out.out.find("Invented interviews: not survey results"), std::string::npos);
        const std::string fresh = folder / ending;
        fs::create_directories(fresh);
        for (const char* name : {"study.toml", "questionnaire.xlsx", "report.md", "areas.geojson"})
            fs::copy_file(fs::path(round4()) / name, fs::path(fresh) / name);
        const Ran refused = run("import " + fresh + " " + file);
        EXPECT_EQ(refused.exit, 1);
        EXPECT_NE(refused.out.find("rehearsal-among-interviews"), std::string::npos) << refused.out;
        const Ran taken = run("import --rehearsal " + fresh + " " + file);
        EXPECT_EQ(taken.exit, 0) << taken.out;
        EXPECT_EQ(taken.out, "1845 invented interviews are the rehearsal now\n");
        EXPECT_TRUE(answers_of(fresh) == wanted) << ending;
    }
    const Ran unknown = run("export " + round4() + " " + (folder / "x.doc"));
    EXPECT_EQ(unknown.exit, 2) << unknown.out;
}

// Sixty people in three days, imported as those of another server.
std::string study_of_sixty(const Folder& folder) {
    std::string study = folder / "people";
    fs::create_directories(study + "/q");
    write(study + "/q/survey.csv", "type,name,label\nselect_one sex,sex,Sex\ninteger,age,Age\n");
    write(study + "/q/choices.csv", "list_name,name,label\nsex,male,Man\nsex,female,Woman\n");
    write(study + "/q/settings.csv", "form_title,form_id,version\nPeople,people,1\n");
    write(study + "/study.toml",
          "title = \"People\"\nround = \"1\"\ntimezone = \"Asia/Almaty\"\n"
          "languages = [\"en\"]\n");
    write(study + "/report.md", "# People\n\n{{ percent(${sex} = 'male') }} were men.\n");
    std::string data = "_uuid,_submission_time,sex,age\n";
    for (int i = 0; i < 60; ++i) {
        data += "u" + std::to_string(i) + ",2024-05-0" + std::to_string(1 + i / 20) + "T06:00:00," +
                (i < 30 ? "male," : "female,") + std::to_string(20 + i) + "\n";
    }
    write(study + "/data.csv", data);
    EXPECT_EQ(run("workbook " + study + "/q " + study + "/questionnaire.xlsx").exit, 0);
    const Ran taken = run("import " + study + " " + study + "/data.csv");
    EXPECT_EQ(taken.exit, 0) << taken.out;
    return study;
}

std::string log_of_sixty() {
    std::string log = "uuid,question,change_type,old_value,new_value,reason,by,when\n";
    for (int i = 0; i < 12; ++i)
        log +=
            "u" + std::to_string(i) + ",sex,change_response,male,female,misheard,Aza,2024-05-06\n";
    return log +
           "u50,,remove_survey,,,twice,Aza,2024-05-07\n"
           "u0,sex,change_response,female,male,asked again,Aza,2024-05-08\n";
}

TEST(Programs, CorrectionsAreAppliedOnceAndConflictsShown) {
    const Folder folder;
    const std::string study = study_of_sixty(folder);
    const std::string import = "import " + study + " " + study + "/log.csv --corrections";
    write(study + "/log.csv", log_of_sixty());
    Ran ran = run(import);
    EXPECT_EQ(ran.exit, 0) << ran.out;
    EXPECT_TRUE(ran.out.starts_with("13 answers changed")) << ran.out;
    ran = run(import);  // the last row changed an answer of the first again
    EXPECT_EQ(ran.exit, 0) << ran.out;
    EXPECT_EQ(ran.out,
              "0 answers changed (0 of them without the old value), 0 interviews removed, "
              "0 rows without action, 14 as before\n");
    write(study + "/log.csv",
          log_of_sixty() +
              "u1,age,change_response,21,31,typing,Aza,2024-05-08\n"
              "u1,age,change_response,21,12,typing,Bek,2024-05-09\n");
    ran = run(import);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    for (const char* part : {"line 17", "correction-conflict", "“31” by Aza", "“12” by Bek"})
        EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
    EXPECT_EQ(run("export " + study + " " + study + "/corrections.csv").exit, 0);
    const std::string kept = read_test_file(study + "/corrections.csv");
    EXPECT_NE(kept.find("uuid:u1,age,change_response,21,12,typing,Bek,2024-05-09T00:00:00.000Z,31,"
                        "conflict\n"),
              std::string::npos)
        << kept;
    write(
        study + "/more.csv",
        "uuid,question,change_type,old_value,new_value,by\nu1,age,change_response,31,12,Cholpon\n");
    EXPECT_EQ(run("import " + study + " " + study + "/more.csv --corrections").exit, 0);
    EXPECT_EQ(run(import).exit, 0);
    // The log of one study makes another that was imported from the same file the same.
    EXPECT_EQ(run("export " + study + " " + study + "/corrections.csv").exit, 0);
    const Folder second;
    const std::string other = study_of_sixty(second);
    (void)run("import " + other + " " + study + "/corrections.csv --corrections");
    EXPECT_EQ(run("export " + other + " " + other + "/corrections.csv").exit, 0);
    EXPECT_EQ(read_test_file(other + "/corrections.csv"),
              read_test_file(study + "/corrections.csv"));
}

TEST(Programs, AnyDayCanBeRebuilt) {
    const Folder folder;
    const std::string study = study_of_sixty(folder);
    write(study + "/log.csv", log_of_sixty());
    EXPECT_EQ(run("import " + study + " " + study + "/log.csv --corrections").exit, 0);
    const auto men = [&](const std::string& as_of) {
        const Ran ran = run("ask " + study + " \"count(\\${sex} = 'male')\" --json" + as_of, false);
        const auto json = nlohmann::json::parse(ran.out);
        EXPECT_EQ(json.value("as_of", ""), as_of.empty() ? "" : as_of.substr(9)) << ran.out;
        return json["n"].dump() + "/" + json["base"].dump();
    };
    EXPECT_EQ(men(" --as-of 2024-05-01"), "20/20");
    EXPECT_EQ(men(" --as-of 2024-05-02"), "30/40");
    EXPECT_EQ(men(" --as-of 2024-05-05"), "30/60");
    EXPECT_EQ(men(" --as-of 2024-05-06"), "18/60");  // twelve corrected, at 05:00 in Almaty
    EXPECT_EQ(men(" --as-of 2024-05-07"), "18/59");  // one removed
    EXPECT_EQ(men(""), "19/59");
    EXPECT_EQ(run("ask " + study + " 'count(true())' --as-of soon").exit, 2);
    const Ran early = run("ask " + study + " 'count(true())' --as-of 2024-04-30");
    EXPECT_EQ(early.exit, 1);
    EXPECT_NE(early.out.find("no interview had come by then"), std::string::npos) << early.out;
    const Ran report = run("report " + study + " --format html --as-of 2024-05-06");
    EXPECT_EQ(report.exit, 0) << report.out;
    const std::string page = read_test_file(study + "/out/report-as-of-2024-05-06.html");
    EXPECT_NE(page.find("As everything stood on 6 May 2024"), std::string::npos);
    EXPECT_NE(page.find("<td>50%</td><td>30%</td>"), std::string::npos);  // with and without
    EXPECT_EQ(page.find("misheard"), std::string::npos);                  // reasons name people
    for (const char* command : {"tables ", "quality "}) {
        const Ran ran = run(command + study + " --as-of 2024-05-06");
        EXPECT_EQ(ran.exit, 0) << ran.out;
        EXPECT_NE(ran.out.find("As of 2024-05-06"), std::string::npos) << ran.out;
    }
    const std::string log = study + "/then.csv";
    EXPECT_EQ(run("export " + study + " " + log + " --corrections --as-of 2024-05-06").exit, 0);
    EXPECT_EQ(split(read_test_file(log), '\n').size(), 1 + 12 + 1U);  // a head, and an end of line
}

// A study of its own with the rehearsed interviews, so that its study.toml can be added to.
std::string copy_of_round4(const Folder& folder, const std::string& toml) {
    std::string study = folder / "study";
    fs::copy(round4(), study, fs::copy_options::recursive);
    std::ofstream(study + "/study.toml", std::ios::app | std::ios::binary) << "\n" << toml;
    return study;
}

TEST(Programs, WeightsAndSelectionEnterFiguresTablesAndReport) {
    const Folder folder;
    const std::string study =
        copy_of_round4(folder, "[weights]\nmargins = \"people.csv\"\nsteps = [\"rake\"]\n");
    write(study + "/people.csv", "variable,category,total\nsex,male,60000\nsex,female,40000\n");
    const auto ask = [&study](const std::string& expression) {
        return nlohmann::json::parse(
            run("ask " + study + " \"" + expression + "\" --json", false).out);
    };
    const auto explain = [&study] {
        const auto json =
            nlohmann::json::parse(run("tables " + study + " --explain --json", false).out);
        return json["levels"][0];
    };
    EXPECT_EQ(explain()["one_pass"], true);
    auto men = ask("percent(\\${sex} = 'male')");
    EXPECT_NEAR(men["value"].get<double>(), 60, 1e-9);
    EXPECT_TRUE(men["se"].is_null());
    EXPECT_NE(men["reason"].dump().find("snowball"), std::string::npos);
    std::string toml = read_test_file(study + "/study.toml");
    const std::size_t at = toml.find("\"snowball\"");
    ASSERT_NE(at, std::string::npos);
    write(study + "/study.toml", toml.replace(at, 10, "\"as if random\""));
    men = ask("percent(\\${sex} = 'male')");
    EXPECT_EQ(men["se"], 0);  // it was weighted to be so
    EXPECT_NE(explain()["obstacle"].dump().find("calibrated"), std::string::npos);
    EXPECT_GE(explain()["singly"].size(), 50U);
    const auto age = ask("mean(\\${age}, \\${sex} = 'male')");
    EXPECT_GT(age["se"].get<double>(), 0);
    EXPECT_LT(age["low"].get<double>(), age["value"].get<double>());
    EXPECT_EQ(run("tables " + study).exit, 0);
    const auto tables = nlohmann::json::parse(read_test_file(study + "/out/tables.json"));
    EXPECT_NE(tables["weighting"].dump().find("raking"), std::string::npos);
    EXPECT_EQ(run("report " + study + " --format html").exit, 0);
    EXPECT_NE(read_test_file(study + "/out/report.html").find("adjusted by raking"),
              std::string::npos);
    write(study + "/people.csv", "variable,category,total\nsex,male,-1\n");
    EXPECT_EQ(run("tables " + study).exit, 1);
}

TEST(Programs, AStudyChoosesHowItsMarginsOfErrorAreComputed) {
    const Folder folder;
    const std::string study = copy_of_round4(folder, "[sample]\nstrata = \"sex\"\n[variance]\n");
    std::string toml = read_test_file(study + "/study.toml");
    toml.replace(toml.find("\"snowball\""), 10, "\"stratified\"");
    const auto ask = [&](const std::string& variance, const std::string& expression) {
        write(study + "/study.toml", toml + variance);
        return nlohmann::json::parse(
            run("ask " + study + " \"" + expression + "\" --json", false).out);
    };
    const std::string gap =
        "percent(\\${main_provider} = 'yes') - percent(\\${main_provider} = 'no')";
    const auto linear = ask("", gap);
    const auto drawn = ask("method = \"bootstrap\"\nreplicates = 400\n", gap);
    EXPECT_EQ(drawn["value"], linear["value"]);
    EXPECT_NEAR(
        drawn["se"].get<double>(), linear["se"].get<double>(), 0.2 * linear["se"].get<double>());
    EXPECT_NE(drawn["se"], linear["se"]);
    EXPECT_LT(drawn["low"].get<double>(), drawn["value"].get<double>());
    // Why there is no interval is said on the terminal too.
    write(study + "/study.toml", toml);
    EXPECT_NE(run("ask " + study + " \"count(\\${sex} = 'male')\"")
                  .out.find("(no interval: nothing of it varies in the sample"),
              std::string::npos);
    // What a statistician asks of a number and of a table.
    const auto share = ask("", "percent(\\${main_provider} = 'yes', \\${region} = 'astana')");
    EXPECT_GT(share["df"].get<double>(), 0);
    EXPECT_NEAR(share["cv"].get<double>(),
                100 * share["se"].get<double>() / share["value"].get<double>(),
                1e-9);
    EXPECT_GT(share["deff"].get<double>(), 0.5);
    EXPECT_LT(share["deff"].get<double>(), 2);
    const auto quartile = ask("", "quantile(\\${age}, 0.25)");
    EXPECT_LE(quartile["low"], quartile["value"]);
    EXPECT_LT(quartile["value"], ask("", "median(\\${age})")["value"]);
    const auto test = nlohmann::json::parse(
        run("ask " + study + " --test main_provider --by sex --json", false).out);
    EXPECT_GT(test["f"].get<double>(), 0);
    EXPECT_LE(test["p"].get<double>(), 1);
    EXPECT_EQ(run("ask " + study + " --test main_provider").exit, 2);
    EXPECT_EQ(run("ask " + study + " --test age --by sex").exit, 1);
    EXPECT_NE(run("ask " + round4() + " --test main_provider --by sex").out.find("snowball"),
              std::string::npos);
    ASSERT_EQ(run("tables " + study + " --edition internal").exit, 0);
    EXPECT_NE(read_test_file(study + "/out/tables-internal.json").find("\"words\": \"F("),
              std::string::npos);
    // A round has changed in nothing since itself.
    const std::string itself = "previous = \".\"";
    write(study + "/study.toml", replace_all(toml, "previous = \"../kazakhstan-2024-r3\"", itself));
    EXPECT_NE(run("check " + study).out.find("error previous-is-this-round"), std::string::npos);
    const auto wider = ask("confidence = 99\n", gap);
    EXPECT_LT(wider["low"].get<double>(), linear["low"].get<double>());
    EXPECT_EQ(wider["se"], linear["se"]);
    write(study + "/study.toml", toml + "method = \"fay\"\ninterval = \"wald\"\n");
    EXPECT_NE(run("ask " + study + " \"count(true())\"").out.find("bad-variance"),
              std::string::npos);
    write(study + "/study.toml", toml + "method = \"bootstrap\"\nreplicates = 100\n");
    EXPECT_EQ(run("tables " + study).exit, 0);
    const std::string words = "the bootstrap of Rao and Wu: 100 replicates";
    EXPECT_NE(read_test_file(study + "/out/tables.json").find(words), std::string::npos);
    EXPECT_EQ(run("report " + study).exit, 0);
    EXPECT_NE(read_test_file(study + "/out/report.html").find(words), std::string::npos);
}

TEST(Programs, SampleDividesInterviewsAndMakesTheLinesOfStudyToml) {
    const Folder folder;
    std::string frame = "region,community,male,female\n";
    for (int i = 0; i < 40; ++i)
        frame += std::string(i % 2 == 0 ? "Город Астана" : "turkestan") + ",place " +
                 std::to_string(i) + "," + std::to_string(100 + 37 * i) + "," +
                 std::to_string(20 + 11 * i) + "\n";
    write(folder / "frame.csv", frame);
    const std::string command = "sample " + round4() + " " + (folder / "frame.csv") +
                                " --n 300 --enumerators 6 --seed 4 --out " + (folder / "out");
    const Ran ran = run(command, false);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("# The sampling frame is "), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("{ area = \"astana\", group = \"female\", interviews = "),
              std::string::npos)
        << ran.out;
    EXPECT_TRUE(fs::exists(folder / "out/sample.xlsx"));
    const std::string sample = read_test_file(folder / "out/sample.csv");
    EXPECT_EQ(run(command, false).out, ran.out);
    EXPECT_EQ(read_test_file(folder / "out/sample.csv"), sample);

    write(folder / "bad.csv", "region,community,population\nAstna,a,10\nturkestan,b,1.5\n");
    const Ran bad = run("sample " + round4() + " " + (folder / "bad.csv") + " --n 10");
    EXPECT_EQ(bad.exit, 1);
    EXPECT_NE(bad.out.find("line 2, column region: error unknown-area"), std::string::npos)
        << bad.out;
    EXPECT_NE(bad.out.find("line 3, column population: error bad-count"), std::string::npos)
        << bad.out;
    EXPECT_EQ(run("sample " + round4() + " " + (folder / "frame.csv")).exit, 2);
    EXPECT_EQ(run("sample " + round4() + " " + (folder / "frame.csv") + " --n 1000000").exit, 1);
}

TEST(Programs, WeightsBringInterviewsToKnownTotals) {
    const Folder folder;
    const std::string study = copy_of_round4(folder,
                                             "[weights]\nmargins = \"population.csv\"\n"
                                             "trim = 4\n");
    write(study + "/population.csv", "variable,category,total\nsex,male,70000\nsex,female,30000\n");
    const Ran ran = run("weights " + study);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("1845 interviews with weights from"), std::string::npos) << ran.out;
    const std::string page = read_test_file(study + "/out/weights.html");
    EXPECT_NE(page.find("Invented interviews: not survey results"), std::string::npos);
    EXPECT_NE(page.find("still no margins of error"), std::string::npos);
    EXPECT_EQ(page.find("nan"), std::string::npos);
    EXPECT_NE(read_test_file(study + "/out/weights.csv").find("Invented interviews"),
              std::string::npos);
    write(study + "/population.csv", "variable,category,total\nsex,male,70000\nsex,femal,3e4\n");
    const Ran bad = run("weights " + study);
    EXPECT_EQ(bad.exit, 1);
    EXPECT_NE(bad.out.find("line 3, column category: error unknown-category"), std::string::npos)
        << bad.out;
    fs::remove(study + "/population.csv");
    const Ran lost = run("weights " + study);
    EXPECT_EQ(lost.exit, 1);
    EXPECT_NE(lost.out.find("missing-weights-file: [weights] margins names “population.csv”"),
              std::string::npos)
        << lost.out;
    EXPECT_NE(run("ask " + study + " \"count(true())\"").out.find("missing-weights-file"),
              std::string::npos);
    EXPECT_EQ(run("weights " + round4()).exit, 1);
}

// The same answers twice but for one person's sex, and a back-check of somebody unknown.
TEST(Programs, BackchecksAreDrawnAskedAndCompared) {
    const Folder folder;
    const std::string list = folder / "list.csv";
    ASSERT_EQ(run("backcheck " + round4() + " --sample --share 10% --seed 7 -o " + list).exit, 0);
    const std::string drawn = read_test_file(list);
    EXPECT_EQ(std::ranges::count(drawn, '\n'), 1 + 15 * 13) << "13 of each enumerator's 123";
    EXPECT_EQ(drawn.find("card_code"), std::string::npos);
    run("backcheck " + round4() + " --sample --share 10% --seed 7 -o " + list + "2.csv");
    EXPECT_EQ(read_test_file(list + "2.csv"), drawn);
    const std::string form = folder / "form.xlsx";
    EXPECT_EQ(run("backcheck " + round4() + " --form " + form).exit, 0);
    EXPECT_EQ(run("form " + form + " " + (folder / "form.xml")).exit, 0);

    const std::string second = folder / "second.csv";
    ASSERT_EQ(run("export " + round4() + " " + second + " --with-identifiers").exit, 0);
    std::string answers = read_test_file(second);
    const std::size_t male = answers.find(",male,");
    ASSERT_NE(male, std::string::npos);
    answers.replace(male, 6, ",female,");
    write(second, answers);
    const Ran ran =
        run("backcheck " + round4() + " --json --out " + folder / "out" + " " + second, false);
    EXPECT_EQ(ran.exit, 0);
    const auto json = nlohmann::json::parse(ran.out);
    EXPECT_EQ(json["rehearsal"], "Invented interviews: not survey results");
    EXPECT_EQ(json["compared"], 1843) << "two invented cards have one code";
    ASSERT_EQ(json["differences"].size(), 1U);
    EXPECT_EQ(json["differences"][0]["question"], "sex");
    EXPECT_EQ(json["rates"]["type1"]["different"], 1);
    EXPECT_TRUE(fs::exists(folder / "out/backcheck.xlsx"));
    EXPECT_EQ(run("backcheck " + round4()).exit, 2);
    EXPECT_EQ(run("backcheck " + round4() + " " + round4() + "/report.md").exit, 1);
}

void replace_in(const std::string& file, const std::string& old, const std::string& text) {
    std::string whole = read_test_file(file);
    ASSERT_NE(whole.find(old), std::string::npos) << old;
    write(file, replace_all(whole, old, text));
}

// Round 4 beside an invented Round 3: figures by two routes, tests only where the design says so.
TEST(Programs, RoundsAreComparedSideBySide) {
    const Folder folder;
    const std::string now = folder / "r4";
    const std::string before = folder / "r3";
    fs::copy(round4(), now, fs::copy_options::recursive);
    fs::create_directories(before);
    for (const char* name : {"study.toml", "questionnaire.xlsx", "report.md", "areas.geojson"})
        fs::copy_file(round4() + "/" + name, before + "/" + name);
    replace_in(before + "/study.toml", "\"Round 4\"", "\"Round 3\"");
    ASSERT_EQ(run("rehearse " + before + " --n 900 --seed 5").exit, 0);
    const Ran missing = run("compare " + now);
    EXPECT_EQ(missing.exit, 3);
    EXPECT_NE(missing.out.find("there is no folder"), std::string::npos) << missing.out;
    replace_in(now + "/study.toml", "previous = \"../kazakhstan-2024-r3\"\n", "");
    EXPECT_EQ(run("compare " + now).exit, 2);  // with what?
    const Ran ran = run("compare " + now + " " + before);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("none is called significant"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("Invented interviews"), std::string::npos);
    EXPECT_EQ(ran.out.find("nan"), std::string::npos);
    for (const char* name : {"/out/compare.xlsx", "/out/compare.html", "/out/compare.csv"})
        EXPECT_TRUE(fs::exists(now + name)) << name;

    for (const std::string& study : {now, before})
        replace_in(study + "/study.toml", "\"snowball\"", "\"as if random\"");
    replace_in(now + "/study.toml", "round        =", "previous = \"../r3\"\nround =");
    const Ran json = run("compare " + now + " --edition internal --json", false);
    ASSERT_EQ(json.exit, 0) << json.out;
    const auto all = nlohmann::json::parse(json.out);
    const auto& comparison = all["comparisons"][0];
    EXPECT_EQ(comparison["before"], "Round 3");
    EXPECT_GT(comparison["tests"].get<int>(), 20);
    const Ran ask =
        run("ask " + now + " \"change(percent(\\${sex} = 'male'), 'r3')\" --json", false);
    ASSERT_EQ(ask.exit, 0) << ask.out;
    const auto change = nlohmann::json::parse(ask.out);
    bool found = false;
    for (const auto& question : comparison["questions"]) {
        if (question["question"] != "sex") continue;
        for (const auto& row : question["rows"]) {
            if (row["category"] != "male") continue;
            found = true;
            EXPECT_NEAR(row["difference"].get<double>(), change["value"].get<double>(), 1e-9);
            EXPECT_NEAR(row["se"].get<double>(), change["se"].get<double>(), 1e-9);
            EXPECT_EQ(row["now"]["base"], 1845);
            EXPECT_EQ(row["before"]["base"], 900);
        }
    }
    EXPECT_TRUE(found);
    EXPECT_EQ(run("ask " + now + " \"change(percent(\\${sex} = 'male'), 'r2')\"").exit, 1);

    write(now + "/study.toml",
          read_test_file(now + "/study.toml") +
              "\n[[compare.recode]]\nquestion = \"sex\"\nfrom = \"mael\"\nto = \"male\"\n");
    const Ran told = run("compare " + now);  // it may be meant for a third round
    EXPECT_EQ(told.exit, 0);
    EXPECT_NE(told.out.find("warning recode-of-unknown-choice"), std::string::npos) << told.out;
    replace_in(
        now + "/study.toml", "from = \"mael\"\nto = \"male\"", "from = \"male\"\nto = \"man\"");
    const Ran bad = run("compare " + now);
    EXPECT_EQ(bad.exit, 1);
    EXPECT_NE(bad.out.find("error recode-of-unknown-choice"), std::string::npos) << bad.out;
    EXPECT_EQ(run("compare " + now + " " + now).exit, 2);  // with itself
    EXPECT_EQ(run("compare " + now + " /no/such/round").exit, 3);
}

TEST(Programs, AgainstChecksThePublishedChanges) {
    REQUIRE_SHARED("r4/figures.csv");
    const Ran against =
        run("report " + both_rounds().now + " --against " + shared_path("r4/figures.csv"), false);
    EXPECT_EQ(against.exit, 1);  // for the seven rows that contradict others
    EXPECT_EQ(against.out.find("not checked"), std::string::npos) << against.out;
    for (const char* row : {"F005", "F006", "F105", "F106"})
        EXPECT_EQ(against.out.find(row), std::string::npos) << against.out;
}

// Round 4 names Round 3, and Round 3 names Round 2: all three stand side by side, the oldest first;
// where only figures of the last one are at hand, these do.
TEST(Programs, AQuestionIsShownThroughAllRoundsBefore) {
    const Folder folder;
    for (const char* name : {"r2", "r3"})
        fs::copy(both_rounds().before, folder / name, fs::copy_options::recursive);
    const std::string now = folder / "r4";
    fs::copy(both_rounds().now, now, fs::copy_options::recursive);
    fs::remove_all(now + "/out");
    std::string toml = read_test_file(folder / "r2" + "/study.toml");
    toml = replace_all(toml, "Round 3", "Round 2");
    write(folder / "r2" + "/study.toml", replace_all(toml, "2024-02-", "2023-06-"));
    toml = read_test_file(folder / "r3" + "/study.toml");
    write(folder / "r3" + "/study.toml", "previous = \"../r2\"\n" + toml);
    toml = replace_all(read_test_file(now + "/study.toml"),
                       R"(languages = ["en", "ru", "kk"])",
                       R"(languages = ["en"])");
    const std::string before = R"(previous = "../kazakhstan-2024-r3")";
    write(now + "/study.toml", replace_all(toml, before, R"(previous = "../r3")"));
    write(now + "/report.md", "# Plans\n\n::: rounds future_intention\n");
    const Ran report = run("report " + now + " --format md");
    ASSERT_EQ(report.exit, 0) << report.out;
    std::string text = read_test_file(now + "/out/report.md");
    EXPECT_NE(text.find("Base: Round 2: 1,500; Round 3: 1,500; Round 4: 1,845"), std::string::npos)
        << text;
    EXPECT_NE(text.find("Slope chart"), std::string::npos) << text;
    EXPECT_NE(text.find("could not be tested"), std::string::npos);
    EXPECT_TRUE(fs::exists(now + "/out/charts/rounds-future_intention.svg"));

    // What cannot be compared is told once, with its reason.
    write(now + "/report.md", "# Plans\n\n::: rounds housing\n");
    const std::string checked = run("check " + now).out;
    const std::size_t told = checked.find("rounds-not-compared");
    EXPECT_NE(told, std::string::npos) << checked;
    EXPECT_EQ(checked.find("rounds-not-compared", told + 1), std::string::npos) << checked;

    // A round that is not there, wherever a change is asked for, and beside another mistake.
    const std::string men = "percent(${sex} = 'male')";
    write(now + "/report.md",
          "# Plans\n\n::: if significant(change(" + men + ", 'r7'))\n\n{{ rose(" + men +
              ", 'r8') }}, {{ changed(" + men + ", 'r9') }}, {{ nothing() }}.\n\n:::\n");
    const std::string unknown = run("check " + now).out;
    for (const char* round : {"“r7”", "“r8”", "“r9”"})
        EXPECT_NE(unknown.find(round), std::string::npos) << unknown;

    write(now + "/Printed.csv",
          "id,variable,category,base,pct\nP1,future_intention,settle_kazakhstan,all,30\n");
    write(now + "/study.toml", replace_all(toml, before, R"(previous_figures = "Printed.csv")"));
    write(now + "/report.md", "# Plans\n\n::: rounds future_intention\n");
    const Ran printed = run("report " + now + " --format md");
    ASSERT_EQ(printed.exit, 0) << printed.out;
    text = read_test_file(now + "/out/report.md");
    EXPECT_NE(text.find("Printed: as it was printed"), std::string::npos) << text;
    EXPECT_NE(text.find("from 30% to 32%"), std::string::npos) << text;
}

// The four changes that the Round 4 report states hold beside the rehearsed Round 3: by --against,
// by ask, in the report, and as differences of compare.
TEST(Programs, ChangesSinceRound3AreThoseThatTheReportStates) {
    const BothRounds& rounds = both_rounds();
    const std::string own = rounds.now + "/changes.csv";
    const std::string rows =
        "id,variable,category,base,subset,pct,stat\n"
        "C1,sex,female,all,,-2,change\n"
        "C2,age,mean,all,${sex} = 'female',2,change\n"
        "C3,future_intention,settle_kazakhstan,all,,2,change\n"
        "C4,future_intention,return_settle,all,,5,change\n";
    write(own, rows);
    const Ran agrees = run("report " + rounds.now + " --against " + own, false);
    EXPECT_EQ(agrees.exit, 0) << agrees.out;
    EXPECT_EQ(agrees.out, "");
    write(own, rows + "C5,sex,male,all,,3,change\n");
    const Ran differs = run("report " + rounds.now + " --against " + own, false);
    EXPECT_EQ(differs.exit, 1);
    EXPECT_NE(
        differs.out.find("contradicted C5 sex = male: published a change of 3, the data say 2"),
        std::string::npos)
        << differs.out;

    const Ran report = run("report " + rounds.now);
    ASSERT_EQ(report.exit, 0) << report.out;
    const std::string page = read_test_file(rounds.now + "/out/report.html");
    for (const char* text : {"−2\u00a0percentage points",
                             "2</span> years",
                             "2\u00a0percentage points",
                             "5\u00a0percentage points",
                             "Round 3: 19% of 1,500 interviews",
                             "Not tested: "})
        EXPECT_NE(page.find(text), std::string::npos) << text;
    EXPECT_NE(page.find("Invented interviews"), std::string::npos);
    EXPECT_EQ(page.find("[no comparison"), std::string::npos);

    const Ran compare = run("compare " + rounds.now + " --json", false);
    ASSERT_EQ(compare.exit, 0) << compare.out;
    const auto comparison = nlohmann::json::parse(compare.out)["comparisons"][0];
    EXPECT_EQ(comparison["tests"], 0);
    EXPECT_EQ(comparison["significant"], 0);
    EXPECT_NE(comparison["warning"].get<std::string>().find("Invented"), std::string::npos);
    int found = 0;
    for (const auto& question : comparison["questions"]) {
        for (const auto& row : question["rows"]) {
            EXPECT_EQ(row["p"], nullptr);
            const auto difference = row["difference"];
            const std::string category = row["category"];
            if (question["question"] == "sex" && category == "female")
                found += std::abs(difference.get<double>() + 1.655) < 0.001 ? 1 : 0;
            if (category == "settle_kazakhstan")
                found += std::abs(difference.get<double>() - 1.816) < 0.001 ? 1 : 0;
            if (category == "return_settle")
                found += std::abs(difference.get<double>() - 5.209) < 0.001 ? 1 : 0;
            if (question["question"] == "age_group" && !difference.is_null()) found += 10;
        }
    }
    EXPECT_EQ(found % 10, 3);
    EXPECT_GE(found, 40) << "the bands of age are compared too";
    EXPECT_EQ(run("check " + rounds.now).out.find("previous-round"), std::string::npos);
}

// Round 4 alone: the report is written, its changes say why they have no value.
TEST(Programs, AMissingPreviousRoundIsSaidAndTheReportWritten) {
    const Ran report = run("report " + round4());
    ASSERT_EQ(report.exit, 0) << report.out;
    EXPECT_NE(report.out.find("the previous round is not at hand: there is no folder"),
              std::string::npos)
        << report.out;
    const std::string page = read_test_file(round4() + "/out/report.html");
    EXPECT_NE(page.find("[no comparison with the previous round]"), std::string::npos);
    EXPECT_NE(run("check " + round4()).out.find("previous-round-missing"), std::string::npos);
    const Ran ask = run("ask " + round4() + " \"change(percent(\\${sex} = 'male'), 'Round 3')\"");
    EXPECT_EQ(ask.exit, 1);
    EXPECT_NE(ask.out.find("not at hand"), std::string::npos) << ask.out;
}

// What the round before printed stands in for its interviews: without tests, and saying so.
TEST(Programs, FiguresOfThePreviousReportStandInForItsInterviews) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    replace_in(study + "/study.toml",
               "previous = \"../kazakhstan-2024-r3\"",
               "previous_figures = \"r3.csv\"");
    replace_in(study + "/report.md", "'Round 3'", "'r3'");
    write(study + "/r3.csv",
          "id,variable,category,base,subset,pct,stat\nP1,sex,female,all,,19,pct\n"
          "P2,age,mean,all,${sex} = 'female',36,mean\n"
          "P3,future_intention,settle_kazakhstan,all,,30,pct\n"
          "P4,education_field,engineering,education_field_asked,,33,pct\n");
    EXPECT_EQ(run("check " + study).exit, 0);
    const Ran ask =
        run("ask " + study + " \"change(percent(\\${sex} = 'female'), 'r3')\" --json", false);
    ASSERT_EQ(ask.exit, 0) << ask.out;
    const auto change = nlohmann::json::parse(ask.out);
    EXPECT_NEAR(change["value"].get<double>(), 100.0 * 320 / 1845 - 19, 1e-9);
    EXPECT_EQ(change["se"], nullptr);
    EXPECT_NE(change["reason"].get<std::string>().find("printed"), std::string::npos) << ask.out;
    EXPECT_EQ(run("ask " + study + " \"change(percent(\\${sex} = 'female'), 'r2')\"").exit, 1);
    const Ran report = run("report " + study);
    ASSERT_EQ(report.exit, 0) << report.out;
    const std::string page = read_test_file(study + "/out/report.html");
    EXPECT_NE(page.find("19% as it was printed"), std::string::npos);
    EXPECT_NE(page.find("[no comparison with the previous round]"), std::string::npos);  // 4th
    const Ran compare = run("compare " + study);
    ASSERT_EQ(compare.exit, 0) << compare.out;
    EXPECT_NE(compare.out.find("3 questions are compared"), std::string::npos) << compare.out;
    EXPECT_NE(compare.out.find("cannot be tested"), std::string::npos) << compare.out;
    EXPECT_EQ(compare.out.find("ignificant, the largest"), std::string::npos) << compare.out;
}

TEST(Programs, RdsSaysWhatAStudyWithoutRecruitmentAllows) {
    const Ran ran = run("rds " + round4() + " sex age");
    EXPECT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("Invented interviews: not survey results"), std::string::npos);
    EXPECT_NE(ran.out.find("[respondent_driven] in study.toml"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("without margins of error"), std::string::npos) << ran.out;
    const std::string page = read_test_file(round4() + "/out/rds.html");
    EXPECT_NE(page.find("Invented interviews: not survey results"), std::string::npos);
    EXPECT_FALSE(fs::exists(round4() + "/out/rds-weights.csv"));
    EXPECT_EQ(run("rds " + round4() + " card_code").exit, 1);
}

// Three recruits of one seed: recruitment is read, a mistake in it stops the estimate.
TEST(Programs, RdsEstimatesFromCouponsAndTellsTheirMistakes) {
    const Folder folder;
    const std::string study = folder / "s";
    fs::create_directories(study + "/interviews");
    fs::create_directories(folder / "form");
    write(folder / "form/survey.csv",
          "type,name,label,disclosure\ntext,own,Coupon,identifier\ntext,given,Coupon,identifier\n"
          "text,more,Coupon,identifier\ninteger,known,How many?,\nselect_one yn,sick,Sick?,\n");
    write(folder / "form/choices.csv", "list_name,name,label\nyn,yes,Yes\nyn,no,No\n");
    write(folder / "form/settings.csv", "form_title,form_id,version\nC,c,1\n");
    ASSERT_EQ(run("workbook " + (folder / "form") + " " + study + "/questionnaire.xlsx").exit, 0);
    write(study + "/study.toml",
          "title = \"C\"\ndesign = \"respondent-driven\"\n[respondent_driven]\ncoupon = \"own\"\n"
          "coupons_given = [\"given\", \"more\"]\nnetwork_size = \"known\"\n");
    write(study + "/report.md", "# C\n");
    const auto interview = [&](const std::string& id, const std::string& answers) {
        write(study + "/interviews/" + id + ".xml",
              "<data id=\"c\" version=\"1\">" + answers + "<meta><instanceID>uuid:" + id +
                  "</instanceID></meta></data>");
    };
    interview("a", "<given>1</given><more>2</more><known>4</known><sick>yes</sick>");
    interview("b", "<own>1</own><given>3</given><known>2</known><sick>no</sick>");
    interview("c", "<own>2</own><given>4</given><known>4</known><sick>yes</sick>");
    interview("d", "<own>3</own><known>1</known><sick>no</sick>");
    const Ran ran = run("rds " + study);
    EXPECT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("1 seed led to 3 recruits in up to 2 waves"), std::string::npos)
        << ran.out;
    EXPECT_NE(ran.out.find("25.0%"), std::string::npos) << ran.out;  // (¼ + ¼) / (¼ + ½ + ¼ + 1)
    EXPECT_TRUE(fs::exists(study + "/out/rds-weights.csv"));
    // Figures, tables and the report have the same weights and samples.
    const auto sick = nlohmann::json::parse(
        run("ask " + study + " \"percent(\\${sick} = 'yes')\" --json", false).out);
    EXPECT_NEAR(sick["value"].get<double>(), 25, 1e-9);
    EXPECT_GT(sick["se"].get<double>(), 0);
    EXPECT_EQ(run("report " + study).exit, 0);
    EXPECT_NE(read_test_file(study + "/out/report.html").find("by the tree bootstrap: 1000"),
              std::string::npos);
    interview("d", "<own>3</own><given>1</given><known>1</known><sick>no</sick>");
    const Ran wrong = run("rds " + study);
    EXPECT_EQ(wrong.exit, 1) << wrong.out;
    EXPECT_NE(wrong.out.find("coupon-given-twice"), std::string::npos) << wrong.out;
    EXPECT_EQ(run("ask " + study + " \"percent(\\${sick} = 'yes')\"").exit, 1);
}

}  // namespace
}  // namespace mtm
