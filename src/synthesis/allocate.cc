// A variable is handed out in three moves. First whole numbers: how many of each combination of the
// variables given get which category, by controlled rounding, so that both the combinations and the
// variable's own table are met. Then, if other tables hold the variable too, a chance for each
// record and category: proportional fitting over the records until the expected counts are those of
// all these tables, which is the log-linear model of the variable given all others before. Last the
// draw: within a combination categories go out in the numbers of the first move, with the chances
// of the second.
#include "synthesis/allocate.h"

#include <algorithm>
#include <set>

#include "synthesis/allocation_order.h"
#include "synthesis/bounded_targets.h"
#include "synthesis/controlled_rounding.h"

namespace mtm {
namespace {

/// Another table of the variable: where a record stands in it, and what its cells are to sum to.
struct SideTable {
    std::vector<std::uint32_t> rest;    // by record: the combination of its other variables
    std::vector<BoundedCount> targets;  // combination × category
};

class Allocation {
public:
    Allocation(const MarginalTables& tables, Random& random)
        : tables_(tables), random_(random), placed_(tables.variables.size(), false) {
        records_.variables = tables.variables.size();
        records_.codes.assign(records_.variables * static_cast<std::size_t>(tables.total), 0);
    }

    CodedRecords run() {
        for (const AllocationStep& step : allocation_order(tables_)) {
            hand_out(step);
            placed_[step.variable] = true;
        }
        return std::move(records_);
    }

private:
    [[nodiscard]] std::size_t categories(std::size_t variable) const {
        return tables_.variables[variable].categories.size();
    }

    [[nodiscard]] std::uint32_t combination(std::size_t record,
                                            const std::vector<std::size_t>& of) const {
        std::size_t cell = 0;
        for (const std::size_t v : of)
            cell = cell * categories(v) + records_.codes[record * records_.variables + v];
        return static_cast<std::uint32_t>(cell);
    }

    [[nodiscard]] std::vector<std::uint32_t> combinations(
        const std::vector<std::size_t>& of) const {
        std::vector<std::uint32_t> out(records_.size());
        for (std::size_t r = 0; r < out.size(); ++r)
            out[r] = combination(r, of);
        return out;
    }

    void hand_out(const AllocationStep& step) {
        const std::vector<std::uint32_t> group = combinations(step.given);
        const std::vector<long long> quotas = quotas_of(step, group);
        const std::vector<SideTable> sides = side_tables(step);
        std::vector<double> chances;
        if (!sides.empty()) chances = fitted_chances(step.variable, group, quotas, sides);
        draw(step.variable, group, quotas, chances);
    }

    /// The bounds of `of` and `variable`, with the variable's categories running fastest.
    [[nodiscard]] std::vector<BoundedCount> bounds_of(const std::vector<std::size_t>& of,
                                                      std::size_t variable) const {
        std::vector<std::size_t> all = of;
        all.insert(std::ranges::upper_bound(all, variable), variable);
        const std::vector<BoundedCount> bounds = joint_bounds(tables_, all);
        std::vector<BoundedCount> out(bounds.size());
        for (std::size_t cell = 0; cell < bounds.size(); ++cell) {
            std::size_t rest = cell;
            std::size_t own = 0;
            std::size_t others = 0;
            std::size_t stride = 1;
            for (std::size_t i = all.size(); i-- > 0;) {
                const std::size_t code = rest % categories(all[i]);
                rest /= categories(all[i]);
                if (all[i] == variable) {
                    own = code;
                } else {
                    others += code * stride;
                    stride *= categories(all[i]);
                }
            }
            out[others * categories(variable) + own] = bounds[cell];
        }
        return out;
    }

    [[nodiscard]] std::vector<long long> quotas_of(const AllocationStep& step,
                                                   const std::vector<std::uint32_t>& group) {
        RoundingProblem problem;
        problem.column_sums = whole_counts(tables_, step.variable);
        if (step.given.empty()) return problem.column_sums;
        const std::size_t columns = problem.column_sums.size();
        problem.row_sums.assign(cells_over(tables_.variables, step.given), 0);
        for (const std::uint32_t g : group)
            ++problem.row_sums[g];
        const std::vector<BoundedCount> bounds = bounds_of(step.given, step.variable);
        for (std::size_t cell = 0; cell < bounds.size(); ++cell) {
            const BoundedCount& count = bounds[cell];
            const double independent = static_cast<double>(problem.row_sums[cell / columns]) *
                                       static_cast<double>(problem.column_sums[cell % columns]) /
                                       static_cast<double>(tables_.total);
            problem.low.push_back(count.low);
            problem.high.push_back(count.high);
            problem.firm.push_back(count.kind == CellKind::impossible ||
                                   count.kind == CellKind::withheld);
            const double middle = static_cast<double>(count.low + count.high) / 2;
            problem.prior.push_back(count.kind == CellKind::withheld || count.high == tables_.total
                                        ? std::min(independent, static_cast<double>(count.high))
                                        : middle);
        }
        return controlled_rounding(problem, random_);
    }

    [[nodiscard]] std::vector<SideTable> side_tables(const AllocationStep& step) const {
        std::set<std::vector<std::size_t>> rests;
        for (const MarginalTable& table : tables_.tables) {
            if (!std::ranges::binary_search(table.variables, step.variable)) continue;
            std::vector<std::size_t> rest;
            for (const std::size_t v : table.variables) {
                if (placed_[v]) rest.push_back(v);
            }
            if (!rest.empty() && rest != step.given) rests.insert(std::move(rest));
        }
        std::vector<SideTable> sides;
        for (const std::vector<std::size_t>& rest : rests)
            sides.push_back({combinations(rest), bounds_of(rest, step.variable)});
        return sides;
    }

