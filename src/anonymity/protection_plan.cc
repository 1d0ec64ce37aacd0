// The search for levels of generalisation.
//
// Combinations of levels, one for each key, form a lattice from the finest to the coarsest. Two
// things never go down on the way up: what recoding alone loses, and who agrees with whom. First a
// path is climbed, always by the step that leaves fewest below k for its loss: it gives a first
// plan and a first set of combinations that leave too many. Then all combinations are gone through
// in the order of their loss by recoding. One that lies under a combination that leaves too many
// leaves too many itself. Of the others, records below k are counted; each must lose a value at
// least (where a blank is a category of its own), so the loss has a bound before suppression is
// tried. When recoding alone loses as much as the best plan, the search is over.
//
// Tested by protection_plan_test.cc against all combinations.
#include "anonymity/protection_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "anonymity/agreement.h"
#include "anonymity/blank_sets.h"
#include "anonymity/packed_patterns.h"

namespace mtm {
namespace {

constexpr double most_combinations = 50'000;
constexpr double most_counting = 4e8;  // combinations × different records
constexpr std::size_t beam_width = 16;
constexpr double no_plan = std::numeric_limits<double>::infinity();

using Levels = std::vector<std::size_t>;

struct BelowCount {
    std::size_t records = 0;
    double least_loss = 0;  // what suppression has to add
};

// Different records of a table and how often each is there.
struct DistinctRecords {
    KeyTable table;
    std::vector<std::uint32_t> counts;
    bool complete = true;  // no value is missing
};

DistinctRecords distinct_records(const KeyTable& table, const PackedPatterns& patterns) {
    DistinctRecords out;
    PackedPatterns::Words all;
    all.fill(~std::uint64_t{0});
    PatternIndex index(patterns.words(), patterns.size() / 4);
    out.table.keys.resize(table.keys.size());
    for (std::size_t j = 0; j < table.keys.size(); ++j) {
        out.table.keys[j].name = table.keys[j].name;
        out.table.keys[j].categories = table.keys[j].categories;
    }
    for (std::size_t r = 0; r < patterns.size(); ++r) {
        const std::uint32_t at = index.number_of(patterns.at(r), all);
        if (at == out.counts.size()) {
            out.counts.push_back(0);
            for (std::size_t j = 0; j < table.keys.size(); ++j) {
                out.table.keys[j].codes.push_back(table.keys[j].codes[r]);
                out.complete = out.complete && table.keys[j].codes[r] != missing_key;
            }
        }
        ++out.counts[at];
    }
    return out;
}

bool at_most(const Levels& a, const Levels& b) {
    for (std::size_t j = 0; j < a.size(); ++j)
        if (a[j] > b[j]) return false;
    return true;
}

class PlanSearch {
public:
    PlanSearch(const KeyTable& table,
               const std::vector<RecodingHierarchy>& hierarchies,
               const PlanSettings& settings,
               DistinctRecords distinct,
               std::vector<KeySet> key_combinations)
        : table_(table),
          hierarchies_(hierarchies),
          settings_(settings),
          distinct_(std::move(distinct)),
          key_combinations_(std::move(key_combinations)),
          loss_(table, hierarchies, settings.weights, settings.measure),
          finest_(settings.finest),
          coarsest_(settings.coarsest) {
        finest_.resize(table.keys.size(), 0);
        if (coarsest_.empty())
            for (const RecodingHierarchy& hierarchy : hierarchies)
                coarsest_.push_back(hierarchy.levels.size());
        most_below_ = static_cast<std::size_t>(
            std::floor(settings.most_below * static_cast<double>(table.records()) + 1e-9));
    }

