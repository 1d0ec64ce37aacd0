// What a reader with pencil and paper learns of either round from everything that both publish: the
// tables of their plans, and changes with the values beside them.
#include <cmath>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "rounds/round_changes.h"
#include "rounds/rounds_for_test.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

constexpr int threshold = 5;
constexpr const char* attacked_form = R"(
select_one | work | paid own none
select_one | sex | male female
select_one | area | north south east
)";

/// Some people of a round, and how many of them a reader can tell that there are.
struct SeenCount {
    RowSet people;
    std::size_t low = 0;
    std::size_t high = 0;
    std::string where;
};

/// Everything seen of one round.
class Reader {
public:
    void see(SeenCount seen) {
        if (seen.people.count() == 0) return;
        for (SeenCount& known : seen_) {
            if (known.people != seen.people) continue;
            known.low = std::max(known.low, seen.low);
            known.high = std::min(known.high, seen.high);
            known.where += " and " + seen.where;
            return;
        }
        seen_.push_back(std::move(seen));
    }

    void see_exactly(const RowSet& people, const std::string& where) {
        see({people, people.count(), people.count(), where});
    }

    /// Every count of the part, of a whole, for which `fits` holds.
    template <typename Fits>
    void see_share(const RowSet& part, const RowSet& whole, const Fits& fits, std::string where) {
        const std::size_t base = whole.count();
        std::size_t low = part.count();
        std::size_t high = low;
        while (low > 0 && fits(low - 1))
            --low;
        while (high < base && fits(high + 1))
            ++high;
        see({part, low, high, where});
        see({whole - part, base - high, base - low, "others of " + where});
    }

    void see(const Table& table, const SafeTable& safe) {
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            if (safe.withheld_groups[g]) continue;
            const RowSet& base = table.rows->bases[g];
            if (!safe.coarse) see_exactly(base, table.spec.name);
            for (std::size_t c = 0; c < table.categories.size(); ++c) {
                if (safe.withheld[g][c]) continue;
                const RowSet& cell = table.rows->cells[g][c];
                if (!safe.coarse) {
                    see_exactly(cell, table.spec.name);
                    continue;
                }
                const auto whole = [&base](std::size_t n) {
                    return std::pair(std::round(100.0 * static_cast<double>(n) /
                                                static_cast<double>(base.count())),
                                     n == 0);
                };
                see_share(
                    cell,
                    base,
                    [&](std::size_t n) { return whole(n) == whole(cell.count()); },
                    table.spec.name);
            }
        }
    }

    void expect_nobody_found() const {
        for (const SeenCount& few : seen_) {
            EXPECT_FALSE(few.people.count() < threshold && few.low > 0 && few.high < threshold)
                << few.where << ": " << few.people.count();
        }
        for (const SeenCount& inner : seen_) {
            for (const SeenCount& outer : seen_) {
                const std::size_t size = outer.people.count_outside(inner.people, threshold);
                if (size == 0 || size >= threshold) continue;
                if (!inner.people.is_part_of(outer.people)) continue;
                EXPECT_TRUE(outer.low <= inner.high + 1 && outer.high >= inner.low + threshold)
                    << outer.where << " less " << inner.where << ": " << size;
            }
        }
    }

private:
    std::vector<SeenCount> seen_;
};

ComparedRound random_round(const std::string& name, std::mt19937& random) {
    std::string answers = "work | sex | area\n";
    const auto people = static_cast<int>(150 + random() % 250);
    const unsigned rare = 20 + static_cast<unsigned>(random() % 80);
    for (int i = 0; i < people; ++i) {
        const auto pick = [&random, rare](
                              const char* usual, const char* other, const char* seldom) {
            const unsigned roll = static_cast<unsigned>(random() % 100);
            return std::string(roll * rare % 100 < 4 ? seldom : roll < 60 ? usual : other);
        };
        answers += pick("paid", "none", "own") + " | " + pick("male", "male", "female") + " | " +
                   pick("north", "south", "east") + "\n";
    }
    ComparedRound out = round_for_test(name, attacked_form, answers);
    out.study.file.threshold = threshold;
    out.study.file.round = name;
    for (const auto& [question, by] : {std::pair{"work", ""},
                                       std::pair{"sex", ""},
                                       std::pair{"work", "sex"},
                                       std::pair{"area", "work"}}) {
        TableSpec& spec = out.study.plan.tables.emplace_back();
        spec.name = std::string(question) + " by " + by;
        spec.question = question;
        if (*by != 0) spec.by = {by};
    }
    return out;
}

