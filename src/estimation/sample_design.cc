#include "estimation/sample_design.h"

#include <cmath>
#include <map>
#include <set>
#include <string>

namespace mtm {
namespace {

constexpr std::size_t most_told = 20;  // rows of one kind of mistake

class DesignCheck {
public:
    explicit DesignCheck(const SampleDesign& design) : design_(design) {}

    Diagnostics run() {
        if (design_.stages.empty()) {
            add("design-without-stage",
                "The design has no stage of selection.",
                "Say how the first units were selected.");
            return std::move(out_);
        }
        check_lengths();
        if (!out_.empty()) return std::move(out_);
        check_weights();
        for (std::size_t s = 0; s < design_.stages.size(); ++s)
            check_stage(s);
        return std::move(out_);
    }

private:
    void add(std::string code, std::string message, std::string remedy) {
        Diagnostic mistake;
        mistake.code = std::move(code);
        mistake.message = std::move(message);
        mistake.remedy = std::move(remedy);
        out_.push_back(std::move(mistake));
    }

    [[nodiscard]] static std::string name_of(const SamplingStage& stage, std::size_t row) {
        const auto number = stage.strata.empty() ? 0U : static_cast<std::size_t>(stage.strata[row]);
        if (number >= stage.stratum_names.size() || stage.stratum_names[number].empty())
            return "The stratum of row " + std::to_string(row + 1);
        return "The stratum “" + stage.stratum_names[number] + "”";
    }

    static std::string list(const std::vector<std::size_t>& rows) {
        std::string out;
        for (std::size_t i = 0; i < rows.size() && i < most_told; ++i)
            out += (i == 0 ? "" : ", ") + std::to_string(rows[i] + 1);
        if (rows.size() > most_told)
            out += " and " + std::to_string(rows.size() - most_told) + " more";
        return out;
    }

    void check_lengths() {
        const std::size_t rows = design_.weights.size();
        const auto wrong = [rows](std::size_t length) { return length != 0 && length != rows; };
        for (std::size_t s = 0; s < design_.stages.size(); ++s) {
            const SamplingStage& stage = design_.stages[s];
            if (!wrong(stage.strata.size()) && !wrong(stage.units.size()) &&
                !wrong(stage.population.size()))
                continue;
            add("design-length",
                "Stage " + std::to_string(s + 1) + " does not describe each of the " +
                    std::to_string(rows) + " rows.",
                "Give a stratum, a unit and a population for every row, or for none.");
        }
    }

    void check_weights() {
        std::vector<std::size_t> no_number;
        std::vector<std::size_t> negative;
        double sum = 0;
        for (std::size_t r = 0; r < design_.weights.size(); ++r) {
            const double weight = design_.weights[r];
            if (!std::isfinite(weight)) {
                no_number.push_back(r);
            } else if (weight < 0) {
                negative.push_back(r);
            } else {
                sum += weight;
            }
        }
        if (!no_number.empty()) {
            add("weight-missing",
                "The weight of row " + list(no_number) + " is no number.",
                "Give every interview a weight; 0 leaves it out.");
        }
        if (!negative.empty()) {
            add("weight-negative",
                "The weight of row " + list(negative) + " is negative.",
                "Nobody stands for fewer than no people: correct it, or calibrate between bounds.");
        }
        if (sum == 0 && no_number.empty() && negative.empty() && !design_.weights.empty()) {
            add("weights-add-to-nothing",
                "The weights add to 0.",
                "Give at least one interview a weight above 0.");
        }
    }

    // What a unit of this stage is one of: its own stratum inside the units of the stages above.
    [[nodiscard]] std::vector<std::int32_t> place_of(std::size_t row, std::size_t stages) const {
        std::vector<std::int32_t> out;
        for (std::size_t s = 0; s < stages; ++s) {
            const SamplingStage& stage = design_.stages[s];
            out.push_back(stage.strata.empty() ? 0 : stage.strata[row]);
            out.push_back(stage.units.empty() ? static_cast<std::int32_t>(row) : stage.units[row]);
        }
        const SamplingStage& last = design_.stages[stages];
        out.push_back(last.strata.empty() ? 0 : last.strata[row]);
        return out;
    }

    // A stage adds to the variance if the units above it are some of a known number.
    [[nodiscard]] bool counts(std::size_t stage) const {
        return stage == 0 || !design_.stages[stage - 1].population.empty();
    }

    void check_stage(std::size_t s) {
        struct Seen {
            std::set<std::int32_t> units;
            double population = INFINITY;
            std::size_t row = 0;
            bool differs = false;
        };

        const SamplingStage& stage = design_.stages[s];
        std::map<std::vector<std::int32_t>, Seen> strata;
        for (std::size_t r = 0; r < design_.weights.size(); ++r) {
            const auto [found, is_new] = strata.try_emplace(place_of(r, s));
            Seen& seen = found->second;
            const double population = stage.population.empty() ? INFINITY : stage.population[r];
            if (is_new) {
                seen.population = population;
                seen.row = r;
            }
            if (population != seen.population) seen.differs = true;
            seen.units.insert(stage.units.empty() ? static_cast<std::int32_t>(r) : stage.units[r]);
        }
        const std::string where = " of stage " + std::to_string(s + 1);
        for (const auto& [place, seen] : strata) {
            const std::string stratum = name_of(stage, seen.row) + where;
            const auto units = static_cast<double>(seen.units.size());
            if (seen.differs || std::isnan(seen.population)) {
                add("population-differs",
                    stratum + " has several populations.",
                    "Give all its rows the number of units that it has in the population.");
            } else if (seen.population < units) {
                add("population-too-small",
                    stratum + " has fewer units in the population than the " +
                        std::to_string(seen.units.size()) + " of the sample.",
                    "Correct the population: units of this stage, not people.");
            } else if (seen.units.size() == 1 && seen.population > 1 &&
                       design_.lonely == LonelyUnits::fail && counts(s)) {
                add("lonely-unit",
                    stratum + " has one unit only, so that nothing is known of how it varies.",
                    "Join it with a stratum like it, or say what such strata add (lonely = "
                    "\"certainty\", \"adjust\" or \"average\").");
            }
        }
    }

    const SampleDesign& design_;
    Diagnostics out_;
};

}  // namespace

StageSize stage_size(const SampleDesign& design, std::size_t stage) {
    const SamplingStage& at = design.stages[stage];
    std::set<std::int32_t> strata;
    std::set<std::pair<std::int32_t, std::int32_t>> units;
    for (std::size_t r = 0; r < design.weights.size(); ++r) {
        const std::int32_t stratum = at.strata.empty() ? 0 : at.strata[r];
        strata.insert(stratum);
        units.emplace(stratum, at.units.empty() ? static_cast<std::int32_t>(r) : at.units[r]);
    }
    return {strata.size(), units.size()};
}

Diagnostics check_design(const SampleDesign& design) {
    return DesignCheck(design).run();
}

}  // namespace mtm
