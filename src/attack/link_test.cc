#include "attack/link.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

struct LinkTrial {
    PublicCsv records;
    LinkageKnowledge knowledge;
};

// People of a few values, and their records with blanks here and there.
LinkTrial trial(std::uint64_t seed) {
    Random random(seed);
    LinkTrial out;
    out.records.columns = {"sex", "area", "works"};
    out.knowledge.keys = {"sex", "area"};
    out.knowledge.sensitive = {"works"};
    out.knowledge.fraction = 0.5;
    out.knowledge.margins = {{{"", "a1"}, 3}};
    for (int i = 0; i < 30; ++i) {
        KnownPerson person{random.chance(0.5) ? "male" : "female",
                           "a" + std::to_string(random.between(1, 4))};
        if (random.chance(0.05)) person[0].clear();
        std::vector<std::string> row{person[0], person[1], random.chance(0.8) ? "yes" : "no"};
        for (std::size_t key = 0; key < 2; ++key) {
            if (random.chance(0.2)) row[key].clear();
        }
        if (random.chance(0.1)) row[2].clear();
        out.knowledge.people.push_back(person);
        out.records.rows.push_back(row);
    }
    return out;
}

TEST(LinkRecords, CountsWhatEachPersonCouldBe) {
    std::size_t learnt = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const LinkTrial given = trial(seed);
        const auto found = link_records(given.records, given.knowledge, 5);
        ASSERT_TRUE(found) << found.error().message;
        std::size_t fewest = 1000;
        std::size_t under = 0;
        std::size_t same = 0;
        double expected = 0;
        double in_population = 0;
        for (const KnownPerson& person : given.knowledge.people) {
            std::size_t candidates = 0;
            std::set<std::string> answers;
            for (const auto& row : given.records.rows) {
                const bool sex = row[0].empty() || row[0] == person[0];
                const bool area = row[1].empty() || row[1] == person[1];
                if (!sex || !area) continue;
                ++candidates;
                answers.insert(row[2]);
            }
            ASSERT_GT(candidates, 0U);  // their own at least
            fewest = std::min(fewest, candidates);
            under += candidates < 5 ? 1 : 0;
            same += answers.size() == 1 && !answers.contains("") ? 1 : 0;
            const auto many = static_cast<double>(candidates);
            expected += 1 / many;
            in_population += 1 / (person[1] == "a1" ? std::min(3.0, 2 * many) : 2 * many);
        }
        EXPECT_EQ(found->people, 30U);
        EXPECT_EQ(found->nowhere, 0U);
        EXPECT_EQ(found->fewest, fewest);
        EXPECT_EQ(found->under_k, under);
        EXPECT_NEAR(found->expected, expected, 1e-9);
        EXPECT_NEAR(found->in_population, in_population, 1e-9);
        EXPECT_EQ(found->learnt[0].people, same);
        learnt += same;
    }
    EXPECT_GT(learnt, 0U);
}

TEST(LinkRecords, SaysWhoIsInNoRecordAndWhichColumnIsMissing) {
    LinkTrial given = trial(1);
    given.knowledge.people.push_back({"male", "a9"});
    for (auto& row : given.records.rows)
        row[1] = "a1";
    EXPECT_GT(link_records(given.records, given.knowledge, 5)->nowhere, 0U);
    given.knowledge.keys.push_back("age");
    const auto missing = link_records(given.records, given.knowledge, 5);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().message, "published records have no column “age”");
}

}  // namespace
}  // namespace mtm
