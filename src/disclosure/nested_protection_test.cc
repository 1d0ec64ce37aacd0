// Tables whose groups are divided further: bounds against every table that a reader could think of,
// and what is let out against linear algebra.
#include <algorithm>
#include <functional>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "disclosure/protection.h"
#include "disclosure/released.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

// Everyone; north with its two parts; south with its two parts.
const std::vector<std::size_t> parents{no_parent_group, 0, 1, 1, 0, 4, 4};
const std::vector<std::size_t> leaves{2, 3, 5, 6};

CountGrid tree_of(const std::vector<std::vector<std::size_t>>& of_leaves) {
    CountGrid grid;
    grid.groups_add_up = grid.categories_add_up = true;
    grid.parent = parents;
    const std::size_t categories = of_leaves[0].size();
    grid.n.assign(parents.size(), std::vector<std::size_t>(categories));
    for (std::size_t l = 0; l < leaves.size(); ++l) {
        for (std::size_t g = leaves[l]; g != no_parent_group; g = parents[g]) {
            for (std::size_t c = 0; c < categories; ++c)
                grid.n[g][c] += of_leaves[l][c];
        }
    }
    for (const auto& group : grid.n) {
        std::size_t base = 0;
        for (const std::size_t n : group)
            base += n;
        grid.base.push_back(base);
        grid.hidden.emplace_back(categories);
        grid.sensitive.emplace_back(categories);
    }
    grid.base_hidden.assign(parents.size(), false);
    grid.base_sensitive.assign(parents.size(), false);
    return grid;
}

bool agrees(const CountGrid& grid, const std::vector<std::vector<std::size_t>>& of_leaves) {
    const CountGrid other = tree_of(of_leaves);
    for (std::size_t g = 0; g < parents.size(); ++g) {
        if (!grid.base_hidden[g] && other.base[g] != grid.base[g]) return false;
        for (std::size_t c = 0; c < grid.n[g].size(); ++c) {
            if (!grid.hidden[g][c] && other.n[g][c] != grid.n[g][c]) return false;
        }
    }
    return true;
}

using Range = std::pair<std::size_t, std::size_t>;

Range range_of_all_fillings(const CountGrid& grid, std::size_t group, std::size_t category) {
    Range found{1'000'000, 0};
    std::vector<std::vector<std::size_t>> values;
    for (const std::size_t leaf : leaves)
        values.push_back(grid.n[leaf]);
    const std::function<void(std::size_t)> fill = [&](std::size_t at) {
        if (at == leaves.size() * 2) {
            if (!agrees(grid, values)) return;
            const std::size_t n = tree_of(values).n[group][category];
            found = {std::min(found.first, n), std::max(found.second, n)};
            return;
        }
        const std::size_t l = at / 2;
        const std::size_t c = at % 2;
        if (!grid.hidden[leaves[l]][c]) return fill(at + 1);
        const std::size_t kept = values[l][c];
        for (std::size_t value = 0; value <= grid.base[leaves[l]]; ++value) {
            values[l][c] = value;
            fill(at + 1);
        }
        values[l][c] = kept;
    };
    fill(0);
    return found;
}

TEST(BoundsOfATree, AreThoseOfAllFillings) {
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::vector<std::size_t>> of_leaves(4, std::vector<std::size_t>(2));
        for (auto& leaf : of_leaves) {
            for (std::size_t& n : leaf)
                n = random() % 4;
        }
        CountGrid grid = tree_of(of_leaves);
        for (auto& group : grid.hidden) {
            for (std::size_t c = 0; c < group.size(); ++c)
                group[c] = random() % 2 == 0;
        }
        for (std::size_t g = 0; g < parents.size(); ++g) {
            for (std::size_t c = 0; c < 2; ++c) {
                const Bounds bounds = bounds_of(grid, g, c);
                EXPECT_EQ(Range(bounds.low, bounds.high), range_of_all_fillings(grid, g, c))
                    << round << ": " << g << ' ' << c;
            }
        }
    }
}

