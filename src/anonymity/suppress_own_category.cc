// Local suppression where a blank is a category of its own: what is printed falls into groups of
// equal records, and each group has to be of k.
//
// Records of a group that reached k are left alone, so no such group ever shrinks below it. The
// sets of keys are walked through, the cheapest first; records that are open and that become equal
// when the keys are blanked, together with those that are printed so already, are settled if they
// are k. A second walk lets the rest join groups that came to be later. What then is left is fewer
// than k records, or is held by values that have to stay. It gets company: records that their own
// group can spare, or a whole group, are blanked until they equal it, whatever costs least.
//
// Tested by local_suppression_test.cc.
#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "anonymity/suppression_problem.h"

namespace mtm {
namespace {

// An entry is looked at, put into a new table and read from it.
constexpr std::size_t looks_of_an_entry = 3;

class OwnCategorySearch {
public:
    OwnCategorySearch(SuppressionProblem& problem, KeySet within)
        : problem_(problem),
          within_(within),
          all_bits_(problem.records.mask_of(within)),
          entries_(suppression_entries(problem, within)),
          printed_(problem.records.words(), entries_.counts.size()) {
        for (std::uint32_t e = 0; e < entries_.counts.size(); ++e) {
            group_.push_back(group_of(entries_.patterns.at(e)));
            totals_[group_[e]] += entries_.counts[e];
        }
        for (std::uint32_t e = 0; e < entries_.counts.size(); ++e)
            if (is_open(e)) open_.push_back(e);
    }

    Status run() {
        walk_until_nothing_changes();
        while (!open_.empty()) {
            TRY(give_company(open_.front()));
            close_settled();
            walk_until_nothing_changes();
        }
        apply_blanks(problem_, entries_);
        return Done{};
    }

private:
    // A way to bring an entry to k: its own blanks, and those that join it.
    struct Company {
        double cost = std::numeric_limits<double>::infinity();
        KeySet own_blanks = 0;
        std::uint32_t whole_group = PatternIndex::absent;  // else records that can be spared
    };

    // What records of one group would have to lose to equal an entry, and how many it can spare.
    struct Donors {
        KeySet differing = 0;
        KeySet missing = 0;
        KeySet fixed = 0;

        // NOLINTNEXTLINE(modernize-use-nullptr): it takes the 0 that is compared with for a pointer
        auto operator<=>(const Donors&) const = default;
    };

    std::uint32_t group_of(std::span<const std::uint64_t> pattern) {
        const std::uint32_t out = printed_.number_of(pattern, all_bits_);
        if (out == totals_.size()) totals_.push_back(0);
        return out;
    }

    [[nodiscard]] bool is_open(std::uint32_t e) const { return totals_[group_[e]] < problem_.k; }

    void close_settled() {
        std::erase_if(open_, [this](std::uint32_t e) { return !is_open(e); });
    }

    [[nodiscard]] KeySet missing(std::uint32_t e) const {
        return entries_.patterns.missing(entries_.patterns.at(e), within_);
    }

    void blank(std::uint32_t e, KeySet keys) {
        totals_[group_[e]] -= entries_.counts[e];
        entries_.blank(e, keys);
        group_[e] = group_of(entries_.patterns.at(e));
        totals_[group_[e]] += entries_.counts[e];
    }

    void walk_until_nothing_changes() {
        for (bool changed = true; changed && !open_.empty();) {
            changed = false;
            BlankSetWalk walk(problem_.costs, within_, problem_.records.size());
            for (std::size_t step = 0; step < walk.size() && !open_.empty();) {
                const std::size_t looked_at = open_.size();
                changed = blank_step(walk, step) || changed;
                step = walk.next(step, looks_of_an_entry * looked_at);
            }
        }
    }

