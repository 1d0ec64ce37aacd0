// A survey house prints under a percentage the letters of the columns that it lies significantly
// above. Here is what they rest on: every pair of groups of a row, by the covariance of their
// linearised estimates. Whether many tests at once are corrected for, and what of them may be
// printed, is not decided here (report/column_letters.h), because a table loses cells on its way
// out. Held against R's svyttest and svycontrast in column_tests_test.cc.
#include "tabulate/column_tests.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "estimation/intervals.h"
#include "estimation/linearization.h"
#include "tabulate/coding.h"

namespace mtm {
namespace {

// What is left of a variance of a difference by arithmetic alone is none.
constexpr double vanishing = 1e-12;

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
                Table& table)
        : sample_(design.sample()),
          fewest_(static_cast<std::size_t>(rules.small_base)),
          table_(table) {
        if (table.spec.statistic == Statistic::percent) return;
        for (const std::string& name : names)
            numbers_.push_back(numbers_in(*columns.find(name)));
    }

    void run() {
        for (std::size_t c = 0; c < table_.categories.size(); ++c)
            test_row(c);
    }

private:
    // An estimate that may be compared with others of its row.
    struct Tested {
        std::size_t group = 0;
        LinearizedEstimate estimate;
    };

    [[nodiscard]] bool is_large(std::size_t g, std::size_t c) const {
        const std::size_t base = table_.spec.statistic == Statistic::percent ? table_.group_bases[g]
                                                                             : table_.cells[g][c].n;
        return base >= fewest_;
    }

    [[nodiscard]] std::optional<LinearizedEstimate> estimate(std::size_t g, std::size_t c) const {
        const std::vector<double>& weights = sample_.design().weights;
        const RowSet& counted = table_.rows->cells[g][c];
        if (numbers_.empty()) {
            const std::vector<std::uint8_t> holds = counted.bytes();
            return linearized_mean(weights,
                                   std::vector<double>(holds.begin(), holds.end()),
                                   table_.rows->bases[g].bytes());
        }
        if (numbers_.size() == 1) return linearized_mean(weights, numbers_[0], counted.bytes());
        return linearized_ratio(weights, numbers_[0], numbers_[1], counted.bytes());
    }

    void test_row(std::size_t c) {
        std::vector<Tested> tested;
        for (std::size_t g = 1; g < table_.groups.size(); ++g) {
            if (!is_large(g, c) || !table_.cells[g][c].value) continue;
            if (auto value = estimate(g, c)) tested.push_back({g, std::move(*value)});
        }
        if (tested.size() < 2) return;
        std::vector<std::span<const double>> influences;
        for (const Tested& one : tested)
            influences.emplace_back(one.estimate.influence);
        const Covariance covariance = sample_.covariance(influences);
        for (std::size_t i = 0; i < tested.size(); ++i) {
            for (std::size_t j = i + 1; j < tested.size(); ++j)
                compare(c, tested, i, j, covariance);
        }
    }

    void compare(std::size_t c,
                 const std::vector<Tested>& tested,
                 std::size_t i,
                 std::size_t j,
                 const Covariance& covariance) {
        const double both = covariance.at(i, i) + covariance.at(j, j);
        const double variance = both - 2 * covariance.at(i, j);
        const int df = degrees_of_freedom(tested[i].group, tested[j].group, c) - 1;
        if (!(variance > vanishing * both) || df < 1) return;
        const double difference = tested[i].estimate.value - tested[j].estimate.value;
        const bool first_is_greater = difference >= 0;
        const std::size_t greater = tested[first_is_greater ? i : j].group;
        const std::size_t other = tested[first_is_greater ? j : i].group;
        table_.cells[greater][c].contrasts.push_back(
            {other, two_sided_p(difference / std::sqrt(variance), df)});
    }

    // Of the rows of both groups; for percentages the same in every row of the table.
    int degrees_of_freedom(std::size_t a, std::size_t b, std::size_t c) {
        const bool of_bases = numbers_.empty();
        const auto key = std::pair(a, b);
        if (const auto known = df_.find(key); of_bases && known != df_.end()) return known->second;
        const RowSet& first = of_bases ? table_.rows->bases[a] : table_.rows->cells[a][c];
        const RowSet& second = of_bases ? table_.rows->bases[b] : table_.rows->cells[b][c];
        std::vector<std::uint8_t> either = first.bytes();
        const std::vector<std::uint8_t> others = second.bytes();
        for (std::size_t r = 0; r < either.size(); ++r)
            either[r] |= others[r];
        return df_[key] = sample_.degrees_of_freedom(either);
    }

    const TaylorVariance& sample_;
    std::size_t fewest_;
    Table& table_;
    std::vector<std::vector<double>> numbers_;  // none of percentages
    std::map<std::pair<std::size_t, std::size_t>, int> df_;
};

}  // namespace

void test_columns(const LevelDesign& design,
                  const LevelColumns& columns,
                  const std::vector<std::string>& names,
                  const MarkRules& rules,
                  Table& table) {
    if (rules.letters == LetterRule::none || !is_compared(table.spec.statistic)) return;
    if (table.groups.size() < 3 || !design.has_errors()) return;
    ColumnTests(design, columns, names, rules, table).run();
}

}  // namespace mtm
