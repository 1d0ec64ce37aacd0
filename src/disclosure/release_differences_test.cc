#include "disclosure/release_differences.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace mtm {
namespace {

ReleasedNumber printed(const std::string& id, long long n, long long base) {
    return {.id = id, .where = id, .value = std::to_string(n), .n = n, .base = base};
}

ReleasedNumber not_printed(const std::string& id) {
    return {.id = id, .where = id, .value = "", .n = {}, .base = {}, .withheld = true};
}

TEST(TellingDifferences, OnePersonWhoWithdrewIsToldByEveryNumberThatHadCountedThem) {
    const std::vector<ReleasedNumber> before{printed("men", 60, 100), printed("women", 40, 100)};
    const std::vector<ReleasedNumber> now{printed("men", 60, 99), printed("women", 39, 99)};
    const std::vector<TellingDifference> expected{{"men", TellingBy::base, -1},
                                                  {"men", TellingBy::complement, -1},
                                                  {"women", TellingBy::count, -1},
                                                  {"women", TellingBy::base, -1}};
    EXPECT_EQ(telling_differences(before, now, {}, 10), expected);
    EXPECT_TRUE(telling_differences(before, before, {}, 10).empty());
}

TEST(TellingDifferences, AsManyAsTheThresholdTellOfNobody) {
    const std::vector<ReleasedNumber> before{printed("men", 60, 100)};
    EXPECT_TRUE(telling_differences(before, {printed("men", 50, 90)}, {}, 10).empty());
    EXPECT_EQ(telling_differences(before, {printed("men", 51, 91)}, {}, 10).size(), 2U);
    // Ten withdrew, nine of them men: the tenth is told.
    const auto told = telling_differences(before, {printed("men", 50, 89)}, {}, 10);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0], (TellingDifference{"men", TellingBy::complement, -1}));
}

TEST(TellingDifferences, WhatIsLeftOfAWholeIsOfThoseThatWereNotPrinted) {
    const NumberLine line{"everyone", {"a", "b", "c"}};
    const std::vector<ReleasedNumber> before{
        printed("everyone", 200, 200), printed("a", 90, 200), not_printed("b"), not_printed("c")};
    const std::vector<ReleasedNumber> now{
        printed("everyone", 170, 170), printed("a", 65, 170), not_printed("b"), not_printed("c")};
    EXPECT_EQ(telling_differences(before, now, {line}, 10),
              (std::vector<TellingDifference>{{"a", TellingBy::complement, -5},
                                              {"everyone", TellingBy::rest, -5}}));
}

// One income was corrected: as many people have one, and the total is another.
TEST(TellingDifferences, ANumberOfAnswersThatChangedWithoutItsPeopleTellsWhatWasCorrected) {
    const auto total = [](const char* value, std::optional<long long> n) {
        return ReleasedNumber{
            .id = "total", .where = "Total", .value = value, .n = n, .base = n, .of_answers = true};
    };
    const auto told = [](const ReleasedNumber& before, const ReleasedNumber& now) {
        return telling_differences({before}, {now}, {}, 10);
    };
    EXPECT_EQ(told(total("31902", 157), total("32679", 157)),
              (std::vector<TellingDifference>{{"total", TellingBy::answer, 0}}));
    EXPECT_EQ(told(total("31902", 157), total("31902", 157)).size(), 0U);
    EXPECT_EQ(told(total("31902", 157), total("28000", 145)).size(), 0U);
    ReleasedNumber percentage = total("33", 157);
    percentage.of_answers = false;
    EXPECT_EQ(told(percentage, total("33", 157)).size(), 0U);
    // Of how many it is was not printed: then by how many interviews there are.
    const auto counted = [](long long n) { return printed(interviews_counted, n, n); };
    const ReleasedNumber before = total("203.2", {});
    const ReleasedNumber now = total("204.1", {});
    EXPECT_EQ(telling_differences({counted(200), before}, {counted(200), now}, {}, 10).size(), 1U);
    EXPECT_EQ(telling_differences({counted(200), before}, {counted(250), now}, {}, 10).size(), 0U);
}

TEST(TellingDifferences, ErrataNameWhatChangedCameAndWent) {
    const std::vector<ReleasedNumber> before{
        printed("a", 60, 100), printed("b", 40, 100), printed("old", 20, 100)};
    std::vector<ReleasedNumber> now{
        printed("a", 60, 100), printed("b", 30, 100), printed("fresh", 25, 100)};
    now[0].where = "moved to another page";
    const std::vector<Erratum> found = errata(before, now);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].change, NumberChange::changed);
    EXPECT_EQ(found[0].before->n, 40);
    EXPECT_EQ(found[0].now->n, 30);
    EXPECT_EQ(found[1].change, NumberChange::appeared);
    EXPECT_EQ(found[1].id, "fresh");
    EXPECT_EQ(found[2].change, NumberChange::gone);
    EXPECT_EQ(found[2].id, "old");
}