    // Blanks one set of keys where that settles; whether anything was.
    bool blank_step(const BlankSetWalk& walk, std::size_t step) {
        std::vector<std::pair<std::uint32_t, KeySet>> candidates;  // place in open_, what to blank
        PackedPatterns targets = entries_.patterns.empty_alike();
        PatternIndex index(targets.words(), open_.size());
        std::vector<std::uint32_t> target_of;
        std::vector<std::size_t> would_be;
        for (const std::uint32_t e : open_) {
            const KeySet keys = walk.at(step, missing(e) | entries_.fixed[e]);
            if (keys == 0) continue;
            const std::uint32_t target = index.number_of(
                entries_.patterns.at(e), entries_.patterns.mask_of(within_ & ~keys));
            if (target == would_be.size()) {
                const std::uint32_t group = printed_.find(index.pattern(target), all_bits_);
                would_be.push_back(group == PatternIndex::absent ? 0 : totals_[group]);
            }
            would_be[target] += entries_.counts[e];
            candidates.emplace_back(e, keys);
            target_of.push_back(target);
        }
        bool changed = false;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (would_be[target_of[i]] < problem_.k) continue;
            blank(candidates[i].first, candidates[i].second);
            changed = true;
        }
        close_settled();
        return changed;
    }

    Status give_company(std::uint32_t entry);
    [[nodiscard]] std::map<Donors, std::size_t> donors_of(std::uint32_t entry) const;
    [[nodiscard]] Company cheapest_company(std::uint32_t entry) const;
    [[nodiscard]] double cost_of_spared(KeySet target_missing,
                                        std::size_t wanted,
                                        const std::map<Donors, std::size_t>& donors) const;
    [[nodiscard]] KeySet to_lose(KeySet target_missing, const Donors& donors) const;
    void take_spared(std::uint32_t entry);
    void take_group(std::uint32_t entry, std::uint32_t group);
    [[nodiscard]] Donors seen_from(std::uint32_t entry, std::uint32_t other) const;

