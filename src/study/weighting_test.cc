#include <gtest/gtest.h>

#include "study/check.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

CheckedStudy study_with(const std::string& toml) {
    return check_study(workbook_from_text(R"(
        survey
        | type            | name    | label::English (en) |
        | select_one yn   | consent | Agree?   |
        | select_one sex  | sex     | Sex      |
        | text            | village | Village  |
        choices
        | list_name | name   | label::English (en) |
        | yn        | yes    | Yes   |
        | yn        | no     | No    |
        | sex       | female | Woman |
        | sex       | male   | Man   |
    )"),
                       "form.xlsx",
                       "title = \"S\"\n" + toml,
                       "study.toml");
}

std::string codes_of(const CheckedStudy& checked) {
    std::string out;
    for (const Diagnostic& d : checked.diagnostics) {
        if (d.place.file == "study.toml") out += d.code + "@" + std::to_string(d.place.row) + " ";
    }
    return out;
}

TEST(Weighting, IsReadFromStudyToml) {
    const CheckedStudy checked = study_with(R"(design = "stratified two-stage"
[sample]
file = "sample.csv"
place = "village"
strata = "area"
clusters = ["village"]
population = ["places", "people"]
[weights]
base = "base_weight"
steps = ["nonresponse", "calibrate"]
nonresponse = "approached.csv"
margins = "population.csv"
distance = "logit"
bounds = [0.3, 3]
)");
    EXPECT_EQ(codes_of(checked), "");
    const SampleRules& sample = checked.study.file.sample;
    EXPECT_EQ(sample.file, "sample.csv");
    EXPECT_EQ(sample.strata, std::vector<std::string>{"area"});
    EXPECT_EQ(sample.population, (std::vector<std::string>{"places", "people"}));
    const WeightRules& weights = checked.study.file.weights;
    EXPECT_EQ(weights.steps,
              (std::vector<WeightStep>{WeightStep::nonresponse, WeightStep::calibrate}));
    EXPECT_EQ(weights.distance, CalibrationDistance::logit);
    EXPECT_EQ(weights.lower, 0.3);
    EXPECT_EQ(weights.upper, 3);
}

TEST(Weighting, MarginsAloneAreRakedToAndATrimIsFollowedByRakingAgain) {
    EXPECT_EQ(study_with("[weights]\nmargins = \"m.csv\"\n").study.file.weights.steps,
              std::vector<WeightStep>{WeightStep::rake});
    EXPECT_EQ(study_with("[weights]\nmargins = \"m.csv\"\ntrim = 5\n").study.file.weights.steps,
              (std::vector<WeightStep>{WeightStep::rake, WeightStep::trim, WeightStep::rake}));
    EXPECT_FALSE(study_with("").study.file.weights.given());
}

TEST(Weighting, TellsItsMistakesAllAtOnce) {
    const std::string codes = codes_of(study_with(R"(design = "snowball"
[sample]
strata = "regoin"
place = "village"
[weights]
base = "wieght"
steps = ["rke", "trim", "calibrate"]
distance = "truncated"
bound = [0.5, 2]
)"));
    EXPECT_EQ(codes,
              "incomplete-sample@3 design-contradicts@3 unknown-weighting@6 bad-bounds@6 "
              "unknown-setting@10 step-without-means@6 step-without-means@6 unknown-question@0 "
              "unknown-question@0 ");
    EXPECT_EQ(codes_of(study_with("[weights]\nmargins = \"m.csv\"\nsteps = [\"rake\", \"trim\"]\n"
                                  "trim = 4\n")),
              "trimmed-last@2 ");
}

TEST(Weighting, PassesNothingOverThatWasGiven) {
    const std::string margins = "[weights]\nmargins = \"m.csv\"\n";
    for (const char* distance : {"", "distance = \"linear\"\n", "distance = \"exponential\"\n"})
        EXPECT_EQ(codes_of(study_with(margins + "bounds = [0.9, 1.1]\nsteps = [\"calibrate\"]\n" +
                                      distance)),
                  "bounds-without-distance@4 ");
    EXPECT_EQ(
        codes_of(study_with(margins + "steps = [\"rake\"]\ntrim = 4\nnonresponse = \"a.csv\"\n"
                                      "distance = \"truncated\"\nbounds = [0.9, 1.1]\n")),
        "idle-weighting@2 idle-weighting@2 idle-weighting@2 idle-weighting@2 ");
}

TEST(Weighting, RefusesATrimThatWouldCutHalfOfAll) {
    for (const char* trim : {"1", "1.0", "0.5", "0"}) {
        const std::string line = std::string("trim = ") + trim + "\n";
        EXPECT_EQ(codes_of(study_with("[weights]\nmargins = \"m.csv\"\n" + line)), "bad-trim@4 ");
        EXPECT_EQ(codes_of(study_with("[weights]\nmargins = \"m.csv\"\n" + line +
                                      "steps = [\"rake\", \"trim\", \"rake\"]\n")),
                  "bad-trim@4 ");
    }
    EXPECT_EQ(codes_of(study_with("[weights]\nmargins = \"m.csv\"\ntrim = -3\n")), "wrong-type@4 ");
    EXPECT_EQ(codes_of(study_with("[weights]\nmargins = \"m.csv\"\ntrim = 1.5\n")), "");
}

// They would be read and obeyed by no figure.
TEST(Weighting, HasNoPlaceWhereRespondentsRecruitEachOther) {
    const CheckedStudy checked = study_with(
        "design = \"respondent-driven\"\n[weights]\nmargins = \"m.csv\"\n[sample]\n"
        "strata = \"sex\"\n");
    EXPECT_NE(codes_of(checked).find("design-contradicts@5 design-contradicts@3"),
              std::string::npos)
        << codes_of(checked);
    EXPECT_TRUE(has_errors(checked.diagnostics));
}

// A slip of the pen must not leave a study without its weights.
TEST(Weighting, AMisspeltSectionIsAnError) {
    const CheckedStudy checked = study_with("[weight]\nmargins = \"m.csv\"\n");
    EXPECT_TRUE(has_errors(checked.diagnostics));
}

}  // namespace
}  // namespace mtm