TEST(ProtectATree, NothingThatIsSmallCanBeNarrowedDownFromSubtotals) {
    constexpr std::size_t threshold = 10;
    std::mt19937 random(17);
    std::size_t hidden_to_protect = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<std::vector<std::size_t>> of_leaves(4, std::vector<std::size_t>(3));
        for (auto& leaf : of_leaves) {
            for (std::size_t& n : leaf)
                n = 20 + random() % 60;
        }
        of_leaves[random() % 4][random() % 3] = 1 + random() % 9;
        CountGrid grid = tree_of(of_leaves);
        for (std::size_t g = 0; g < parents.size(); ++g) {
            for (std::size_t c = 0; c < 3; ++c) {
                const bool few = grid.n[g][c] > 0 && grid.n[g][c] < threshold;
                grid.sensitive[g][c] = grid.hidden[g][c] = few;
            }
        }
        EXPECT_TRUE(protect(grid, threshold));
        for (std::size_t g = 0; g < parents.size(); ++g) {
            for (std::size_t c = 0; c < 3; ++c) {
                hidden_to_protect += grid.hidden[g][c] && !grid.sensitive[g][c] ? 1 : 0;
                if (!grid.sensitive[g][c]) continue;
                const Bounds bounds = bounds_of(grid, g, c);
                EXPECT_LE(bounds.low, 1U) << round;
                EXPECT_GE(bounds.high, threshold) << round;
            }
        }
    }
    EXPECT_GE(hidden_to_protect, 3U * 300);  // a square is the least that protects one
}

constexpr std::string_view questionnaire = R"(
select_one      | region | north south east
select_one      | sex    | male female
select_one      | works  | yes no never
select_one      | trust  | yes no never
select_multiple | needs  | food water
integer         | age    |
)";

SmallSurvey random_survey(std::mt19937& random, int people) {
    const std::vector<std::string> regions{"north", "north", "south", "south", "east", ""};
    const std::vector<std::string> sexes{"male", "male", "male", "female"};
    const std::vector<std::string> answers{"yes", "yes", "no", "no", "no", "never", ""};
    const std::vector<std::string> needs{"food", "water", "food water", "food", ""};
    std::string text = "region | sex | works | trust | needs | age\n";
    for (int i = 0; i < people; ++i) {
        text += regions[random() % 6] + " | " + sexes[random() % 4] + " | " +
                answers[random() % 7] + " | " + answers[random() % 7] + " | " +
                needs[random() % 5] + " | " + std::to_string(20 + random() % 40) + "\n";
    }
    return small_survey_of(questionnaire, text);
}

// Everybody whom answers can tell apart, once: what a reader knows of how sets are made of others.
const SmallSurvey& everybody() {
    static const SmallSurvey survey = [] {
        std::string text = "region | sex | works | trust | needs | age\n";
        for (const char* region : {"north", "south", "east", ""}) {
            for (const char* sex : {"male", "female"}) {
                for (const char* works : {"yes", "no", "never", ""}) {
                    for (const char* trust : {"yes", "no", "never", ""}) {
                        for (const char* needs : {"food", "water", "food water", ""})
                            text += fmt::format(
                                "{} | {} | {} | {} | {} | 1\n", region, sex, works, trust, needs);
                    }
                }
            }
        }
        return small_survey_of(questionnaire, text);
    }();
    return survey;
}

// Sets whose numbers are printed, as vectors over everybody who can be told apart.
class Span {
public:
    explicit Span(std::size_t people) : people_(people) {}

    void add(const RowSet& set) {
        std::vector<double> row = reduced(set);
        const std::size_t pivot = first_of(row);
        if (pivot == people_) return;
        const double scale = row[pivot];
        for (double& x : row)
            x /= scale;
        rows_.emplace_back(pivot, std::move(row));
    }

    // Whether a reader can compute how many they are by adding and subtracting.
    bool gives(const RowSet& set) const { return first_of(reduced(set)) == people_; }

private:
    std::vector<double> reduced(const RowSet& set) const {
        const std::vector<std::uint8_t> bytes = set.bytes();
        std::vector<double> out(bytes.begin(), bytes.end());
        for (const auto& [pivot, row] : rows_) {
            const double times = out[pivot];
            if (times == 0) continue;
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] -= times * row[i];
        }
        return out;
    }

    std::size_t first_of(const std::vector<double>& row) const {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (std::abs(row[i]) > 1e-6) return i;
        }
        return people_;
    }

    std::size_t people_;
    std::vector<std::pair<std::size_t, std::vector<double>>> rows_;
};

std::size_t index_of(const Category& wanted, const std::vector<Category>& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in[i].name == wanted.name && in[i].blank == wanted.blank) return i;
    }
    ADD_FAILURE() << wanted.name;
    return 0;
}

