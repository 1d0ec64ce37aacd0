#include "estimation/certain_units.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace mtm {
namespace {

std::int32_t stratum_at(const SamplingStage& stage, std::size_t row) {
    return stage.strata.empty() ? 0 : stage.strata[row];
}

std::int32_t unit_at(const SamplingStage& stage, std::size_t row) {
    return stage.units.empty() ? static_cast<std::int32_t>(row) : stage.units[row];
}

double population_at(const SamplingStage& stage, std::size_t row) {
    return stage.population.empty() ? INFINITY : stage.population[row];
}

// Rows whose stratum has no unit that is not in the sample.
std::vector<std::uint8_t> certain_rows(const SamplingStage& stage, std::size_t rows) {
    std::map<std::int32_t, std::set<std::int32_t>> units;
    for (std::size_t row = 0; row < rows; ++row)
        units[stratum_at(stage, row)].insert(unit_at(stage, row));
    std::vector<std::uint8_t> out(rows, 0);
    for (std::size_t row = 0; row < rows; ++row) {
        const double population = population_at(stage, row);
        const auto sampled = static_cast<double>(units.at(stratum_at(stage, row)).size());
        out[row] = (population - sampled) / population < fully_sampled ? 1 : 0;
    }
    return out;
}

// A stage of certain rows takes the place of the one above it. Strata and units of the others keep
// their order, so that what is drawn from them is what was.
class StageLift {
public:
    StageLift(const std::vector<SamplingStage>& stages, const std::vector<std::uint8_t>& certain)
        : stages_(stages), certain_(certain) {}

    std::vector<SamplingStage> lift() {
        std::vector<SamplingStage> out;
        for (std::size_t s = 0; s < stages_.size(); ++s)
            out.push_back(s + 1 < stages_.size() ? joined(s) : last(s));
        return out;
    }

private:
    [[nodiscard]] static std::string name_of(const SamplingStage& stage, std::int32_t stratum) {
        const auto number = static_cast<std::size_t>(stratum);
        return number < stage.stratum_names.size() ? stage.stratum_names[number] : std::string();
    }

    // By the strata and units above it (of certain rows from the first stage, else from this one).
    [[nodiscard]] SamplingStage joined(std::size_t s) const {
        const SamplingStage& here = stages_[s];
        const SamplingStage& below = stages_[s + 1];
        std::map<std::vector<std::int32_t>, std::int32_t> strata;
        std::map<std::vector<std::int32_t>, std::int32_t> units;
        for (std::size_t row = 0; row < certain_.size(); ++row) {
            strata.emplace(stratum_key(s, row), 0);
            units.emplace(unit_key(s, row), 0);
        }
        number(strata);
        number(units);
        SamplingStage out;
        out.stratum_names.resize(strata.size());
        for (std::size_t row = 0; row < certain_.size(); ++row) {
            const bool certain = certain_[row] != 0;
            out.strata.push_back(strata.at(stratum_key(s, row)));
            out.units.push_back(units.at(unit_key(s, row)));
            out.population.push_back(population_at(certain ? below : here, row));
            std::string name = name_of(here, stratum_at(here, row));
            if (const std::string lower = name_of(below, stratum_at(below, row));
                certain && !lower.empty())
                name += (name.empty() ? "" : " / ") + lower;
            out.stratum_names[static_cast<std::size_t>(out.strata.back())] = std::move(name);
        }
        return out;
    }

    // Below the last unit of a certain row nothing is left to draw: it is one of one.
    [[nodiscard]] SamplingStage last(std::size_t s) const {
        const SamplingStage& here = stages_[s];
        std::map<std::vector<std::int32_t>, std::int32_t> units;
        for (std::size_t row = 0; row < certain_.size(); ++row)
            units.emplace(last_key(here, row), 0);
        number(units);
        SamplingStage out;
        for (std::size_t row = 0; row < certain_.size(); ++row) {
            const bool certain = certain_[row] != 0;
            out.strata.push_back(certain ? -1 : stratum_at(here, row));
            out.units.push_back(units.at(last_key(here, row)));
            out.population.push_back(certain ? 1 : population_at(here, row));
        }
        out.stratum_names = here.stratum_names;
        return out;
    }

    [[nodiscard]] std::vector<std::int32_t> stratum_key(std::size_t s, std::size_t row) const {
        const SamplingStage& here = stages_[s];
        if (certain_[row] == 0) return {0, stratum_at(here, row)};
        return {1, stratum_at(here, row), unit_at(here, row), stratum_at(stages_[s + 1], row)};
    }

    [[nodiscard]] std::vector<std::int32_t> unit_key(std::size_t s, std::size_t row) const {
        std::vector<std::int32_t> out = stratum_key(s, row);
        out.push_back(unit_at(stages_[certain_[row] != 0 ? s + 1 : s], row));
        return out;
    }

    [[nodiscard]] std::vector<std::int32_t> last_key(const SamplingStage& here,
                                                     std::size_t row) const {
        return {certain_[row], stratum_at(here, row), unit_at(here, row)};
    }

    static void number(std::map<std::vector<std::int32_t>, std::int32_t>& keys) {
        std::int32_t next = 0;
        for (auto& [key, value] : keys)
            value = next++;
    }

    const std::vector<SamplingStage>& stages_;
    const std::vector<std::uint8_t>& certain_;
};

}  // namespace

SampleDesign open_certain_units(SampleDesign design) {
    // A unit within may be certain too, as a town of a district: as often as there are stages.
    for (std::size_t times = 1; times < design.stages.size(); ++times) {
        const std::vector<std::uint8_t> certain =
            certain_rows(design.stages.front(), design.weights.size());
        if (std::ranges::find(certain, 1) == certain.end()) break;
        design.stages = StageLift(design.stages, certain).lift();
    }
    return design;
}

}  // namespace mtm
