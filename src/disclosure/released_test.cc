#include "disclosure/released.h"

#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace mtm {
namespace {

using Counts = std::vector<std::vector<std::size_t>>;

Estimate percent_of(std::size_t n, std::size_t base) {
    Estimate cell;
    cell.n = n;
    cell.base = base;
    if (base > 0) cell.value = 100.0 * static_cast<double>(n) / static_cast<double>(base);
    return cell;
}

// A table with everyone together first; the groups' counts are given.
Table table_of(const Counts& groups) {
    Table table;
    table.groups.resize(groups.size() + 1);
    table.categories.resize(groups[0].size());
    std::vector<std::size_t> total(groups[0].size());
    Counts all = {total};
    for (const auto& group : groups) {
        for (std::size_t c = 0; c < group.size(); ++c)
            all[0][c] += group[c];
        all.push_back(group);
    }
    for (const auto& group : all) {
        std::size_t base = 0;
        for (const std::size_t n : group)
            base += n;
        table.group_bases.push_back(base);
        table.cells.emplace_back();
        for (const std::size_t n : group)
            table.cells.back().push_back(percent_of(n, base));
    }
    table.base.n = table.group_bases[0];
    return table;
}

SafeTable published(const Table& table, int threshold = 10) {
    return DisclosureControl(threshold, Edition::published).release(table).value();
}

// Rows are groups: the count, or * where it is withheld; a base in brackets.
std::string print_safe(const SafeTable& safe) {
    std::string out;
    for (std::size_t g = 0; g < safe.table.groups.size(); ++g) {
        out += safe.withheld_groups[g] ? "[*]" : fmt::format("[{}]", safe.table.group_bases[g]);
        for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
            out += safe.withheld[g][c] ? " *" : fmt::format(" {}", safe.table.cells[g][c].n);
        }
        out += '\n';
    }
    return out;
}

TEST(Release, NothingSmallNothingWithheld) {
    EXPECT_EQ(print_safe(published(table_of({{30, 40}, {50, 60}}))),
              "[180] 80 100\n[70] 30 40\n[110] 50 60\n");
}

TEST(Release, WordsOfFewPeopleGoWithTheirNumbers) {
    Table table = table_of({{3, 40, 500}, {2, 60, 500}});
    table.categories[0].name = "I fled from my brother";
    table.categories[0].free_answer = true;
    table.categories[1].name = "a choice";
    table.categories[2].name = "said by many";
    table.categories[2].free_answer = true;
    const SafeTable safe = published(table);
    ASSERT_EQ(safe.table.categories.size(), 2U);
    EXPECT_EQ(safe.table.categories[0].name, "a choice");
    EXPECT_EQ(safe.table.categories[1].name, "said by many");
    EXPECT_TRUE(safe.withheld[0][0]);  // so that nobody can subtract
    EXPECT_EQ(safe.withheld[1].size(), 2U);
    EXPECT_EQ(safe.table.cells[2].size(), 2U);
}

TEST(Release, ASmallBaseIsWithheldEvenWithoutRows) {
    Table table = table_of({{4}, {500}});
    table.categories.clear();
    for (auto& cells : table.cells)
        cells.clear();
    const SafeTable safe = published(table);
    EXPECT_TRUE(safe.withheld_groups[1]);
    EXPECT_EQ(safe.table.group_bases[1], 0U);
    EXPECT_FALSE(safe.withheld_groups[2]);
}

TEST(Release, ZeroAndEverybodyAreShown) {
    EXPECT_EQ(print_safe(published(table_of({{0, 40}, {50, 60}}))),
              "[150] 50 100\n[40] 0 40\n[110] 50 60\n");
}

TEST(Release, ASmallCellTakesASquareWithIt) {
    EXPECT_EQ(print_safe(published(table_of({{3, 40, 500}, {50, 60, 500}}))),
              "[1153] 53 100 1000\n[543] * * 500\n[610] * * 500\n");
}

TEST(Release, ASmallTotalTakesAnotherTotalWithIt) {
    const SafeTable safe = published(table_of({{4, 40, 500}}));
    EXPECT_EQ(print_safe(safe).substr(0, 13), "[544] * * 500");
}

