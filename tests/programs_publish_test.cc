// What a mission puts on the web, and what must never be in it.
#include <map>

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/programs.h"

namespace mtm {
namespace {

constexpr const char* marked_invented = "Invented interviews: not survey results";

std::map<std::string, std::string> published_files(const std::string& folder) {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        out[entry.path().lexically_relative(folder).string()] =
            read_test_file(entry.path().string());
    }
    return out;
}

TEST(Publish, InventedInterviewsAreNotPublishedByMistake) {
    const Folder folder;
    const Ran ran = run("publish " + round4() + " --out " + (folder / "out"));
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_NE(ran.out.find("--rehearsal"), std::string::npos) << ran.out;
    EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Publish, EveryFileIsThereAndSaysThatItIsInvented) {
    const Folder folder;
    const std::string out = folder / "out";
    const Ran ran = run("publish " + round4() + " --rehearsal --out " + out);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    const auto files = published_files(out);
    for (const char* name : {"risk.html",
                             "public/index.html",
                             "public/data.js",
                             "public/data/microdata.csv",
                             "public/data/microdata.sav",
                             "public/data/microdata.dta",
                             "public/data/microdata.parquet",
                             "public/data/codebook.xml",
                             "public/data/tables.csv",
                             "public/data/api.json",
                             "public/data/README.md",
                             "public/data/CHECKSUMS.sha256",
                             "public/synthetic/synthetic.csv",
                             "restricted/microdata.csv"})
        ASSERT_TRUE(files.contains(name)) << name;
    for (const char* name : {"risk.html",
                             "public/data.js",
                             "public/data/README.md",
                             "public/synthetic/synthetic.csv",
                             "public/synthetic/README.md"})
        EXPECT_NE(files.at(name).find(marked_invented), std::string::npos) << name;
    // Twice the same, byte for byte.
    const std::string second = folder / "again";
    ASSERT_EQ(run("publish " + round4() + " --rehearsal --out " + second).exit, 0);
    for (const auto& [name, bytes] : published_files(second))
        EXPECT_TRUE(files.at(name) == bytes) << name;
}

// The questionnaire without its marks of free answers, as a form from elsewhere would be.
void unmark_free_answers(const std::string& study, const std::string& sheets) {
    fs::copy(source_directory() + "/studies/kazakhstan-2024-r4/questionnaire", sheets);
    std::string survey = read_test_file(sheets + "/survey.csv");
    const std::size_t row = survey.find("\ntext,challenges_other,");
    const std::size_t mark = survey.find(",identifier,", row);
    ASSERT_LT(mark, survey.find("\nselect_one", row));
    survey.replace(mark, 12, ",none,");
    write(sheets + "/survey.csv", survey);
    const Ran ran = run("workbook " + sheets + " " + study + "/questionnaire.xlsx");
    ASSERT_EQ(ran.exit, 0) << ran.out;
}

// Names in words of one's own, a point, telephones and what a device notes are in no file that
// leaves, and the page for the team says where they are without repeating them.
TEST(Publish, PlantedIdentifiersAreCaught) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    std::string toml = read_test_file(study + "/study.toml");
    const std::size_t at = toml.find("importance = {");
    ASSERT_NE(at, std::string::npos);
    toml.insert(at, "texts = [\"challenges_other\"]\n");
    write(study + "/study.toml", toml);
    unmark_free_answers(study, folder / "sheets");
    const std::string planted = "Ask Gulnara Akhmetova 8 701 555 01 23";
    int changed = 0;
    for (const auto& entry : fs::recursive_directory_iterator(study + "/rehearsal")) {
        if (!entry.is_regular_file()) continue;
        std::string xml = read_test_file(entry.path().string());
        const std::size_t text = xml.find("<challenges_other>");
        if (text == std::string::npos || changed == 3) continue;
        const std::size_t end = xml.find("</challenges_other>", text);
        xml.replace(text + 18, end - text - 18, planted);
        write(entry.path(), xml);
        ++changed;
    }
    ASSERT_EQ(changed, 3);
    const std::string out = folder / "out";
    const Ran ran = run("publish " + study + " --rehearsal --out " + out);
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_NE(ran.out.find("identifying-answer"), std::string::npos) << ran.out;
    for (const auto& [name, bytes] : published_files(out)) {
        EXPECT_EQ(bytes.find("Gulnara"), std::string::npos) << name;
        EXPECT_EQ(bytes.find("555 01 23"), std::string::npos) << name;
    }
    EXPECT_EQ(ran.out.find("Gulnara"), std::string::npos);
    EXPECT_NE(read_test_file(out + "/risk.html").find("challenges_other"), std::string::npos);
}

TEST(Publish, RecordsOverTheRiskOfTheStudyStopEverything) {
    const Folder folder;
    const std::string study = folder / "r4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    std::string toml = read_test_file(study + "/study.toml");
    const std::size_t at = toml.find("importance = {");
    toml.insert(at, "most_risk = 0.001\n");
    write(study + "/study.toml", toml);
    const std::string out = folder / "out";
    const Ran ran = run("publish " + study + " --rehearsal --out " + out);
    EXPECT_EQ(ran.exit, 1) << ran.out;
    EXPECT_FALSE(fs::exists(out)) << ran.out;
}

}  // namespace
}  // namespace mtm
