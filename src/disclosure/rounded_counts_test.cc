// Rounded tables must be those of some survey whose counts are all multiples of the unit: every sum
// and difference of what is printed holds, by linear algebra over all answers that people can give,
// and a survey that has such counts is printed as it is.
#include "disclosure/rounded_counts.h"

#include <cmath>
#include <optional>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "disclosure/changed_figure.h"
#include "disclosure/released.h"
#include "tabulate/small_survey.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr int unit = 10;

constexpr std::string_view questionnaire = R"(
select_one      | region | north south east
select_one      | sex    | male female
select_one      | works  | yes no never
select_one      | trust  | yes no never
select_multiple | needs  | food water
integer         | age    |
derived | worked | works | ever | ${works} = 'yes' or ${works} = 'no' |
derived | worked | works | never | ${works} = 'never' |
)";

using Rows = std::vector<std::string>;

Rows random_rows(std::mt19937& random, int people) {
    const std::vector<std::string> regions{"north", "north", "south", "south", "east", ""};
    const std::vector<std::string> sexes{"male", "male", "male", "female"};
    const std::vector<std::string> answers{"yes", "yes", "no", "no", "no", "never", ""};
    const std::vector<std::string> needs{"food", "water", "food water", "food", ""};
    Rows out;
    for (int i = 0; i < people; ++i) {
        out.push_back(regions[random() % 6] + " | " + sexes[random() % 4] + " | " +
                      answers[random() % 7] + " | " + answers[random() % 7] + " | " +
                      needs[random() % 5] + " | " + std::to_string(20 + random() % 40) + "\n");
    }
    return out;
}

SmallSurvey survey_of(const Rows& rows, int times = 1) {
    std::string text = "region | sex | works | trust | needs | age\n";
    for (int i = 0; i < times; ++i) {
        for (const std::string& row : rows)
            text += row;
    }
    SmallSurvey out = small_survey_of(questionnaire, text);
    out.study.file.threshold = unit;
    out.study.file.round_to = unit;
    return out;
}

// Everybody whom answers can tell apart, once.
const SmallSurvey& everybody() {
    static const SmallSurvey survey = [] {
        Rows rows;
        for (const char* region : {"north", "south", "east", ""}) {
            for (const char* sex : {"male", "female"}) {
                for (const char* works : {"yes", "no", "never", ""}) {
                    for (const char* trust : {"yes", "no", "never", ""}) {
                        for (const char* needs : {"food", "water", "food water", ""})
                            rows.push_back(fmt::format(
                                "{} | {} | {} | {} | {} | 1\n", region, sex, works, trust, needs));
                    }
                }
            }
        }
        return survey_of(rows);
    }();
    return survey;
}

// What a reader is told: how many there are of sets, as linear equations.
class Equations {
public:
    // False if it contradicts what was told.
    bool add(const RowSet& set, double count) {
        const std::vector<std::uint8_t> bytes = set.bytes();
        std::vector<double> row(bytes.begin(), bytes.end());
        row.push_back(count);
        for (const auto& [pivot, known] : rows_) {
            const double times = row[pivot];
            if (times == 0) continue;
            for (std::size_t i = 0; i < row.size(); ++i)
                row[i] -= times * known[i];
        }
        std::size_t pivot = 0;
        while (pivot + 1 < row.size() && std::abs(row[pivot]) < 1e-7)
            ++pivot;
        if (pivot + 1 == row.size()) return std::abs(row.back()) < 1e-5;
        const double scale = row[pivot];
        for (double& x : row)
            x /= scale;
        rows_.emplace_back(pivot, std::move(row));
        return true;
    }

private:
    std::vector<std::pair<std::size_t, std::vector<double>>> rows_;
};

TableSpec spec_of(std::string question, std::vector<std::string> by, bool nested = false) {
    TableSpec spec;
    spec.name = fmt::format("{} by {}", question, fmt::join(by, nested ? ">" : ", "));
    spec.question = std::move(question);
    spec.by = std::move(by);
    spec.nested = nested;
    return spec;
}

