// The plan against all combinations of levels, each tried by itself; the measures of loss against
// their definitions, counted record by record.
#include "anonymity/protection_plan.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"

namespace mtm {
namespace {

// Random levels, each joining groups of the one before; the last may join everything.
RecodingHierarchy random_hierarchy(Random& random, std::int32_t categories) {
    RecodingHierarchy out;
    std::vector<std::int32_t> code_of;
    for (std::int32_t code = 0; code < categories; ++code)
        code_of.push_back(code);
    std::int32_t groups = categories;
    while (groups > 1 && random.chance(0.8)) {
        const auto fewer = static_cast<std::int32_t>(random.between(1, groups - 1));
        std::vector<std::int32_t> joined;
        for (std::int32_t g = 0; g < groups; ++g)
            joined.push_back(g < fewer ? g
                                       : static_cast<std::int32_t>(
                                             random.below(static_cast<std::size_t>(fewer))));
        for (std::int32_t& code : code_of)
            code = joined[static_cast<std::size_t>(code)];
        groups = fewer;
        RecodingLevel level;
        level.name = std::to_string(fewer) + " groups";
        level.code_of = code_of;
        level.labels.assign(static_cast<std::size_t>(fewer), "group");
        out.levels.push_back(level);
    }
    return out;
}

KeyTable random_keys(Random& random, std::size_t records, std::size_t keys, double missing) {
    KeyTable out;
    for (std::size_t j = 0; j < keys; ++j) {
        KeyVariable key;
        key.name = "key" + std::to_string(j);
        key.categories = static_cast<std::int32_t>(random.between(2, 7));
        for (std::size_t r = 0; r < records; ++r)
            key.codes.push_back(random.chance(missing)
                                    ? missing_key
                                    : static_cast<std::int32_t>(
                                          random.below(static_cast<std::size_t>(key.categories))));
        out.keys.push_back(key);
    }
    return out;
}

// The loss of one record's value, by its definition.
double loss_of_value(const KeyTable& table,
                     const RecodingHierarchy& hierarchy,
                     LossMeasure measure,
                     std::size_t key,
                     std::size_t level,
                     std::size_t record,
                     bool blanked) {
    const KeyVariable& variable = table.keys[key];
    const std::int32_t own = variable.codes[record];
    if (own == missing_key) return 0;
    const auto becomes = [&](std::int32_t code) {
        return level == 0 ? code
                          : hierarchy.levels[level - 1].code_of[static_cast<std::size_t>(code)];
    };
    if (measure == LossMeasure::spread) {
        if (blanked) return 1;
        int members = 0;
        for (std::int32_t code = 0; code < variable.categories; ++code)
            members += becomes(code) == becomes(own) ? 1 : 0;
        return static_cast<double>(members - 1) / (variable.categories - 1);
    }
    double same = 0;
    double merged = 0;
    for (const std::int32_t code : variable.codes) {
        if (code == missing_key) continue;
        same += code == own ? 1 : 0;
        merged += blanked || becomes(code) == becomes(own) ? 1 : 0;
    }
    return std::log2(merged / same);
}

double loss_by_records(const KeyTable& table,
                       const std::vector<RecodingHierarchy>& hierarchies,
                       LossMeasure measure,
                       const std::vector<double>& weights,
                       const std::vector<std::size_t>& levels,
                       const std::vector<BlankedCell>& cells) {
    std::set<std::pair<std::size_t, std::size_t>> blanked;
    for (const BlankedCell& cell : cells)
        blanked.emplace(cell.record, cell.key);
    double out = 0;
    double weight_sum = 0;
    for (std::size_t j = 0; j < table.keys.size(); ++j) {
        double lost = 0;
        double most = 0;
        for (std::size_t r = 0; r < table.records(); ++r) {
            const bool is_blank = blanked.count({r, j}) > 0;
            lost += loss_of_value(table, hierarchies[j], measure, j, levels[j], r, is_blank);
            most += loss_of_value(table, hierarchies[j], measure, j, levels[j], r, true);
        }
        out += most > 0 ? weights[j] * lost / most : 0;
        weight_sum += weights[j];
    }
    return out / weight_sum;
}

TEST(GeneralisationLoss, IsTheMeanOverRecordsByDefinition) {
    Random random(31);
    for (int trial = 0; trial < 60; ++trial) {
        const KeyTable table = random_keys(random, 40, 3, 0.1);
        std::vector<RecodingHierarchy> hierarchies;
        std::vector<std::size_t> levels;
        for (const KeyVariable& key : table.keys) {
            hierarchies.push_back(random_hierarchy(random, key.categories));
            levels.push_back(random.below(hierarchies.back().levels.size() + 1));
        }
        std::vector<BlankedCell> cells;
        for (std::uint32_t r = 0; r < 40; ++r)
            for (std::uint32_t j = 0; j < 3; ++j)
                if (table.keys[j].codes[r] != missing_key && random.chance(0.2))
                    cells.push_back({r, j});
        const std::vector<double> weights{1, 2.5, 0.5};
        for (const LossMeasure measure : {LossMeasure::spread, LossMeasure::entropy}) {
            const GeneralisationLoss loss(table, hierarchies, weights, measure);
            EXPECT_NEAR(loss.of_table(table, levels, cells),
                        loss_by_records(table, hierarchies, measure, weights, levels, cells),
                        1e-12);
            EXPECT_EQ(loss.of_levels(std::vector<std::size_t>(3, 0)), 0);
        }
    }
}

TEST(GeneralisationLoss, OfEverythingBlankedIsOne) {
    Random random(32);
    const KeyTable table = random_keys(random, 30, 2, 0);
    std::vector<BlankedCell> all;
    for (std::uint32_t r = 0; r < 30; ++r)
        for (std::uint32_t j = 0; j < 2; ++j)
            all.push_back({r, j});
    for (const LossMeasure measure : {LossMeasure::spread, LossMeasure::entropy}) {
        const GeneralisationLoss loss(table, std::vector<RecodingHierarchy>(2), {}, measure);
        EXPECT_NEAR(loss.of_table(table, std::vector<std::size_t>{0, 0}, all), 1, 1e-12);
    }
}

// Of 8 and 2 people in two of three categories that are joined, log2(10/8) and log2(10/2) bits are
// lost; blanked, all 16 would lose 8 log2(16/8) + 2 log2(16/2) + 6 log2(16/6).
TEST(GeneralisationLoss, OfAnExampleWorkedByHand) {
    KeyTable table;
    table.keys.resize(1);
    table.keys[0].categories = 3;
    for (const auto& [code, records] : {std::pair{0, 8}, std::pair{1, 2}, std::pair{2, 6}})
        table.keys[0].codes.insert(
            table.keys[0].codes.end(), static_cast<std::size_t>(records), code);
    const std::vector<RecodingHierarchy> hierarchies{
        {{as_parents("two", {0, 0, 1}, {"a or b", "c"})}}};
    const std::vector<std::size_t> joined{1};
    const GeneralisationLoss spread(table, hierarchies, {}, LossMeasure::spread);
    EXPECT_NEAR(spread.of_levels(joined), 10 * 0.5 / 16, 1e-15);
    const GeneralisationLoss entropy(table, hierarchies, {}, LossMeasure::entropy);
    EXPECT_NEAR(
        entropy.of_levels(joined),
        (8 * std::log2(1.25) + 2 * std::log2(5.0)) / (8 * 1 + 2 * 3 + 6 * std::log2(16.0 / 6)),
        1e-15);
}

struct BestByTryingAll {
    double loss = std::numeric_limits<double>::infinity();
    std::vector<std::size_t> levels;
};

BestByTryingAll try_all(const KeyTable& table,
                        const std::vector<RecodingHierarchy>& hierarchies,
                        const PlanSettings& settings) {
    BestByTryingAll out;
    const GeneralisationLoss loss(table, hierarchies, settings.weights, settings.measure);
    std::vector<std::size_t> levels(hierarchies.size(), 0);
    for (bool more = true; more;) {
        const KeyTable at = recoded(table, hierarchies, levels);
        const auto below =
            records_below(at, settings.suppression.k, settings.suppression.blank)->size();
        if (static_cast<double>(below) <=
            settings.most_below * static_cast<double>(table.records())) {
            const auto cells = suppress_locally(at, settings.suppression)->cells;
            const bool accepted =
                !settings.acceptable || settings.acceptable(with_blanks(at, cells));
            const double lost = loss.of_table(table, levels, cells);
            if (accepted && lost < out.loss) out = {lost, levels};
        }
        std::size_t j = 0;
        while (j < levels.size() && levels[j] == hierarchies[j].levels.size())
            levels[j++] = 0;
        more = j < levels.size();
        if (more) ++levels[j];
    }
    return out;
}

TEST(ProtectionPlan, LosesLeastOfAllCombinationsOfLevels) {
    Random random(33);
    int planned = 0;
    for (int trial = 0; trial < 120; ++trial) {
        const KeyTable table =
            random_keys(random, 30 + random.below(60), 3, trial % 3 == 0 ? 0.1 : 0);
        std::vector<RecodingHierarchy> hierarchies;
        for (const KeyVariable& key : table.keys)
            hierarchies.push_back(random_hierarchy(random, key.categories));
        PlanSettings settings{.suppression = {.k = 2 + random.below(4)}};
        settings.suppression.blank =
            trial % 2 == 0 ? BlankMeaning::own_category : BlankMeaning::any_value;
        settings.most_below = 0.3 * random.uniform();
        settings.measure = trial % 4 < 2 ? LossMeasure::spread : LossMeasure::entropy;
        settings.weights = {1, 0.5 + random.uniform(), 2};
        if (trial % 5 == 0)
            settings.acceptable = [](const KeyTable& t) {
                return std::ranges::count(t.keys[0].codes, 0) >= 3;
            };
        const BestByTryingAll best = try_all(table, hierarchies, settings);
        const auto plan = plan_protection(table, hierarchies, settings);
        ASSERT_EQ(plan.has_value(), !best.levels.empty()) << trial;
        if (!plan) continue;
        ++planned;
        EXPECT_NEAR(plan->loss, best.loss, 1e-12) << trial;
        EXPECT_TRUE(plan->exhaustive);
        EXPECT_TRUE(records_below(protected_table(table, hierarchies, *plan),
                                  settings.suppression.k,
                                  settings.suppression.blank)
                        ->empty());
    }
    EXPECT_GT(planned, 40);
}

TEST(ProtectionPlan, TellsEachStepAsItIs) {
    Random random(34);
    const KeyTable table = random_keys(random, 200, 4, 0);
    std::vector<RecodingHierarchy> hierarchies;
    for (const KeyVariable& key : table.keys)
        hierarchies.push_back(
            {{all_together(static_cast<std::size_t>(key.categories), "everything")}});
    PlanSettings settings{.suppression = {.k = 8}, .most_below = 0.02};
    const auto plan = plan_protection(table, hierarchies, settings);
    ASSERT_TRUE(plan);
    ASSERT_FALSE(plan->steps.empty());
    std::vector<std::size_t> levels(4, 0);
    const GeneralisationLoss loss(table, hierarchies, {}, settings.measure);
    const auto count_below = [&] {
        return records_below(recoded(table, hierarchies, levels), 8, BlankMeaning::own_category)
            ->size();
    };
    EXPECT_EQ(plan->below_at_first, count_below());
    for (const ProtectionStep& step : plan->steps) {
        EXPECT_EQ(step.below_before, count_below());
        EXPECT_NEAR(step.loss_before, loss.of_levels(levels), 1e-15);
        ++levels[step.key];
        EXPECT_EQ(step.to, levels[step.key]);
        EXPECT_EQ(step.from_name, "as recorded");
        EXPECT_EQ(step.to_name, "everything");
        EXPECT_EQ(step.below_after, count_below());
        EXPECT_LE(step.below_after, step.below_before);
        EXPECT_NEAR(step.loss_after, loss.of_levels(levels), 1e-15);
    }
    EXPECT_EQ(levels, plan->levels);
    EXPECT_EQ(plan->below_left, count_below());
    EXPECT_LE(plan->below_left, 4U);
    const auto sentences = explained(*plan, 8);
    EXPECT_EQ(sentences.size(), plan->steps.size() + 2);
    EXPECT_NE(sentences[1].find(plan->steps[0].key_name + ": from as recorded to everything."),
              std::string::npos);
}

TEST(ProtectionPlan, OfTooManyCombinationsIsTheSameEveryTimeAndHolds) {
    Random random(35);
    const KeyTable table = random_keys(random, 3000, 9, 0.01);
    std::vector<RecodingHierarchy> hierarchies;
    for (const KeyVariable& key : table.keys) {
        hierarchies.push_back(random_hierarchy(random, key.categories));
        hierarchies.back().levels.push_back(
            all_together(static_cast<std::size_t>(key.categories), "everything"));
    }
    PlanSettings settings{.suppression = {.k = 3}, .most_below = 0.05};
    const auto plan = plan_protection(table, hierarchies, settings);
    ASSERT_TRUE(plan);
    EXPECT_FALSE(plan->exhaustive);
    EXPECT_TRUE(
        records_below(protected_table(table, hierarchies, *plan), 3, BlankMeaning::own_category)
            ->empty());
    settings.suppression.threads = 1;
    const auto again = plan_protection(table, hierarchies, settings);
    EXPECT_EQ(again->levels, plan->levels);
    EXPECT_EQ(again->suppression, plan->suppression);
}

TEST(ProtectionPlan, KeepsToTheLevelsThatMayLeave) {
    Random random(36);
    const KeyTable table = random_keys(random, 500, 2, 0);
    std::vector<RecodingHierarchy> hierarchies;
    for (const KeyVariable& key : table.keys)
        hierarchies.push_back(
            {{all_together(static_cast<std::size_t>(key.categories), "everything")}});
    PlanSettings settings{.suppression = {.k = 2}, .most_below = 1};
    EXPECT_EQ(plan_protection(table, hierarchies, settings)->levels,
              (std::vector<std::size_t>{0, 0}));
    settings.finest = {1, 0};
    EXPECT_EQ(plan_protection(table, hierarchies, settings)->levels,
              (std::vector<std::size_t>{1, 0}));
}

TEST(ProtectionPlan, SaysWhyThereIsNone) {
    Random random(37);
    const KeyTable table = random_keys(random, 50, 2, 0);
    std::vector<RecodingHierarchy> hierarchies(2);
    const auto message = [&](const PlanSettings& settings) {
        const auto plan = plan_protection(table, hierarchies, settings);
        return plan ? std::string("no error") : plan.error().message;
    };
    EXPECT_NE(message({.suppression = {.k = 40}, .most_below = 0.1})
                  .find("with every key at its coarsest level 50 of 50 records are below k = 40, "
                        "and 5 may be left"),
              std::string::npos);
    EXPECT_NE(message({.suppression = {.k = 60}, .most_below = 1}).find("50 records cannot"),
              std::string::npos);
    EXPECT_NE(message({.suppression = {.k = 2},
                       .most_below = 1,
                       .acceptable = [](const KeyTable&) { return false; }})
                  .find("refused by the limit of risk"),
              std::string::npos);
    EXPECT_NE(message({.finest = {3, 0}}).find("key key0: its finest level is 3"),
              std::string::npos);
    hierarchies.pop_back();
    EXPECT_EQ(message({}), "1 hierarchies for 2 keys");
}

}  // namespace
}  // namespace mtm
