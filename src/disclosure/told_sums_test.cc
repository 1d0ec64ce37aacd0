#include "disclosure/told_sums.h"

#include <cmath>

#include <gtest/gtest.h>

#include "disclosure/released.h"

namespace mtm {
namespace {

// 98 men, then 36 women.
constexpr std::size_t men = 98;
constexpr std::size_t everyone = 134;

std::shared_ptr<const RowOwners> owners_of(std::size_t rows, std::size_t rows_of_an_interview = 1) {
    RowOwners out{.rows = rows, .interview_of_row = {}, .most_rows = rows_of_an_interview};
    if (rows_of_an_interview > 1) {
        out.level = 1;
        for (std::size_t r = 0; r < rows; ++r)
            out.interview_of_row.push_back(static_cast<std::int32_t>(r / rows_of_an_interview));
    }
    return std::make_shared<const RowOwners>(std::move(out));
}

SummedNumbers numbers_of(std::vector<double> numbers) {
    return {std::make_shared<const std::vector<double>>(std::move(numbers))};
}

// Men earn from 100 on, women what they are said to.
std::vector<double> incomes(const std::vector<double>& of_women) {
    std::vector<double> out(everyone, 0);
    for (std::size_t r = 0; r < men; ++r)
        out[r] = 100 + static_cast<double>(r);
    for (std::size_t r = 0; r < of_women.size(); ++r)
        out[men + r] = of_women[r];
    return out;
}

class Survey {
public:
    explicit Survey(std::vector<double> numbers, std::size_t rows_of_an_interview = 1)
        : owners_(owners_of(numbers.size(), rows_of_an_interview)),
          numbers_(numbers_of(std::move(numbers))) {}

