// What a reader with pencil and paper learns from everything that a publication prints, where the
// numbers of one table are taken from those of another and from sentences.
#include <algorithm>
#include <cmath>
#include <regex>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "rehearse/invent.h"
#include "report/base_notes.h"
#include "report/compose.h"
#include "report/print_number.h"
#include "rounds/figure_change.h"
#include "tabulate/tabulate.h"
#include "tests/round4_study.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

constexpr std::size_t threshold = 10;

/// A set of people, and what a reader can tell of how many they are.
struct Seen {
    RowSet people;
    std::size_t low = 0;
    std::size_t high = 0;
    std::string where;
};

Seen seen_exactly(const RowSet& people, std::string where) {
    return {people, people.count(), people.count(), std::move(where)};
}

// Every count that prints as the same percentage.
Seen seen_rounded(const RowSet& people, std::size_t base, std::string where) {
    Seen out = seen_exactly(people, std::move(where));
    const auto same = [&](std::size_t n) {
        return rounded_percentage(n, base) == rounded_percentage(people.count(), base) &&
               (n == 0) == (people.count() == 0);
    };
    while (out.low > 0 && same(out.low - 1))
        --out.low;
    while (out.high < base && same(out.high + 1))
        ++out.high;
    return out;
}

class Attack : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        CheckedStudy checked = round4_study();
        ASSERT_FALSE(has_errors(checked.diagnostics));
        study = std::make_unique<Study>(std::move(checked.study));
        add_tables_with_levels(study->plan);
        const auto records = read_csv_records(read_test_file(round4_path("margins.csv")));
        ASSERT_TRUE(records);
        InventOptions options;
        options.fieldwork_start = study->file.fieldwork_start;
        options.fieldwork_end = study->file.fieldwork_end;
        options.area_question = study->file.areas.question;
        const PublishedFigures margins =
            published_figures(records->rows, "margins.csv", records->lines);
        const Rehearsal rehearsal =
            rehearse(study->questionnaire, study->plan, margins.figures, options);
        ASSERT_FALSE(has_errors(rehearsal.diagnostics));
        dataset = std::make_unique<Dataset>(assemble(*study, rehearsal.interviews).dataset);
        ASSERT_EQ(dataset->counted(), 1845U);
    }

    // Beside the plan's own: nested, side by side, percentages of rows and of everyone, grids.
    static void add_tables_with_levels(Plan& plan) {
        const auto add = [&](std::string name,
                             std::vector<std::string> questions,
                             std::vector<Banner> banners,
                             PercentOf of) {
            TableSpec spec;
            spec.name = std::move(name);
            spec.question = questions.front();
            if (questions.size() > 1) spec.questions = std::move(questions);
            spec.by = banners.front().levels;
            spec.nested = banners.front().nested;
            if (banners.size() > 1) spec.banners = std::move(banners);
            spec.percent_of = of;
            plan.tables.push_back(std::move(spec));
        };
        const Banner nested{{"origin_country", "sex"}, true};
        const Banner regions{{"region", "sex"}, true};
        const Banner sex{{"sex"}, false};
        const Banner age{{"age_group"}, false};
        add("nested", {"education"}, {nested}, PercentOf::column);
        add("nested by region", {"main_provider"}, {regions, age}, PercentOf::column);
        add("rows", {"education"}, {sex, age}, PercentOf::row);
        add("rows nested", {"marital_status"}, {regions}, PercentOf::row);
        add("of everyone", {"marital_status"}, {age, sex}, PercentOf::total);
        add("rows of several", {"reasons_kazakhstan"}, {nested}, PercentOf::row);
        add("grid",
            {"moved_for_work", "pension", "paid_leave", "health_access"},
            {sex, regions},
            PercentOf::column);
    }

    static void TearDownTestSuite() {
        study.reset();
        dataset.reset();
    }

    void SetUp() override {
        ASSERT_EQ(study->file.threshold, static_cast<int>(threshold));
        narrative = read_narrative(read_test_file(round4_path("report.md")), "report.md").narrative;
        DisclosureControl control(study->file.threshold, Edition::published);
        document = compose(*study, *dataset, narrative, control, {}).document;
        const std::vector<Table> tables = tabulate(*study, *dataset);
        for (const Table& table : tables) {
            const SafeTable safe = control.release(table).value();
            see(table, safe);
            for (std::size_t p = 0; p < table.parts.size(); ++p)
                see(table.parts[p], safe.parts[p]);
        }
        see_figures();
        see_base_notes(tables);
    }

    void see(const Table& table, const SafeTable& safe) {
        for (std::size_t g = 0; g < safe.table.groups.size(); ++g) {
            const std::size_t from = group_of(table, safe.table.groups[g]);
            const std::string where = table.spec.name + "/" + safe.table.groups[g].name;
            if (!safe.coarse && !safe.withheld_groups[g]) {
                seen.push_back(seen_exactly(table.rows->bases[from], where));
            }
            std::vector<Seen> column;
            for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
                if (safe.withheld[g][c] || safe.withheld_groups[g]) continue;
                see_cell(table, safe, from, c, where, column);
            }
            seen.insert(seen.end(), column.begin(), column.end());
            if (!safe.coarse && !table.multiple) columns.push_back(std::move(column));
        }
    }

    static void see_cell(const Table& table,
                         const SafeTable& safe,
                         std::size_t g,
                         std::size_t c,
                         const std::string& where,
                         std::vector<Seen>& out) {
        const Category& category = safe.table.categories[c];
        const std::size_t from = category_of(table, category);
        const RowSet& people = table.rows->cells[g][from];
        const std::string name = where + "/" + category.name;
        if (people.count() == 0) return;
        if (!safe.coarse) {
            out.push_back(seen_exactly(people, name));
        } else if (table.spec.statistic == Statistic::percent) {
            out.push_back(seen_rounded(people, percent_base(table, g, from), name));
        }
    }

    static std::size_t percent_base(const Table& table, std::size_t g, std::size_t c) {
        if (table.spec.percent_of == PercentOf::row) return table.rows->cells[0][c].count();
        return table.group_bases[table.spec.percent_of == PercentOf::total ? 0 : g];
    }

    static std::size_t group_of(const Table& table, const Category& group) {
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            if (table.groups[g].name == group.name && table.groups[g].blank == group.blank)
                return g;
        }
        ADD_FAILURE() << group.name;
        return 0;
    }

    static std::size_t category_of(const Table& table, const Category& category) {
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            const Category& other = table.categories[c];
            if (other.name == category.name && other.blank == category.blank) return c;
        }
        ADD_FAILURE() << category.name;
        return 0;
    }

    void see_figures() {
        for (std::size_t i = 0; i < document.figures.size(); ++i) {
            const PrintedFigure& printed = document.figures[i];
            // src/rounds/change_attack_test.cc attacks changes; without a round before they say
            // nothing.
            if (!changes_in(narrative.figures[i].expression->root).empty()) continue;
            const auto value = evaluate_figure(*study, *dataset, *narrative.figures[i].expression);
            ASSERT_TRUE(value);
            if (value->parts.size() != 1) continue;
            const FigurePart& part = value->parts.front();
            if (part.counted.known() && !printed.withheld) see_condition(*value, part, printed);
            if (printed.base) seen.push_back(seen_exactly(base_of(part), printed.expression));
        }
    }

    static const RowSet& base_of(const FigurePart& part) {
        return part.aggregate == "base" ? part.counted : part.of;
    }

    void see_condition(const FigureValue& value,
                       const FigurePart& part,
                       const PrintedFigure& printed) {
        if (!printed.interval.empty()) {  // its limits are made of the exact counts
            seen.push_back(seen_exactly(part.counted, printed.expression));
            seen.push_back(seen_exactly(part.of - part.counted, printed.expression));
        }
        if (value.unit == FigureUnit::percent) {
            seen.push_back(seen_rounded(part.counted, part.of.count(), printed.expression));
        } else if (value.unit == FigureUnit::count) {
            seen.push_back(seen_exactly(part.counted, printed.expression));
        }
    }

    // A note that prints the number of a base may be about any base of so many people.
    void see_base_notes(const std::vector<Table>& tables) {
        std::set<std::size_t> numbers;
        const std::regex number("\\(([0-9][0-9,]*) respondents");
        for (const DocumentNote& note : document.notes) {
            std::smatch found;
            const std::string text = plain_text(note.inlines);
            if (std::regex_search(text, found, number)) {
                numbers.insert(std::stoul(replace_all(found[1].str(), ",", "")));
            }
        }
        EXPECT_GT(numbers.size(), 5U);
        BaseWords words(*study, *dataset, 0, phrases_in("en"));
        for (const Table& table : tables) {
            const auto asked = words.asked(table.base);
            if (!asked || !numbers.contains(asked->n)) continue;
            seen.push_back(seen_exactly(asked->rows, "note on " + table.spec.name));
        }
    }

    void expect_no_two_give_a_few_back() {
        seen.push_back(seen_exactly(seen.front().people.everyone(), "interviews counted"));
        for (const Seen& inner : seen) {
            for (const Seen& outer : seen) {
                const std::size_t size = outer.people.count_outside(inner.people, threshold);
                if (!is_few(size) || !inner.people.is_part_of(outer.people)) continue;
                const bool could_be_one = outer.low <= inner.high + 1;
                const bool could_be_many = outer.high >= inner.low + threshold;
                EXPECT_TRUE(could_be_one && could_be_many)
                    << outer.where << " less " << inner.where << ": " << size;
            }
        }
    }

    static bool is_few(std::size_t n) { return n > 0 && n < threshold; }

    static std::unique_ptr<Study> study;
    static std::unique_ptr<Dataset> dataset;
    Narrative narrative;
    Document document;
    std::vector<Seen> seen;
    std::vector<std::vector<Seen>> columns;
};

