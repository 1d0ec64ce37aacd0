// What standard errors, intervals, letters and weighted numbers would tell of those whom a table
// withholds. A reader here knows the design to the last detail and tries every number of people
// that a withheld cell could hold: whatever would print the same could be so.
#include "disclosure/precision.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "disclosure/changed_figure.h"
#include "tabulate/column_letters.h"
#include "tabulate/figure.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr std::size_t people_in[] = {60, 50, 60, 60, 60};
constexpr int threshold = 10;
const std::vector<std::string> areas{"a", "b", "c", "d", "e"};

// Five areas are the strata of a sample; so many of each said yes.
SmallSurvey five_areas(const std::vector<std::size_t>& yes, const std::vector<double>& weights) {
    std::string answers = "area | paid\n";
    SampleDesign design;
    design.stages.emplace_back();
    for (std::size_t a = 0; a < areas.size(); ++a) {
        for (std::size_t i = 0; i < people_in[a]; ++i) {
            answers += areas[a] + " | " + (i < yes[a] ? "yes" : "no") + "\n";
            design.weights.push_back(weights[a]);
            design.stages[0].strata.push_back(static_cast<std::int32_t>(a));
        }
    }
    SmallSurvey out =
        small_survey_of("select_one | area | a b c d e\nselect_one | paid | yes no\n", answers);
    out.study.file.threshold = threshold;
    out.dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    return out;
}

TableSpec paid(bool by_area, Statistic statistic = Statistic::percent) {
    TableSpec spec;
    spec.question = "paid";
    if (by_area) spec.by = {"area"};
    spec.statistic = statistic;
    return spec;
}

SafeTable released(const SmallSurvey& small, const TableSpec& spec, Edition edition) {
    DisclosureControl control(threshold, edition);
    return control.release(tabulate(small.study, small.dataset, spec)).value();
}

// What is printed of the share of all who said yes.
std::string printed(const Estimate& cell) {
    const auto number = [](const std::optional<double>& value) {
        return value ? std::to_string(*value) + " " : std::string("- ");
    };
    return number(cell.value) + number(cell.standard_error) + number(cell.low) + number(cell.high) +
           std::to_string(cell.n) + " of " + std::to_string(cell.base);
}

// How many of area a could have said yes, if of a and b together `of_both` did, and all that is
// printed of everyone together is known.
std::set<std::size_t> possible(std::size_t of_both,
                               const std::vector<double>& weights,
                               const TableSpec& spec,
                               Edition edition,
                               const Estimate& seen) {
    std::set<std::size_t> out;
    for (std::size_t a = 0; a <= of_both; ++a) {
        const SmallSurvey other = five_areas({a, of_both - a, 20, 25, 30}, weights);
        if (printed(released(other, spec, edition).table.cells[0][0]) == printed(seen)) {
            out.insert(a);
        }
    }
    return out;
}

const std::vector<double> equal(5, 1);
const std::vector<double> unequal{1, 2, 1.5, 3, 2.5};

// Everyone, north, north > men, north > women, south.
SafeTable nested_shares(PercentOf percent_of) {
    SafeTable out;
    out.threshold = threshold;
    Table& table = out.table;
    table.spec.percent_of = percent_of;
    table.categories.resize(1);
    table.groups.resize(5);
    table.group_bases.assign(5, 100);
    table.places = {
        {0, 0, true, {}}, {0, 1, true, {}}, {1, 2, true, {}}, {1, 2, true, {}}, {0, 1, true, {}}};
    Estimate share;
    share.value = 40;
    share.n = 40;
    share.base = 100;
    share.standard_error = 5.123;
    share.low = 30;
    share.high = 50;
    table.cells.assign(5, {share});
    out.withheld.assign(5, {false});
    out.withheld_groups.assign(5, false);
    out.withheld[2][0] = out.withheld[3][0] = true;
    return out;
}

TEST(Precision, NothingThatWithheldNumbersArePartsOfHasAnError) {
    SafeTable columns = nested_shares(PercentOf::column);
    limit_precision(columns);
    for (const std::size_t g : {0U, 1U, 2U, 3U})
        EXPECT_FALSE(columns.table.cells[g][0].standard_error) << g;
    ASSERT_TRUE(columns.table.cells[4][0].standard_error);
    EXPECT_DOUBLE_EQ(*columns.table.cells[4][0].standard_error, 5.1);
    SafeTable rows = nested_shares(PercentOf::row);
    limit_precision(rows);
    for (const auto& group : rows.table.cells)
        EXPECT_FALSE(group[0].standard_error);
}

