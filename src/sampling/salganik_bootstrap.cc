#include <numeric>

#include "sampling/rds_bootstrap.h"

// Draws groups by the observed chances and, of each group, somebody of the sample: those are in it
// with chances proportional to their degrees already. Salganik 2006, Journal of Urban Health 83
// (suppl. 1):98–112; group first and person second as R's RDS has it.

namespace mtm {
namespace {

// Chances to go from group to group; a group that recruited nobody recruits as all together did.
// Empty where nobody recruited anybody.
std::vector<std::vector<double>> chances_of(const RecruitmentCounts& counts) {
    const std::size_t k = counts.groups;
    std::vector<double> all(k, 0);
    for (std::size_t i = 0; i < k * k; ++i)
        all[i % k] += counts.counts[i];
    if (!(std::accumulate(all.begin(), all.end(), 0.0) > 0)) return {};
    std::vector<std::vector<double>> out;
    for (std::size_t g = 0; g < k; ++g) {
        const auto first = counts.counts.begin() + static_cast<std::ptrdiff_t>(g * k);
        std::vector<double> row(first, first + static_cast<std::ptrdiff_t>(k));
        out.push_back(std::accumulate(row.begin(), row.end(), 0.0) > 0 ? std::move(row) : all);
    }
    return out;
}

class Chain {
public:
    Chain(const RecruitmentTree& tree,
          std::span<const double> degrees,
          const RdsVariable& variable,
          const ChainEstimator& estimator)
        : degrees_(degrees),
          variable_(variable),
          estimator_(estimator),
          chances_(chances_of(recruitment_counts(tree, variable.codes, variable.groups))),
          members_(variable.groups) {
        for (const std::int32_t person : tree.in_order()) {
            const std::size_t row = row_index(person);
            if (variable.codes[row] < 0) continue;
            members_[row_index(variable.codes[row])].push_back(row);
            base_.push_back(row);
            if (!tree.is_seed(row)) ++length_;
        }
    }

    [[nodiscard]] bool possible() const { return !chances_.empty(); }

    void replicate(Random& random, std::vector<double>& out) const {
        const std::size_t k = variable_.groups;
        RecruitmentCounts counts{k, std::vector<double>(k * k, 0)};
        std::vector<GroupDegrees> groups(k);
        std::vector<double> sums(k, 0);
        std::size_t group = row_index(variable_.codes[base_[random.below(base_.size())]]);
        for (std::size_t i = 0; i <= length_; ++i) {
            if (i > 0) {
                const std::size_t next = random.weighted(chances_[group]);
                ++counts.counts[group * k + next];
                group = next;
            }
            const std::size_t row = members_[group][random.below(members_[group].size())];
            groups[group].n += 1;
            groups[group].inverse_sum += 1 / degrees_[row];
            if (!estimator_.rds_i) sums[group] += estimator_.weights[row];
        }
        if (estimator_.rds_i) {
            const auto shares = rds_i_shares(counts, groups, estimator_.smoothing);
            if (shares) out.insert(out.end(), shares.value().begin(), shares.value().end());
            return;
        }
        const double base = std::accumulate(sums.begin(), sums.end(), 0.0);
        if (!(base > 0)) return;
        for (const double sum : sums)
            out.push_back(sum / base);
    }

private:
    std::span<const double> degrees_;
    const RdsVariable& variable_;
    const ChainEstimator& estimator_;
    std::vector<std::vector<double>> chances_;
    std::vector<std::vector<std::size_t>> members_;
    std::vector<std::size_t> base_;
    std::size_t length_ = 0;
};

}  // namespace

RdsReplicates salganik_bootstrap(const RecruitmentTree& tree,
                                 std::span<const double> degrees,
                                 const RdsVariable& variable,
                                 const ChainEstimator& estimator,
                                 const BootstrapOptions& options) {
    CHECK(variable.groups > 0);
    RdsReplicates out{.width = variable.groups, .estimates = {}};
    const Chain chain(tree, degrees, variable, estimator);
    if (!chain.possible()) return out;
    Random random(options.random_seed);
    for (int replicate = 0; replicate < options.replicates; ++replicate)
        chain.replicate(random, out.estimates);
    return out;
}

}  // namespace mtm