    Result<ProtectionPlan> run() {
        const BelowCount coarsest = below(coarsest_);
        if (coarsest.records > most_below_)
            return Error{fmt::format(
                "with every key at its coarsest level {} of {} records are below k = {}, and {} "
                "may be left to suppression: recode keys more coarsely, leave some out (drop), or "
                "take a smaller k",
                coarsest.records,
                table_.records(),
                settings_.suppression.k,
                most_below_)};
        climb();
        double combinations = 1;
        for (std::size_t j = 0; j < finest_.size(); ++j)
            combinations *= static_cast<double>(coarsest_[j] - finest_[j] + 1);
        const bool all =
            combinations <= most_combinations &&
            combinations * static_cast<double>(distinct_.counts.size()) <= most_counting;
        if (all)
            go_through_all();
        else
            search_beam();
        if (best_.loss == no_plan) {
            if (failure_) return *failure_;
            return Error{
                "every way to reach k was refused by the limit of risk (most_risk): recode "
                "keys more coarsely, leave some out (drop), or take a larger k"};
        }
        best_.records = table_.records();
        best_.exhaustive = all;
        best_.combinations = static_cast<std::size_t>(std::min(combinations, 1e18));
        best_.counted = below_.size();
        best_.suppressed = tried_.size();
        explain_steps();
        return best_;
    }

private:
    BelowCount below(const Levels& levels) {
        const auto known = below_.find(levels);
        if (known != below_.end()) return known->second;
        const KeyTable at = recoded(distinct_.table, hierarchies_, levels);
        // Recoded codes are checked: they fit.
        const auto patterns = PackedPatterns::create(at);
        CHECK(patterns);
        BelowCount out;
        const bool own = settings_.suppression.blank == BlankMeaning::own_category;
        for (const std::size_t i : patterns_below(*patterns,
                                                  distinct_.counts,
                                                  settings_.suppression.k,
                                                  settings_.suppression.blank,
                                                  key_combinations_,
                                                  settings_.suppression.threads)) {
            out.records += distinct_.counts[i];
            if (own && distinct_.complete)
                out.least_loss += distinct_.counts[i] * cheapest_blank(levels, i);
        }
        if (out.records > most_below_) too_many_.push_back(levels);
        return below_.emplace(levels, out).first->second;
    }

    [[nodiscard]] double cheapest_blank(const Levels& levels, std::size_t record) const {
        double out = no_plan;
        for (std::size_t j = 0; j < levels.size(); ++j)
            out =
                std::min(out, loss_.of_blank(j, levels[j], distinct_.table.keys[j].codes[record]));
        return std::max(out, 0.0);
    }

    [[nodiscard]] bool ruled_out(const Levels& levels) const {
        return std::ranges::any_of(
            too_many_, [&levels](const Levels& known) { return at_most(levels, known); });
    }

    // Suppresses at these levels if that may lose less than the best plan.
    void consider(const Levels& levels) {
        const BelowCount count = below(levels);
        const double recoding = loss_.of_levels(levels);
        if (count.records > most_below_ || recoding + count.least_loss >= best_.loss) return;
        if (!tried_.insert(levels).second) return;
        const KeyTable at = recoded(table_, hierarchies_, levels);
        auto suppression = suppress_locally(at, settings_.suppression);
        if (!suppression) {
            failure_ = suppression.error();
            return;
        }
        const double loss = loss_.of_table(table_, levels, suppression->cells);
        if (loss >= best_.loss) return;
        if (settings_.acceptable && !settings_.acceptable(with_blanks(at, suppression->cells)))
            return;
        best_.levels = levels;
        best_.suppression = std::move(*suppression);
        best_.recoding_loss = recoding;
        best_.loss = loss;
        best_.below_left = count.records;
    }

    // The key to raise next, towards `to`: of those that leave fewest below k for their loss.
    std::size_t next_key(const Levels& at, const Levels& to) {
        const std::size_t before = below(at).records;
        std::size_t out = at.size();
        double best_gain = -1;
        for (std::size_t j = 0; j < at.size(); ++j) {
            if (at[j] >= to[j]) continue;
            Levels up = at;
            ++up[j];
            const double lost = loss_.of_level(j, up[j]) - loss_.of_level(j, at[j]);
            const double gain =
                static_cast<double>(before - below(up).records) / std::max(lost, 1e-12);
            if (gain > best_gain) {
                best_gain = gain;
                out = j;
            }
        }
        return out;
    }

