#include "sampling/design_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "estimation/certain_units.h"

namespace mtm {
namespace {

class StageMaker {
public:
    StageMaker(const StudyFile& file, InterviewColumns& interviews, Place place, Diagnostics& out)
        : rules_(file.sample),
          lonely_(file.variance.lonely),
          interviews_(interviews),
          place_(std::move(place)),
          out_(out) {}

    std::vector<SamplingStage> make() {
        const std::size_t count = std::max({rules_.clusters.size(),
                                            rules_.strata.size(),
                                            rules_.population.size(),
                                            std::size_t{1}});
        std::vector<SamplingStage> stages;
        for (std::size_t s = 0; s < count; ++s) {
            std::optional<SamplingStage> stage =
                make_stage(s, stages.empty() ? nullptr : &stages.back());
            if (!stage) return {};
            stages.push_back(std::move(*stage));
        }
        tell_of_lonely(stages);
        return stages;
    }

private:
    void report(std::string code,
                Place place,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        out_.push_back({.code = std::move(code),
                        .severity = severity,
                        .place = std::move(place),
                        .message = std::move(message),
                        .remedy = std::move(remedy)});
    }

    // The codes of a column that every interview must have.
    std::optional<CategoryColumn> complete(const std::string& name) {
        std::optional<CategoryColumn> column = interviews_.categories(name, place_);
        if (!column) return std::nullopt;
        std::size_t missing = 0;
        std::size_t first = 0;
        for (std::size_t row = 0; row < column->codes.size(); ++row) {
            if (column->codes[row] >= 0) continue;
            if (missing++ == 0) first = row;
        }
        if (missing == 0) return column;
        report("interview-without-stratum",
               interviews_.place_of(name, first, place_),
               fmt::format(
                   "{} interviews have no “{}”, by which the sample was drawn.", missing, name),
               "Correct them, or leave them out of what is counted.");
        return std::nullopt;
    }

    // Interviews are stored in no order that could be told, and chance goes by the order of what it
    // draws from: that is of the sample's file, or else of names, and of interviews by their ids.
    [[nodiscard]] std::vector<std::int32_t> ranks_of(const CategoryColumn& column,
                                                     const std::string& name) const {
        if (interviews_.is_of_places(name)) return column.codes;
        std::map<std::string_view, std::int32_t> ranks;
        for (const std::string& category : column.categories)
            ranks.emplace(category, 0);
        std::int32_t next = 0;
        for (auto& [category, rank] : ranks)
            rank = next++;
        std::vector<std::int32_t> out;
        for (const std::int32_t code : column.codes)
            out.push_back(ranks.at(column.categories[static_cast<std::size_t>(code)]));
        return out;
    }

    [[nodiscard]] std::vector<std::int32_t> ranks_of_interviews() const {
        std::vector<std::int32_t> rows(interviews_.rows());
        std::iota(rows.begin(), rows.end(), 0);
        std::ranges::stable_sort(rows, {}, [this](std::int32_t row) -> const std::string& {
            return interviews_.instance(static_cast<std::size_t>(row));
        });
        std::vector<std::int32_t> out(rows.size());
        for (std::size_t rank = 0; rank < rows.size(); ++rank)
            out[static_cast<std::size_t>(rows[rank])] = static_cast<std::int32_t>(rank);
        return out;
    }

    static void number(std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t>& keys) {
        std::int32_t next = 0;
        for (auto& [key, value] : keys)
            value = next++;
    }

    std::optional<SamplingStage> make_stage(std::size_t s, const SamplingStage* before) {
        SamplingStage out;
        std::optional<CategoryColumn> strata;
        std::optional<CategoryColumn> clusters;
        if (s < rules_.strata.size() && !rules_.strata[s].empty()) {
            strata = complete(rules_.strata[s]);
            if (!strata) return std::nullopt;
        }
        if (s < rules_.clusters.size()) {
            clusters = complete(rules_.clusters[s]);
            if (!clusters) return std::nullopt;
        }
        const std::vector<std::int32_t> stratum_ranks =
            strata ? ranks_of(*strata, rules_.strata[s])
                   : std::vector<std::int32_t>(interviews_.rows(), 0);
        const std::vector<std::int32_t> unit_ranks =
            clusters ? ranks_of(*clusters, rules_.clusters[s]) : ranks_of_interviews();
        std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> stratum_numbers;
        std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> cluster_numbers;
        for (std::size_t row = 0; row < interviews_.rows(); ++row)
            stratum_numbers.emplace(
                std::pair(before != nullptr ? before->units[row] : 0, stratum_ranks[row]), 0);
        number(stratum_numbers);
        out.stratum_names.resize(stratum_numbers.size());
        for (std::size_t row = 0; row < interviews_.rows(); ++row) {
            out.strata.push_back(stratum_numbers.at(
                {before != nullptr ? before->units[row] : 0, stratum_ranks[row]}));
            if (strata)
                out.stratum_names[static_cast<std::size_t>(out.strata.back())] =
                    strata->categories[static_cast<std::size_t>(strata->codes[row])];
            cluster_numbers.emplace(std::pair(out.strata.back(), unit_ranks[row]), 0);
        }
        number(cluster_numbers);
        for (std::size_t row = 0; row < interviews_.rows(); ++row)
            out.units.push_back(cluster_numbers.at({out.strata[row], unit_ranks[row]}));
        const std::vector<std::size_t> taken = units_by_stratum(out, cluster_numbers.size());
        if (s < rules_.population.size() && !add_population(out, rules_.population[s], taken))
            return std::nullopt;
        return out;
    }