// Were it made whole first, it would be told as the next step.
TEST(Precision, APercentageInStepsIsRoundedOnce) {
    SafeTable safe = nested_shares(PercentOf::column);
    safe.table.weighted = true;
    for (auto& group : safe.table.cells)
        group[0].value = 44.6;
    limit_precision(safe);
    EXPECT_EQ(safe.table.cells[0][0].value, 40);  // ten of a hundred people: to ten points
    EXPECT_EQ(safe.table.cells[4][0].value, 45);
    FigureValue exact;
    exact.unit = FigureUnit::percent;
    exact.estimate.base = 600;
    exact.estimate.value = 14.958;
    FigureValue told = exact;
    told.estimate.value = 15;
    EXPECT_TRUE(limit_beside_gaps(exact, 2, told));
    EXPECT_EQ(told.estimate.value, 14);
    told.estimate.value = 15;
    EXPECT_TRUE(limit_beside_gaps(exact, 0, told));
    EXPECT_EQ(told.estimate.value, 15);
}

TEST(Precision, CoarseMeansOfWeightedPeopleHaveThreeDigits) {
    SafeTable safe;
    safe.coarse = safe.table.weighted = true;
    safe.threshold = threshold;
    safe.table.spec.statistic = Statistic::mean;
    safe.table.groups.resize(3);
    safe.table.categories.resize(1);
    safe.withheld.assign(3, {false});
    safe.withheld_groups.assign(3, false);
    safe.table.cells.assign(3, std::vector<Estimate>(1));
    safe.table.cells[0][0].value = 256.46;
    safe.table.cells[1][0].value = 24.57;
    safe.table.cells[2][0].value = 1.234;
    limit_precision(safe);
    EXPECT_EQ(safe.table.cells[0][0].value, 256);
    EXPECT_EQ(safe.table.cells[1][0].value, 24.6);
    EXPECT_EQ(safe.table.cells[2][0].value, 1.2);
}

// The table by area withholds 3 of a, and 14 of b with them; another table is of all areas.
TEST(Precision, AStandardErrorOfAllDoesNotGiveAStratumBack) {
    const SmallSurvey small = five_areas({3, 14, 20, 25, 30}, equal);
    const SafeTable by_area = released(small, paid(true), Edition::published);
    ASSERT_TRUE(by_area.withheld[1][0] && by_area.withheld[2][0]);
    ASSERT_FALSE(by_area.withheld[3][0] || by_area.coarse);
    const auto could = [&](Edition edition) {
        const Estimate seen = released(small, paid(false), edition).table.cells[0][0];
        EXPECT_TRUE(seen.standard_error);
        return possible(17, equal, paid(false), edition, seen);
    };
    EXPECT_EQ(could(Edition::internal), std::set<std::size_t>{3});  // the attack
    EXPECT_GE(could(Edition::published).size(), 10U);
}

TEST(Precision, AWeightedPercentageOfAllDoesNotGiveAStratumBack) {
    const SmallSurvey small = five_areas({3, 14, 20, 25, 30}, unequal);
    const auto could = [&](Edition edition) {
        const Estimate seen = released(small, paid(false), edition).table.cells[0][0];
        return possible(17, unequal, paid(false), edition, seen);
    };
    EXPECT_EQ(could(Edition::internal), std::set<std::size_t>{3});
    EXPECT_GE(could(Edition::published).size(), 4U);
}

TEST(Precision, AWeightedCountOfAllDoesNotGiveAStratumBack) {
    const SmallSurvey small = five_areas({3, 14, 20, 25, 30}, unequal);
    const TableSpec counts = paid(false, Statistic::count);
    const auto could = [&](Edition edition) {
        Estimate seen = released(small, counts, edition).table.cells[0][0];
        return possible(17, unequal, counts, edition, seen);
    };
    EXPECT_EQ(could(Edition::internal), std::set<std::size_t>{3});
    EXPECT_GE(could(Edition::published).size(), 5U);
}