    ToldSum sum(std::size_t from, std::size_t to, double within = 0) const {
        ToldSum out{RowSet(owners_), numbers_, within};
        for (std::size_t row = from; row < to; ++row)
            out.rows.insert(row);
        return out;
    }

private:
    std::shared_ptr<const RowOwners> owners_;
    SummedNumbers numbers_;
};

bool subtracted(const ToldSum& first, const ToldSum& second, double dominance = 10) {
    ToldSums sums(10, dominance);
    EXPECT_FALSE(sums.gives_back(first));
    sums.add(first);
    return sums.gives_back(second);
}

TEST(ToldSums, ADifferenceOfManyWithOneNumberIsThatNumber) {
    const Survey one(incomes({777}));
    EXPECT_TRUE(subtracted(one.sum(0, everyone), one.sum(0, men)));
    EXPECT_TRUE(subtracted(one.sum(0, men), one.sum(0, everyone)));
    EXPECT_FALSE(subtracted(one.sum(0, everyone), one.sum(0, men - 20)));
    const Survey many(incomes(std::vector<double>(20, 500)));
    EXPECT_FALSE(subtracted(many.sum(0, everyone), many.sum(0, men)));
    const Survey nobody(incomes({}));
    EXPECT_FALSE(subtracted(nobody.sum(0, everyone), nobody.sum(0, men)));
}

// By the p% rule.
TEST(ToldSums, ADifferenceThatOneDominatesTellsOfOne) {
    std::vector<double> women;
    for (std::size_t r = 0; r < everyone - men; ++r)
        women.push_back(10 + static_cast<double>(r % 9));
    women[0] = 99'999;
    const Survey survey(incomes(women));
    EXPECT_TRUE(subtracted(survey.sum(0, everyone), survey.sum(0, men), 10));
    EXPECT_FALSE(subtracted(survey.sum(0, everyone), survey.sum(0, men), 0));
}

TEST(ToldSums, WhoseNumberIsNothingNeedNotBeInTheLargerSet) {
    std::vector<double> numbers = incomes({777});
    const Survey survey(numbers);
    // The men and thirty women without income; and those of all who have one, but for ten women.
    EXPECT_TRUE(subtracted(survey.sum(0, everyone - 10), survey.sum(0, men)));
    ToldSum larger = survey.sum(0, men + 1);
    EXPECT_TRUE(subtracted(survey.sum(0, men), larger));
}

TEST(ToldSums, TheSameNumbersInAnotherUnitAreTheSame) {
    std::vector<double> numbers = incomes({777});
    std::vector<double> others = numbers;
    for (double& number : others)
        number /= 450;
    const ToldSum all = Survey(numbers).sum(0, everyone);
    EXPECT_TRUE(subtracted(all, Survey(others).sum(0, men)));
    others[3] *= 2;
    EXPECT_FALSE(subtracted(all, Survey(others).sum(0, men)));
}

TEST(ToldSums, WhatIsToldRoughlyHidesWhatOneMakesOfIt) {
    const Survey survey(incomes({777}));
    EXPECT_TRUE(subtracted(survey.sum(0, everyone, 300), survey.sum(0, men, 400)));
    EXPECT_FALSE(subtracted(survey.sum(0, everyone, 400), survey.sum(0, men, 400)));
    Estimate mean;
    mean.value = 152.045;
    const ToldSum all = survey.sum(0, everyone);
    EXPECT_EQ(told_within(all, mean, {.mean = true}), 0);
    EXPECT_NEAR(told_within(all, mean, {.mean = true, .coarse = true}), 0.05 * everyone, 1e-9);
    EXPECT_NEAR(told_within(all, mean, {.mean = true, .weighted = true}), 0.5 * everyone, 1e-9);
}

TEST(ToldSums, AWholeLessTheGroupsOfALineIsWhoIsLeft) {
    const Survey survey(incomes({777}));
    ToldSums sums(10, 10);
    sums.add(survey.sum(0, everyone));
    EXPECT_TRUE(sums.gives_back({survey.sum(0, 40), survey.sum(40, men)}));
    EXPECT_FALSE(sums.gives_back({survey.sum(0, 40), survey.sum(40, men - 20)}));
    ToldSums lines(10, 10);
    lines.add({survey.sum(0, 40), survey.sum(40, everyone)});
    EXPECT_TRUE(lines.gives_back(survey.sum(0, men))) << "the line less the men";
}

// Spending is food and one fine.
TEST(ToldSums, TheDifferenceOfTwoSumsIsASum) {
    const Survey food(incomes({300, 200, 100}));
    std::vector<double> numbers = incomes({300, 200, 100});
    numbers[men] += 777;
    const ToldSum all = Survey(numbers).sum(0, everyone);
    EXPECT_TRUE(subtracted(food.sum(0, everyone), all));
    EXPECT_TRUE(subtracted(all, food.sum(0, everyone)));
    EXPECT_TRUE(subtracted(all, food.sum(0, men + 2))) << "100, the fine and 300 less 300";
    EXPECT_FALSE(subtracted(Survey(numbers).sum(0, men + 2), food.sum(40, everyone)))
        << "neither holds the other";
    for (std::size_t r = 0; r < 40; ++r)
        numbers[r] += 50 + static_cast<double>(r);
    EXPECT_FALSE(subtracted(food.sum(0, everyone), Survey(numbers).sum(0, everyone), 0));
    EXPECT_TRUE(subtracted(food.sum(0, everyone), Survey(numbers).sum(0, everyone), 1000));
}

TEST(ToldSums, WhatIsLeftOfASumWithoutItsPartsIsASum) {
    const Survey food(incomes({300, 200, 100}));
    std::vector<double> rents;
    std::vector<double> spending = incomes({300, 200, 100});
    for (std::size_t r = 0; r < everyone; ++r) {
        rents.push_back(40 + static_cast<double>(r % 7));
        spending[r] += rents[r] + (r == men + 20 ? 777 : 0);
    }
    const ToldSum parts[] = {
        food.sum(0, everyone), Survey(rents).sum(0, everyone), Survey(spending).sum(0, everyone)};
    for (std::size_t last = 0; last < 3; ++last) {
        ToldSums sums(10, 10);
        for (std::size_t i = 1; i < 3; ++i) {
            EXPECT_FALSE(sums.gives_back(parts[(last + i) % 3])) << last;
            sums.add(parts[(last + i) % 3]);
        }
        EXPECT_TRUE(sums.gives_back(parts[last])) << last;
    }
}

TEST(ToldSums, PeopleAreInterviewsInARepeat) {
    std::vector<double> earned(everyone, 0);
    for (std::size_t r = 0; r < 60; ++r)
        earned[r] = 100 + static_cast<double>(r);
    for (std::size_t r = men; r < men + 12; ++r)
        earned[r] = 5000;
    const auto told = [&](std::size_t rows_of_an_interview) {
        const Survey survey(earned, rows_of_an_interview);
        return subtracted(survey.sum(0, everyone), survey.sum(0, men), 0);
    };
    EXPECT_FALSE(told(1));
    EXPECT_TRUE(told(4));
}

// A mean as a sentence has it.
FigureValue figure_of(const char* aggregate, const ToldSum& sum) {
    FigureValue out;
    FigurePart part;
    part.aggregate = aggregate;
    part.counted = part.of = sum.rows;
    part.summed = {sum.numbers};
    part.estimate.n = part.estimate.base = sum.rows.count();
    part.estimate.value = 150;
    out.estimate = part.estimate;
    out.parts = {part};
    return out;
}

TEST(ToldSums, ASentenceWithholdsTheMeanThatWouldTellOfOneBesideAnother) {
    const Survey survey(incomes({777}));
    StudyFile rules;
    rules.threshold = 10;
    for (const char* aggregate : {"mean", "total", "ratio"}) {
        DisclosureControl control(rules, Edition::published);
        const auto all = control.release(figure_of(aggregate, survey.sum(0, everyone)));
        EXPECT_FALSE(all->withheld);
        EXPECT_TRUE(all->figure.parts.front().summed.empty()) << "who they are stays inside";
        EXPECT_TRUE(control.release(figure_of(aggregate, survey.sum(0, men)))->withheld);
        EXPECT_FALSE(control.release(figure_of(aggregate, survey.sum(0, men - 20)))->withheld);
    }
}

// Everyone, then groups of consecutive rows.
Table totals_of(const Survey& survey, const std::vector<std::size_t>& ends) {
    Table table;
    table.spec.statistic = Statistic::total;
    table.categories.resize(1);
    TableRows rows;
    std::vector<ToldSum> groups{survey.sum(0, ends.back())};
    std::size_t from = 0;
    for (const std::size_t end : ends) {
        groups.push_back(survey.sum(from, end));
        from = end;
    }
    for (const ToldSum& group : groups) {
        table.groups.emplace_back();
        table.group_bases.push_back(group.rows.count());
        Estimate cell;
        cell.n = cell.base = group.rows.count();
        cell.value = 0;
        for (const std::uint32_t row : group.rows.rows())
            *cell.value += group.numbers[row];
        cell.fewest = people_behind(group.rows, group.numbers).fewest(10);
        table.cells.push_back({cell});
        rows.bases.push_back(group.rows);
        rows.cells.push_back({group.rows});
    }
    rows.summed = {groups.front().numbers};
    table.base.n = table.group_bases[0];
    table.rows = std::make_shared<const TableRows>(std::move(rows));
    return table;
}

// Everyone less the first group is the sum of the other two: 36 of 1 to 3, and one of 9,999. Beside
// that one, it is the first group that hides enough.
TEST(ToldSums, GroupsThatAreWithheldTogetherTellOfManyTogether) {
    std::vector<double> numbers = incomes({9999});
    for (std::size_t r = 62; r < men; ++r)
        numbers[r] = 1 + static_cast<double>(r % 3);
    const Survey survey(numbers);
    StudyFile rules;
    rules.threshold = 10;
    rules.dominance = 10;
    DisclosureControl control(rules, Edition::published);
    const auto safe = control.release(totals_of(survey, {62, men, everyone}));
    EXPECT_FALSE(safe->withheld[0][0]);
    EXPECT_TRUE(safe->withheld[1][0]);
    EXPECT_FALSE(safe->withheld[2][0]);
    EXPECT_TRUE(safe->withheld[3][0]);
}

TEST(ToldSums, ATableWithAFilterIsSubtractedFromOneWithout) {
    const Survey survey(incomes({777}));
    DisclosureControl control(10, Edition::published);
    EXPECT_FALSE(control.release(totals_of(survey, {everyone}))->withheld[0][0]);
    Table filtered = totals_of(survey, {men});
    filtered.spec.question = "filtered";
    EXPECT_TRUE(control.release(filtered)->withheld[0][0]);
}

}  // namespace
}  // namespace mtm