std::vector<TableSpec> plan(bool fine_first) {
    std::vector<TableSpec> out{spec_of("sex", {}),
                               spec_of("region", {"sex"}),
                               spec_of("worked", {"sex"}),
                               spec_of("works", {"region"}),
                               spec_of("works", {"sex"}),
                               spec_of("works", {"region", "sex"}, true),
                               spec_of("trust", {"region", "sex"}),
                               spec_of("trust", {"sex", "region"}, true),
                               spec_of("trust", {"works"}),
                               spec_of("worked", {"region"}),
                               spec_of("needs", {"sex"}),
                               spec_of("needs", {"region", "sex"}, true),
                               spec_of("works", {"needs"})};
    TableSpec rows = spec_of("trust", {"region"});
    rows.percent_of = PercentOf::row;
    out.push_back(rows);
    if (fine_first) std::ranges::reverse(out);
    return out;
}

std::size_t index_of(const Category& wanted, const std::vector<Category>& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in[i].name == wanted.name && in[i].blank == wanted.blank) return i;
    }
    ADD_FAILURE() << wanted.name;
    return 0;
}

// What is said of a category; a row that is not there says that it is nobody's.
std::optional<std::size_t> shown(const Category& wanted, const std::vector<Category>& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in[i].name == wanted.name && in[i].blank == wanted.blank) return i;
    }
    return std::nullopt;
}

Estimate cell_of(const Table& counted, const Table& shown_table, std::size_t g, std::size_t c) {
    const auto group = shown(counted.groups[g], shown_table.groups);
    const auto category = shown(counted.categories[c], shown_table.categories);
    return group && category ? shown_table.cells[*group][*category] : Estimate{};
}

std::size_t base_of(const Table& counted, const Table& shown_table, std::size_t g) {
    const auto group = shown(counted.groups[g], shown_table.groups);
    return group ? shown_table.group_bases[*group] : 0;
}

struct Told {
    std::size_t numbers = 0;
    std::size_t far = 0;  // a unit or more from what was counted
    std::size_t withheld = 0;
};

void expect_multiple(std::size_t n) {
    EXPECT_EQ(n % unit, 0U);
}

void read(const Table& counted,
          const Table& all,
          const SafeTable& safe,
          Equations& equations,
          Told& told) {
    if (safe.withheld_groups[0]) {
        ++told.withheld;
        return;
    }
    EXPECT_EQ(safe.rounded_to, unit);
    EXPECT_EQ(safe.table.rows, nullptr);
    const auto note =
        [&](const RowSet& set, std::size_t n, std::size_t was, const std::string& where) {
            expect_multiple(n);
            ++told.numbers;
            told.far += std::max(n, was) - std::min(n, was) >= unit ? 1 : 0;
            EXPECT_TRUE(equations.add(set, static_cast<double>(n)))
                << counted.spec.name << ": " << where;
        };
    for (std::size_t g = 0; g < counted.groups.size(); ++g) {
        const std::size_t ag = index_of(counted.groups[g], all.groups);
        const std::size_t group = counted.places.empty() ? ag : g;
        ASSERT_EQ(all.groups[group].name, counted.groups[g].name);
        note(all.rows->bases[group],
             base_of(counted, safe.table, g),
             counted.group_bases[g],
             counted.groups[g].name);
        for (std::size_t c = 0; c < counted.categories.size(); ++c) {
            const std::size_t ac = index_of(counted.categories[c], all.categories);
            const Estimate cell = cell_of(counted, safe.table, g, c);
            note(all.rows->cells[group][ac],
                 cell.n,
                 counted.cells[g][c].n,
                 counted.groups[g].name + "/" + counted.categories[c].name);
            expect_multiple(cell.base);
            EXPECT_LE(cell.n, cell.base);
            if (cell.base > 0) {
                EXPECT_NEAR(*cell.value,
                            100.0 * static_cast<double>(cell.n) / static_cast<double>(cell.base),
                            1e-9);
            } else {
                EXPECT_FALSE(cell.value.has_value());
            }
        }
    }
}

