#include "sampling/design_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

class StageMaker {
public:
    StageMaker(const SampleRules& rules,
               InterviewColumns& interviews,
               Place place,
               Diagnostics& out)
        : rules_(rules), interviews_(interviews), place_(std::move(place)), out_(out) {}

    std::vector<DesignStage> make() {
        const std::size_t count = std::max({rules_.clusters.size(),
                                            rules_.strata.size(),
                                            rules_.population.size(),
                                            std::size_t{1}});
        std::vector<DesignStage> stages;
        for (std::size_t s = 0; s < count; ++s) {
            std::optional<DesignStage> stage =
                make_stage(s, stages.empty() ? nullptr : &stages.back());
            if (!stage) return {};
            stages.push_back(std::move(*stage));
        }
        return stages;
    }

private:
    void report(std::string code,
                std::size_t row,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        Place place = place_;
        if (row < interviews_.rows()) place.interview = interviews_.instance(row);
        out_.push_back({.code = std::move(code),
                        .severity = severity,
                        .place = std::move(place),
                        .message = std::move(message),
                        .remedy = std::move(remedy)});
    }

    [[nodiscard]] std::size_t nowhere() const { return interviews_.rows(); }

    // The codes of a column that every interview must have.
    std::optional<CategoryColumn> complete(const std::string& name) {
        std::optional<CategoryColumn> column = interviews_.categories(name, place_);
        if (!column) return std::nullopt;
        std::size_t missing = 0;
        std::size_t first = nowhere();
        for (std::size_t row = 0; row < column->codes.size(); ++row) {
            if (column->codes[row] >= 0) continue;
            if (missing++ == 0) first = row;
        }
        if (missing == 0) return column;
        report("interview-without-stratum",
               first,
               fmt::format(
                   "{} interviews have no “{}”, by which the sample was drawn.", missing, name),
               "Correct them, or leave them out of what is counted.");
        return std::nullopt;
    }

    std::optional<DesignStage> make_stage(std::size_t s, const DesignStage* before) {
        DesignStage out;
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
        std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> stratum_numbers;
        std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> cluster_numbers;
        for (std::size_t row = 0; row < interviews_.rows(); ++row) {
            const std::int32_t within = before != nullptr ? before->cluster[row] : 0;
            const std::int32_t code = strata ? strata->codes[row] : 0;
            const auto [stratum, is_new] = stratum_numbers.try_emplace(
                {within, code}, static_cast<std::int32_t>(stratum_numbers.size()));
            if (is_new)
                out.strata.push_back(strata ? strata->categories[static_cast<std::size_t>(code)]
                                            : "");
            out.stratum.push_back(stratum->second);
            const std::int32_t unit =
                clusters ? clusters->codes[row] : static_cast<std::int32_t>(row);
            const auto cluster = cluster_numbers.try_emplace(
                {stratum->second, unit}, static_cast<std::int32_t>(cluster_numbers.size()));
            out.cluster.push_back(cluster.first->second);
        }
        out.clusters = cluster_numbers.size();
        const std::vector<std::size_t> taken = clusters_by_stratum(out);
        if (s < rules_.population.size() && !add_population(out, rules_.population[s], taken))
            return std::nullopt;
        if (before == nullptr) tell_of_lonely(out, taken);
        return out;
    }

    static std::vector<std::size_t> clusters_by_stratum(const DesignStage& stage) {
        std::vector<std::size_t> out(stage.strata.size(), 0);
        std::vector<std::uint8_t> seen(stage.clusters, 0);
        for (std::size_t row = 0; row < stage.cluster.size(); ++row) {
            std::uint8_t& known = seen[static_cast<std::size_t>(stage.cluster[row])];
            if (known == 0) ++out[static_cast<std::size_t>(stage.stratum[row])];
            known = 1;
        }
        return out;
    }

    bool add_population(DesignStage& stage,
                        const std::string& name,
                        const std::vector<std::size_t>& taken) {
        const std::optional<std::vector<double>> numbers = interviews_.numbers(name, place_);
        if (!numbers) return false;
        stage.population.assign(stage.strata.size(), 0);
        bool all = true;
        std::set<std::int32_t> told;
        for (std::size_t row = 0; row < numbers->size(); ++row) {
            const std::int32_t stratum = stage.stratum[row];
            const auto s = static_cast<std::size_t>(stratum);
            const double number = (*numbers)[row];
            double& known = stage.population[s];
            const bool good =
                number >= static_cast<double>(taken[s]) && (known == 0 || known == number);
            if (good) known = number;
            if (good || !told.insert(stratum).second) continue;
            all = false;
            const std::string where =
                stage.strata[s].empty() ? "" : " in “" + stage.strata[s] + "”";
            report("bad-population",
                   row,
                   !std::isfinite(number) ? "“" + name + "”" + where + " is no number."
                   : known != 0 && known != number
                       ? fmt::format("“{}”{} is {} and {}.", name, where, known, number)
                       : fmt::format("{} units were selected{}, and “{}” says that there are "
                                     "{}.",
                                     taken[s],
                                     where,
                                     name,
                                     number),
                   "Write for each stratum of how many units its units were selected.");
        }
        return all;
    }

    void tell_of_lonely(const DesignStage& stage, const std::vector<std::size_t>& taken) {
        std::vector<std::string> lonely;
        for (std::size_t s = 0; s < taken.size(); ++s) {
            const bool all_taken = !stage.population.empty() && stage.population[s] <= 1;
            if (taken[s] == 1 && !all_taken) lonely.push_back("“" + stage.strata[s] + "”");
        }
        if (lonely.empty()) return;
        report("lonely-cluster",
               nowhere(),
               "One unit alone was interviewed of " +
                   (stage.strata.size() == 1 ? std::string("all") : join(lonely, ", ")) +
                   ": that shows no variance.",
               "Join such strata with others like them in a derived variable.",
               Severity::warning);
    }

    const SampleRules& rules_;
    InterviewColumns& interviews_;
    Place place_;
    Diagnostics& out_;
};

}  // namespace

std::vector<DesignStage> design_stages(const Study& study,
                                       InterviewColumns& interviews,
                                       const Place& place,
                                       Diagnostics& diagnostics) {
    const bool as_if_random = lower_ascii(trim(study.file.design)) == "as if random";
    const SampleRules& rules = study.file.sample;
    if (rules.strata.empty() && rules.clusters.empty() && rules.population.empty() &&
        !(as_if_random || rules.given()))
        return {};
    return StageMaker(rules, interviews, place, diagnostics).make();
}

}  // namespace mtm