TEST(Precision, ARowWithGapsTellsNothingOfThePrecisionOfItsTotal) {
    const SmallSurvey small = five_areas({3, 14, 20, 25, 30}, unequal);
    const SafeTable safe = released(small, paid(true), Edition::published);
    const Estimate& all = safe.table.cells[0][0];
    ASSERT_TRUE(all.value);
    EXPECT_FALSE(all.standard_error || all.low || all.high || all.df);
    EXPECT_EQ(std::fmod(*all.value, 5), 0);  // ten people are 3.4 per cent of 290
}

TEST(Precision, WithheldCellsHaveNoneAndAreComparedWithNobody) {
    const SmallSurvey small = five_areas({3, 14, 20, 25, 58}, equal);
    const Table table = tabulate(small.study, small.dataset, paid(true));
    EXPECT_FALSE(table.cells[5][0].contrasts.empty());
    const SafeTable safe = released(small, paid(true), Edition::published);
    for (std::size_t g = 0; g < safe.table.groups.size(); ++g) {
        for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
            const Estimate& cell = safe.table.cells[g][c];
            for (const Contrast& contrast : cell.contrasts)
                EXPECT_FALSE(safe.withheld[contrast.group][c]);
            if (!safe.withheld[g][c]) continue;
            EXPECT_FALSE(cell.standard_error || cell.low || cell.high || cell.df);
            EXPECT_TRUE(cell.contrasts.empty());
        }
    }
}

// Were a letter corrected for the tests of withheld cells too, it would depend on them.
TEST(Precision, ALetterDoesNotDependOnWhatIsWithheld) {
    Table table;
    table.groups.resize(5);
    table.categories.resize(1);
    table.group_bases = {200, 50, 50, 50, 50};
    table.cells.assign(5, std::vector<Estimate>(1));
    const std::size_t counts[] = {86, 40, 25, 3, 18};
    for (std::size_t g = 0; g < 5; ++g) {
        Estimate& cell = table.cells[g][0];
        cell.n = counts[g];
        cell.base = table.group_bases[g];
        cell.value = 100.0 * static_cast<double>(cell.n) / static_cast<double>(cell.base);
    }
    table.groups_overlap = true;  // so that nothing else need be withheld
    table.cells[1][0].contrasts = {{2, 0.011}, {3, 0.0001}, {4, 0.03}};
    table.cells[2][0].contrasts = {{3, 0.0002}, {4, 0.9}};
    table.cells[4][0].contrasts = {{3, 0.0003}};
    const SafeTable safe = DisclosureControl(threshold, Edition::published).release(table).value();
    ASSERT_TRUE(safe.withheld[3][0]);
    ASSERT_FALSE(safe.withheld[1][0] || safe.withheld[2][0] || safe.withheld[4][0]);
    EXPECT_EQ(safe.table.cells[1][0].contrasts, (std::vector<Contrast>{{2, 0.011}, {4, 0.03}}));
    EXPECT_EQ(safe.table.cells[2][0].contrasts, (std::vector<Contrast>{{4, 0.9}}));
    EXPECT_TRUE(safe.table.cells[4][0].contrasts.empty());
    EXPECT_EQ(column_letters(safe.table, MarkRules())->text(1, 0), "B");  // 0.033, and D at 0.06
}

TEST(Precision, ACoarseTableHasNone) {
    SafeTable safe;
    safe.coarse = true;
    safe.threshold = threshold;
    safe.table.groups.resize(2);
    safe.table.categories.resize(1);
    safe.withheld.assign(2, {false});
    safe.withheld_groups = {false, false};
    Estimate cell;
    cell.value = 33;
    cell.standard_error = 1.2;
    cell.low = 30;
    cell.high = 36;
    cell.df = 100;
    cell.contrasts = {{0, 0.01}};
    safe.table.cells.assign(2, {cell});
    limit_precision(safe);
    for (const auto& group : safe.table.cells) {
        EXPECT_FALSE(group[0].standard_error || group[0].low || group[0].high || group[0].df);
        EXPECT_TRUE(group[0].contrasts.empty());
        EXPECT_EQ(group[0].value, 33);
    }
}

