#include "report/proof.h"

#include <gtest/gtest.h>

#include "report/compose.h"
#include "report/test_survey.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

std::vector<std::vector<std::string>> proof_of(Edition edition) {
    const Study study = test_survey::study();
    const ReadNarrative read = read_narrative(
        "# People\n\nMen were {{ percent(${sex} = 'male') }}.\n\n# Work\n\nAll "
        "({{ count(${works} = 'yes') }}) of them. Few, {{ count(${age} = 20) }}, were young.\n",
        "report.md");
    const Dataset dataset = test_survey::twenty(study);
    DisclosureControl control(study.file.threshold, edition);
    const Composed composed =
        compose(study, dataset, read.narrative, control, {.language = "en", .areas_geojson = {}});
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

TEST(Proof, SaysNoMoreToThePublicThanItsText) {
    const auto records = proof_of(Edition::published);
    ASSERT_EQ(records.size(), 4U);
    EXPECT_EQ(records[1][5], "");
    EXPECT_EQ(records[1][6], "");
    EXPECT_EQ(records[3][8], "withheld");
    EXPECT_EQ(records[3][7], "");
}

}  // namespace
}  // namespace mtm