TEST(Release, AFewWhoDifferAreAsFewAsAFew) {
    const SafeTable safe = published(table_of({{97, 3}, {60, 60}}));
    EXPECT_TRUE(safe.withheld[1][0] && safe.withheld[1][1]);
}

TEST(Release, ASmallGroupIsWithheldWhole) {
    const SafeTable safe = published(table_of({{2, 3}, {50, 60}, {70, 80}}));
    EXPECT_TRUE(safe.withheld_groups[1]);
    EXPECT_TRUE(safe.withheld_groups[2]) << "or its base would follow from the total";
    EXPECT_FALSE(safe.withheld_groups[3]);
    EXPECT_EQ(safe.table.group_bases[1], 0U);
}

TEST(Release, WithheldCellsHoldNoNumber) {
    const SafeTable safe = published(table_of({{3, 40, 500}, {50, 60, 500}}));
    const Estimate& cell = safe.table.cells[1][0];
    EXPECT_FALSE(cell.value || cell.standard_error || cell.low || cell.high);
    EXPECT_EQ(cell.n, 0U);
    EXPECT_EQ(cell.base, 543U);
}

TEST(Release, PeopleInNoGroupCountAsAGroup) {
    Table table = table_of({{100, 40}, {50, 60}});
    table.cells[0][0] = percent_of(153, 254);  // three more than the groups hold
    table.cells[0][1] = percent_of(101, 254);
    table.group_bases[0] = 254;
    const SafeTable safe = published(table);
    EXPECT_TRUE(safe.withheld_groups[1] || safe.withheld_groups[2]);
}

TEST(Release, TheInternalEditionPrintsAll) {
    const Table table = table_of({{3, 40}, {2, 1}});
    const auto safe = DisclosureControl(10, Edition::internal).release(table);
    EXPECT_EQ(print_safe(safe.value()), "[46] 5 41\n[43] 3 40\n[3] 2 1\n");
}

// A test is made of every count: beside one that is withheld it could tell it.
TEST(Release, ATestIsToldOfATableWithNothingWithheldAlone) {
    Table whole = table_of({{30, 40}, {50, 60}});
    Table small = table_of({{3, 40, 500}, {50, 60, 500}});
    for (Table* table : {&whole, &small})
        table->association = Association{0.123456, 1, 99.8765, 0.0123456};
    EXPECT_EQ(published(whole).table.association, (Association{0.123, 1, 99.9, 0.0123}));
    EXPECT_FALSE(published(small).table.association);
    Table group = table_of({{2, 3}, {50, 60}, {70, 80}});
    group.association = whole.association;
    EXPECT_FALSE(published(group).table.association);
    const auto internal = DisclosureControl(10, Edition::internal).release(small);
    EXPECT_EQ(internal->table.association, small.association);
}

Table means_of(const std::vector<std::size_t>& numbers) {
    Table table;
    table.spec.statistic = Statistic::mean;
    table.categories.resize(1);
    table.groups.resize(numbers.size());
    for (const std::size_t n : numbers) {
        Estimate cell;
        cell.value = 30.5;
        cell.n = cell.base = n;
        table.cells.push_back({cell});
        table.group_bases.push_back(n);
    }
    return table;
}

TEST(Release, AMeanOfFewIsWithheldWithAnotherSoThatTheTotalDoesNotGiveItBack) {
    EXPECT_EQ(print_safe(published(means_of({105, 5, 60, 40}))),
              "[105] 105\n[*] *\n[60] 60\n[*] *\n");
    EXPECT_EQ(print_safe(published(means_of({100, 60, 40}))), "[100] 100\n[60] 60\n[40] 40\n");
}

TEST(Release, AMeanToWhichFewContributeIsWithheld) {
    Table table = means_of({100, 60, 40});
    table.cells[2][0].fewest = 3;
    EXPECT_TRUE(published(table).withheld[2][0]);
}

FigureValue figure_of(std::string aggregate, std::size_t n, std::size_t base) {
    FigureValue figure;
    figure.unit = FigureUnit::percent;
    figure.estimate = percent_of(n, base);
    figure.base.n = base;
    figure.parts.push_back({std::move(aggregate), figure.estimate, figure.base});
    return figure;
}

bool is_withheld(const FigureValue& figure) {
    return DisclosureControl(10, Edition::published).release(figure)->withheld;
}

