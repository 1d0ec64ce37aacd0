// A survey house prints under a percentage the letters of the columns that it lies significantly
// above. Here is what they rest on: every pair of groups of a row, by how their estimates vary
// together: by the covariance of what was linearised, or by their difference in each replicate.
// Whether many tests at once are corrected for, and what of them may be printed, is not decided
// here (report/column_letters.h), because a table loses cells on its way out. Held against R's
// svyttest and svycontrast in column_tests_test.cc.
#include "tabulate/column_tests.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <thread>

#include "estimation/intervals.h"
#include "estimation/linearization.h"
#include "tabulate/coding.h"
#include "tabulate/side_by_side.h"

namespace mtm {
namespace {

// What is left of a variance of a difference by arithmetic alone is none.
constexpr double vanishing = 1e-12;

constexpr std::size_t pairs_worth_a_thread = 50;

bool is_compared(Statistic statistic) {
    return statistic == Statistic::percent || statistic == Statistic::mean ||
           statistic == Statistic::ratio;
}

class ColumnTests {
public:
    ColumnTests(const LevelDesign& design,
                const LevelColumns& columns,
                const std::vector<std::string>& names,
                const MarkRules& rules,
                LevelDesign::Variations variations,
                Table& table)
        : design_(design),
          fewest_(static_cast<std::size_t>(rules.small_base)),
          variations_(std::move(variations)),
          table_(table) {
        if (table.spec.statistic == Statistic::percent) return;
        for (const std::string& name : names)
            numbers_.push_back(numbers_in(*columns.find(name)));
    }

    // A row writes to its own cells alone.
    void run() {
        const std::size_t rows = table_.categories.size();
        const std::size_t pairs = table_.groups.size() * table_.groups.size() / 2;
        const bool much = !variations_.empty() && rows * pairs > pairs_worth_a_thread;
        std::atomic<std::size_t> next = 0;
        side_by_side(much ? std::max(1U, std::thread::hardware_concurrency()) : 1,
                     [&](std::size_t) {
                         for (std::size_t c = next.fetch_add(1); c < rows; c = next.fetch_add(1))
                             test_row(c);
                     });
    }

private:
    // An estimate that may be compared with others of its row.
    struct Tested {
        std::size_t group = 0;
        double value = 0;
        Variation variation;  // known
    };

    [[nodiscard]] bool is_large(std::size_t g, std::size_t c) const {
        const std::size_t base = table_.spec.statistic == Statistic::percent ? table_.group_bases[g]
                                                                             : table_.cells[g][c].n;
        return base >= fewest_;
    }

    [[nodiscard]] std::optional<Tested> estimate(std::size_t g, std::size_t c) {
        if (!variations_.empty()) {
            if (!variations_[g][c].known()) return std::nullopt;
            return Tested{g, *table_.cells[g][c].value, std::move(variations_[g][c])};
        }
        Estimate estimate = table_.cells[g][c];
        estimate.standard_error.reset();
        Tested out;
        out.group = g;
        const std::vector<std::uint8_t> counted = table_.rows->cells[g][c].bytes();
        if (numbers_.empty()) {
            design_.percent(counted, table_.rows->bases[g].bytes(), estimate, &out.variation);
        } else if (numbers_.size() == 1) {
            design_.mean(numbers_[0], counted, estimate, &out.variation);
        } else {
            design_.ratio(numbers_[0], numbers_[1], counted, estimate, &out.variation);
        }
        if (!estimate.value || !estimate.standard_error) return std::nullopt;
        out.value = *estimate.value;
        return out;
    }

    void test_row(std::size_t c) {
        std::vector<Tested> tested;
        for (std::size_t g = 1; g < table_.groups.size(); ++g) {
            if (!is_large(g, c) || !table_.cells[g][c].value) continue;
            if (auto one = estimate(g, c)) tested.push_back(std::move(*one));
        }
        if (tested.size() < 2) return;
        if (design_.precision().replicates() == nullptr) {
            test_linearized(c, tested);
        } else {
            test_replicated(c, tested);
        }
    }

