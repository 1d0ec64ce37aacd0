// Drafts of real studies, as a user makes them: what they say is true, and `mtm check` agrees.
#include <map>
#include <regex>

#include "base/text.h"
#include "tests/programs.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

constexpr const char* reach_form = "real/forms/reach_msna_2024_global_v11.xlsx";
constexpr const char* reach_data = "real/microdata/reach_msna2024_dummy/dummy_raw_data.xlsx";

/// Lines of what `mtm check` says of drafts that their writer has to answer for.
std::string blamed_on_drafts(const std::string& checked) {
    std::string out;
    for (const std::string_view line : split(checked, '\n')) {
        const bool of_draft = line.find("/report") != std::string_view::npos;
        const bool of_reader = line.find("unreviewed-") != std::string_view::npos ||
                               line.find("untranslated-cover") != std::string_view::npos ||
                               line.find("language-not-in-form") != std::string_view::npos;
        if (of_draft && !of_reader) out += std::string(line) + "\n";
    }
    return out;
}

void say_languages(const std::string& study, const std::string& languages) {
    std::string text = read_test_file(study + "/study.toml");
    text = std::regex_replace(
        text, std::regex("\nlanguages *= *\\[[^\\]]*\\]"), "\nlanguages = " + languages);
    write(study + "/study.toml", text);
}

// A form of households whose members stand in a repeat: 241 households, 466 members.
TEST(Drafts, OfAFormWithARepeatTellNoMorePeopleThanWereInterviewed) {
    REQUIRE_SHARED(reach_form);
    REQUIRE_SHARED(reach_data);
    const Folder folder;
    const std::string study = folder / "reach";
    ASSERT_EQ(run("new " + study + " --form " + shared_path(reach_form)).exit, 0);
    say_languages(study, R"(["en", "ru"])");
    (void)run("import " + study + " " + shared_path(reach_data));  // some rows belong to nobody
    const Ran drafted = run("report " + study + " --draft");
    ASSERT_EQ(drafted.exit, 0) << drafted.out;
    EXPECT_EQ(blamed_on_drafts(run("check " + study).out), "");

    const std::string text = read_test_file(study + "/report.md");
    for (const char* not_told : {"enum_", "${consent}", "$indpos", "To be updated by country"})
        EXPECT_EQ(text.find(not_told), std::string::npos) << not_told;
    EXPECT_EQ(text.find("share(asked(${wgq_vision})) }} of all"), std::string::npos);
    EXPECT_NE(text.find("entries of “roster”"), std::string::npos);

    const Ran made = run("report " + study + " --format html --proof --edition internal");
    ASSERT_EQ(made.exit, 0) << made.out;
    const std::string page = read_test_file(study + "/out/report-internal.html");
    EXPECT_NE(page.find("Base: 466 entries of “roster” (interviews in the survey: 241)"),
              std::string::npos);
    const std::regex base("Base: ([0-9,]+) of ([0-9,]+) respondents");
    int bases = 0;
    for (std::sregex_iterator at(page.begin(), page.end(), base), end; at != end; ++at) {
        EXPECT_LE(std::stoi((*at)[1]), std::stoi((*at)[2])) << at->str();
        ++bases;
    }
    EXPECT_GT(bases, 20);

    const auto proof = read_csv_records(read_test_file(study + "/out/proof-internal.csv"));
    ASSERT_TRUE(proof);
    for (const std::vector<std::string>& row : proof->rows) {
        const bool people = row[2].find("respondents") != std::string::npos ||
                            row[2].find("everyone interviewed") != std::string::npos;
        if (!people || row[7].empty()) continue;
        EXPECT_LE(std::stoi(row[7]), 241) << row[2];
    }
}

TEST(Drafts, OfRoundFourStandUncontradictedInFourLanguages) {
    const Folder folder;
    const std::string study = folder / "round4";
    fs::copy(round4(), study, fs::copy_options::recursive);
    for (const char* name : {"report.md", "report.ru.md", "report.kk.md"})
        fs::remove(study + "/" + name);
    say_languages(study, R"(["en", "ru", "kk", "uz"])");
    const Ran drafted = run("report " + study + " --draft");
    ASSERT_EQ(drafted.exit, 0) << drafted.out;
    EXPECT_EQ(blamed_on_drafts(run("check " + study).out), "");
    for (const char* name : {"report.kk.md", "report.uz.md"}) {
        const std::string text = read_test_file(study + "/" + name);
        for (const char* english : {" answered ", " of respondents", " the "})
            EXPECT_EQ(text.find(english), std::string::npos) << name << english;
    }
    // No sentence of the English draft is there more than three times.
    std::map<std::string, int> times;
    const std::string text = read_test_file(study + "/report.md");
    const std::string without_names =
        std::regex_replace(text, std::regex("“[^”]*”|\\{\\{[^}]*\\}[^}]*\\}\\}"), "#");
    const std::regex sentence("[^.\\n]+\\.");
    for (std::sregex_iterator at(without_names.begin(), without_names.end(), sentence), end;
         at != end;
         ++at)
        EXPECT_LE(++times[std::string(trim(at->str()))], 3) << at->str();
}

TEST(Drafts, InALanguageWithoutSentencesAreRefused) {
    const Folder folder;
    const std::string study = folder / "round4";
    ASSERT_EQ(run("new " + study + " --form " + round4() + "/questionnaire.xlsx").exit, 0);
    say_languages(study, R"(["en", "tg"])");
    ASSERT_EQ(run("rehearse " + study + " --n 50 --seed 5").exit, 0);
    const Ran drafted = run("report " + study + " --draft");
    EXPECT_NE(drafted.out.find("No draft in “tg”"), std::string::npos) << drafted.out;
    EXPECT_TRUE(fs::exists(study + "/report.md"));
    EXPECT_FALSE(fs::exists(study + "/report.tg.md"));
}

}  // namespace
}  // namespace mtm