TEST(ReleaseFigure, FollowsTheCountsItRestsOn) {
    EXPECT_TRUE(is_withheld(figure_of("percent", 9, 100)));
    EXPECT_FALSE(is_withheld(figure_of("percent", 10, 100)));
    EXPECT_FALSE(is_withheld(figure_of("percent", 0, 100)));
    EXPECT_FALSE(is_withheld(figure_of("percent", 100, 100)));
    EXPECT_TRUE(is_withheld(figure_of("percent", 91, 100)));
    EXPECT_FALSE(is_withheld(figure_of("percent", 90, 100)));
    EXPECT_TRUE(is_withheld(figure_of("count", 3, 3)));
    EXPECT_TRUE(is_withheld(figure_of("mean", 9, 100)));
    EXPECT_FALSE(is_withheld(figure_of("mean", 95, 100)));
    FigureValue total = figure_of("total", 95, 100);
    total.parts.front().estimate.fewest = 4;
    EXPECT_TRUE(is_withheld(total));
    EXPECT_TRUE(is_withheld(figure_of("top", 3, 100)));
    EXPECT_TRUE(is_withheld(figure_of("rank", 3, 3)));
    EXPECT_TRUE(is_withheld(figure_of("rank", 0, 3)));
    EXPECT_FALSE(is_withheld(figure_of("top", 95, 100)));
    FigureValue difference = figure_of("count", 40, 100);
    difference.unit = FigureUnit::count;
    difference.estimate.value = 2;
    EXPECT_TRUE(is_withheld(difference));
}

TEST(ReleaseFigure, WithoutPartsIsJudgedByItsOwnCounts) {
    FigureValue figure = figure_of("percent", 3, 100);
    figure.parts.clear();
    EXPECT_TRUE(is_withheld(figure));
    figure = figure_of("percent", 40, 100);
    figure.parts.clear();
    EXPECT_FALSE(is_withheld(figure));
}

TEST(ReleaseFigure, AWithheldFigureHoldsNoNumber) {
    const auto safe =
        DisclosureControl(10, Edition::published).release(figure_of("percent", 9, 100));
    EXPECT_FALSE(safe->figure.estimate.value);
    EXPECT_EQ(safe->figure.estimate.n, 0U);
    EXPECT_TRUE(safe->figure.parts.empty());
    const auto small = DisclosureControl(10, Edition::published).release(figure_of("mean", 4, 4));
    EXPECT_EQ(small->figure.base.n, 0U);
}

// 1,000 interviews of which each group, and each category within it, is a run of rows.
struct Layout {
    std::string question = "q";
    Statistic statistic = Statistic::percent;
    std::size_t first = 0;
    Counts groups;
};

std::shared_ptr<const RowOwners> owners(std::size_t rows_of_an_interview = 1) {
    RowOwners out{.rows = 1000, .interview_of_row = {}, .most_rows = rows_of_an_interview};
    if (rows_of_an_interview > 1) {
        out.level = 1;
        for (std::size_t r = 0; r < out.rows; ++r)
            out.interview_of_row.push_back(static_cast<std::int32_t>(r / rows_of_an_interview));
    }
    return std::make_shared<const RowOwners>(std::move(out));
}

// The next `n` rows go into the category for everyone and for the group.
void fill_cell(
    TableRows& rows, std::size_t group, std::size_t category, std::size_t from, std::size_t n) {
    for (std::size_t row = from; row < from + n; ++row) {
        for (const std::size_t in : {std::size_t{0}, group}) {
            rows.bases[in].insert(row);
            rows.cells[in][category].insert(row);
        }
    }
}

Table laid_out(const Layout& layout, std::size_t rows_of_an_interview = 1) {
    Table table = table_of(layout.groups);
    table.spec.question = layout.question;
    table.spec.statistic = layout.statistic;
    TableRows rows;
    const RowSet none(owners(rows_of_an_interview));
    rows.bases.assign(table.groups.size(), none);
    rows.cells.assign(table.groups.size(), std::vector<RowSet>(table.categories.size(), none));
    std::size_t row = layout.first;
    for (std::size_t g = 1; g < table.groups.size(); ++g) {
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            const std::size_t n = layout.groups[g - 1][c];
            fill_cell(rows, g, c, row, n);
            row += n;
        }
    }
    table.rows = std::make_shared<const TableRows>(std::move(rows));
    return table;
}

