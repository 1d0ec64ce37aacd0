#include "capture/form_version.h"

#include <gtest/gtest.h>

#include "capture/capture_for_test.h"

namespace mtm {
namespace {

TEST(FormVersion, IsReadyToBeHandedOutAndToJudge) {
    DeployedForm deployed;
    deployed.form_id = "people";
    deployed.version = "3";
    deployed.deployed_at = "2024-05-01T11:00:00.000Z";
    deployed.stage = Stage::pilot;
    deployed.xform = "<h:html/>\n";
    deployed.media = {{"towns.CSV", "name,label\n"}, {"map", "x"}};
    deployed.questionnaire =
        form_from_text("survey\n| type | name | label |\n| integer | age | Age |\n").questionnaire;
    const auto version = form_version(deployed);
    EXPECT_EQ(version->md5, md5_for_test("<h:html/>\n"));
    EXPECT_EQ(version->since, 1'714'561'200'000);
    EXPECT_TRUE(version->pilot);
    ASSERT_EQ(version->files.size(), 2U);
    EXPECT_EQ(version->files[0].content_type, "text/csv; charset=utf-8");
    EXPECT_EQ(version->files[0].md5, md5_for_test("name,label\n"));
    EXPECT_EQ(version->files[1].content_type, "application/octet-stream");
    EXPECT_EQ(version->router->find("age"), 0);
    EXPECT_EQ(&version->router->questionnaire(), &version->questionnaire);
}

}  // namespace
}  // namespace mtm