// A table as counted, as let out, and of everybody.
struct Printed {
    Table counted;
    SafeTable safe;
    Table all;

    const RowSet& base(std::size_t g) const {
        return all.rows->bases[index_of(counted.groups[g], all.groups)];
    }

    const RowSet& cell(std::size_t g, std::size_t c) const {
        return all.rows->cells[index_of(counted.groups[g], all.groups)]
                              [index_of(counted.categories[c], all.categories)];
    }
};

// Whether a whole percentage tells how many they are, to one who knows of how many it is.
bool is_exact(const Table& table, std::size_t g, std::size_t c) {
    const KnownCount known = known_from_percentage(table.rows->cells[g][c], table.cells[g][c].base);
    return known.low == known.high && known.low > 0;
}

void see(const Printed& printed, Span& seen, std::size_t& cells) {
    const Table& table = printed.counted;
    const SafeTable& safe = printed.safe;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        if (safe.withheld_groups[g]) continue;
        if (!safe.coarse) seen.add(printed.base(g));
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            if (safe.withheld[g][c]) continue;
            ++cells;
            if (safe.coarse && !is_exact(table, g, c)) continue;
            seen.add(printed.cell(g, c));
            if (safe.coarse) continue;
            if (table.spec.percent_of == PercentOf::row) seen.add(printed.cell(0, c));
            if (table.spec.percent_of == PercentOf::total) seen.add(printed.base(0));
        }
    }
}

bool is_few(std::size_t n) {
    return n > 0 && n < 10;
}

void expect_nothing_given(const Printed& printed, const Span& seen) {
    const Table& table = printed.counted;
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
        const std::string where = table.spec.name + " " + table.groups[g].name;
        if (is_few(table.group_bases[g])) {
            EXPECT_FALSE(seen.gives(printed.base(g))) << where;
        }
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            const std::size_t n = table.cells[g][c].n;
            const std::string name = where + "/" + table.categories[c].name;
            if (is_few(n)) {
                EXPECT_FALSE(seen.gives(printed.cell(g, c))) << name;
            }
            if (is_few(table.group_bases[g] - n)) {
                EXPECT_FALSE(seen.gives(printed.base(g) - printed.cell(g, c)))
                    << "all but " << name;
            }
        }
    }
}

// `tables` in their order through one publication; nothing small may follow from all together.
void attack(const SmallSurvey& survey, const std::vector<TableSpec>& tables, std::size_t& cells) {
    DisclosureControl control(10, Edition::published);
    std::vector<Printed> all;
    for (const TableSpec& spec : tables) {
        const Table table = tabulate(survey.study, survey.dataset, spec);
        const Table whole = tabulate(everybody().study, everybody().dataset, spec);
        const SafeTable safe = control.release(table).value();
        ASSERT_EQ(safe.parts.size(), table.parts.size());
        all.push_back({table, safe, whole});
        for (std::size_t p = 0; p < safe.parts.size(); ++p)
            all.push_back({table.parts[p], safe.parts[p], whole.parts[p]});
    }
    Span seen(everybody().dataset.counted());
    for (const Printed& printed : all)
        see(printed, seen, cells);
    for (const Printed& printed : all)
        expect_nothing_given(printed, seen);
}

TableSpec spec_of(std::string name, std::string question, std::vector<Banner> banners) {
    TableSpec spec;
    spec.name = std::move(name);
    spec.question = std::move(question);
    spec.by = banners.front().levels;
    spec.nested = banners.front().nested;
    if (banners.size() > 1) spec.banners = std::move(banners);
    return spec;
}

const Banner region{{"region"}, false};
const Banner sex{{"sex"}, false};
const Banner needs{{"needs"}, false};
const Banner region_sex{{"region", "sex"}, true};
const Banner sex_region{{"sex", "region"}, true};

class ReleaseOfLevels : public ::testing::TestWithParam<int> {};

TEST_P(ReleaseOfLevels, NoSmallCountFollowsFromANestedTable) {
    std::mt19937 random(static_cast<unsigned>(GetParam()));
    std::size_t printed = 0;
    for (int round = 0; round < 8; ++round) {
        const SmallSurvey survey = random_survey(random, 150 + round * 100);
        attack(survey, {spec_of("nested", "works", {region_sex})}, printed);
        TableSpec three = spec_of("three", "works", {{{"region", "sex", "trust"}, true}});
        attack(survey, {three}, printed);
        attack(survey, {spec_of("overlap", "works", {{{"region", "needs"}, true}})}, printed);
    }
    EXPECT_GT(printed, 500U);
}