TEST(Publication, ABaseThatLeavesAFewOutIsNotPrintedButItsPercentagesAre) {
    DisclosureControl control(10, Edition::published);
    const auto safe = control.release(laid_out({.groups = {{400, 200}, {295, 100}}}));
    EXPECT_TRUE(safe->coarse) << "995 of 1,000 were asked";
    EXPECT_EQ(safe->table.group_bases[0], 0U);
    EXPECT_EQ(safe->table.cells[0][0].n, 0U);
    EXPECT_EQ(safe->table.cells[0][0].value, 70);
    const auto others = control.release(laid_out({"q2", Statistic::percent, 0, {{500, 490}}}));
    EXPECT_EQ(print_safe(others.value()), "[990] 500 490\n[990] 500 490\n");
}

TEST(Publication, ACountTableOfAlmostEveryoneIsWithheld) {
    DisclosureControl control(10, Edition::published);
    const auto safe = control.release(laid_out({"q", Statistic::count, 0, {{700, 295}}}));
    EXPECT_TRUE(safe->withheld[0][0] && safe->withheld[0][1] && safe->withheld_groups[0]);
}

TEST(Publication, ANestedTableCannotTellWhoIsInTheOuterOneOnly) {
    DisclosureControl control(10, Edition::published);
    const auto outer = control.release(laid_out({"outer", Statistic::count, 0, {{105, 500}}}));
    EXPECT_EQ(print_safe(outer.value()), "[605] 105 500\n[605] 105 500\n");
    const auto inner = control.release(laid_out({"inner", Statistic::count, 3, {{102, 400}}}));
    EXPECT_TRUE(inner->withheld[0][0]) << "105 less 102 are three people";
}

TEST(Publication, TheSameTableGetsTheSameAnswerAgain) {
    DisclosureControl control(10, Edition::published);
    const Table table = laid_out({.groups = {{3, 40, 300}, {50, 60, 300}}});
    const SafeTable first = control.release(table).value();
    const SafeTable again = control.release(table).value();
    EXPECT_EQ(print_safe(first), print_safe(again));
    EXPECT_EQ(first.table.rows, nullptr) << "who they are stays inside";
}

TEST(Publication, HouseholdMembersOfFewInterviewsAreFew) {
    DisclosureControl control(10, Edition::published);
    const Layout members{.groups = {{15, 90, 300}, {90, 90, 300}}};
    EXPECT_FALSE(control.release(laid_out(members))->withheld[1][0]);
    DisclosureControl repeats(10, Edition::published);
    const auto safe = repeats.release(laid_out(members, 3));
    EXPECT_TRUE(safe->withheld[1][0]) << "15 members of five interviews";
    EXPECT_TRUE(safe->withheld[2][0]) << "or the total gives them back";
}

FigureValue count_of(const RowSet& counted, const RowSet& of) {
    FigureValue figure = figure_of("count", counted.count(), of.count());
    figure.unit = FigureUnit::count;
    figure.estimate.value = static_cast<double>(counted.count());
    figure.parts.front().counted = counted;
    figure.parts.front().of = of;
    return figure;
}

RowSet run(std::size_t first, std::size_t last) {
    RowSet out(owners());
    for (std::size_t r = first; r < last; ++r)
        out.insert(r);
    return out;
}

TEST(Publication, AFigureBesideANarrowerOneIsWithheld) {
    DisclosureControl control(10, Edition::published);
    const RowSet all = run(0, 1000);
    EXPECT_FALSE(control.release(count_of(run(0, 300), all))->withheld);
    EXPECT_TRUE(control.release(count_of(run(4, 300), all))->withheld);
    EXPECT_FALSE(control.release(count_of(run(10, 300), all))->withheld);
    EXPECT_FALSE(control.release(count_of(run(0, 300), all))->withheld) << "asked again";
}

TEST(Publication, AFigureStandsWithoutABaseThatLeavesAFewOut) {
    DisclosureControl control(10, Edition::published);
    FigureValue percent = count_of(run(0, 300), run(0, 995));
    percent.unit = FigureUnit::percent;
    percent.parts.front().aggregate = "percent";
    const auto safe = control.release(percent);
    EXPECT_FALSE(safe->withheld);
    EXPECT_TRUE(safe->base_withheld);
    EXPECT_EQ(safe->figure.estimate.base, 0U);
    EXPECT_FALSE(safe->figure.parts.front().counted.known());
}

