#include <cmath>

#include "sampling/rds_bootstrap.h"

namespace mtm {
namespace {

// Where the sums of each variable stand in one array: for groups, first a place for those outside
// the base; for a number, Σ wx after Σ w.
struct SumLayout {
    std::vector<std::size_t> first;
    std::size_t size = 0;
};

SumLayout layout_of(std::span<const RdsVariable> variables) {
    SumLayout out;
    for (const RdsVariable& variable : variables) {
        out.first.push_back(out.size);
        out.size += variable.groups == 0 ? 2 : variable.groups + 1;
    }
    return out;
}

// For each row in turn the place of its group in each variable with groups: a sample reads them
// one after another.
std::vector<std::uint32_t> places_by_row(std::span<const RdsVariable> variables,
                                         const SumLayout& layout,
                                         std::size_t rows) {
    std::vector<std::uint32_t> out;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t v = 0; v < variables.size(); ++v) {
            if (variables[v].groups == 0) continue;
            out.push_back(static_cast<std::uint32_t>(static_cast<std::int64_t>(layout.first[v]) +
                                                     1 + variables[v].codes[row]));
        }
    }
    return out;
}

void add_shares(std::span<const double> sums, RdsReplicates& out) {
    double base = 0;
    for (std::size_t group = 1; group < sums.size(); ++group)
        base += sums[group];
    if (!(base > 0)) return;
    for (std::size_t group = 1; group < sums.size(); ++group)
        out.estimates.push_back(sums[group] / base);
}

std::vector<RdsReplicates> room_for(std::span<const RdsVariable> variables, int replicates) {
    std::vector<RdsReplicates> out(variables.size());
    for (std::size_t v = 0; v < variables.size(); ++v) {
        out[v].width = variables[v].width();
        out[v].estimates.reserve(out[v].width * static_cast<std::size_t>(replicates));
    }
    return out;
}

}  // namespace

std::vector<double> RdsReplicates::of(std::size_t group) const {
    std::vector<double> out;
    out.reserve(count());
    for (std::size_t i = group; i < estimates.size(); i += width)
        out.push_back(estimates[i]);
    return out;
}

void draw_from_tree(const RecruitmentTree& tree,
                    Random& random,
                    std::vector<std::uint32_t>& times) {
    times.assign(tree.size(), 0);
    const std::vector<std::int32_t>& seeds = tree.seeds();
    for (std::size_t i = 0; i < seeds.size(); ++i)
        ++times[row_index(seeds[random.below(seeds.size())])];
    for (const std::int32_t row : tree.by_wave()) {
        const std::span<const std::int32_t> recruits = tree.recruits(row_index(row));
        if (recruits.size() == 1) {
            times[row_index(recruits[0])] = times[row_index(row)];
            continue;
        }
        const std::size_t draws = times[row_index(row)] * recruits.size();
        for (std::size_t i = 0; i < draws; ++i)
            ++times[row_index(recruits[random.below(recruits.size())])];
    }
}

std::vector<RdsReplicates> tree_bootstrap(const RecruitmentTree& tree,
                                          std::span<const double> weights,
                                          std::span<const RdsVariable> variables,
                                          const BootstrapOptions& options) {
    const SumLayout layout = layout_of(variables);
    const std::vector<std::uint32_t> places = places_by_row(variables, layout, tree.size());
    std::vector<std::size_t> numbers;
    for (std::size_t v = 0; v < variables.size(); ++v) {
        if (variables[v].groups == 0) numbers.push_back(v);
    }
    const std::size_t grouped = variables.size() - numbers.size();
    std::vector<RdsReplicates> out = room_for(variables, options.replicates);
    std::vector<std::uint32_t> times;
    std::vector<double> sums(layout.size);
    Random random(options.random_seed);
    for (int replicate = 0; replicate < options.replicates; ++replicate) {
        draw_from_tree(tree, random, times);
        sums.assign(layout.size, 0);
        for (const std::int32_t drawn : tree.in_order()) {
            const std::size_t row = row_index(drawn);
            if (times[row] == 0) continue;
            const double weight = times[row] * weights[row];
            const std::uint32_t* place = places.data() + row * grouped;
            for (std::size_t i = 0; i < grouped; ++i)
                sums[place[i]] += weight;
            for (const std::size_t v : numbers) {
                const double value = variables[v].values[row];
                if (std::isnan(value)) continue;
                sums[layout.first[v]] += weight;
                sums[layout.first[v] + 1] += weight * value;
            }
        }
        for (std::size_t v = 0; v < variables.size(); ++v) {
            const double* first = sums.data() + layout.first[v];
            if (variables[v].groups > 0)
                add_shares({first, variables[v].groups + 1}, out[v]);
            else if (first[0] > 0)
                out[v].estimates.push_back(first[1] / first[0]);
        }
    }
    return out;
}

std::vector<RdsReplicates> tree_bootstrap_rds_i(const RecruitmentTree& tree,
                                                std::span<const double> degrees,
                                                std::span<const RdsVariable> variables,
                                                Smoothing smoothing,
                                                const BootstrapOptions& options) {
    std::vector<RdsReplicates> out = room_for(variables, options.replicates);
    std::vector<std::uint32_t> times;
    Random random(options.random_seed);
    for (int replicate = 0; replicate < options.replicates; ++replicate) {
        draw_from_tree(tree, random, times);
        for (std::size_t v = 0; v < variables.size(); ++v) {
            const RdsVariable& variable = variables[v];
            if (variable.groups == 0) continue;
            RecruitmentCounts counts{variable.groups,
                                     std::vector<double>(variable.groups * variable.groups, 0)};
            std::vector<GroupDegrees> groups(variable.groups);
            for (const std::int32_t drawn : tree.in_order()) {
                const std::size_t row = row_index(drawn);
                if (times[row] == 0 || variable.codes[row] < 0) continue;
                const std::size_t group = row_index(variable.codes[row]);
                groups[group].n += times[row];
                groups[group].inverse_sum += times[row] / degrees[row];
                if (tree.is_seed(row)) continue;
                // Each time somebody was drawn, it was from one time that their recruiter was.
                const std::int32_t from = variable.codes[row_index(tree.recruiter(row))];
                if (from >= 0)
                    counts.counts[row_index(from) * variable.groups + group] += times[row];
            }
            const auto shares = rds_i_shares(counts, groups, smoothing);
            if (shares)
                out[v].estimates.insert(
                    out[v].estimates.end(), shares.value().begin(), shares.value().end());
        }
    }
    return out;
}

}  // namespace mtm
