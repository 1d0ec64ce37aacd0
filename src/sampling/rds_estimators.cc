#include "sampling/rds_estimators.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mtm {
namespace {

// Which groups can be reached from which, themselves included.
std::vector<std::uint8_t> reachable(const std::vector<double>& transitions, std::size_t k) {
    std::vector<std::uint8_t> reach(k * k);
    for (std::size_t i = 0; i < k * k; ++i)
        reach[i] = transitions[i] > 0 || i / k == i % k;
    for (std::size_t via = 0; via < k; ++via) {
        for (std::size_t from = 0; from < k; ++from) {
            if (reach[from * k + via] == 0) continue;
            for (std::size_t to = 0; to < k; ++to)
                reach[from * k + to] |= reach[via * k + to];
        }
    }
    return reach;
}

// The groups that lead nowhere but to each other, if there is one such set only.
std::vector<std::size_t> only_closed_class(const std::vector<double>& transitions, std::size_t k) {
    const std::vector<std::uint8_t> reach = reachable(transitions, k);
    std::vector<std::size_t> members;
    for (std::size_t g = 0; g < k; ++g) {
        bool returns = true;  // from wherever it leads
        for (std::size_t h = 0; h < k; ++h)
            returns = returns && (reach[g * k + h] == 0 || reach[h * k + g] != 0);
        if (!returns) continue;
        if (!members.empty() && reach[members.front() * k + g] == 0) return {};
        members.push_back(g);
    }
    return members;
}

// REQUIRES: the matrix is irreducible.
std::vector<double> stationary_by_elimination(std::vector<double> p, std::size_t k) {
    std::vector<double> out(k, 0);
    for (std::size_t n = k; n-- > 1;) {
        double leaves = 0;
        for (std::size_t j = 0; j < n; ++j)
            leaves += p[n * k + j];
        for (std::size_t i = 0; i < n; ++i) {
            p[i * k + n] /= leaves;
            for (std::size_t j = 0; j < n; ++j)
                p[i * k + j] += p[i * k + n] * p[n * k + j];
        }
    }
    out[0] = 1;
    double sum = 1;
    for (std::size_t n = 1; n < k; ++n) {
        for (std::size_t i = 0; i < n; ++i)
            out[n] += out[i] * p[i * k + n];
        sum += out[n];
    }
    for (double& each : out)
        each /= sum;
    return out;
}

// Each row over its sum; an empty one is even.
std::vector<double> row_shares(std::vector<double> counts, std::size_t k) {
    for (std::size_t g = 0; g < k; ++g) {
        double sum = 0;
        for (std::size_t h = 0; h < k; ++h)
            sum += counts[g * k + h];
        for (std::size_t h = 0; h < k; ++h)
            counts[g * k + h] = sum > 0 ? counts[g * k + h] / sum : 1 / static_cast<double>(k);
    }
    return counts;
}

// Recruits as many of each group as it recruits itself, in the equilibrium, and ties as strong one
// way as the other (Heckathorn 2002).
std::vector<double> data_smoothed(const std::vector<double>& transitions,
                                  const std::vector<double>& equilibrium,
                                  double recruitments) {
    const std::size_t k = equilibrium.size();
    std::vector<double> out(k * k);
    for (std::size_t g = 0; g < k; ++g) {
        for (std::size_t h = 0; h < k; ++h)
            out[g * k + h] =
                recruitments / 2 *
                (equilibrium[g] * transitions[g * k + h] + equilibrium[h] * transitions[h * k + g]);
    }
    return out;
}

}  // namespace

std::vector<double> rds_ii_weights(const RecruitmentTree& tree,
                                   std::span<const double> degrees,
                                   SeedsIn seeds) {
    CHECK(degrees.size() == tree.size());
    std::vector<double> weights(degrees.size(), 0);
    double sum = 0;
    double n = 0;
    for (std::size_t row = 0; row < degrees.size(); ++row) {
        if (seeds == SeedsIn::left_out && tree.is_seed(row)) continue;
        CHECK(degrees[row] > 0);
        weights[row] = 1 / degrees[row];
        sum += weights[row];
        n += 1;
    }
    for (double& weight : weights)
        weight *= sum > 0 ? n / sum : 0;
    return weights;
}

RecruitmentCounts recruitment_counts(const RecruitmentTree& tree,
                                     std::span<const std::int32_t> codes,
                                     std::size_t groups) {
    CHECK(codes.size() == tree.size());
    RecruitmentCounts out{groups, std::vector<double>(groups * groups, 0)};
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (tree.is_seed(row) || codes[row] < 0) continue;
        const std::int32_t from = codes[static_cast<std::size_t>(tree.recruiter(row))];
        if (from < 0) continue;
        ++out.counts[static_cast<std::size_t>(from) * groups +
                     static_cast<std::size_t>(codes[row])];
    }
    return out;
}

