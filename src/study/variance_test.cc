#include "study/variance.h"

#include <gtest/gtest.h>

#include "study/study_file.h"

namespace mtm {
namespace {

ReadStudyFile read(const std::string& toml) {
    return read_study_file("title = \"S\"\n" + toml, {}, "study.toml");
}

std::string codes_of(const ReadStudyFile& file) {
    std::string out;
    for (const Diagnostic& each : file.diagnostics)
        out += each.code + "@" + std::to_string(each.place.row) + " ";
    return out;
}

constexpr const char* sample = "[sample]\nstrata = \"region\"\nclusters = \"town\"\n";

TEST(Variance, IsReadFromStudyToml) {
    const ReadStudyFile fay = read(std::string(sample) + R"([variance]
method = "fay"
rho = 0.5
lonely = "remove"
interval = "wilson"
df = "inf"
confidence = 90
)");
    EXPECT_EQ(codes_of(fay), "");
    const VarianceRules& rules = fay.file.variance;
    EXPECT_EQ(rules.method, VarianceMethod::fay);
    EXPECT_EQ(rules.rho, 0.5);
    EXPECT_EQ(rules.lonely, LonelyUnits::certainty);
    EXPECT_EQ(rules.interval, IntervalMethod::wilson);
    EXPECT_EQ(rules.df, infinite_df);
    EXPECT_EQ(rules.level(), 0.9);
    const ReadStudyFile bootstrap = read(std::string(sample) +
                                         "[variance]\nmethod = \"bootstrap\"\nreplicates = 500\n"
                                         "seed = 7\ndf = 12\n");
    EXPECT_EQ(codes_of(bootstrap), "");
    EXPECT_EQ(bootstrap.file.variance.replicates, 500);
    EXPECT_EQ(bootstrap.file.variance.seed, 7);
    EXPECT_EQ(bootstrap.file.variance.df, 12);
}

TEST(Variance, IsLinearisationUnlessTheStudySaysOtherwise) {
    const VarianceRules rules = read("").file.variance;
    EXPECT_FALSE(rules.by_replicates());
    EXPECT_EQ(rules.level(), 0.95);
    EXPECT_FALSE(rules.lonely || rules.interval || rules.df);
}

TEST(Variance, TellsItsMistakesAllAtOnce) {
    EXPECT_EQ(codes_of(read(std::string(sample) + R"([variance]
method = "jacknife"
replicates = 3
seed = -1
rho = 1
lonely = "ignore"
interval = "wald"
df = 0
confidence = 100
replicate = 10
)")),
              "bad-variance@6 bad-variance@7 bad-variance@8 bad-variance@9 bad-variance@10 "
              "bad-variance@11 bad-variance@12 bad-variance@13 unknown-setting@14 bad-variance@7 "
              "bad-variance@8 bad-variance@9 ");
}

TEST(Variance, OfASampleThatNobodyDrewIsTold) {
    EXPECT_EQ(codes_of(read("design = \"snowball\"\n[variance]\nmethod = \"jackknife\"\n")),
              "variance-of-nothing@3 ");
    EXPECT_EQ(codes_of(read("design = \"as if random\"\n[variance]\nmethod = \"jackknife\"\n")),
              "");
    const ReadStudyFile driven = read(
        "design = \"respondent-driven\"\n[variance]\nmethod = \"bootstrap\"\n"
        "[respondent_driven]\nnetwork_size = \"known\"\n");
    EXPECT_EQ(codes_of(driven), "bad-variance@4 ");
}

}  // namespace
}  // namespace mtm
