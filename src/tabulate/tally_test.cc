#include "tabulate/tally.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

NumberTally tally_of(const std::vector<double>& numbers) {
    NumberTally out;
    for (const double number : numbers)
        out.add(number, 1);
    return out;
}

TEST(NumberTally, OneNumberThatDominatesTheTotalIsToldOfAlone) {
    const std::vector<double> debts{1000, 40, 20, 10, 10, 10, 9, 1, 0, 0};
    EXPECT_EQ(tally_of(debts).fewest(), 8U);
    EXPECT_EQ(tally_of(debts).fewest(10), 1U);  // all but 1000 and 40 come to 60
    EXPECT_EQ(tally_of(debts).fewest(6), 8U);   // which is not under 60
    EXPECT_EQ(tally_of(debts).fewest(6.1), 1U);
    EXPECT_EQ(tally_of({500, 500, 20, 20}).fewest(10), 1U);
    EXPECT_EQ(tally_of({-500, 3, 20, 20, 5}).fewest(10), 1U);  // a loss weighs as a gain does
    EXPECT_EQ(tally_of({31, 44, 27, 58, 33, 29, 41, 36, 38, 25}).fewest(10), 10U);
    EXPECT_EQ(tally_of({0, 0, 0}).fewest(10), 3U);
    EXPECT_EQ(tally_of({}).fewest(10), 0U);
}

// By sorting, as the rule is written down, whatever the order and however often numbers occur.
TEST(NumberTally, DominanceIsThatOfSortedNumbers) {
    int dominated = 0;
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Random random(seed);
        std::vector<double> numbers;
        for (long long i = random.between(3, 14); i > 0; --i)
            numbers.push_back(std::floor(std::exp(7 * random.uniform())));
        NumberTally tally;
        for (const double number : numbers)
            tally.add(number, 1);
        tally.add(numbers.front(), 1);
        numbers.push_back(numbers.front());
        std::ranges::sort(numbers, std::ranges::greater());
        double rest = 0;
        for (std::size_t i = 2; i < numbers.size(); ++i)
            rest += numbers[i];
        const bool wanted = rest < 0.2 * numbers[0];
        EXPECT_EQ(tally.fewest(20) == 1, wanted) << seed;
        dominated += wanted ? 1 : 0;
    }
    EXPECT_GT(dominated, 20);
}

}  // namespace
}  // namespace mtm
