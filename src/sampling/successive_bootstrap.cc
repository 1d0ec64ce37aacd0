#include <algorithm>
#include <numeric>

#include "sampling/rds_bootstrap.h"

// A population is made whose people have the sizes and groups that the fit estimates, and ties
// between groups as strong as recruitment says; recruitment without return then goes through it.
// Gile 2011, Journal of the American Statistical Association 106:135–146, section 4. As in R's RDS
// (“fast”), a replicate is weighted by the inclusion chances of the fit.

namespace mtm {
namespace {

// People of one size and group who are still there.
struct SizeCell {
    std::int64_t size = 0;
    std::int64_t people = 0;
    double weight = 0;  // 1 / inclusion
};

std::size_t base_of(const RdsVariable& variable) {
    return static_cast<std::size_t>(
        std::ranges::count_if(variable.codes, [](std::int32_t code) { return code >= 0; }));
}

class MadePopulation {
public:
    MadePopulation(const RecruitmentTree& tree,
                   std::span<const double> degrees,
                   const RdsVariable& variable,
                   const SuccessiveSamplingFit& fit)
        : groups_(variable.groups), cells_(variable.groups) {
        std::vector<double> weights(degrees.size());
        double all = 0;
        for (const std::int32_t person : tree.in_order())
            all += weights[row_index(person)] = 1 / fit.inclusion_of(degrees[row_index(person)]);
        double base = 0;
        for (const std::int32_t person : tree.in_order()) {
            const std::size_t row = row_index(person);
            if (variable.codes[row] < 0) continue;
            base += weights[row];
            ++sample_;
            seeds_ += tree.is_seed(row);
            const std::size_t recruits = tree.recruits(row).size();
            if (recruits > 0) recruits_.push_back(recruits);
        }
        const double people = static_cast<double>(fit.population) * base / all;
        make_cells(
            tree, degrees, variable, fit, std::max(static_cast<std::int64_t>(people), sample_));
        make_ties(tree, degrees, variable, weights);
    }

    [[nodiscard]] bool possible() const { return !recruits_.empty() && seeds_ > 0; }

    void replicate(Random& random, std::vector<double>& out) {
        start();
        std::vector<std::size_t> came;  // groups of those recruited so far, in order
        std::vector<double> sums(groups_, 0);
        const auto take = [&](std::size_t group) {
            sums[group] += draw_from(group, random);
            came.push_back(group);
        };
        const auto sample = static_cast<std::size_t>(sample_);
        for (std::size_t i = 0; i < std::min(seeds_, sample); ++i)
            take(any_group(random));
        for (std::size_t active = 0; came.size() < sample; ++active) {
            const std::size_t recruits = recruits_[random.below(recruits_.size())];
            for (std::size_t i = 0; i < recruits && came.size() < sample; ++i)
                take(next_group(came[active], random));
        }
        const double base = std::accumulate(sums.begin(), sums.end(), 0.0);
        for (const double sum : sums)
            out.push_back(sum / base);
    }

private:
    void make_cells(const RecruitmentTree& tree,
                    std::span<const double> degrees,
                    const RdsVariable& variable,
                    const SuccessiveSamplingFit& fit,
                    std::int64_t people) {
        const std::size_t sizes = fit.sizes.size();
        std::vector<double> shares(groups_ * sizes, 0);
        for (const std::int32_t person : tree.in_order()) {
            const std::size_t row = row_index(person);
            if (variable.codes[row] < 0) continue;
            const auto size = std::ranges::lower_bound(fit.sizes, degrees[row]);
            const auto k = static_cast<std::size_t>(size - fit.sizes.begin());
            shares[row_index(variable.codes[row]) * sizes + k] += 1 / fit.inclusion[k];
        }
        const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
        std::vector<std::int64_t> fewest(shares.size(), 0);
        for (std::size_t i = 0; i < shares.size(); ++i) {
            shares[i] /= sum;
            fewest[i] = shares[i] > 0 ? 1 : 0;
        }
        const std::vector<std::int64_t> made = apportion(shares, people, fewest);
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (made[i] > 0)
                cells_[i / sizes].push_back(
                    {.size = static_cast<std::int64_t>(fit.sizes[i % sizes]),
                     .people = made[i],
                     .weight = 1 / fit.inclusion[i % sizes]});
        }
    }

