#include "study/publish_settings.h"

#include <gtest/gtest.h>

#include "study/study_file.h"
#include "tests/round4_study.h"

namespace mtm {
namespace {

ReadStudyFile read_publish_of(const std::string& text) {
    return read_study_file("title = \"T\"\n" + text, {{"English (en)", "en"}}, "study.toml");
}

TEST(PublishSettings, SayNothingUnlessTold) {
    const ReadStudyFile out = read_publish_of("");
    EXPECT_TRUE(out.diagnostics.empty());
    EXPECT_TRUE(out.file.publish.licence.empty());
    EXPECT_EQ(out.file.publish.update_frequency, "as needed");
}

TEST(PublishSettings, AreRead) {
    const ReadStudyFile out = read_publish_of(
        "[publish]\nname = \"kz-2024_r4\"\nsummary = \"S\"\nlicence = \"cc-by-igo\"\n"
        "terms = \"T\"\nrestricted_terms = \"R\"\ncontact = \"data@example.org\"\n"
        "doi = \"https://doi.org/10.5281/zenodo.1234567\"\nmaintainer = \"m\"\n"
        "owner_org = \"iom\"\nupdate_frequency = \"every three months\"\ntags = [\"migration\"]\n");
    EXPECT_TRUE(out.diagnostics.empty());
    const PublishRules& rules = out.file.publish;
    EXPECT_EQ(rules.name, "kz-2024_r4");
    EXPECT_EQ(rules.doi, "10.5281/zenodo.1234567");
    EXPECT_EQ(rules.contact, "data@example.org");
    EXPECT_EQ(update_frequency_code(rules.update_frequency), "90");
    EXPECT_EQ(rules.tags, std::vector<std::string>{"migration"});
    ASSERT_NE(find_licence(rules.licence), nullptr);
    EXPECT_EQ(find_licence(rules.licence)->url, "https://creativecommons.org/licenses/by/3.0/igo/");
}

TEST(PublishSettings, EveryMistakeIsToldAtItsLine) {
    const ReadStudyFile out = read_publish_of(
        "[publish]\nname = \"Kazakhstan 4\"\nlicence = \"cc-by-ig\"\ncontact = \"data\"\n"
        "doi = \"10.5\"\nupdate_frequency = \"monthly\"\nlicense = \"cc-by\"\n");
    ASSERT_EQ(out.diagnostics.size(), 6U);
    const char* codes[] = {
        "bad-dataset-name", "unknown-licence", "bad-contact", "bad-doi", "bad-update-frequency"};
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(out.diagnostics[i].code, codes[i]);
        EXPECT_EQ(out.diagnostics[i].place.row, static_cast<int>(i) + 3);
    }
    EXPECT_NE(out.diagnostics[1].remedy.find("cc-by-igo"), std::string::npos);
    EXPECT_EQ(out.diagnostics[5].place.row, 8);  // license
    EXPECT_TRUE(out.file.publish.name.empty());
    EXPECT_TRUE(out.file.publish.doi.empty());
    EXPECT_EQ(out.file.publish.update_frequency, "as needed");
}

TEST(PublishSettings, DoisAreHeldToTheirForm) {
    for (const char* doi : {"10.5281/zenodo.1", "10.1000.10/a(b)c"})
        EXPECT_EQ(read_publish_of("[publish]\ndoi = \"" + std::string(doi) + "\"").file.publish.doi,
                  doi);
    for (const char* doi : {"10./x", "11.5281/x", "10.5281/", "10.52 81/x", "10.x281/y"}) {
        const ReadStudyFile out = read_publish_of("[publish]\ndoi = \"" + std::string(doi) + "\"");
        EXPECT_EQ(out.diagnostics.size(), 1U) << doi;
    }
}

TEST(PublishSettings, OfRound4AreComplete) {
    const PublishRules rules = round4_study().study.file.publish;
    EXPECT_FALSE(rules.name.empty());
    EXPECT_NE(find_licence(rules.licence), nullptr);
    EXPECT_FALSE(rules.contact.empty());
    EXPECT_FALSE(rules.summary.empty());
}

}  // namespace
}  // namespace mtm