// From a share and its standard error follows how many people it is of.
TEST(Publication, WithoutCountsThereAreNoStandardErrors) {
    DisclosureControl control(10, Edition::published);
    Table table = laid_out({.groups = {{400, 200}, {295, 100}}});
    for (auto& group : table.cells) {
        for (Estimate& cell : group) {
            cell.standard_error = 1.5;
            cell.low = 30;
            cell.high = 60;
            cell.df = 900;
        }
    }
    const auto safe = control.release(table);
    ASSERT_TRUE(safe->coarse);
    for (const auto& group : safe->table.cells) {
        for (const Estimate& cell : group) {
            EXPECT_FALSE(cell.standard_error || cell.low || cell.high || cell.df);
            EXPECT_NE(cell.no_interval, "");
        }
    }
}

FigureValue difference_of(const RowSet& a, const RowSet& b, const RowSet& of) {
    FigureValue figure = count_of(a, of);
    figure.unit = FigureUnit::percentage_points;
    figure.parts.push_back(count_of(b, of).parts.front());
    for (FigurePart& part : figure.parts)
        part.aggregate = "percent";
    figure.estimate.standard_error = 1.5;
    figure.estimate.low = 1;
    figure.estimate.high = 7;
    return figure;
}

// How two percentages vary together tells how many people are of both.
TEST(Publication, ADifferenceWhosePartsShareFewPeopleHasNoInterval) {
    const auto has_interval = [](const RowSet& a, const RowSet& b) {
        DisclosureControl control(10, Edition::published);
        const auto safe = control.release(difference_of(a, b, run(0, 1000)));
        EXPECT_FALSE(safe->withheld);
        return safe->figure.estimate.low.has_value() &&
               safe->figure.estimate.standard_error.has_value();
    };
    EXPECT_TRUE(has_interval(run(0, 300), run(300, 600))) << "nobody is of both";
    EXPECT_TRUE(has_interval(run(0, 300), run(200, 600))) << "100 are";
    EXPECT_FALSE(has_interval(run(0, 300), run(296, 600))) << "4 are";
    EXPECT_FALSE(has_interval(run(0, 300), run(4, 600))) << "all but 4 of the first are";
    DisclosureControl internal(10, Edition::internal);
    EXPECT_TRUE(internal.release(difference_of(run(0, 300), run(296, 600), run(0, 1000)))
                    ->figure.estimate.low.has_value());
}

TEST(Publication, AFigureBesideARowOfATableIsWithheld) {
    DisclosureControl control(10, Edition::published);
    (void)control.release(laid_out({"q", Statistic::count, 0, {{300, 400}}}));
    EXPECT_TRUE(control.release(count_of(run(0, 306), run(0, 1000)))->withheld);
    EXPECT_TRUE(control.release(count_of(run(2, 700), run(0, 1000)))->withheld);
    EXPECT_FALSE(control.release(count_of(run(0, 350), run(0, 1000)))->withheld);
}

// Of each group, how many have a number and how many of those one that is not 0.
Table totals_of(const std::vector<std::pair<std::size_t, std::size_t>>& groups) {
    Table table = means_of({});
    table.spec.statistic = Statistic::total;
    for (const auto& [people, contributors] : groups) {
        Estimate cell;
        cell.value = 1000;
        cell.n = cell.base = people;
        cell.fewest = contributors;
        table.groups.emplace_back();
        table.cells.push_back({cell});
        table.group_bases.push_back(people);
    }
    return table;
}

TEST(Release, GroupsOfATotalAreWithheldUntilEnoughContributeToThem) {
    const SafeTable safe =
        published(totals_of({{300, 150}, {40, 3}, {50, 0}, {60, 5}, {70, 62}, {80, 80}}));
    EXPECT_TRUE(safe.withheld[1][0] && safe.withheld[3][0]) << "three and five people";
    EXPECT_TRUE(safe.withheld[4][0]) << "eight are still few";
    EXPECT_FALSE(safe.withheld[5][0]);
}