TEST(Precision, ErrorsHaveTwoDigitsAndLimitsAsManyPlaces) {
    const SmallSurvey small = five_areas({23, 24, 20, 25, 30}, equal);
    const Estimate exact = released(small, paid(true), Edition::internal).table.cells[1][0];
    const Estimate told = released(small, paid(true), Edition::published).table.cells[1][0];
    EXPECT_EQ(told.value, exact.value);
    EXPECT_NEAR(*told.standard_error, *exact.standard_error, 0.05);
    EXPECT_EQ(*told.standard_error, std::round(10 * *exact.standard_error) / 10);
    const double factor = *told.standard_error / *exact.standard_error;
    EXPECT_NEAR(*told.value - *told.low, factor * (*exact.value - *exact.low), 0.051);
    EXPECT_NEAR(*told.high - *told.value, factor * (*exact.high - *exact.value), 0.051);
    EXPECT_EQ(*told.low, std::round(10 * *told.low) / 10);
    EXPECT_EQ(told.df, exact.df);
}

TEST(Precision, LimitsOfAWeightedPercentageLieAroundTheWholeOne) {
    const SmallSurvey small = five_areas({23, 24, 20, 25, 30}, unequal);
    const Estimate exact = released(small, paid(false), Edition::internal).table.cells[0][0];
    const Estimate told = released(small, paid(false), Edition::published).table.cells[0][0];
    EXPECT_EQ(*told.value, std::round(*exact.value));
    const double factor = *told.standard_error / *exact.standard_error;
    EXPECT_NEAR(*told.value - *told.low, factor * (*exact.value - *exact.low), 0.051);
    EXPECT_NEAR(*told.high - *told.value, factor * (*exact.high - *exact.value), 0.051);
    EXPECT_EQ(told.n, 122U);  // of people, as before
}

TEST(Precision, AGroupThatGoesTakesItsLettersWithIt) {
    SafeTable safe;
    safe.table.cells.assign(4, std::vector<Estimate>(1));
    safe.table.cells[1][0].contrasts = {{2, 0.1}, {3, 0.2}};
    renumber_contrasts(safe, 2);
    EXPECT_EQ(safe.table.cells[1][0].contrasts, (std::vector<Contrast>{{2, 0.2}}));
}

// The first so many of 4,000 people, in per cent, with an interval.
FigureValue share_of_first(std::size_t n, const std::shared_ptr<const RowOwners>& owners) {
    std::vector<std::uint8_t> counted(owners->rows, 0);
    std::fill_n(counted.begin(), n, 1);
    FigureValue out;
    out.unit = FigureUnit::percent;
    out.estimate.n = n;
    out.estimate.base = out.base.n = owners->rows;
    out.estimate.value = 100 * static_cast<double>(n) / static_cast<double>(owners->rows);
    out.estimate.standard_error = 1.1;
    out.estimate.low = *out.estimate.value - 2.2;
    out.estimate.high = *out.estimate.value + 2.2;
    const RowSet all = RowSet(owners, counted).everyone();
    out.parts.push_back({"percent", out.estimate, out.base, RowSet(owners, counted), all});
    return out;
}

// 1,600 and 1,595 of 4,000 print as 40 per cent, and their difference could be none or many; with
// limits beside both, it would be the five people that it is.
TEST(PrecisionOfFigures, AnIntervalIsPrintedOnlyWhereTheCountMayBeKnown) {
    auto everyone = std::make_shared<RowOwners>();
    everyone->rows = 4000;
    DisclosureControl control(threshold, Edition::published);
    const auto first = control.release(share_of_first(1600, everyone));
    EXPECT_FALSE(first->withheld);
    EXPECT_TRUE(first->figure.estimate.low && first->figure.estimate.standard_error);
    const auto second = control.release(share_of_first(1595, everyone));
    ASSERT_FALSE(second->withheld);
    EXPECT_EQ(second->figure.estimate.value, 39.875);
    EXPECT_FALSE(second->figure.estimate.low || second->figure.estimate.standard_error);
    EXPECT_FALSE(second->figure.parts[0].estimate.standard_error);
    const auto third = control.release(share_of_first(1400, everyone));
    EXPECT_TRUE(third->figure.estimate.low);
}

