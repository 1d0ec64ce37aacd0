#include "estimation/replicate_weights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "base/random.h"

namespace mtm {
namespace {

constexpr std::size_t most_factors = 50'000'000;  // 400 MB of them

std::string name_of_stratum(const SamplingStage& stage, std::size_t row) {
    const auto number = stage.strata.empty() ? 0U : static_cast<std::size_t>(stage.strata[row]);
    if (number < stage.stratum_names.size() && !stage.stratum_names[number].empty())
        return "“" + stage.stratum_names[number] + "”";
    return "of row " + std::to_string(row + 1);
}

// The primary units of a sample, numbered in the order of their strata and names.
struct PrimaryUnits {
    struct Stratum {
        std::vector<std::uint32_t> units;
        double correction = 1;
        std::string name;  // “Almaty”, or which row's it is
    };

    std::vector<std::uint32_t> unit_of_row;
    std::size_t count = 0;
    std::vector<Stratum> strata;
};

PrimaryUnits primary_units(const SampleDesign& design) {
    const SamplingStage& stage = design.stages.front();
    std::map<std::int32_t, std::map<std::int32_t, std::uint32_t>> numbers;
    std::map<std::int32_t, std::size_t> first_rows;
    const auto stratum_at = [&stage](std::size_t r) {
        return stage.strata.empty() ? 0 : stage.strata[r];
    };
    const auto unit_at = [&stage](std::size_t r) {
        return stage.units.empty() ? static_cast<std::int32_t>(r) : stage.units[r];
    };
    for (std::size_t r = 0; r < design.weights.size(); ++r) {
        numbers[stratum_at(r)].emplace(unit_at(r), 0);
        first_rows.emplace(stratum_at(r), r);
    }
    PrimaryUnits out;
    for (auto& [name, units] : numbers) {
        PrimaryUnits::Stratum stratum;
        const std::size_t first_row = first_rows.at(name);
        stratum.name = name_of_stratum(stage, first_row);
        for (auto& [unit, number] : units) {
            number = static_cast<std::uint32_t>(out.count++);
            stratum.units.push_back(number);
        }
        if (!stage.population.empty()) {
            const double population = stage.population[first_row];
            const auto sampled = static_cast<double>(stratum.units.size());
            if (std::isfinite(population)) stratum.correction = (population - sampled) / population;
        }
        out.strata.push_back(std::move(stratum));
    }
    out.unit_of_row.reserve(design.weights.size());
    for (std::size_t r = 0; r < design.weights.size(); ++r)
        out.unit_of_row.push_back(numbers.at(stratum_at(r)).at(unit_at(r)));
    return out;
}

class ReplicateMaker {
public:
    ReplicateMaker(const SampleDesign& design, const ReplicateOptions& options)
        : design_(design), options_(options), units_(primary_units(design)) {}

    MadeReplicates make() {
        if (is_too_much()) return std::move(out_);
        out_.replicates.alike =
            options_.method != ReplicateMethod::jk1 && options_.method != ReplicateMethod::jkn;
        out_.replicates.unit_of_row = units_.unit_of_row;
        out_.replicates.units = units_.count;
        switch (options_.method) {
            case ReplicateMethod::jk1:
                jackknife_whole();
                break;
            case ReplicateMethod::jkn:
                jackknife_strata();
                break;
            case ReplicateMethod::brr:
                balanced(0);
                break;
            case ReplicateMethod::fay:
                balanced(options_.fay_rho);
                break;
            case ReplicateMethod::bootstrap:
                bootstrap(false);
                break;
            case ReplicateMethod::subbootstrap:
                bootstrap(true);
                break;
        }
        if (!out_.diagnostics.empty()) out_.replicates.factors.clear();
        return std::move(out_);
    }

private:
    void refuse(std::string code, const std::string& message, const std::string& remedy) {
        Diagnostic mistake;
        mistake.code = std::move(code);
        mistake.message = message;
        mistake.remedy = remedy;
        out_.diagnostics.push_back(std::move(mistake));
    }

    // A number is kept for each unit and replicate, and jackknives have a replicate a unit.
    bool is_too_much() {
        std::size_t replicates = units_.count;
        if (options_.method == ReplicateMethod::bootstrap ||
            options_.method == ReplicateMethod::subbootstrap)
            replicates = static_cast<std::size_t>(std::max(options_.replicates, 0));
        if (replicates <= most_factors / std::max<std::size_t>(units_.count, 1)) return false;
        refuse("replicates-too-many",
               std::to_string(replicates) + " replicates of " + std::to_string(units_.count) +
                   " primary units are more than can be kept.",
               "Use linearization, or a bootstrap of fewer replicates, or say what the interviews "
               "were clustered in.");
        return true;
    }