    void climb() {
        Levels at = finest_;
        while (below(at).records > most_below_)
            ++at[next_key(at, coarsest_)];
        consider(at);
    }

    void go_through_all() {
        std::vector<std::pair<double, Levels>> all;
        for (Levels levels = finest_;;) {
            all.emplace_back(loss_.of_levels(levels), levels);
            std::size_t j = 0;
            while (j < levels.size() && levels[j] == coarsest_[j]) {
                levels[j] = finest_[j];
                ++j;
            }
            if (j == levels.size()) break;
            ++levels[j];
        }
        std::ranges::sort(all);
        for (const auto& [recoding, levels] : all) {
            if (recoding >= best_.loss) break;
            if (!ruled_out(levels)) consider(levels);
        }
    }

    void search_beam() {
        std::vector<Levels> beam{finest_};
        while (!beam.empty()) {
            std::set<Levels> seen;
            std::vector<std::pair<double, Levels>> next;
            for (const Levels& at : beam) {
                consider(at);
                for (std::size_t j = 0; j < at.size(); ++j) {
                    if (at[j] == coarsest_[j]) continue;
                    Levels up = at;
                    ++up[j];
                    if (!seen.insert(up).second || loss_.of_levels(up) >= best_.loss) continue;
                    next.emplace_back(promise(up), up);
                }
            }
            std::ranges::sort(next);
            if (next.size() > beam_width) next.resize(beam_width);
            beam.clear();
            for (auto& [score, levels] : next)
                beam.push_back(std::move(levels));
        }
        consider(coarsest_);
    }

    // The less the better: what recoding loses, and a whole key of each record that is still below.
    double promise(const Levels& levels) {
        const double share = static_cast<double>(below(levels).records) /
                             static_cast<double>(std::max<std::size_t>(table_.records(), 1));
        return loss_.of_levels(levels) + share / static_cast<double>(levels.size());
    }

    void explain_steps() {
        Levels at = finest_;
        best_.below_at_first = below(at).records;
        while (at != best_.levels) {
            const std::size_t key = next_key(at, best_.levels);
            ProtectionStep step;
            step.key = key;
            step.key_name = table_.keys[key].name;
            step.from_name = level_name(key, at[key]);
            step.below_before = below(at).records;
            step.loss_before = loss_.of_levels(at);
            ++at[key];
            step.to = at[key];
            step.to_name = level_name(key, at[key]);
            step.below_after = below(at).records;
            step.loss_after = loss_.of_levels(at);
            best_.steps.push_back(std::move(step));
        }
    }

    [[nodiscard]] std::string level_name(std::size_t key, std::size_t level) const {
        return level == 0 ? "as recorded" : hierarchies_[key].levels[level - 1].name;
    }