// A reader with pencil and paper: starts from nothing and narrows each count by each printed sum
// until no sum narrows anything more.
class Attacker {
public:
    explicit Attacker(const SafeTable& safe) : safe_(safe) {
        const auto groups = safe.table.groups.size();
        const auto rows = safe.table.categories.size();
        for (std::size_t g = 0; g < groups; ++g) {
            bases_.push_back(known(safe.withheld_groups[g], safe.table.group_bases[g]));
            cells_.emplace_back();
            for (std::size_t c = 0; c < rows; ++c) {
                cells_[g].push_back(known(safe.withheld[g][c], safe.table.cells[g][c].n));
            }
        }
        while (narrow()) {
        }
    }

    struct Interval {
        long low = 0;
        long high = 1'000'000;
    };

    const Interval& cell(std::size_t g, std::size_t c) const { return cells_[g][c]; }

    const Interval& base(std::size_t g) const { return bases_[g]; }

private:
    static Interval known(bool withheld, std::size_t n) {
        if (withheld) return {};
        return {static_cast<long>(n), static_cast<long>(n)};
    }

    bool narrow() {
        bool narrowed = false;
        for (std::size_t g = 0; g < cells_.size(); ++g) {
            std::vector<Interval*> parts;
            for (Interval& cell : cells_[g])
                parts.push_back(&cell);
            if (!safe_.table.multiple) narrowed |= narrow_sum(bases_[g], parts);
            for (Interval* part : parts)
                narrowed |= lower(part->high, bases_[g].high);
        }
        for (std::size_t c = 0; c < safe_.table.categories.size(); ++c) {
            std::vector<Interval*> parts;
            for (std::size_t g = 1; g < cells_.size(); ++g)
                parts.push_back(&cells_[g][c]);
            narrowed |= narrow_sum(cells_[0][c], parts);
        }
        std::vector<Interval*> parts;
        for (std::size_t g = 1; g < bases_.size(); ++g)
            parts.push_back(&bases_[g]);
        return narrow_sum(bases_[0], parts) || narrowed;
    }

    static bool lower(long& high, long to) {
        if (to >= high) return false;
        high = to;
        return true;
    }

    static bool raise(long& low, long to) {
        if (to <= low) return false;
        low = to;
        return true;
    }

    static bool narrow_sum(Interval& sum, const std::vector<Interval*>& parts) {
        long low = 0;
        long high = 0;
        for (const Interval* part : parts) {
            low += part->low;
            high += part->high;
        }
        bool narrowed = raise(sum.low, low);
        narrowed |= lower(sum.high, high);
        for (Interval* part : parts) {
            narrowed |= raise(part->low, sum.low - (high - part->high));
            narrowed |= lower(part->high, sum.high - (low - part->low));
        }
        return narrowed;
    }

    const SafeTable& safe_;
    std::vector<std::vector<Interval>> cells_;
    std::vector<Interval> bases_;
};

void expect_unknown(const Attacker::Interval& interval, long count, long threshold) {
    if (count <= 0 || count >= threshold) return;
    EXPECT_LE(interval.low, 1);
    EXPECT_GE(interval.high, threshold - 1);
}

// Cells are multiples of nothing in particular, many of them small, and large enough together that
// a protected table exists.
Table random_table(std::mt19937& random) {
    Counts groups(1 + random() % 6, std::vector<std::size_t>(2 + random() % 6));
    for (auto& group : groups) {
        for (std::size_t& n : group)
            n = random() % 3 == 0 ? random() % 10 : random() % 200;
    }
    Table table = table_of(groups);
    if (random() % 3 == 0) table.multiple = true;
    return table;
}

TEST(Release, NoReaderNarrowsAWithheldCountBelowTheThreshold) {
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        const Table table = random_table(random);
        if (table.group_bases[0] < 100) continue;
        SCOPED_TRACE(round);
        const SafeTable safe = published(table);
        const Attacker attacker(safe);
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            expect_unknown(attacker.base(g), static_cast<long>(table.group_bases[g]), 10);
            for (std::size_t c = 0; c < table.categories.size(); ++c) {
                const auto n = static_cast<long>(table.cells[g][c].n);
                expect_unknown(attacker.cell(g, c), n, 10);
                const auto& known = attacker.cell(g, c);
                const long base = static_cast<long>(table.group_bases[g]);
                if (safe.withheld_groups[g]) continue;
                expect_unknown({base - known.high, base - known.low}, base - n, 10);
            }
        }
    }
}

}  // namespace
}  // namespace mtm