    // Ties between groups: those of a group to all others, by how it recruits; as many one way as
    // the other.
    void make_ties(const RecruitmentTree& tree,
                   std::span<const double> degrees,
                   const RdsVariable& variable,
                   const std::vector<double>& weights) {
        std::vector<double> ends(groups_, 0);  // of ties, by group: share × mean degree
        for (const std::int32_t person : tree.in_order()) {
            const std::size_t row = row_index(person);
            if (variable.codes[row] >= 0)
                ends[row_index(variable.codes[row])] += weights[row] * degrees[row];
        }
        const RecruitmentCounts counts = recruitment_counts(tree, variable.codes, groups_);
        ties_.assign(groups_ * groups_, 0);
        for (std::size_t g = 0; g < groups_; ++g) {
            double made = 0;
            for (std::size_t h = 0; h < groups_; ++h)
                made += counts.from_to(g, h);
            for (std::size_t h = 0; h < groups_ && made > 0; ++h) {
                const double ties = ends[g] * counts.from_to(g, h) / made / 2;
                ties_[g * groups_ + h] += ties;
                ties_[h * groups_ + g] += ties;
            }
        }
    }

    void start() {
        left_ = cells_;
        mass_.assign(groups_, 0);
        for (std::size_t g = 0; g < groups_; ++g) {
            for (const SizeCell& cell : left_[g])
                mass_[g] += cell.size * cell.people;
        }
        full_ = mass_;
    }

    std::size_t any_group(Random& random) const {
        const std::int64_t all = std::accumulate(mass_.begin(), mass_.end(), std::int64_t{0});
        auto at = static_cast<std::int64_t>(random.below(static_cast<std::size_t>(all)));
        std::size_t group = 0;
        while (at >= mass_[group])
            at -= mass_[group++];
        return group;
    }

    // By ties to those of each group who are left; whom nobody of one's own ties is left, anybody.
    std::size_t next_group(std::size_t from, Random& random) {
        chances_.assign(groups_, 0);
        double sum = 0;
        for (std::size_t h = 0; h < groups_; ++h) {
            if (mass_[h] == 0) continue;
            chances_[h] = ties_[from * groups_ + h] * static_cast<double>(mass_[h]) /
                          static_cast<double>(full_[h]);
            sum += chances_[h];
        }
        return sum > 0 ? random.weighted(chances_) : any_group(random);
    }

    // Takes somebody of the group out, with chances proportional to size; gives their weight.
    double draw_from(std::size_t group, Random& random) {
        auto at = static_cast<std::int64_t>(random.below(static_cast<std::size_t>(mass_[group])));
        for (SizeCell& cell : left_[group]) {
            if (at >= cell.size * cell.people) {
                at -= cell.size * cell.people;
                continue;
            }
            --cell.people;
            mass_[group] -= cell.size;
            return cell.weight;
        }
        CHECK(false);
    }

    std::size_t groups_;
    std::vector<std::vector<SizeCell>> cells_;  // by group, before anybody was recruited
    std::vector<double> ties_;
    std::vector<std::size_t> recruits_;  // of those who recruited somebody: how many
    std::size_t seeds_ = 0;
    std::int64_t sample_ = 0;

    std::vector<std::vector<SizeCell>> left_;
    std::vector<std::int64_t> mass_;  // Σ size over those left of each group
    std::vector<std::int64_t> full_;
    std::vector<double> chances_;
};

}  // namespace

RdsReplicates successive_sampling_bootstrap(const RecruitmentTree& tree,
                                            std::span<const double> degrees,
                                            const RdsVariable& variable,
                                            const SuccessiveSamplingFit& fit,
                                            const BootstrapOptions& options) {
    CHECK(variable.groups > 0);
    RdsReplicates out{.width = variable.groups, .estimates = {}};
    if (base_of(variable) == 0) return out;
    MadePopulation population(tree, degrees, variable, fit);
    if (!population.possible()) return out;
    Random random(options.random_seed);
    for (int replicate = 0; replicate < options.replicates; ++replicate)
        population.replicate(random, out.estimates);
    return out;
}

}  // namespace mtm