    const KeyTable& table_;
    const std::vector<RecodingHierarchy>& hierarchies_;
    const PlanSettings& settings_;
    DistinctRecords distinct_;
    std::vector<KeySet> key_combinations_;
    GeneralisationLoss loss_;
    Levels finest_;
    Levels coarsest_;
    std::size_t most_below_ = 0;
    std::map<Levels, BelowCount> below_;
    std::vector<Levels> too_many_;  // combinations that leave too many below k
    std::set<Levels> tried_;
    std::optional<Error> failure_;
    ProtectionPlan best_{.levels = {},
                         .suppression = {},
                         .records = 0,
                         .below_at_first = 0,
                         .below_left = 0,
                         .recoding_loss = 0,
                         .loss = no_plan,
                         .steps = {},
                         .exhaustive = false,
                         .combinations = 0,
                         .counted = 0,
                         .suppressed = 0};
};

Status check_levels(const KeyTable& table,
                    const std::vector<RecodingHierarchy>& hierarchies,
                    const std::vector<std::size_t>& limits,
                    const char* which) {
    if (limits.empty()) return Done{};
    if (limits.size() != table.keys.size())
        return Error{
            fmt::format("{} {} levels for {} keys", limits.size(), which, table.keys.size())};
    for (std::size_t j = 0; j < limits.size(); ++j)
        if (limits[j] > hierarchies[j].levels.size())
            return Error{fmt::format("key {}: its {} level is {}, and it has {}",
                                     table.keys[j].name,
                                     which,
                                     limits[j],
                                     hierarchies[j].levels.size())};
    return Done{};
}

Status check_plan_settings(const KeyTable& table,
                           const std::vector<RecodingHierarchy>& hierarchies,
                           const PlanSettings& settings) {
    if (table.keys.empty()) return Error{"there are no keys to protect"};
    if (hierarchies.size() != table.keys.size())
        return Error{
            fmt::format("{} hierarchies for {} keys", hierarchies.size(), table.keys.size())};
    for (std::size_t j = 0; j < hierarchies.size(); ++j)
        TRY(check_hierarchy(table.keys[j], hierarchies[j]));
    TRY(check_levels(table, hierarchies, settings.finest, "finest"));
    TRY(check_levels(table, hierarchies, settings.coarsest, "coarsest"));
    for (std::size_t j = 0; j < settings.finest.size() && j < settings.coarsest.size(); ++j)
        if (settings.finest[j] > settings.coarsest[j])
            return Error{
                fmt::format("key {}: its finest level is above its coarsest", table.keys[j].name)};
    if (!(settings.most_below >= 0 && settings.most_below <= 1))
        return Error{"the share of records that may be left to suppression is from 0 to 1"};
    if (!settings.weights.empty() && settings.weights.size() != table.keys.size())
        return Error{
            fmt::format("{} weights for {} keys", settings.weights.size(), table.keys.size())};
    for (const double weight : settings.weights)
        if (!(weight > 0) || !std::isfinite(weight))
            return Error{"the weight of a key has to be above 0"};
    return Done{};
}

}  // namespace

Result<ProtectionPlan> plan_protection(const KeyTable& table,
                                       const std::vector<RecodingHierarchy>& hierarchies,
                                       const PlanSettings& settings) {
    // Before the levels: a code outside its categories has none.
    const PackedPatterns patterns = TRY(PackedPatterns::create(table));
    TRY(check_plan_settings(table, hierarchies, settings));
    // A setting of suppression that means nothing is told at once, on no record at all.
    std::vector<KeySet> combinations =
        TRY(combinations_of_keys(table.keys.size(), settings.suppression.combination_size));
    return PlanSearch(table,
                      hierarchies,
                      settings,
                      distinct_records(table, patterns),
                      std::move(combinations))
        .run();
}

KeyTable protected_table(const KeyTable& table,
                         const std::vector<RecodingHierarchy>& hierarchies,
                         const ProtectionPlan& plan) {
    return with_blanks(recoded(table, hierarchies, plan.levels), plan.suppression.cells);
}

std::vector<std::string> explained(const ProtectionPlan& plan, std::size_t k) {
    std::vector<std::string> out;
    out.push_back(fmt::format("{} of {} records agree with fewer than {} records.",
                              plan.below_at_first,
                              plan.records,
                              k));
    for (const ProtectionStep& step : plan.steps)
        out.push_back(
            fmt::format("{}: from {} to {}. Below {}: {}, then {}. Loss: {:.1f}%, then {:.1f}%.",
                        step.key_name,
                        step.from_name,
                        step.to_name,
                        k,
                        step.below_before,
                        step.below_after,
                        100 * step.loss_before,
                        100 * step.loss_after));
    out.push_back(fmt::format("{} values of keys of {} records are blanked. Loss: {:.1f}%.",
                              plan.suppression.cells.size(),
                              plan.suppression.records_touched,
                              100 * plan.loss));
    return out;
}

}  // namespace mtm