// Each person by themselves, with equal chances.
void sample_at_random(ComparedRound& round) {
    SampleDesign design;
    SamplingStage stage;
    for (std::size_t r = 0; r < round.dataset.counted(); ++r) {
        design.weights.push_back(1);
        stage.strata.push_back(0);
        stage.units.push_back(static_cast<std::int32_t>(r));
    }
    design.stages.push_back(std::move(stage));
    round.dataset.design = std::make_shared<const TaylorVariance>(design);
}

void see_tables(const ComparedRound& round, DisclosureControl& control, Reader& reader) {
    for (const Table& table : tabulate(round.study, round.dataset))
        reader.see(table, control.release(table).value());
}

std::vector<std::string> all_figures() {
    const std::vector<std::string> conditions{"${work} = 'paid'",
                                              "${work} = 'own'",
                                              "${sex} = 'female'",
                                              "${area} = 'east'",
                                              "${area} != 'north'",
                                              "${work} != 'own' and ${sex} = 'male'"};
    std::vector<std::string> out;
    for (const std::string& condition : conditions) {
        out.push_back("percent(" + condition + ")");
        for (const std::string& where : conditions) {
            if (where != condition) out.push_back("percent(" + condition + ", " + where + ")");
        }
    }
    return out;
}

double whole_points(double value) {
    return std::round(value);
}

// One side of a change, to who knows the other side's percentage to the last place.
void see_side(const FigureValue& figure,
              const SafeFigure& safe,
              double other,
              double change,
              double sign,
              bool tested,
              const std::string& where,
              Reader& reader) {
    const FigurePart& part = figure.parts.front();
    const auto base = static_cast<double>(part.of.count());
    const auto percentage = [base](std::size_t n) { return 100.0 * static_cast<double>(n) / base; };
    const double shown = whole_points(percentage(part.counted.count()));
    const auto fits = [&](std::size_t n) {
        return whole_points(sign * (percentage(n) - other)) == change &&
               whole_points(percentage(n)) == shown;
    };
    if (!safe.base_withheld) reader.see_exactly(part.of, where);
    reader.see_share(part.counted, part.of, fits, where);
    if (!tested) return;  // an interval has more places than the change
    reader.see_exactly(part.counted, where);
    reader.see_exactly(part.of - part.counted, where);
}

TEST(ChangeAttack, NoChangeGivesAFewPeopleOfEitherRoundBack) {
    std::size_t told = 0;
    std::size_t withheld = 0;
    std::size_t with_test = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        std::mt19937 random(seed);
        ComparedRound before = random_round("Round 1", random);
        ComparedRound now = random_round("Round 2", random);
        if (seed % 2 == 0) {
            sample_at_random(before);
            sample_at_random(now);
        }
        Reader of_before;
        Reader of_now;
        DisclosureControl was(threshold, Edition::published);
        DisclosureControl is(threshold, Edition::published);
        see_tables(before, was, of_before);
        see_tables(now, is, of_now);
        const PreviousRound previous{"Round 1", {}, before, {}, {}};
        RoundChanges changes(now.study, now.dataset, previous, is, was);
        for (const std::string& figure : all_figures()) {
            const auto changed = changes.evaluate(expression_of("change(" + figure + ", '')"));
            ASSERT_TRUE(changed) << changed.error().message;
            const auto safe = changes.release(*changed);
            if (!safe->change.figure.estimate.value) {
                withheld += safe->change.withheld ? 1 : 0;
                EXPECT_FALSE(safe->now.figure.estimate.value) << figure;
                EXPECT_FALSE(safe->before.figure.estimate.value) << figure;
                continue;
            }
            ++told;
            const double change = whole_points(*safe->change.figure.estimate.value);
            const double now_value = *changed->now.estimate.value;
            const double was_value = *changed->before.estimate.value;
            const bool tested = safe->change.figure.estimate.standard_error.has_value();
            with_test += tested ? 1 : 0;
            see_side(
                changed->before, safe->before, now_value, change, -1, tested, figure, of_before);
            see_side(changed->now, safe->now, was_value, change, 1, tested, figure, of_now);
        }
        of_before.expect_nobody_found();
        of_now.expect_nobody_found();
        if (HasFailure()) FAIL() << "seed " << seed;
    }
    EXPECT_GT(told, 300U);
    EXPECT_GT(withheld, 100U);
    EXPECT_GT(with_test, 100U);
}

}  // namespace
}  // namespace mtm