std::unique_ptr<Study> Attack::study;
std::unique_ptr<Dataset> Attack::dataset;

TEST_F(Attack, NoTwoPrintedNumbersGiveAFewPeopleBack) {
    ASSERT_GT(seen.size(), 2500U);
    expect_no_two_give_a_few_back();
}

/// The same interviews as if they were a random sample, weighted and stratified by region: then
/// standard errors, intervals and letters are printed too.
class AttackOnPrecision : public Attack {
protected:
    void SetUp() override {
        SampleDesign design;
        const Column* region = dataset->find(study->file.areas.question);
        ASSERT_NE(region, nullptr);
        design.stages.emplace_back();
        for (const std::int32_t code : region->codes) {
            design.stages[0].strata.push_back(code);
            design.weights.push_back(1 + 0.25 * (code % 5));
        }
        dataset->design = std::make_shared<const TaylorVariance>(std::move(design));
        Attack::SetUp();
    }

    void TearDown() override { dataset->design = nullptr; }
};

TEST_F(AttackOnPrecision, NoTwoPrintedNumbersGiveAFewPeopleBack) {
    const auto with_interval = std::ranges::count_if(
        document.figures, [](const PrintedFigure& one) { return !one.interval.empty(); });
    EXPECT_GT(with_interval, 50);
    const auto without = std::ranges::count_if(document.figures, [](const PrintedFigure& one) {
        return !one.withheld && one.interval.empty();
    });
    EXPECT_GT(without, 0);  // of some the exact count may not be known
    expect_no_two_give_a_few_back();
}

