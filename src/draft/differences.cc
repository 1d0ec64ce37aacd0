#include "draft/differences.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "draft/worth_telling.h"
#include "estimation/association.h"
#include "estimation/intervals.h"
#include "estimation/linearization.h"
#include "estimation/many_tests.h"
#include "tabulate/coding.h"

namespace mtm {
namespace {

constexpr double smallest_expected = 5;

bool is_answer(const Category& category) {
    return category.meaning == MissingChoice::answer && !category.blank;
}

// Groups that can be tested, without the total.
std::vector<std::size_t> testable_groups(const Table& table) {
    std::vector<std::size_t> out;
    for (std::size_t g = 1; g < table.groups.size(); ++g) {
        if (table.group_bases[g] >= smallest_base_compared && is_answer(table.groups[g]))
            out.push_back(g);
    }
    return out;
}

bool expected_suffice(const Table& table,
                      const std::vector<std::size_t>& groups,
                      std::size_t category) {
    double n = 0;
    double base = 0;
    for (const std::size_t g : groups) {
        n += static_cast<double>(table.cells[g][category].n);
        base += static_cast<double>(table.group_bases[g]);
    }
    return std::all_of(groups.begin(), groups.end(), [&](std::size_t g) {
        const double of = static_cast<double>(table.group_bases[g]);
        return of * n / base >= smallest_expected && of * (base - n) / base >= smallest_expected;
    });
}

class Differences {
public:
    Differences(const Dataset& dataset, const std::vector<Table>& tables)
        : dataset_(dataset), tables_(tables) {}

    std::vector<GroupDifference> find() {
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            if (tables_[t].spec.statistic == Statistic::mean) {
                test_means(t);
            } else {
                test_table(t);
            }
        }
        std::vector<double> p;
        for (const GroupDifference& one : tested_)
            p.push_back(one.p);
        const std::vector<double> adjusted = adjust_holm(p);
        std::vector<GroupDifference> out;
        for (std::size_t i = 0; i < tested_.size(); ++i) {
            tested_[i].p = adjusted[i];
            if (adjusted[i] < chance_of_a_family && is_large(tested_[i])) out.push_back(tested_[i]);
        }
        std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
            return a.table != b.table ? a.table < b.table : a.points > b.points;
        });
        return out;
    }