    void add(std::vector<double> factors, double scale) {
        out_.replicates.factors.push_back(std::move(factors));
        out_.replicates.scales.push_back(scale);
    }

    [[nodiscard]] std::vector<double> ones() const { return std::vector<double>(units_.count, 1); }

    void jackknife_whole() {
        if (units_.count < 2) {
            refuse("replicates-one-unit",
                   "The sample has one primary unit, so that no replicate can do without it.",
                   "Say what the interviews were clustered in.");
            return;
        }
        const auto n = static_cast<double>(units_.count);
        const double correction = units_.strata.size() == 1 ? units_.strata[0].correction : 1;
        for (std::size_t u = 0; u < units_.count; ++u) {
            std::vector<double> factors(units_.count, n / (n - 1));
            factors[u] = 0;
            add(std::move(factors), (n - 1) / n * correction);
        }
    }

    void jackknife_strata() {
        const auto strata = static_cast<double>(units_.strata.size());
        std::size_t left_out = 0;
        for (const PrimaryUnits::Stratum& stratum : units_.strata) {
            if (stratum.correction < fully_sampled) continue;  // it adds nothing, and that is known
            const auto n = static_cast<double>(stratum.units.size());
            if (stratum.units.size() == 1) {
                if (design_.lonely != LonelyUnits::adjust) {
                    ++left_out;
                    continue;
                }
                std::vector<double> factors(units_.count, strata / (strata - 1));
                factors[stratum.units[0]] = 0;
                add(std::move(factors), (strata - 1) / strata);
                continue;
            }
            for (const std::uint32_t dropped : stratum.units) {
                std::vector<double> factors = ones();
                for (const std::uint32_t unit : stratum.units)
                    factors[unit] = unit == dropped ? 0 : n / (n - 1);
                add(std::move(factors), (n - 1) / n * stratum.correction);
            }
        }
        if (out_.replicates.factors.empty()) {
            refuse(
                "replicates-one-unit",
                "No stratum has two primary units of which one could have come out otherwise, so "
                "that no replicate can do without one.",
                "Join strata that are alike.");
            return;
        }
        if (design_.lonely == LonelyUnits::average && left_out > 0 && left_out < units_.count) {
            out_.replicates.scale =
                static_cast<double>(units_.count) / static_cast<double>(units_.count - left_out);
        }
    }

    // Sylvester's matrices: entry (i, j) is 1 where i and j have an even number of bits in common.
    void balanced(double rho) {
        std::size_t pairs = 0;
        for (const PrimaryUnits::Stratum& stratum : units_.strata) {
            if (stratum.units.size() % 2 != 0) {
                refuse("replicates-odd-stratum",
                       "The stratum " + stratum.name + " has " +
                           std::to_string(stratum.units.size()) + " primary unit" +
                           (stratum.units.size() == 1 ? "" : "s") +
                           ", and balanced replicates are made of pairs.",
                       "Use the jackknife or the bootstrap, or join strata that are alike.");
            }
            pairs += stratum.units.size() / 2;
        }
        if (!out_.diagnostics.empty()) return;
        if (!(rho >= 0 && rho < 1)) {
            refuse("replicates-fay-rho",
                   "Fay's rho is " + std::to_string(rho) + ".",
                   "Give a number from 0 to less than 1; 0.3 and 0.5 are usual.");
            return;
        }
        // Strata are even and units numbered through them, so that neighbours are the pairs.
        out_.replicates.half_of_row = units_.unit_of_row;
        const std::size_t order = std::bit_ceil(pairs + 1);
        for (std::size_t replicate = 0; replicate < order; ++replicate) {
            std::vector<double> factors = ones();
            std::size_t row = 1;
            for (const PrimaryUnits::Stratum& stratum : units_.strata) {
                for (std::size_t u = 0; u + 1 < stratum.units.size(); u += 2, ++row) {
                    const bool first = std::popcount(row & replicate) % 2 == 0;
                    factors[stratum.units[u]] = first ? 2 - rho : rho;
                    factors[stratum.units[u + 1]] = first ? rho : 2 - rho;
                }
            }
            add(std::move(factors), 1);
        }
        out_.replicates.scale = 1 / (static_cast<double>(order) * (1 - rho) * (1 - rho));
    }