// As seen from the files: 'withheld' and 'coarse' tables tell nothing of precision, and no row with
// a gap tells it of everyone.
TEST_F(AttackOnPrecision, NothingIsToldOfThePrecisionOfWhatIsNotTold) {
    DisclosureControl control(study->file.threshold, Edition::published);
    std::size_t errors = 0;
    std::size_t contrasts = 0;
    std::size_t gaps = 0;
    for (const auto& released : release_all(control, tabulate(*study, *dataset))) {
        const SafeTable& safe = released.value();
        const Table& table = safe.table;
        const auto untold = [&](std::size_t g, std::size_t c) {
            return safe.withheld[g][c] || safe.withheld_groups[g];
        };
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            bool gap = false;
            for (std::size_t g = table.groups.size(); g-- > 0;) {
                const Estimate& cell = table.cells[g][c];
                const bool told = cell.standard_error || cell.low || cell.high || cell.df ||
                                  !cell.contrasts.empty();
                errors += cell.standard_error ? 1 : 0;
                contrasts += cell.contrasts.size();
                EXPECT_FALSE(told && (untold(g, c) || safe.coarse)) << table.spec.name;
                EXPECT_FALSE(told && g == 0 && gap) << table.spec.name;
                for (const Contrast& contrast : cell.contrasts)
                    EXPECT_FALSE(untold(contrast.group, c)) << table.spec.name;
                gap = gap || untold(g, c);
                if (cell.standard_error && *cell.standard_error > 0) {
                    const double error = *cell.standard_error;
                    const double unit = std::pow(10.0, std::floor(std::log10(error)) - 1);
                    EXPECT_NEAR(error / unit, std::round(error / unit), 1e-6);
                }
                if (cell.value && table.spec.statistic == Statistic::percent && *cell.value > 0.5) {
                    EXPECT_EQ(*cell.value, std::round(*cell.value));
                }
            }
            gaps += gap ? 1 : 0;
        }
    }
    EXPECT_GT(errors, 1000U);
    EXPECT_GT(contrasts, 500U);
    EXPECT_GT(gaps, 50U);
}

TEST_F(Attack, NoPrintedNumberLessRowsOfATableGivesAFewPeopleBack) {
    for (const Seen& whole : seen) {
        if (whole.low != whole.high) continue;
        for (const std::vector<Seen>& column : columns) {
            RowSet left = whole.people;
            for (const Seen& row : column) {
                if (row.people.is_part_of(whole.people)) left -= row.people;
            }
            if (left.count() < whole.people.count()) {
                EXPECT_FALSE(is_few(left.count())) << whole.where << " less " << column[0].where;
            }
        }
    }
}

TEST_F(Attack, ARefusalToPrintIsTheSameHoweverOftenItIsAsked) {
    DisclosureControl once(study->file.threshold, Edition::published);
    DisclosureControl twice(study->file.threshold, Edition::published);
    const auto tables = tabulate(*study, *dataset);
    const auto first = release_all(once, tables);
    (void)compose(*study, *dataset, narrative, twice, {});
    const Document again = compose(*study, *dataset, narrative, twice, {}).document;
    const auto second = release_all(twice, tables);
    for (std::size_t t = 0; t < first.size(); ++t) {
        EXPECT_EQ(first[t]->withheld, second[t]->withheld) << tables[t].spec.name;
        EXPECT_EQ(first[t]->coarse, second[t]->coarse) << tables[t].spec.name;
    }
    ASSERT_EQ(again.figures.size(), document.figures.size());
    for (std::size_t i = 0; i < again.figures.size(); ++i) {
        EXPECT_EQ(again.figures[i].text, document.figures[i].text);
        EXPECT_EQ(again.figures[i].base, document.figures[i].base);
    }
}

}  // namespace
}  // namespace mtm