Told publish(const SmallSurvey& survey, const std::vector<TableSpec>& specs) {
    DisclosureControl control(survey.study.file, Edition::published);
    Equations equations;
    Told told;
    for (const TableSpec& spec : specs) {
        const Table counted = tabulate(survey.study, survey.dataset, spec);
        const Table all = tabulate(everybody().study, everybody().dataset, spec);
        const auto safe = control.release(counted);
        read(counted, all, safe.value(), equations, told);
        for (std::size_t p = 0; p < counted.parts.size(); ++p)
            read(counted.parts[p], all.parts[p], safe->parts[p], equations, told);
    }
    return told;
}

class RoundedTables : public ::testing::TestWithParam<int> {};

TEST_P(RoundedTables, AreThoseOfASurvey) {
    std::mt19937 random(static_cast<unsigned>(GetParam()));
    Told told;
    for (const int people : {120, 300, 900}) {
        for (const bool fine_first : {false, true}) {
            const Told one = publish(survey_of(random_rows(random, people)), plan(fine_first));
            told.numbers += one.numbers;
            told.far += one.far;
            told.withheld += one.withheld;
        }
    }
    // In small surveys there can be no such table beside those before it.
    EXPECT_LE(told.withheld, 3U);
    EXPECT_LT(static_cast<double>(told.far), 0.02 * static_cast<double>(told.numbers));
    RecordProperty("far", static_cast<int>(told.far));
    RecordProperty("numbers", static_cast<int>(told.numbers));
}

