#include "report/proof.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "report/compose.h"
#include "report/test_survey.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

constexpr const char* people_and_work =
    "# People\n\nMen were {{ percent(${sex} = 'male') }}.\n\n# Work\n\nAll "
    "({{ count(${works} = 'yes') }}) of them. Few, {{ count(${age} = 20) }}, were young.\n";

std::vector<std::vector<std::string>> proof_of(Edition edition,
                                               const std::string& text = people_and_work,
                                               const std::string& language = "en") {
    const Study study = test_survey::study();
    const ReadNarrative read = read_narrative(text, "report.md");
    const Dataset dataset = test_survey::twenty(study);
    DisclosureControl control(study.file.threshold, edition);
    const Composed composed = compose(
        study, dataset, read.narrative, control, {.language = language, .areas_geojson = {}});
    auto records = read_csv_records(proof_csv(composed.document));
    EXPECT_TRUE(records);
    return records->rows;
}

TEST(Proof, ListsEachFigureWithItsSentenceAndWhatItRestsOn) {
    const auto records = proof_of(Edition::internal);
    ASSERT_EQ(records.size(), 4U);
    EXPECT_EQ(records[1],
              (std::vector<std::string>{"1",
                                        "People",
                                        "Men were [60\u00a0per cent].",
                                        "60\u00a0per cent",
                                        "percent(${sex} = 'male')",
                                        "60",
                                        "12",
                                        "20",
                                        ""}));
    EXPECT_EQ(records[2][1], "Work");
    EXPECT_EQ(records[2][2], "All ([15]) of them.");
    EXPECT_EQ(records[3][2], "Few, [1], were young.");
}

// What a loop writes is a figure of its own each time, in its place.
TEST(Proof, FollowsTheTextThroughLoopsAndNamesTheHeadingsOverAFigure) {
    const auto records = proof_of(
        Edition::internal,
        "# Work\n\n{{ count(${works} = 'yes') }} work[^a].\n\n::: each s in choices(sector)\n"
        "## {{ s }}\n\n{{ count(${sector} = s) }} do.\n:::\n\n## Of {{ base(${sex}) }}\n\n"
        "::: note\n### Box\n\nIn it {{ count(${works} = 'no') }}.\n:::\n\n{{ count(${sex} = "
        "'male') }} are men.\n\n# More\n\nWomen: {{ count(${sex} = 'female') }}.\n\n"
        "[^a]: Of {{ base(${works}) }}.\n");
    std::vector<std::pair<std::string, std::string>> found;
    for (std::size_t i = 1; i < records.size(); ++i)
        found.emplace_back(records[i][1], records[i][2]);
    const std::vector<std::pair<std::string, std::string>> wanted{
        {"Work", "[Fifteen] work."},
        {"Work > Construction", "[Nine] do."},
        {"Work > Trade", "[Six] do."},
        {"Work > Of 20", "Of [20]"},
        {"Work > Of 20 > Box", "In it [5]."},
        {"Work > Of 20", "[Twelve] are men."},
        {"Work", "Of [20]."},
        {"More", "Women: [8]."}};
    EXPECT_EQ(found, wanted);
}

TEST(Proof, ListsTheFiguresOfAGlossary) {
    const auto records = proof_of(Edition::internal,
                                  "# Words\n\n::: glossary\n- base {{ base(${sex}) }}: all {{ "
                                  "base(${age}) }} asked\n:::\n");
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[1][2], "base [20]: all 20 asked");
    EXPECT_EQ(records[2][2], "base 20: all [20] asked");
}

TEST(Proof, SaysNoMoreToThePublicThanItsText) {
    const auto records = proof_of(Edition::published);
    ASSERT_EQ(records.size(), 4U);
    EXPECT_EQ(records[1][5], "");
    EXPECT_EQ(records[1][6], "");
    EXPECT_EQ(records[3][8], "withheld");
    EXPECT_EQ(records[3][7], "");
}

std::string repeated(const std::string& words, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += words;
    return out;
}

// 240 letters a side, of which each is two bytes: no letter is lost.
TEST(Proof, GivesTheWholeSentence) {
    const std::string before = repeated("слово да ", 26);
    const std::string after = repeated(" и ещё слово", 20);
    const auto records = proof_of(
        Edition::internal,
        "# Люди\n\nДо того. " + before + "{{ percent(${sex} = 'male') }}" + after + ". После.\n",
        "ru");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[1][2], before + "[60\u00a0процентов]" + after + ".");
}

TEST(Proof, CutsOnlyAParagraphWithoutAnEnd) {
    const auto records =
        proof_of(Edition::internal,
                 "# Люди\n\n" + repeated("слово да ", 300) + "{{ percent(${sex} = 'male') }}" +
                     repeated(" и ещё слово", 300) + ".\n",
                 "ru");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_TRUE(is_utf8(records[1][2]));
    EXPECT_TRUE(records[1][2].starts_with("… "));
    EXPECT_TRUE(records[1][2].ends_with(" …"));
    EXPECT_GT(length_utf8(records[1][2]), 1900U);
    EXPECT_LT(length_utf8(records[1][2]), 2100U);
}

TEST(Proof, NotesAreInTheReportsLanguage) {
    const auto records =
        proof_of(Edition::published, "# Люди\n\n{{ count(${age} = 20) }} молоды.\n", "ru");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[1][8], "скрыто");
}

TEST(Proof, AWordThatGoesWithANumberIsNoFigure) {
    const auto records = proof_of(Edition::internal,
                                  "# People\n\nOf all, {{ count(${sex} = 'male') }} "
                                  "{{ agree(count(${sex} = 'male'), 'was', 'were') }} men.\n");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[1][3], "12");
}

}  // namespace
}  // namespace mtm