    void test_linearized(std::size_t c, const std::vector<Tested>& tested) {
        std::vector<std::span<const double>> influences;
        for (const Tested& one : tested)
            influences.emplace_back(one.variation.influence);
        const Covariance covariance = design_.precision().sample()->covariance(influences);
        for (std::size_t i = 0; i < tested.size(); ++i) {
            for (std::size_t j = i + 1; j < tested.size(); ++j) {
                const double both = covariance.at(i, i) + covariance.at(j, j);
                compare(c, tested[i], tested[j], both - 2 * covariance.at(i, j), both);
            }
        }
    }

    void test_replicated(std::size_t c, const std::vector<Tested>& tested) {
        const Precision& precision = design_.precision();
        std::vector<double> variances;
        for (const Tested& one : tested)
            variances.push_back(precision.variance(one.variation));
        for (std::size_t i = 0; i < tested.size(); ++i) {
            for (std::size_t j = i + 1; j < tested.size(); ++j) {
                const Tested& first = tested[i];
                const Tested& second = tested[j];
                Variation difference{{}, first.variation.replicates, first.variation.df};
                for (std::size_t r = 0; r < difference.replicates.size(); ++r)
                    difference.replicates[r] -= second.variation.replicates[r];
                // Has no standard error where too few replicates have somebody of both.
                Estimate compared;
                precision.fill_number(first.value - second.value, difference, compared);
                if (!compared.standard_error) continue;
                const double error = *compared.standard_error;
                compare(c, first, second, error * error, variances[i] + variances[j]);
            }
        }
    }

    // By the variance of the difference; `both` is that of two independent ones.
    void compare(
        std::size_t c, const Tested& first, const Tested& second, double variance, double both) {
        const double df = degrees_of_freedom(first.group, second.group, c) - 1;
        if (!(variance > vanishing * both) || df < 1) return;
        const double difference = first.value - second.value;
        const bool first_is_greater = difference >= 0;
        const std::size_t greater = (first_is_greater ? first : second).group;
        const std::size_t other = (first_is_greater ? second : first).group;
        table_.cells[greater][c].contrasts.push_back(
            {other, two_sided_p(difference / std::sqrt(variance), df)});
    }

    // Of the rows of both groups; for percentages the same in every row of the table.
    double degrees_of_freedom(std::size_t a, std::size_t b, std::size_t c) {
        const bool of_bases = numbers_.empty();
        const auto key = std::pair(a, b);
        const std::scoped_lock lock(df_is_used_);
        if (const auto known = df_.find(key); of_bases && known != df_.end()) return known->second;
        const RowSet& first = of_bases ? table_.rows->bases[a] : table_.rows->cells[a][c];
        const RowSet& second = of_bases ? table_.rows->bases[b] : table_.rows->cells[b][c];
        std::vector<std::uint8_t> either = first.bytes();
        const std::vector<std::uint8_t> others = second.bytes();
        for (std::size_t r = 0; r < either.size(); ++r)
            either[r] |= others[r];
        return df_[key] = design_.df(either);
    }

    const LevelDesign& design_;
    std::size_t fewest_;
    LevelDesign::Variations variations_;  // of percentages by replicates
    Table& table_;
    std::vector<std::vector<double>> numbers_;  // none of percentages
    std::mutex df_is_used_;
    std::map<std::pair<std::size_t, std::size_t>, double> df_;
};

}  // namespace

void test_columns(const LevelDesign& design,
                  const LevelColumns& columns,
                  const std::vector<std::string>& names,
                  const MarkRules& rules,
                  LevelDesign::Variations variations,
                  Table& table) {
    if (rules.letters == LetterRule::none || !is_compared(table.spec.statistic)) return;
    if (table.groups.size() < 3 || !design.has_errors()) return;
    ColumnTests(design, columns, names, rules, std::move(variations), table).run();
}

}  // namespace mtm