    SuppressionProblem& problem_;
    KeySet within_;
    PackedPatterns::Words all_bits_;
    SuppressionEntries entries_;
    PatternIndex printed_;              // groups of records that are printed equal
    std::vector<std::size_t> totals_;   // by group: its records
    std::vector<std::uint32_t> group_;  // by entry
    std::vector<std::uint32_t> open_;   // entries in groups below k
};

OwnCategorySearch::Donors OwnCategorySearch::seen_from(std::uint32_t entry,
                                                       std::uint32_t other) const {
    return {entries_.patterns.differing(entries_.patterns.at(entry), entries_.patterns.at(other)) &
                within_,
            missing(other),
            entries_.fixed[other]};
}

// What donors lose to equal an entry that misses target_missing; 0 if they cannot.
KeySet OwnCategorySearch::to_lose(KeySet target_missing, const Donors& donors) const {
    if ((donors.differing & ~target_missing) != 0) return 0;
    const KeySet lost = target_missing & ~donors.missing;
    return (lost & donors.fixed) == 0 ? lost : 0;
}

// How many records groups of k and more can spare, by what they would lose for this entry.
std::map<OwnCategorySearch::Donors, std::size_t> OwnCategorySearch::donors_of(
    std::uint32_t entry) const {
    std::map<Donors, std::size_t> out;
    std::vector<std::size_t> spare(totals_.size());
    for (std::size_t g = 0; g < totals_.size(); ++g)
        spare[g] = totals_[g] - std::min(totals_[g], problem_.k);
    for (std::uint32_t e = 0; e < entries_.counts.size(); ++e) {
        std::size_t& left = spare[group_[e]];
        if (left == 0) continue;
        const std::size_t spared = std::min<std::size_t>(left, entries_.counts[e]);
        out[seen_from(entry, e)] += spared;
        left -= spared;
    }
    return out;
}

double OwnCategorySearch::cost_of_spared(KeySet target_missing,
                                         std::size_t wanted,
                                         const std::map<Donors, std::size_t>& donors) const {
    std::vector<std::pair<double, std::size_t>> offers;
    for (const auto& [which, spared] : donors) {
        const KeySet lost = to_lose(target_missing, which);
        if (lost != 0) offers.emplace_back(problem_.costs.of(lost), spared);
    }
    std::ranges::sort(offers);
    double cost = 0;
    for (const auto& [each, spared] : offers) {
        const std::size_t taken = std::min(wanted, spared);
        cost += each * static_cast<double>(taken);
        wanted -= taken;
    }
    return wanted == 0 ? cost : std::numeric_limits<double>::infinity();
}

OwnCategorySearch::Company OwnCategorySearch::cheapest_company(std::uint32_t entry) const {
    const std::map<Donors, std::size_t> donors = donors_of(entry);
    const KeySet own_missing = missing(entry);
    std::vector<KeySet> sets = problem_.costs.sets(within_);
    sets.insert(sets.begin(), 0);
    Company out;
    for (const KeySet keys : sets) {
        if ((keys & (own_missing | entries_.fixed[entry])) != 0) continue;
        const std::uint32_t group =
            printed_.find(entries_.patterns.at(entry), entries_.patterns.mask_of(within_ & ~keys));
        std::size_t have = group == PatternIndex::absent ? 0 : totals_[group];
        if (keys != 0) have += entries_.counts[entry];
        const std::size_t wanted = problem_.k - std::min(problem_.k, have);
        const double cost = problem_.costs.of(keys) * entries_.counts[entry] +
                            cost_of_spared(own_missing | keys, wanted, donors);
        if (cost < out.cost) out = {.cost = cost, .own_blanks = keys};
    }
    // A whole group: all of it loses what it differs in, and so does the entry.
    std::vector<std::pair<double, KeySet>> of_group(totals_.size());
    for (std::uint32_t e = 0; e < entries_.counts.size(); ++e) {
        if (is_open(e)) continue;
        const Donors other = seen_from(entry, e);
        auto& [cost, own] = of_group[group_[e]];
        own = other.differing & ~own_missing;
        const KeySet lost = other.differing & ~other.missing;
        if ((lost & other.fixed) != 0 || (own & entries_.fixed[entry]) != 0)
            cost = std::numeric_limits<double>::infinity();
        cost += problem_.costs.of(lost) * entries_.counts[e];
    }
    for (std::uint32_t g = 0; g < of_group.size(); ++g) {
        if (totals_[g] < problem_.k) continue;
        const auto& [lost, own] = of_group[g];
        const double cost = lost + problem_.costs.of(own) * entries_.counts[entry];
        if (cost < out.cost) out = {.cost = cost, .own_blanks = own, .whole_group = g};
    }
    return out;
}

Status OwnCategorySearch::give_company(std::uint32_t entry) {
    const Company company = cheapest_company(entry);
    if (company.cost == std::numeric_limits<double>::infinity()) {
        const auto record = std::ranges::find(entries_.entry_of_record, entry);
        return Error{fmt::format(
            "no way was found to make record {} equal to {} records: values that have to stay set "
            "it apart. Let some of them be blanked, or coarsen them first",
            record - entries_.entry_of_record.begin() + 1,
            problem_.k)};
    }
    if (company.own_blanks != 0) blank(entry, company.own_blanks);
    if (company.whole_group == PatternIndex::absent)
        take_spared(entry);
    else
        take_group(entry, company.whole_group);
    CHECK(!is_open(entry));
    return Done{};
}

void OwnCategorySearch::take_spared(std::uint32_t entry) {
    const KeySet target_missing = missing(entry);
    std::vector<std::pair<double, std::uint32_t>> offers;
    for (std::uint32_t e = 0; e < entries_.counts.size(); ++e) {
        if (totals_[group_[e]] <= problem_.k) continue;
        const KeySet lost = to_lose(target_missing, seen_from(entry, e));
        if (lost != 0) offers.emplace_back(problem_.costs.of(lost), e);
    }
    std::ranges::sort(offers);
    for (const auto& [cost, e] : offers) {
        if (!is_open(entry)) return;
        const std::size_t wanted = problem_.k - totals_[group_[entry]];
        const std::size_t spared = std::min({wanted,
                                             totals_[group_[e]] - problem_.k,
                                             static_cast<std::size_t>(entries_.counts[e])});
        if (spared == 0) continue;
        std::uint32_t moved = e;
        if (spared < entries_.counts[e]) {
            moved = entries_.split(e, static_cast<std::uint32_t>(spared));
            group_.push_back(group_[e]);
        }
        blank(moved, target_missing & ~missing(moved));
    }
}

void OwnCategorySearch::take_group(std::uint32_t entry, std::uint32_t group) {
    const KeySet target_missing = missing(entry);
    for (std::uint32_t e = 0; e < entries_.counts.size(); ++e)
        if (group_[e] == group) blank(e, target_missing & ~missing(e));
}

}  // namespace

Status suppress_own_category(SuppressionProblem& problem, KeySet within) {
    return OwnCategorySearch(problem, within).run();
}

}  // namespace mtm