TEST_P(ReleaseOfLevels, NorFromBannersOrPercentagesOfRowsAndOfEveryone) {
    std::mt19937 random(static_cast<unsigned>(GetParam()) + 100);
    std::size_t printed = 0;
    for (int round = 0; round < 8; ++round) {
        const SmallSurvey survey = random_survey(random, 150 + round * 100);
        attack(survey, {spec_of("banners", "works", {region, sex})}, printed);
        for (const PercentOf of : {PercentOf::row, PercentOf::total}) {
            TableSpec spec = spec_of("rows", "works", {region_sex});
            spec.percent_of = of;
            attack(survey, {spec}, printed);
            spec = spec_of("rows by needs", "works", {needs});
            spec.percent_of = of;
            attack(survey, {spec}, printed);
            spec = spec_of("rows of needs", "needs", {region_sex});
            spec.percent_of = of;
            attack(survey, {spec}, printed);
        }
        TableSpec grid = spec_of("grid", "works", {region_sex});
        grid.questions = {"works", "trust"};
        attack(survey, {grid}, printed);
    }
    EXPECT_GT(printed, 500U);
}

TEST_P(ReleaseOfLevels, NorFromAllOfThemTogether) {
    std::mt19937 random(static_cast<unsigned>(GetParam()) + 200);
    std::size_t printed = 0;
    for (int round = 0; round < 6; ++round) {
        const SmallSurvey survey = random_survey(random, 200 + round * 150);
        TableSpec rows = spec_of("rows", "works", {sex_region});
        rows.percent_of = PercentOf::row;
        attack(survey,
               {spec_of("plain", "works", {region}),
                spec_of("nested", "works", {region_sex}),
                rows,
                spec_of("banners", "works", {sex, region, needs}),
                spec_of("trust", "trust", {region_sex, sex})},
               printed);
    }
    EXPECT_GT(printed, 500U);
}

// Crossed groups add up to those of tables by one question, as nested ones do.
TEST_P(ReleaseOfLevels, NorFromCrossedTablesBesidePlainOnes) {
    std::mt19937 random(static_cast<unsigned>(GetParam()) + 500);
    std::size_t printed = 0;
    for (int round = 0; round < 6; ++round) {
        const SmallSurvey survey = random_survey(random, 200 + round * 150);
        const Banner crossed{{"region", "sex"}, false};
        attack(survey,
               {spec_of("trust by region", "trust", {region}),
                spec_of("trust crossed", "trust", {crossed}),
                spec_of("trust by sex", "trust", {sex}),
                spec_of("works by sex", "works", {sex}),
                spec_of("works crossed", "works", {crossed}),
                spec_of("works by region", "works", {region})},
               printed);
    }
    EXPECT_GT(printed, 300U);
}

// The mean of a group follows from that of the group around it and of its other parts.
TEST_P(ReleaseOfLevels, NorTheMeanOfAFewFromMeansOfSubtotals) {
    std::mt19937 random(static_cast<unsigned>(GetParam()) + 300);
    std::size_t withheld = 0;
    for (int round = 0; round < 10; ++round) {
        const SmallSurvey survey = random_survey(random, 60 + round * 30);
        TableSpec spec = spec_of("mean", "age", {region_sex});
        spec.statistic = Statistic::mean;
        const Table table = tabulate(survey.study, survey.dataset, spec);
        DisclosureControl control(10, Edition::published);
        const SafeTable safe = control.release(table).value();
        const Table all = tabulate(everybody().study, everybody().dataset, spec);
        const Printed printed{table, safe, all};
        Span seen(everybody().dataset.counted());
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            if (!safe.withheld[g][0]) seen.add(printed.cell(g, 0));
            withheld += safe.withheld[g][0] ? 1 : 0;
        }
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            if (is_few(table.rows->cells[g][0].count())) {
                EXPECT_FALSE(seen.gives(printed.cell(g, 0))) << table.groups[g].name;
            }
        }
    }
    EXPECT_GT(withheld, 0U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReleaseOfLevels, ::testing::Range(1, 21));