std::optional<std::vector<double>> stationary_distribution(std::vector<double> transitions,
                                                           std::size_t groups) {
    CHECK(transitions.size() == groups * groups);
    const std::vector<std::size_t> members = only_closed_class(transitions, groups);
    if (members.empty()) return std::nullopt;
    std::vector<double> among(members.size() * members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t j = 0; j < members.size(); ++j)
            among[i * members.size() + j] = transitions[members[i] * groups + members[j]];
    }
    const std::vector<double> shares = stationary_by_elimination(std::move(among), members.size());
    std::vector<double> out(groups, 0);
    for (std::size_t i = 0; i < members.size(); ++i)
        out[members[i]] = shares[i];
    return out;
}

std::vector<GroupDegrees> degrees_by_group(std::span<const double> degrees,
                                           std::span<const std::int32_t> codes,
                                           std::size_t groups) {
    std::vector<GroupDegrees> out(groups);
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (codes[row] < 0) continue;
        GroupDegrees& group = out[static_cast<std::size_t>(codes[row])];
        group.n += 1;
        group.inverse_sum += 1 / degrees[row];
    }
    return out;
}

Result<std::vector<double>> rds_i_shares(const RecruitmentCounts& recruitments,
                                         const std::vector<GroupDegrees>& degrees,
                                         Smoothing smoothing) {
    std::vector<std::size_t> present;  // groups of which somebody was interviewed
    for (std::size_t g = 0; g < degrees.size(); ++g) {
        if (degrees[g].n > 0) present.push_back(g);
    }
    if (present.empty()) return Error{"nobody was interviewed"};
    const std::size_t k = present.size();
    std::vector<double> counts(k * k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j)
            counts[i * k + j] = recruitments.from_to(present[i], present[j]);
    }
    double total = 0;
    for (std::size_t i = 0; i < k; ++i) {
        const auto row = std::span(counts).subspan(i * k, k);
        if (std::ranges::all_of(row, [](double count) { return count == 0; }))
            std::ranges::fill(row, 0.1);
        total = std::accumulate(row.begin(), row.end(), total);
    }
    std::vector<double> transitions = row_shares(std::move(counts), k);
    auto equilibrium = stationary_distribution(transitions, k);
    if (equilibrium && smoothing == Smoothing::data) {
        transitions = row_shares(data_smoothed(transitions, *equilibrium, total), k);
        equilibrium = stationary_distribution(transitions, k);
    }
    if (!equilibrium)
        return Error{
            "recruitment never leads between some of the groups, so that their shares "
            "cannot be told from it"};
    std::vector<double> shares(degrees.size(), 0);
    double sum = 0;
    for (std::size_t i = 0; i < k; ++i) {
        const GroupDegrees& group = degrees[present[i]];
        shares[present[i]] = (*equilibrium)[i] * group.inverse_sum / group.n;
        sum += shares[present[i]];
    }
    for (double& share : shares)
        share /= sum;
    return shares;
}

std::vector<double> weights_of_shares(std::span<const double> shares,
                                      std::span<const std::int32_t> codes) {
    std::vector<double> n(shares.size(), 0);
    double base = 0;
    for (const std::int32_t code : codes) {
        if (code < 0) continue;
        n[static_cast<std::size_t>(code)] += 1;
        base += 1;
    }
    std::vector<double> weights(codes.size(), 0);
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (codes[row] < 0) continue;
        const auto group = static_cast<std::size_t>(codes[row]);
        weights[row] = shares[group] / n[group] * base;
    }
    return weights;
}

std::optional<std::vector<double>> weighted_shares(std::span<const double> weights,
                                                   std::span<const std::int32_t> codes,
                                                   std::size_t groups) {
    std::vector<double> shares(groups, 0);
    double sum = 0;
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (codes[row] < 0) continue;
        shares[static_cast<std::size_t>(codes[row])] += weights[row];
        sum += weights[row];
    }
    if (!(sum > 0)) return std::nullopt;
    for (double& share : shares)
        share /= sum;
    return shares;
}

std::optional<double> weighted_mean_of(std::span<const double> weights,
                                       std::span<const double> values) {
    double sum = 0;
    double total = 0;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (std::isnan(values[row])) continue;
        sum += weights[row];
        total += weights[row] * values[row];
    }
    if (!(sum > 0)) return std::nullopt;
    return total / sum;
}

}  // namespace mtm