    void bootstrap(bool one_less) {
        if (options_.replicates < 2) {
            refuse("replicates-few",
                   std::to_string(options_.replicates) + " replicates show no variation.",
                   "Ask for at least 2; 1,000 are usual.");
            return;
        }
        Random random(options_.seed);
        // A stratum of one unit has nothing to draw from, and adds what the design says.
        double inverses = 0;
        std::size_t varying = 0;
        std::size_t lonely = 0;
        for (const PrimaryUnits::Stratum& stratum : units_.strata) {
            if (stratum.units.size() > 1) {
                inverses += 1 / static_cast<double>(stratum.units.size());
                ++varying;
            } else if (stratum.correction >= fully_sampled) {
                ++lonely;
            }
        }
        if (varying == 0) {
            refuse("replicates-one-unit",
                   "Every stratum has one primary unit, so that there is nothing to draw from.",
                   "Join strata that are alike.");
            return;
        }
        if (lonely > 0 && design_.lonely == LonelyUnits::adjust) {
            refuse("replicates-lonely",
                   std::to_string(lonely) +
                       " strata have one primary unit, and no bootstrap draws its distance from "
                       "the mean of all.",
                   "Write lonely = \"average\" or \"remove\", join such strata with others, or "
                   "take the jackknife or the linearization.");
            return;
        }
        const double harmonic = static_cast<double>(varying) / inverses;
        for (int replicate = 0; replicate < options_.replicates; ++replicate) {
            std::vector<double> factors = ones();
            for (const PrimaryUnits::Stratum& stratum : units_.strata) {
                const std::size_t n = stratum.units.size();
                if (n == 1) continue;  // always itself
                const std::size_t draws = one_less ? n - 1 : n;
                const double worth = static_cast<double>(n) / static_cast<double>(draws);
                for (const std::uint32_t unit : stratum.units)
                    factors[unit] = 0;
                for (std::size_t draw = 0; draw < draws; ++draw)
                    factors[stratum.units[random.below(n)]] += worth;
            }
            add(std::move(factors), 1);
        }
        const double others = options_.replicates - 1;
        out_.replicates.scale = one_less ? 1 / others : harmonic / ((harmonic - 1) * others);
        if (lonely > 0 && design_.lonely == LonelyUnits::average)
            out_.replicates.scale *=
                static_cast<double>(varying + lonely) / static_cast<double>(varying);
    }

    const SampleDesign& design_;
    const ReplicateOptions& options_;
    PrimaryUnits units_;
    MadeReplicates out_;
};

}  // namespace

std::vector<double> ReplicateWeights::weights_of(std::size_t replicate,
                                                 std::span<const double> weights) const {
    std::vector<double> out(weights.size());
    const std::vector<double>& of_units = factors[replicate];
    for (std::size_t r = 0; r < weights.size(); ++r)
        out[r] = weights[r] * static_cast<double>(of_units[unit_of_row[r]]);
    return out;
}

MadeReplicates make_replicates(const SampleDesign& design, const ReplicateOptions& options) {
    return ReplicateMaker(design, options).make();
}

double replicate_variance(const ReplicateWeights& replicates,
                          std::span<const double> thetas,
                          const double* estimate) {
    double mean = 0;
    double known = 0;
    for (const double theta : thetas) {
        if (std::isnan(theta)) continue;
        mean += theta;
        known += 1;
    }
    if (known == 0) return 0;
    const double centre = estimate != nullptr ? *estimate : mean / known;
    double sum = 0;
    for (std::size_t i = 0; i < thetas.size(); ++i) {
        if (std::isnan(thetas[i])) continue;
        sum += replicates.scales[i] * (thetas[i] - centre) * (thetas[i] - centre);
    }
    return replicates.scale * sum;
}

double replicate_variance_of(const ReplicateWeights& replicates,
                             std::span<const double> weights,
                             const std::function<double(std::span<const double>)>& statistic) {
    std::vector<double> thetas;
    thetas.reserve(replicates.size());
    for (std::size_t i = 0; i < replicates.size(); ++i)
        thetas.push_back(statistic(replicates.weights_of(i, weights)));
    return replicate_variance(replicates, thetas);
}

}  // namespace mtm
