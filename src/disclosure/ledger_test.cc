#include "disclosure/ledger.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

constexpr std::size_t ledger_threshold = 10;

std::shared_ptr<const RowOwners> thousand_interviews() {
    static const auto owners =
        std::make_shared<const RowOwners>(RowOwners{.rows = 1000, .interview_of_row = {}});
    return owners;
}

// Interviews `first` to `last`-1.
RowSet rows(std::size_t first,
            std::size_t last,
            const std::shared_ptr<const RowOwners>& owners = thousand_interviews()) {
    RowSet out(owners);
    for (std::size_t r = first; r < last; ++r)
        out.insert(r);
    return out;
}

KnownCount exactly(std::size_t first, std::size_t last) {
    return known_exactly(rows(first, last));
}

ReleaseLedger published(const std::vector<KnownCount>& counts) {
    ReleaseLedger ledger(ledger_threshold);
    for (const KnownCount& count : counts)
        ledger.add(count);
    return ledger;
}

TEST(ReleaseLedger, ABaseFewShortOfEveryoneGivesTheRestBack) {
    const ReleaseLedger ledger = published({exactly(0, 1000)});
    EXPECT_TRUE(ledger.gives_back(exactly(0, 995)));
    EXPECT_TRUE(ledger.gives_back(exactly(0, 991)));
    EXPECT_FALSE(ledger.gives_back(exactly(0, 990)));
    EXPECT_FALSE(ledger.gives_back(exactly(0, 1000)));
}

TEST(ReleaseLedger, OfTwoNestedCountsEitherMayStandButNotBoth) {
    EXPECT_TRUE(published({exactly(100, 200)}).gives_back(exactly(103, 200)));
    EXPECT_TRUE(published({exactly(103, 200)}).gives_back(exactly(100, 200)));
    EXPECT_FALSE(published({exactly(100, 200)}).gives_back(exactly(103, 203)));
}

TEST(ReleaseLedger, ATransposedTableSaysNothingNew) {
    const std::vector<KnownCount> cells{exactly(0, 300), exactly(300, 420), exactly(0, 420)};
    const ReleaseLedger ledger = published(cells);
    for (const KnownCount& cell : cells)
        EXPECT_FALSE(ledger.gives_back(cell));
}

TEST(ReleaseLedger, RowsOfATableAreAddedUp) {
    ReleaseLedger ledger(ledger_threshold);
    ledger.add(Line{exactly(0, 100), exactly(100, 200), exactly(200, 300)});
    EXPECT_TRUE(ledger.gives_back(exactly(0, 204))) << "two rows and four people of the third";
    EXPECT_TRUE(ledger.gives_back(exactly(4, 200))) << "two rows but for four people";
    EXPECT_FALSE(ledger.gives_back(exactly(0, 200)));
    EXPECT_FALSE(ledger.gives_back(exactly(0, 250)));
}

TEST(ReleaseLedger, AGroupPublishedBeforeItsPartsTakesOneOfThem) {
    const ReleaseLedger ledger = published({exactly(0, 203)});
    const Line parts{exactly(0, 120), exactly(120, 200), exactly(203, 400)};
    EXPECT_EQ(ledger.to_leave_out(parts, 3), 1U) << "the smaller of those in the group";
    EXPECT_EQ(ledger.to_leave_out({parts[0], parts[2]}, 2), 2U) << "nothing";
}

TEST(ReleaseLedger, ARoundedPercentageHidesWhatAnExactCountGivesBack) {
    const ReleaseLedger ledger = published({exactly(0, 1000)});
    EXPECT_FALSE(
        published({exactly(0, 105)}).gives_back(known_from_percentage(rows(0, 100), 3000)));
    EXPECT_TRUE(published({exactly(0, 105)}).gives_back(known_from_percentage(rows(0, 100), 300)));
    EXPECT_TRUE(ledger.gives_back(exactly(0, 996)));
}

TEST(ReleaseLedger, WhatWasRoundedFirstCanBeMadeExactLater) {
    ReleaseLedger ledger(ledger_threshold);
    ledger.add(known_from_percentage(rows(0, 100), 1000));
    ledger.add(exactly(0, 110));
    EXPECT_FALSE(ledger.gives_back(exactly(0, 100)));
    ledger = published({known_from_percentage(rows(0, 100), 3000), exactly(0, 105)});
    EXPECT_TRUE(ledger.gives_back(exactly(0, 100)));
}

TEST(KnownFromPercentage, IsEveryCountThatPrintsTheSame) {
    for (const std::size_t base : {7U, 40U, 200U, 999U}) {
        for (std::size_t n = 0; n <= base; ++n) {
            const auto printed = [base](std::size_t k) {
                return std::pair(k == 0, (200 * k + base) / (2 * base));
            };
            const KnownCount known = known_from_percentage(rows(0, n), base);
            for (std::size_t k = 0; k <= base; ++k) {
                EXPECT_EQ(k >= known.low && k <= known.high, printed(k) == printed(n))
                    << k << " and " << n << " of " << base;
            }
        }
    }
}

// Three household members to each interview.
std::shared_ptr<const RowOwners> household_members() {
    RowOwners owners{.level = 1, .rows = 900, .interview_of_row = {}, .most_rows = 3};
    for (std::size_t r = 0; r < owners.rows; ++r)
        owners.interview_of_row.push_back(static_cast<std::int32_t>(r / 3));
    return std::make_shared<const RowOwners>(std::move(owners));
}

TEST(ReleaseLedger, InRepeatsInterviewsCountAndNotRows) {
    const auto members = household_members();
    EXPECT_EQ(rows(0, 15, members).people(), 5U);
    ReleaseLedger ledger(ledger_threshold);
    ledger.add(known_exactly(rows(0, 300, members)));
    EXPECT_TRUE(ledger.gives_back(known_exactly(rows(27, 300, members)))) << "27 of 9 interviews";
    EXPECT_FALSE(ledger.gives_back(known_exactly(rows(30, 300, members)))) << "30 of 10";
    EXPECT_FALSE(ledger.gives_back(exactly(0, 299))) << "interviews are no rows of theirs";
}

}  // namespace
}  // namespace mtm
