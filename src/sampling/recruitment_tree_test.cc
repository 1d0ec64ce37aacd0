#include "sampling/recruitment_tree.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "sampling/madrona_for_test.h"
#include "sampling/rds_diagnostics.h"

namespace mtm {
namespace {

RecruitmentContext people(std::initializer_list<const char*> names) {
    return {.interviews = {names.begin(), names.end()}, .seeds = {}};
}

// "severity code interview" of each.
std::string summary(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics)
        out += (diagnostic.severity == Severity::error ? "error " : "warning ") + diagnostic.code +
               " " + diagnostic.place.interview + "\n";
    return out;
}

std::vector<std::int32_t> recruiters_of(const RecruitmentTree& tree) {
    std::vector<std::int32_t> out;
    for (std::size_t row = 0; row < tree.size(); ++row)
        out.push_back(tree.recruiter(row));
    return out;
}

TEST(RecruitmentTree, KnowsWavesSeedsAndRecruits) {
    //  1 ─ 0 ─ 4      3
    //      └ 2
    const RecruitmentTree tree = RecruitmentTree::of_recruiters({1, -1, 0, -1, 0});
    EXPECT_EQ(tree.seeds(), (std::vector<std::int32_t>{1, 3}));
    EXPECT_EQ(tree.waves(), 3);
    EXPECT_EQ(tree.wave(1), 0);
    EXPECT_EQ(tree.wave(0), 1);
    EXPECT_EQ(tree.wave(4), 2);
    EXPECT_EQ(tree.seed(4), 1);
    EXPECT_EQ(tree.seed(3), 3);
    ASSERT_EQ(tree.recruits(0).size(), 2U);
    EXPECT_EQ(tree.recruits(0)[0], 2);
    EXPECT_EQ(tree.recruits(0)[1], 4);
    EXPECT_TRUE(tree.recruits(3).empty());
    EXPECT_EQ(tree.by_wave(), (std::vector<std::int32_t>{1, 3, 0, 2, 4}));
    EXPECT_EQ(RecruitmentTree().waves(), 0);
}

TEST(RecruitmentTree, WavesOfMadronaAreThoseOfTheFile) {
    REQUIRE_SHARED(madrona_file);
    const Madrona madrona = read_madrona();
    EXPECT_EQ(madrona.tree.seeds().size(), 10U);
    for (std::size_t row = 0; row < madrona.waves.size(); ++row)
        EXPECT_EQ(madrona.tree.wave(row), madrona.waves[row]) << madrona.ids[row];
    // rds-fauxmadrona-results.csv: five waves after the seeds.
    EXPECT_EQ(madrona.tree.waves(), 6);
    int interviews = 0;
    int recruits = 0;
    for (const WaveCount& wave : count_waves(madrona.tree)) {
        interviews += wave.interviews;
        recruits += wave.recruits;
        EXPECT_LE(wave.recruits, 2 * wave.recruiters);
    }
    EXPECT_EQ(interviews, 500);
    EXPECT_EQ(recruits, 490);
}

TEST(Recruitment, CouponsLinkWhateverTheirCaseAndOrder) {
    const ReadRecruitment read =
        read_coupons({.own = {"k3", "", " A1 ", "a2"}, .given = {{}, {"a1", "A2"}, {"K3"}, {""}}},
                     people({"i0", "i1", "i2", "i3"}));
    EXPECT_EQ(summary(read.diagnostics), "");
    EXPECT_EQ(recruiters_of(read.tree), (std::vector<std::int32_t>{2, -1, 1, 1}));
    EXPECT_EQ(read.coupons_given, 3);
}

TEST(Recruitment, EveryMistakeInCouponsIsToldAtOnce) {
    const ReadRecruitment read = read_coupons(
        {.own = {"", "a1", "a1", "zz", "own", "p", "q", "start"},
         .given = {{"a1", "a2"}, {"a2"}, {}, {"b", "b"}, {"own"}, {"q"}, {"p"}, {}}},
        {.interviews = {"i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7"}, .seeds = {"START"}});
    EXPECT_EQ(summary(read.diagnostics),
              "error coupon-given-twice i1\n"
              "error coupon-given-twice i3\n"
              "error own-coupon-given i4\n"
              "warning coupon-used-twice i2\n"
              "warning unknown-recruiter i3\n"
              "warning unknown-recruiter i4\n"
              "error recruitment-circle i5\n");
    EXPECT_EQ(recruiters_of(read.tree), (std::vector<std::int32_t>{-1, 0, 0, -1, -1, -1, 5, -1}));
    for (const Diagnostic& diagnostic : read.diagnostics) {
        EXPECT_EQ(diagnostic.message.find("a1"), std::string::npos) << diagnostic.message;
        EXPECT_FALSE(diagnostic.remedy.empty());
    }
}

TEST(Recruitment, EveryMistakeInIdsIsToldAtOnce) {
    const ReadRecruitment read = read_recruiters(
        {.own = {"1", "2", "2", "4", "5", "6"}, .recruiter = {"seed", "1", "1", "4", "9", "5"}},
        {.interviews = {"i0", "i1", "i2", "i3", "i4", "i5"}, .seeds = {"seed"}});
    EXPECT_EQ(summary(read.diagnostics),
              "error recruiter-id-twice i2\n"
              "error own-recruiter i3\n"
              "warning unknown-recruiter i4\n");
    EXPECT_EQ(recruiters_of(read.tree), (std::vector<std::int32_t>{-1, 0, 0, -1, -1, 4}));
    EXPECT_EQ(read.unknown_recruiters, 1);
}

TEST(Recruitment, ACircleIsToldOnceHoweverOneComesToIt) {
    const ReadRecruitment read =
        read_recruiters({.own = {"0", "1", "2", "3", "4"}, .recruiter = {"1", "3", "1", "2", "0"}},
                        people({"i0", "i1", "i2", "i3", "i4"}));
    EXPECT_EQ(summary(read.diagnostics), "error recruitment-circle i1\n");
    EXPECT_NE(read.diagnostics[0].message.find("i2, i3"), std::string::npos);
    EXPECT_EQ(read.tree.recruiter(1), -1);
    EXPECT_EQ(read.tree.wave(4), 2);
}

TEST(Recruitment, AnyTangleBecomesAForest) {
    Random random(11);
    for (int round = 0; round < 300; ++round) {
        RecruiterAnswers answers;
        for (int i = 0; i < 12; ++i) {
            answers.own.push_back(std::to_string(i));
            answers.recruiter.push_back(random.chance(0.1) ? "" : std::to_string(random.below(13)));
        }
        const ReadRecruitment read = read_recruiters(answers, {});
        EXPECT_EQ(read.tree.by_wave().size(), 12U);  // of_recruiters would have stopped a circle
    }
}

TEST(NetworkSizes, ThoseThatAreNoneBecomeTheLargest) {
    const NetworkSizes read =
        usable_network_sizes(std::vector<double>{3, std::nan(""), 0, 12, -1, 2.5},
                             people({"a", "b", "c", "d", "e", "f"}));
    EXPECT_EQ(read.sizes, (std::vector<double>{3, 12, 12, 12, 12, 12}));
    EXPECT_EQ(read.replaced, 4);
    EXPECT_EQ(summary(read.diagnostics),
              "warning missing-network-size b\nwarning missing-network-size c\n"
              "warning missing-network-size e\nwarning missing-network-size f\n");
    EXPECT_TRUE(usable_network_sizes(std::vector<double>{0, std::nan("")}, {}).sizes.empty());
}

TEST(NetworkSizes, ASlipOfTheFingerIsTold) {
    const NetworkSizes read = usable_network_sizes(std::vector<double>{3, 12, 300, 1'000'000, 4},
                                                   people({"a", "b", "c", "d", "e"}));
    EXPECT_EQ(read.sizes[3], 1'000'000);  // what was said is counted until it is corrected
    EXPECT_EQ(summary(read.diagnostics), "warning large-network-size d\n");
    EXPECT_NE(read.diagnostics[0].message.find("1000000"), std::string::npos);
}

}  // namespace
}  // namespace mtm