TEST(ReleaseOfRows, APercentageHasNoBaseWhereItsRowIsWithheld) {
    std::mt19937 random(9);
    const SmallSurvey survey = random_survey(random, 90);
    TableSpec spec = spec_of("rows", "works", {region});
    spec.percent_of = PercentOf::row;
    const Table table = tabulate(survey.study, survey.dataset, spec);
    DisclosureControl control(10, Edition::published);
    const SafeTable safe = control.release(table).value();
    for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
        for (std::size_t g = 0; g < safe.table.groups.size(); ++g) {
            if (safe.withheld[0][c]) {
                EXPECT_TRUE(safe.withheld[g][c]);
            }
            if (safe.withheld[g][c]) {
                EXPECT_EQ(safe.table.cells[g][c].base, 0U);
            }
        }
    }
}

// What the table of all answers keeps back, the one of the most frequent does not print.
TEST(TablesOfTheMostFrequent, PrintNothingThatTheTableOfAllWithholds) {
    std::mt19937 random(5);
    for (int round = 0; round < 30; ++round) {
        std::string answers = "area | job\n";
        const std::vector<std::string> jobs{"a", "a", "a", "b", "b", "c", "c", "d"};
        const int people = 120 + round * 7;
        for (int i = 0; i < people; ++i) {
            answers += std::string(1, "nsew"[random() % 4]) + " | " +
                       (random() % 30 == 0 ? "e" : jobs[random() % 8]) + "\n";
        }
        const SmallSurvey survey =
            small_survey_of("select_one | area | n s e w\nselect_one | job | a b c d e\n", answers);
        TableSpec spec;
        spec.question = "job";
        spec.by = {"area"};
        DisclosureControl control(10, Edition::published);
        const auto all = control.release(tabulate(survey.study, survey.dataset, spec));
        spec.top = 2;
        const auto top = control.release(tabulate(survey.study, survey.dataset, spec));
        for (std::size_t g = 0; g < all->table.groups.size(); ++g) {
            for (std::size_t c = 0; c < top->table.categories.size(); ++c) {
                const auto same = std::ranges::find(
                    all->table.categories, top->table.categories[c].name, &Category::name);
                ASSERT_NE(same, all->table.categories.end());
                const auto at = static_cast<std::size_t>(same - all->table.categories.begin());
                if (!all->withheld[g][at]) continue;
                EXPECT_TRUE(top->withheld[g][c]) << round << ' ' << g << ' ' << c;
            }
        }
    }
}

// 17 have one of two jobs that are withheld: who has fewer has eight at the most.
TEST(TablesOfTheMostFrequent, TellNotWhichOfTheWithheldIsMoreFrequent) {
    std::string answers = "job\n";
    const auto add = [&answers](int people, const char* job) {
        for (int i = 0; i < people; ++i)
            answers += std::string(job) + "\n";
    };
    add(60, "farm");
    add(40, "build");
    add(5, "trade");
    add(12, "other");
    const SmallSurvey survey =
        small_survey_of("select_one | job | farm build trade other\n", answers);
    DisclosureControl control(10, Edition::published);
    const auto is_told = [&](const std::string& figure) {
        const auto value = evaluate_figure(survey.study, survey.dataset, expression_of(figure));
        EXPECT_TRUE(value) << figure;
        return !control.release(*value)->withheld;
    };
    TableSpec spec;
    spec.question = "job";
    spec.top = 3;
    const auto top = control.release(tabulate(survey.study, survey.dataset, spec));
    std::string rows;
    for (const Category& category : top->table.categories)
        rows += category.name + " ";
    EXPECT_EQ(rows, "farm build ");
    EXPECT_TRUE(is_told("top(${job}, 1)"));
    EXPECT_TRUE(is_told("top(${job}, 2)"));
    EXPECT_FALSE(is_told("top(${job}, 3)"));
    EXPECT_FALSE(is_told("rank(${job}, 'other')"));
    EXPECT_TRUE(is_told("rank(${job}, 'farm')"));
    EXPECT_TRUE(is_told("top(${job}, 1, ${job} != 'build')")) << "no table is of these";
    // Where nothing is withheld, both stand in their order.
    DisclosureControl open(3, Edition::published);
    EXPECT_EQ(open.release(tabulate(survey.study, survey.dataset, spec))->table.categories.size(),
              3U);
}

}  // namespace
}  // namespace mtm