// People with two answers each; a release counts them by both, and withholds some cells.
struct Population {
    std::vector<std::pair<int, int>> people;  // group, category
    int groups = 0;
    int categories = 0;
};

std::string cell_id(int group, int category) {
    return std::to_string(group) + "/" + std::to_string(category);
}

std::vector<ReleasedNumber> release_of(const Population& of,
                                       const std::vector<bool>& in,
                                       const std::vector<bool>& withheld) {
    std::vector<std::vector<long long>> cells(
        static_cast<std::size_t>(of.groups),
        std::vector<long long>(static_cast<std::size_t>(of.categories)));
    for (std::size_t i = 0; i < of.people.size(); ++i) {
        if (in[i])
            ++cells[static_cast<std::size_t>(of.people[i].first)]
                   [static_cast<std::size_t>(of.people[i].second)];
    }
    std::vector<ReleasedNumber> out;
    std::size_t cell = 0;
    for (int g = 0; g < of.groups; ++g) {
        long long base = 0;
        for (const long long n : cells[static_cast<std::size_t>(g)])
            base += n;
        out.push_back(printed(std::to_string(g), base, base));
        for (int c = 0; c < of.categories; ++c, ++cell) {
            const long long n = cells[static_cast<std::size_t>(g)][static_cast<std::size_t>(c)];
            out.push_back(withheld[cell] ? not_printed(cell_id(g, c))
                                         : printed(cell_id(g, c), n, base));
        }
    }
    return out;
}

std::vector<NumberLine> lines_of(const Population& of) {
    std::vector<NumberLine> out;
    for (int g = 0; g < of.groups; ++g) {
        NumberLine& line = out.emplace_back();
        line.whole = std::to_string(g);
        for (int c = 0; c < of.categories; ++c)
            line.parts.push_back(cell_id(g, c));
    }
    return out;
}

// By trying every set of a group whose size both releases give away: unions of printed cells, and
// the group without them. How many of the fewest, but not none, who withdrew are in one of these.
long long fewest_told(const Population& of,
                      const std::vector<bool>& stays,
                      const std::vector<bool>& withheld) {
    long long fewest = static_cast<long long>(of.people.size()) + 1;
    for (int g = 0; g < of.groups; ++g) {
        for (unsigned set = 0; set < (1U << of.categories); ++set) {
            bool known = true;
            long long in = 0;
            long long out = 0;
            for (int c = 0; c < of.categories; ++c) {
                const auto cell = static_cast<std::size_t>(g * of.categories + c);
                if (((set >> c) & 1U) != 0 && withheld[cell]) known = false;
            }
            if (!known) continue;
            for (std::size_t i = 0; i < of.people.size(); ++i) {
                if (stays[i] || of.people[i].first != g) continue;
                ++(((set >> of.people[i].second) & 1U) != 0 ? in : out);
            }
            if (in > 0) fewest = std::min(fewest, in);
            if (out > 0) fewest = std::min(fewest, out);
        }
    }
    return fewest;
}

TEST(TellingDifferences, AgreeWithTryingEverySetThatTheReleasesGiveAway) {
    std::mt19937 random(20260427);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    std::map<bool, int> seen;
    for (int trial = 0; trial < 4000; ++trial) {
        Population population{{}, 1 + below(3), 2 + below(3)};
        const int people = 5 + below(60);
        std::vector<bool> stays;
        const unsigned leave_of_8 = static_cast<unsigned>(below(9));
        for (int i = 0; i < people; ++i) {
            population.people.emplace_back(below(static_cast<unsigned>(population.groups)),
                                           below(static_cast<unsigned>(population.categories)));
            stays.push_back(random() % 8 >= leave_of_8);
        }
        std::vector<bool> withheld;
        for (int cell = 0; cell < population.groups * population.categories; ++cell)
            withheld.push_back(below(4) == 0);
        const std::vector<bool> all(population.people.size(), true);
        const int threshold = 2 + below(5);
        const auto told = telling_differences(release_of(population, all, withheld),
                                              release_of(population, stays, withheld),
                                              lines_of(population),
                                              threshold);
        const bool few = fewest_told(population, stays, withheld) < threshold;
        EXPECT_EQ(!told.empty(), few) << "trial " << trial;
        ++seen[few];
    }
    EXPECT_GT(seen[true], 500);
    EXPECT_GT(seen[false], 500);
}

}  // namespace
}  // namespace mtm