    [[nodiscard]] std::vector<double> fitted_chances(std::size_t variable,
                                                     const std::vector<std::uint32_t>& group,
                                                     const std::vector<long long>& quotas,
                                                     const std::vector<SideTable>& sides) const {
        const std::size_t k = categories(variable);
        SideTable own{group, {}};
        for (const long long quota : quotas)
            own.targets.push_back(known_count(quota));
        std::vector<double> chances(records_.size() * k, 1.0 / static_cast<double>(k));
        std::vector<double> expected;
        for (int round = 0; round < 6; ++round) {
            for (const SideTable& side : sides)
                scale_to(side, k, chances, expected);
            scale_to(own, k, chances, expected);
            normalize(k, chances);
        }
        return chances;
    }

    static void scale_to(const SideTable& side,
                         std::size_t k,
                         std::vector<double>& chances,
                         std::vector<double>& factors) {
        factors.assign(side.targets.size(), 0);
        for (std::size_t r = 0; r < side.rest.size(); ++r) {
            for (std::size_t c = 0; c < k; ++c)
                factors[side.rest[r] * k + c] += chances[r * k + c];
        }
        for (std::size_t cell = 0; cell < factors.size(); ++cell) {
            const double wanted = std::clamp(factors[cell],
                                             static_cast<double>(side.targets[cell].low),
                                             static_cast<double>(side.targets[cell].high));
            factors[cell] = factors[cell] > 0 ? wanted / factors[cell] : 1;
        }
        for (std::size_t r = 0; r < side.rest.size(); ++r) {
            for (std::size_t c = 0; c < k; ++c)
                chances[r * k + c] *= factors[side.rest[r] * k + c];
        }
    }

    static void normalize(std::size_t k, std::vector<double>& chances) {
        for (std::size_t first = 0; first < chances.size(); first += k) {
            double sum = 0;
            for (std::size_t c = 0; c < k; ++c)
                sum += chances[first + c];
            if (sum <= 0) continue;
            for (std::size_t c = 0; c < k; ++c)
                chances[first + c] /= sum;
        }
    }

    void draw(std::size_t variable,
              const std::vector<std::uint32_t>& group,
              const std::vector<long long>& quotas,
              const std::vector<double>& chances) {
        const std::size_t k = categories(variable);
        std::vector<std::vector<std::size_t>> members(quotas.size() / k);
        for (std::size_t r = 0; r < group.size(); ++r)
            members[group[r]].push_back(r);
        for (std::size_t g = 0; g < members.size(); ++g) {
            std::vector<long long> left(quotas.begin() + static_cast<std::ptrdiff_t>(g * k),
                                        quotas.begin() + static_cast<std::ptrdiff_t>(g * k + k));
            random_.shuffle(members[g]);
            if (chances.empty()) {
                deal(variable, members[g], left);
            } else {
                deal_by_chance(variable, members[g], left, chances);
            }
        }
    }

    void set(std::size_t record, std::size_t variable, std::size_t category) {
        records_.codes[record * records_.variables + variable] =
            static_cast<std::uint8_t>(category);
    }

    void deal(std::size_t variable,
              const std::vector<std::size_t>& shuffled,
              const std::vector<long long>& left) {
        std::size_t at = 0;
        for (std::size_t c = 0; c < left.size(); ++c) {
            for (long long i = 0; i < left[c]; ++i)
                set(shuffled[at++], variable, c);
        }
    }

    /// Those with the fewest possible categories first; a chance counts for as much as its category
    /// still has places for those who are expected in it.
    void deal_by_chance(std::size_t variable,
                        std::vector<std::size_t>& shuffled,
                        std::vector<long long>& left,
                        const std::vector<double>& chances) {
        const std::size_t k = left.size();
        std::vector<double> expected(k, 0);
        for (const std::size_t r : shuffled) {
            for (std::size_t c = 0; c < k; ++c)
                expected[c] += chances[r * k + c];
        }
        std::ranges::stable_sort(shuffled, {}, [&](std::size_t r) {
            return std::count_if(
                &chances[r * k], &chances[r * k] + k, [](double p) { return p > 0; });
        });
        std::vector<double> weights(k);
        for (const std::size_t r : shuffled) {
            bool any = false;
            for (std::size_t c = 0; c < k; ++c) {
                const double share = chances[r * k + c];
                weights[c] =
                    left[c] > 0 ? share * static_cast<double>(left[c]) / std::max(expected[c], 0.01)
                                : 0;
                any = any || weights[c] > 0;
                expected[c] -= share;
            }
            if (!any) {
                for (std::size_t c = 0; c < k; ++c)
                    weights[c] = static_cast<double>(left[c]);
            }
            const std::size_t category = random_.weighted(weights);
            --left[category];
            set(r, variable, category);
        }
    }

    const MarginalTables& tables_;
    Random& random_;
    std::vector<bool> placed_;
    CodedRecords records_;
};

}  // namespace

CodedRecords allocated_records(const MarginalTables& tables, Random& random) {
    return Allocation(tables, random).run();
}

}  // namespace mtm