private:
    void test_table(std::size_t t) {
        const Table& table = tables_[t];
        const bool percent = table.spec.statistic == Statistic::percent;
        if (!percent || table.groups_overlap || table.rows == nullptr) return;
        const std::vector<std::size_t> groups = testable_groups(table);
        if (groups.size() < 2 || !table.rows->bases[0].known() || table.rows->bases[0].level() != 0)
            return;
        const std::vector<std::int32_t> group_of = codes(table, groups);
        for (std::size_t c = 0; c < table.categories.size(); ++c) {
            if (is_answer(table.categories[c]) && expected_suffice(table, groups, c))
                test_category(t, c, groups, group_of);
        }
    }

    [[nodiscard]] bool is_large(const GroupDifference& one) const {
        const Table& table = tables_[one.table];
        if (table.spec.statistic == Statistic::percent) return one.points >= fewest_points_told;
        const double larger = std::max(std::abs(*table.cells[one.high][0].value),
                                       std::abs(*table.cells[one.low][0].value));
        // Means are printed with one decimal.
        return one.points >= std::max(0.1, least_part_told * larger);
    }

    // Of the groups with the largest and the smallest mean.
    void test_means(std::size_t t) {
        const Table& table = tables_[t];
        const Column* column = dataset_.find(table.spec.question);
        const bool known = table.rows != nullptr && table.rows->bases[0].known();
        if (column == nullptr || !known || table.rows->bases[0].level() != 0) return;
        std::vector<std::size_t> groups;
        for (std::size_t g = 1; g < table.groups.size(); ++g) {
            const Estimate& cell = table.cells[g][0];
            if (cell.value && cell.n >= smallest_base_compared && is_answer(table.groups[g]))
                groups.push_back(g);
        }
        if (groups.size() < 2) return;
        const auto mean_in = [&](std::size_t g) { return *table.cells[g][0].value; };
        const auto [low, high] = std::ranges::minmax(groups, {}, mean_in);
        const std::optional<double> p = p_of_means(table, numbers_in(*column), high, low);
        if (!p) return;
        const auto pairs = static_cast<double>(groups.size() * (groups.size() - 1)) / 2;
        tested_.push_back(
            {t, 0, high, low, mean_in(high) - mean_in(low), std::min(1.0, *p * pairs)});
    }

    std::optional<double> p_of_means(const Table& table,
                                     const std::vector<double>& numbers,
                                     std::size_t high,
                                     std::size_t low) {
        const std::vector<double>& weights = design().design().weights;
        const std::vector<std::uint8_t> first = table.rows->cells[high][0].bytes();
        const std::vector<std::uint8_t> second = table.rows->cells[low][0].bytes();
        const auto mean_first = linearized_mean(weights, numbers, first);
        const auto mean_second = linearized_mean(weights, numbers, second);
        if (!mean_first || !mean_second) return std::nullopt;
        std::vector<std::uint8_t> either = first;
        for (std::size_t r = 0; r < either.size(); ++r)
            either[r] |= second[r];
        const LinearizedEstimate difference = linearized_difference(*mean_first, *mean_second);
        const double variance = design().variance(difference.influence, either);
        const double df = design().degrees_of_freedom(either) - 1;
        if (!(variance > 0) || df < 1) return std::nullopt;
        return two_sided_p(difference.value / std::sqrt(variance), df);
    }

    static std::vector<std::int32_t> codes(const Table& table,
                                           const std::vector<std::size_t>& groups) {
        std::vector<std::int32_t> out(table.rows->bases[0].bytes().size(), -1);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const auto rows = table.rows->bases[groups[i]].bytes();
            for (std::size_t r = 0; r < rows.size(); ++r) {
                if (rows[r] != 0) out[r] = static_cast<std::int32_t>(i);
            }
        }
        return out;
    }

    void test_category(std::size_t t,
                       std::size_t c,
                       const std::vector<std::size_t>& groups,
                       const std::vector<std::int32_t>& group_of) {
        const Table& table = tables_[t];
        std::vector<std::int32_t> answer(group_of.size(), 0);
        const auto chosen = table.rows->cells[0][c].bytes();
        for (std::size_t r = 0; r < chosen.size(); ++r)
            answer[r] = chosen[r] != 0 ? 1 : 0;
        const auto test =
            test_association(design(), answer, group_of, AssociationTest::rao_scott_f);
        if (!test) return;
        GroupDifference out{t, c, groups.front(), groups.front(), 0, test->p};
        for (const std::size_t g : groups) {
            if (!table.cells[g][c].value) return;
            if (*table.cells[g][c].value > *table.cells[out.high][c].value) out.high = g;
            if (*table.cells[g][c].value < *table.cells[out.low][c].value) out.low = g;
        }
        out.points = *table.cells[out.high][c].value - *table.cells[out.low][c].value;
        tested_.push_back(out);
    }

    // Where nobody's chance is known, the people interviewed as if they were drawn at random: a
    // yardstick for what is worth telling of them, not an inference.
    const TaylorVariance& design() {
        if (dataset_.design != nullptr && dataset_.design->has_stages()) return *dataset_.design;
        if (as_if_random_ == nullptr) {
            SampleDesign simple;
            simple.weights.assign(dataset_.counted(), 1.0);
            SamplingStage stage;
            for (std::size_t r = 0; r < dataset_.counted(); ++r)
                stage.units.push_back(static_cast<std::int32_t>(r));
            simple.stages.push_back(std::move(stage));
            as_if_random_ = std::make_unique<TaylorVariance>(std::move(simple));
        }
        return *as_if_random_;
    }

    const Dataset& dataset_;
    const std::vector<Table>& tables_;
    std::unique_ptr<TaylorVariance> as_if_random_;
    std::vector<GroupDifference> tested_;
};

}  // namespace

std::vector<GroupDifference> find_differences(const Dataset& dataset,
                                              const std::vector<Table>& tables) {
    return Differences(dataset, tables).find();
}

}  // namespace mtm