    static std::string units_in_words(double units) {
        return std::isfinite(units) ? fmt::format("{}", units) : "many";
    }

    static std::vector<std::size_t> units_by_stratum(const SamplingStage& stage,
                                                     std::size_t units) {
        std::vector<std::size_t> out(stage.stratum_names.size(), 0);
        std::vector<std::uint8_t> seen(units, 0);
        for (std::size_t row = 0; row < stage.units.size(); ++row) {
            std::uint8_t& known = seen[static_cast<std::size_t>(stage.units[row])];
            if (known == 0) ++out[static_cast<std::size_t>(stage.strata[row])];
            known = 1;
        }
        return out;
    }

    bool add_population(SamplingStage& stage,
                        const std::string& name,
                        const std::vector<std::size_t>& taken) {
        const std::optional<std::vector<double>> numbers = interviews_.numbers(name, place_);
        if (!numbers) return false;
        std::vector<double> populations(stage.stratum_names.size(), 0);
        bool all = true;
        std::set<std::int32_t> told;
        for (std::size_t row = 0; row < numbers->size(); ++row) {
            const std::int32_t stratum = stage.strata[row];
            const auto s = static_cast<std::size_t>(stratum);
            const double number = (*numbers)[row];
            double& known = populations[s];
            const bool good =
                number >= static_cast<double>(taken[s]) && (known == 0 || known == number);
            if (good) known = number;
            if (good || !told.insert(stratum).second) continue;
            all = false;
            const std::string where =
                stage.stratum_names[s].empty() ? "" : " in “" + stage.stratum_names[s] + "”";
            report("bad-population",
                   interviews_.place_of(name, row, place_),
                   std::isnan(number) ? "“" + name + "”" + where + " is no number."
                   : known != 0 && known != number
                       ? fmt::format("“{}”{} is {} and {}.",
                                     name,
                                     where,
                                     units_in_words(known),
                                     units_in_words(number))
                       : fmt::format("{} units were selected{}, and “{}” says that there are "
                                     "{}.",
                                     taken[s],
                                     where,
                                     name,
                                     number),
                   "Write for each stratum of how many units its units were selected.");
        }
        for (const std::int32_t stratum : stage.strata)
            stage.population.push_back(populations[static_cast<std::size_t>(stratum)]);
        return all;
    }

    // Of the first units that could have come out otherwise: places, or people of a certain place.
    void tell_of_lonely(const std::vector<SamplingStage>& stages) {
        if (lonely_ && *lonely_ != LonelyUnits::fail) return;  // the study knows what it does
        SampleDesign design;
        design.weights.assign(interviews_.rows(), 1);
        design.stages = stages;
        const SampleDesign opened = open_certain_units(std::move(design));
        const SamplingStage& stage = opened.stages.front();
        const std::vector<std::size_t> taken = units_by_stratum(stage, interviews_.rows());
        std::vector<double> populations(taken.size(), 0);
        for (std::size_t row = 0; row < stage.population.size(); ++row)
            populations[static_cast<std::size_t>(stage.strata[row])] = stage.population[row];
        std::vector<std::string> lonely;
        bool others_vary = false;
        for (std::size_t s = 0; s < taken.size(); ++s) {
            const bool all_taken =
                !stage.population.empty() && populations[s] <= static_cast<double>(taken[s]);
            if (all_taken) continue;
            others_vary = others_vary || taken[s] > 1;
            const std::string& name = stage.stratum_names[s];
            if (taken[s] == 1)
                lonely.push_back(name.empty() ? "a stratum without a name" : "“" + name + "”");
        }
        if (lonely.empty()) return;
        const bool refused = lonely_ == LonelyUnits::fail;
        report("lonely-cluster",
               place_,
               "One unit alone was interviewed of " +
                   (taken.size() == 1 ? std::string("all") : join(lonely, ", ")) +
                   ": that shows no variance.",
               refused ? "Join such strata with others like them in a derived variable, or write "
                         "in [variance] what they add: lonely = \"average\", \"adjust\" or "
                         "\"remove\"."
               : others_vary
                   ? "Join such strata with others like them in a derived variable. Until then "
                     "they are taken to vary as the others do; lonely in [variance] says so, or "
                     "otherwise."
                   : "No other stratum shows any either, and no number has an interval: join "
                     "strata that are alike in a derived variable, or say in [sample] what people "
                     "were selected by.",
               refused ? Severity::error : Severity::warning);
    }

    const SampleRules& rules_;
    std::optional<LonelyUnits> lonely_;
    InterviewColumns& interviews_;
    Place place_;
    Diagnostics& out_;
};

}  // namespace

std::vector<SamplingStage> design_stages(const Study& study,
                                         InterviewColumns& interviews,
                                         const Place& place,
                                         Diagnostics& diagnostics) {
    const bool as_if_random = lower_ascii(trim(study.file.design)) == "as if random";
    const SampleRules& rules = study.file.sample;
    if (rules.strata.empty() && rules.clusters.empty() && rules.population.empty() &&
        !(as_if_random || rules.given()))
        return {};
    return StageMaker(study.file, interviews, place, diagnostics).make();
}

}  // namespace mtm