TEST_P(RoundedTables, OfASurveyWithSuchCountsAreAsCounted) {
    std::mt19937 random(static_cast<unsigned>(GetParam()) + 50);
    const SmallSurvey survey = survey_of(random_rows(random, 60), unit);
    DisclosureControl control(survey.study.file, Edition::published);
    for (const TableSpec& spec : plan(GetParam() % 2 == 0)) {
        const Table counted = tabulate(survey.study, survey.dataset, spec);
        const auto safe = control.release(counted);
        for (std::size_t g = 0; g < counted.groups.size(); ++g) {
            EXPECT_EQ(base_of(counted, safe->table, g), counted.group_bases[g]);
            for (std::size_t c = 0; c < counted.categories.size(); ++c) {
                const Estimate cell = cell_of(counted, safe->table, g, c);
                EXPECT_EQ(cell.n, counted.cells[g][c].n);
                if (cell.n > 0) {
                    EXPECT_EQ(cell.base, counted.cells[g][c].base);
                }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoundedTables, ::testing::Range(1, 7));

SafeFigure figure_of(const SmallSurvey& survey, DisclosureControl& control, const char* source) {
    const auto value = evaluate_figure(survey.study, survey.dataset, expression_of(source));
    EXPECT_TRUE(value.has_value()) << source;
    return control.release(*value).value();
}

TEST(RoundedFigures, AreThoseOfTheTables) {
    std::mt19937 random(7);
    const SmallSurvey survey = survey_of(random_rows(random, 333));
    DisclosureControl control(survey.study.file, Edition::published);
    const auto table =
        control.release(tabulate(survey.study, survey.dataset, spec_of("works", {"sex"})));
    const Table& works = table->table;
    const std::size_t no = 1;
    ASSERT_EQ(works.categories[no].name, "no");
    const SafeFigure percent = figure_of(survey, control, "percent(${works} = 'no')");
    EXPECT_EQ(percent.rounded_to, unit);
    EXPECT_EQ(percent.figure.estimate.value, works.cells[0][no].value);
    EXPECT_EQ(percent.figure.estimate.base, works.cells[0][no].base);
    EXPECT_EQ(percent.figure.base.n, works.group_bases[0]);
    EXPECT_FALSE(percent.figure.parts[0].counted.known());
    const SafeFigure women =
        figure_of(survey, control, "count(${works} = 'no', ${sex} = 'female')");
    EXPECT_EQ(women.figure.estimate.value, static_cast<double>(works.cells[2][no].n));
    // What is left of two numbers is the one less the other.
    const SafeFigure others = figure_of(survey, control, "count(${works} != 'no')");
    EXPECT_EQ(*others.figure.estimate.value + static_cast<double>(works.cells[0][no].n),
              static_cast<double>(works.group_bases[0]));
    // Arithmetic is made of rounded numbers, and so is a text.
    const SafeFigure points =
        figure_of(survey, control, "percent(${works} = 'no') - percent(${works} = 'yes')");
    EXPECT_DOUBLE_EQ(*points.figure.estimate.value,
                     *works.cells[0][no].value - *works.cells[0][0].value);
    const SafeFigure text = figure_of(
        survey, control, "if(percent(${works} = 'no') > percent(${works} = 'yes'), 'a', 'b')");
    EXPECT_EQ(text.figure.text, works.cells[0][no].value > works.cells[0][0].value ? "a" : "b");
}

TEST(RoundedFigures, OfNobodyAndOfAFewLookTheSame) {
    Rows rows(200, "north | male | yes | yes | food | 30\n");
    const auto released = [](const Rows& all, const char* source) {
        const SmallSurvey survey = survey_of(all);
        DisclosureControl control(survey.study.file, Edition::published);
        return figure_of(survey, control, source);
    };
    const char* of_women = "percent(${works} = 'yes', ${sex} = 'female')";
    const SafeFigure nobody = released(rows, of_women);
    const SafeFigure none = released(rows, "count(${sex} = 'female')");
    rows.emplace_back("north | female | yes | yes | food | 30\n");
    const SafeFigure one = released(rows, of_women);
    for (const SafeFigure& figure : {nobody, one}) {
        EXPECT_TRUE(figure.withheld);
        EXPECT_FALSE(figure.few);  // that they are few would tell
        EXPECT_FALSE(figure.figure.estimate.value.has_value());
        EXPECT_EQ(figure.figure.base.n, 0U);
    }
    EXPECT_EQ(none.figure.estimate.value, 0.0);
    EXPECT_EQ(released(rows, "count(${sex} = 'female')").figure.estimate.value, 0.0);
}

// Whoever knows that the women are 5,000 must not learn from 4,983 that 301 were asked.
TEST(RoundedFigures, WeightedOnesTellNoCountBesideATotal) {
    Rows rows(301, "north | female | yes | yes | food | 30\n");
    rows.insert(rows.end(), 299, "north | male | no | yes | food | 30\n");
    SmallSurvey survey = survey_of(rows);
    SampleDesign design;
    design.stages.emplace_back();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        design.weights.push_back(i < 301 ? 5000.0 / 301 : 7000.0 / 299);
        design.stages[0].strata.push_back(i < 301 ? 0 : 1);
    }
    survey.dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    DisclosureControl control(survey.study.file, Edition::published);
    const SafeFigure women = figure_of(survey, control, "count(${sex} = 'female')");
    EXPECT_DOUBLE_EQ(*women.figure.estimate.value, 5000);
    EXPECT_FALSE(women.figure.estimate.standard_error.has_value());
    const SafeFigure share = figure_of(survey, control, "percent(${sex} = 'female')");
    EXPECT_DOUBLE_EQ(*share.figure.estimate.value, 42);
    TableSpec spec = spec_of("sex", {});
    spec.statistic = Statistic::count;
    const auto table = control.release(tabulate(survey.study, survey.dataset, spec));
    EXPECT_DOUBLE_EQ(*table->table.cells[0][1].value, 5000);
    EXPECT_FALSE(table->table.cells[0][1].standard_error.has_value());
}

TEST(RoundedFigures, AMeanStandsOfEnoughPeopleToTwoDigits) {
    Rows rows;
    for (int i = 0; i < 120; ++i)
        rows.push_back(fmt::format("north | male | yes | yes | food | {}\n", 20 + i % 37));
    for (int i = 0; i < 5; ++i)
        rows.emplace_back("north | female | yes | yes | food | 30\n");
    const SmallSurvey survey = survey_of(rows);
    DisclosureControl control(survey.study.file, Edition::published);
    const SafeFigure men = figure_of(survey, control, "mean(${age}, ${sex} = 'male')");
    ASSERT_TRUE(men.figure.estimate.value.has_value());
    EXPECT_EQ(*men.figure.estimate.value, std::round(*men.figure.estimate.value));
    EXPECT_EQ(men.figure.estimate.base, 120U);
    const SafeFigure women = figure_of(survey, control, "mean(${age}, ${sex} = 'female')");
    EXPECT_TRUE(women.withheld);
    TableSpec spec = spec_of("age", {"sex"});
    spec.statistic = Statistic::mean;
    const auto table = control.release(tabulate(survey.study, survey.dataset, spec));
    EXPECT_TRUE(table->coarse);
    EXPECT_TRUE(table->withheld_groups[2] || table->withheld[2][0]);
    // A total would tell who came or went.
    spec.statistic = Statistic::total;
    const auto totals = control.release(tabulate(survey.study, survey.dataset, spec));
    for (const std::vector<bool>& group : totals->withheld)
        EXPECT_TRUE(group[0]);
    EXPECT_TRUE(figure_of(survey, control, "total(${age})").withheld);
}

// That a mean is withheld must not tell of a group that is printed as 10 whether it is one of 7.
TEST(RoundedFigures, MeansOfGroupsOfAFewUnitsAreWithheldWhoeverTheyAre) {
    for (const int women : {7, 12, 23}) {
        Rows rows;
        for (int i = 0; i < 120; ++i)
            rows.push_back(fmt::format("north | male | yes | yes | food | {}\n", 20 + i % 37));
        for (int i = 0; i < women; ++i)
            rows.push_back(fmt::format("north | female | yes | yes | food | {}\n", 30 + i));
        const SmallSurvey survey = survey_of(rows);
        DisclosureControl control(survey.study.file, Edition::published);
        TableSpec spec = spec_of("age", {"sex"});
        spec.statistic = Statistic::mean;
        const auto table = control.release(tabulate(survey.study, survey.dataset, spec));
        EXPECT_TRUE(table->withheld_groups[2] || table->withheld[2][0]) << women;
        EXPECT_TRUE(figure_of(survey, control, "mean(${age}, ${sex} = 'female')").withheld);
    }
}

TEST(RoundedWords, StandIfEnoughPeopleSaidThem) {
    SmallSurvey survey = survey_of(Rows(40, "north | male | yes | yes | food | 30\n"));
    Table table = tabulate(survey.study, survey.dataset, spec_of("works", {}));
    for (Category& category : table.categories)
        category.free_answer = true;
    DisclosureControl control(survey.study.file, Edition::published);
    const auto safe = control.release(table);
    ASSERT_EQ(safe->table.categories.size(), 1U);
    EXPECT_EQ(safe->table.categories[0].name, "yes");
    EXPECT_EQ(safe->table.cells[0][0].n, 40U);
}

// No answer, refusals, numbers and words have a row only if somebody gave them.
TEST(RoundedRows, OfNobodyAreNotThereUnlessTheyAlwaysAre) {
    Rows rows(60, "north | male | yes | yes | food | 30\n");
    for (int i = 0; i < 3; ++i)
        rows.emplace_back("north | male |  | no | food | 31\n");
    const SmallSurvey survey = survey_of(rows);
    DisclosureControl control(survey.study.file, Edition::published);
    const Table counted = tabulate(survey.study, survey.dataset, spec_of("works", {}));
    ASSERT_TRUE(counted.categories.back().blank);
    const auto works = control.release(counted);
    ASSERT_EQ(works->table.categories.size(), 3U);
    EXPECT_EQ(works->table.categories.back().name, "never");
    const auto age = control.release(tabulate(survey.study, survey.dataset, spec_of("age", {})));
    ASSERT_EQ(age->table.categories.size(), 1U);
    EXPECT_EQ(age->table.categories[0].name, "30");
    const auto by =
        control.release(tabulate(survey.study, survey.dataset, spec_of("trust", {"works"})));
    for (const Category& group : by->table.groups)
        EXPECT_FALSE(group.blank);
    ASSERT_EQ(by->table.categories.size(), 3U);
    EXPECT_EQ(by->table.cells[0][1].n, 0U);
}

TEST(InternalEdition, RoundsNothing) {
    std::mt19937 random(1);
    const SmallSurvey survey = survey_of(random_rows(random, 77));
    DisclosureControl control(survey.study.file, Edition::internal);
    const Table table = tabulate(survey.study, survey.dataset, spec_of("works", {"sex"}));
    const auto safe = control.release(table);
    EXPECT_EQ(safe->rounded_to, 0);
    EXPECT_EQ(safe->table.cells, table.cells);
}

}  // namespace
}  // namespace mtm