TEST(PrecisionOfFigures, AWeightedPercentageIsWholeAndItsLimitsLieAroundIt) {
    auto everyone = std::make_shared<RowOwners>();
    everyone->rows = 4000;
    FigureValue weighted = share_of_first(1600, everyone);
    weighted.estimate.value = 41.7;
    weighted.estimate.low = 39.44;
    weighted.estimate.high = 43.97;
    DisclosureControl control(threshold, Edition::published);
    const Estimate told = control.release(weighted)->figure.estimate;
    EXPECT_EQ(told.value, 42);
    EXPECT_NEAR(*told.low, 39.7, 1e-9);
    EXPECT_NEAR(*told.high, 44.3, 1e-9);
}

// Another table of the same answer, without a gap of its own, would tell everyone's number better
// than the one with the gap does, and known weights make a count of it.
TEST(Precision, AnAnswerWithAGapIsToldCoarselyInEveryTable) {
    const SmallSurvey small = five_areas({4, 20, 30, 30, 30}, {1, 9, 2, 3, 2});
    const std::vector<Table> tables{
        tabulate(small.study, small.dataset, paid(true)),
        tabulate(small.study, small.dataset, paid(false)),
        tabulate(small.study, small.dataset, paid(false, Statistic::count))};
    DisclosureControl control(threshold, Edition::published);
    const auto safe = release_all(control, tables);
    ASSERT_TRUE(safe[0]->withheld[1][0] || safe[0]->withheld_groups[1]);
    for (std::size_t c = 0; c < 2; ++c) {
        EXPECT_EQ(safe[0]->table.cells[0][c].value, safe[1]->table.cells[0][c].value);
        for (const auto& table : safe)
            EXPECT_FALSE(table->table.cells[0][c].standard_error || table->table.cells[0][c].low);
    }
    EXPECT_EQ(std::fmod(*safe[1]->table.cells[0][0].value, 5), 0);
    const auto figure =
        evaluate_figure(small.study, small.dataset, expression_of("percent(${paid} = 'yes')"));
    const auto told = control.release(*figure);
    EXPECT_EQ(told->figure.estimate.value, safe[1]->table.cells[0][0].value);
    EXPECT_FALSE(told->figure.estimate.standard_error || told->figure.estimate.low);
    // Where nothing is withheld all is as it was.
    const SmallSurvey open = five_areas({20, 20, 30, 30, 30}, {1, 9, 2, 3, 2});
    DisclosureControl other(threshold, Edition::published);
    const auto whole = release_all(other,
                                   {tabulate(open.study, open.dataset, paid(true)),
                                    tabulate(open.study, open.dataset, paid(false))});
    EXPECT_TRUE(whole[1]->table.cells[0][0].standard_error);
}

// What comes after the plan too: a table of everyone that rounds are compared by, recoded or not,
// and a change.
TEST(Precision, AnAnswerWithAGapIsToldCoarselyByWhatIsReleasedLater) {
    const SmallSurvey small = five_areas({4, 20, 30, 30, 30}, {1, 9, 2, 3, 2});
    DisclosureControl control(threshold, Edition::published);
    const auto plan = release_all(control, {tabulate(small.study, small.dataset, paid(true))});
    const Estimate& in_plan = plan[0]->table.cells[0][0];
    Table later = tabulate(small.study, small.dataset, paid(false));
    EXPECT_NE(std::round(*later.cells[0][0].value), in_plan.value);
    for (const char* question : {"paid", "paid\x1frecoded"}) {
        later.spec.question = question;
        const auto told = control.release(later);
        EXPECT_TRUE(told->coarse_shares);
        EXPECT_EQ(told->table.cells[0][0].value, in_plan.value);
        EXPECT_FALSE(told->table.cells[0][0].standard_error || told->table.cells[0][0].low);
    }
    ChangedFigure changed;
    changed.now = changed.before =
        *evaluate_figure(small.study, small.dataset, expression_of("percent(${paid} = 'yes')"));
    changed.change = changed.now;
    changed.change.parts.clear();
    changed.change.unit = FigureUnit::percentage_points;
    changed.change.estimate.value = 0;
    DisclosureControl before(threshold, Edition::published);
    const auto safe = control.release(changed, before);
    EXPECT_EQ(safe->now.figure.estimate.value, in_plan.value);
    EXPECT_EQ(safe->change.figure.estimate.value,
              *in_plan.value - *safe->before.figure.estimate.value);
    EXPECT_TRUE(safe->test_withheld);
    EXPECT_FALSE(safe->change.figure.estimate.standard_error || safe->change.figure.estimate.low);
}

// A percentage that is told coarsely is still the one that it is; where it would be another, it is
// withheld.
TEST(Precision, BesideAGapNoPercentageIsFarFromWhatWasAnswered) {
    const SmallSurvey small =
        five_areas({4, 20, 30, 30, 3 * threshold}, {1.37, 9.11, 2.23, 3.7, 2.9});
    const std::vector<Table> tables{tabulate(small.study, small.dataset, paid(true)),
                                    tabulate(small.study, small.dataset, paid(false))};
    const auto figure =
        evaluate_figure(small.study, small.dataset, expression_of("percent(${paid} = 'yes')"));
    for (const auto& [few, points] : {std::pair(10, 5), std::pair(20, 10), std::pair(30, 20)}) {
        DisclosureControl control(few, Edition::published);
        const auto safe = release_all(control, tables);
        ASSERT_TRUE(safe[0]->withheld[1][0] || safe[0]->withheld_groups[1]);
        for (std::size_t t = 0; t < tables.size(); ++t) {
            const SafeTable& told = safe[t].value();
            EXPECT_EQ(told.coarse_shares, points <= 10);
            for (std::size_t g = 0; g < told.table.groups.size(); ++g) {
                EXPECT_TRUE(points <= 10 || told.withheld[g][0]);
                if (told.withheld[g][0] || told.withheld_groups[g]) continue;
                EXPECT_NEAR(
                    *told.table.cells[g][0].value, *tables[t].cells[g][0].value, points / 2.0);
            }
        }
        EXPECT_EQ(safe[1]->withheld[0][0], points > 10);
        EXPECT_EQ(control.release(*figure)->withheld, points > 5);
    }
}

// A sentence and a table tell one number.
TEST(PrecisionOfFigures, AreThoseOfTables) {
    SmallSurvey small = five_areas({20, 20, 30, 30, 30}, {1.37, 9.11, 2.23, 3.7, 2.9});
    DisclosureControl control(threshold, Edition::published);
    const auto tables =
        release_all(control, {tabulate(small.study, small.dataset, paid(false, Statistic::count))});
    const auto told = [&](const char* source) {
        const auto figure = evaluate_figure(small.study, small.dataset, expression_of(source));
        EXPECT_TRUE(figure) << source;
        return control.release(*figure)->figure.estimate;
    };
    const Estimate count = told("count(${paid} = 'yes')");
    EXPECT_EQ(count.value, tables[0]->table.cells[0][0].value);
    EXPECT_EQ(told("2 * count(${paid} = 'yes')").value, 2 * *count.value);
    const auto exact =
        evaluate_figure(small.study, small.dataset, expression_of("count(${paid} = 'yes')"));
    EXPECT_NE(exact->estimate.value, count.value);
    EXPECT_EQ(told("base(${paid})").value, 290);
}

// A mean of people whose number is rounded is no number of people.
TEST(PrecisionOfFigures, AMeanBesideRoundedNumbersHasTwoDigits) {
    std::string answers = "sex | age | spent\n";
    for (int i = 0; i < 200; ++i)
        answers += fmt::format("{} | {} | {}\n", i % 3 == 0 ? "f" : "m", 30 + i % 40, 1 + i % 3);
    SmallSurvey small =
        small_survey_of("select_one | sex | f m\ninteger | age |\ninteger | spent |\n", answers);
    small.study.file.threshold = small.study.file.round_to = threshold;
    DisclosureControl control(small.study.file, Edition::published);
    const auto told = [&](const char* source) {
        const auto figure = evaluate_figure(small.study, small.dataset, expression_of(source));
        EXPECT_TRUE(figure) << source;
        return control.release(*figure)->figure.estimate.value;
    };
    EXPECT_EQ(told("mean(${age})"), 50);  // 49.5
    EXPECT_EQ(told("mean(${age}, ${sex} = 'm')"), 49);
    EXPECT_NEAR(*told("ratio(${spent}, ${age})"), 0.04, 1e-9);  // 0.0403
}

}  // namespace
}  // namespace mtm
