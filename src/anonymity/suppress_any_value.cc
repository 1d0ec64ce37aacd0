// Local suppression where a blank agrees with every value.
//
// To blank a value can only let more records agree with each other, so a record that reached k
// stays there, and combinations of keys can be taken one after another. The sets of keys are walked
// through, the cheapest first. With the keys of a set blanked, how many records would agree with a
// record is counted for all open records in one pass over the patterns (compatible_counts.h).
// Where it is k or more the record could be saved by it. Open records that differ in these keys
// alone help each other: each that is blanked agrees with all the others. So of such a group those
// that miss most are blanked, until what is blanked suffices for the rest, which keep their values:
//
//     k = 3, open: (1,a) (1,b) (1,c), nothing else with 1     blanked: (1,–) (1,–) (1,c)
//
// In the end blanks that others made needless are given back (needless_blanks.h).
//
// Tested by local_suppression_test.cc, which counts every pair.
#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "anonymity/compatible_counts.h"
#include "anonymity/needless_blanks.h"
#include "anonymity/suppression_problem.h"

namespace mtm {
namespace {

class AnyValueSearch {
public:
    AnyValueSearch(SuppressionProblem& problem, KeySet within)
        : problem_(problem), within_(within), entries_(suppression_entries(problem, within)) {}

    Status run() {
        const PackedPatterns original = entries_.patterns;
        count_all();
        BlankSetWalk walk(problem_.costs, within_, problem_.records.size());
        for (std::size_t step = 0; step < walk.size() && !open_.empty();)
            step = walk.next(step, blank_step(walk, step));
        TRY(force_the_rest());
        give_back_needless(problem_, original, within_, entries_);
        apply_blanks(problem_, entries_);
        return Done{};
    }

private:
    // An open entry that the blanking of a set would save. In this order those that become equal
    // stand side by side, the ones with which fewest agree first.
    struct Candidate {
        KeySet missing = 0;
        KeySet blank = 0;
        std::uint32_t group = 0;
        std::size_t agreeing = 0;
        std::uint32_t entry = 0;

        // NOLINTNEXTLINE(modernize-use-nullptr): it takes the 0 that is compared with for a pointer
        auto operator<=>(const Candidate&) const = default;

        [[nodiscard]] bool becomes_equal_to(const Candidate& other) const {
            return missing == other.missing && blank == other.blank && group == other.group;
        }
    };

    void count_all() {
        agreeing_.assign(entries_.counts.begin(), entries_.counts.end());
        for (std::uint32_t e = 0; e < entries_.counts.size(); ++e)
            if (agreeing_[e] < problem_.k) open_.push_back(e);
        if (open_.empty()) return;
        add_agreeing(everything(), std::nullopt);
        close_settled();
    }

    [[nodiscard]] CompatibleCounts everything() const {
        return {entries_.patterns, entries_.counts, within_};
    }

    [[nodiscard]] PackedPatterns patterns_of_open() const {
        PackedPatterns out = entries_.patterns.empty_alike();
        for (const std::uint32_t e : open_)
            out.append(entries_.patterns.at(e));
        return out;
    }

    // Sets how many records agree with each open entry: those of `now`; or, if `before` is given,
    // what it was, less those of `before`, plus those of `now`.
    void add_agreeing(const CompatibleCounts& now, const std::optional<CompatibleCounts>& before) {
        const PackedPatterns queries = patterns_of_open();
        constexpr std::size_t no_end = std::numeric_limits<std::size_t>::max();
        std::vector<std::size_t> more(open_.size());
        std::vector<std::size_t> less(open_.size());
        now.add_to(more, queries, before ? no_end : problem_.k, problem_.threads);
        if (before) before->add_to(less, queries, no_end, problem_.threads);
        for (std::size_t i = 0; i < open_.size(); ++i)
            agreeing_[open_[i]] = (before ? agreeing_[open_[i]] - less[i] : 0) + more[i];
    }

    void close_settled() {
        std::erase_if(open_, [this](std::uint32_t e) { return agreeing_[e] >= problem_.k; });
    }

    // One set of keys for all that are open; how many patterns were looked at.
    std::size_t blank_step(const BlankSetWalk& walk, std::size_t step) {
        std::vector<Candidate> candidates;
        PackedPatterns queries = entries_.patterns.empty_alike();
        for (const std::uint32_t e : open_) {
            const KeySet missing = entries_.patterns.missing(entries_.patterns.at(e), within_);
            const KeySet blank = walk.at(step, missing | entries_.fixed[e]);
            if (blank == 0) continue;
            candidates.push_back(
                {.missing = missing, .blank = blank, .agreeing = agreeing_[e], .entry = e});
            queries.append(entries_.patterns.at(e));
            queries.blank(queries.size() - 1, blank);
        }
        if (candidates.empty()) return open_.size();
        const CompatibleCounts all = everything();
        std::vector<std::size_t> would_agree(candidates.size());
        const std::size_t work = all.add_to(would_agree, queries, problem_.k, problem_.threads);
        const PackedPatterns::Words mask = queries.mask_of(within_);
        PatternIndex groups(queries.words(), candidates.size());
        std::vector<Candidate> saved;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (would_agree[i] < problem_.k) continue;
            candidates[i].group = groups.number_of(queries.at(i), mask);
            saved.push_back(candidates[i]);
        }
        blank_candidates(std::move(saved));
        return work + entries_.counts.size() + open_.size();
    }

    void blank_candidates(std::vector<Candidate> candidates) {
        std::ranges::sort(candidates);
        PackedPatterns before = entries_.patterns.empty_alike();
        std::vector<std::uint32_t> counts_before;
        std::vector<std::uint32_t> changed;
        std::size_t blanked = 0;  // records of the group so far
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const Candidate& candidate = candidates[i];
            if (i == 0 || !candidate.becomes_equal_to(candidates[i - 1])) blanked = 0;
            if (candidate.agreeing + blanked >= problem_.k) {
                agreeing_[candidate.entry] = problem_.k;
                continue;
            }
            before.append(entries_.patterns.at(candidate.entry));
            counts_before.push_back(entries_.counts[candidate.entry]);
            changed.push_back(candidate.entry);
            entries_.blank(candidate.entry, candidate.blank);
            agreeing_[candidate.entry] = problem_.k;
            // Of entries that may be equal already, how many agree is known without this.
            if (!entries_.fixed_varies) blanked += entries_.counts[candidate.entry];
        }
        if (changed.empty()) return close_settled();
        close_settled();
        add_agreeing({entries_.patterns, entries_.counts, within_, changed},
                     CompatibleCounts(before, counts_before, within_));
        close_settled();
    }

    // Values that have to stay may keep an entry below k when all that it may lose is gone: then
    // others are blanked until they agree with it, those first for which that costs least.
    Status force_the_rest() {
        for (const std::uint32_t e : open_)
            TRY(force(e));
        return Done{};
    }

    Status force(std::uint32_t entry) {
        const std::vector<std::uint64_t> pattern(entries_.patterns.at(entry).begin(),
                                                 entries_.patterns.at(entry).end());
        std::size_t agreeing = 0;
        std::vector<std::pair<double, std::uint32_t>> others;
        const KeySet own = within_ & ~entries_.patterns.missing(pattern, within_);
        const auto in_the_way = [&](std::uint32_t other, KeySet keys) {
            const auto theirs = entries_.patterns.at(other);
            return entries_.patterns.differing(pattern, theirs) & keys &
                   ~entries_.patterns.missing(theirs, within_);
        };
        const KeySet stays = own & entries_.fixed[entry];
        for (std::uint32_t other = 0; other < entries_.counts.size(); ++other) {
            if (in_the_way(other, own) == 0)
                agreeing += entries_.counts[other];
            else if ((in_the_way(other, stays) & entries_.fixed[other]) == 0)
                others.emplace_back(problem_.costs.of(in_the_way(other, stays)), other);
        }
        if (agreeing >= problem_.k) return Done{};
        entries_.blank(entry, own & ~stays);
        agreeing = 0;
        for (std::uint32_t other = 0; other < entries_.counts.size(); ++other)
            if (in_the_way(other, stays) == 0) agreeing += entries_.counts[other];
        std::ranges::sort(others);
        for (const auto& [cost, other] : others) {
            if (agreeing >= problem_.k) return Done{};
            const KeySet keys = in_the_way(other, stays);
            if (keys == 0) continue;
            entries_.blank(other, keys);
            agreeing += entries_.counts[other];
        }
        if (agreeing >= problem_.k) return Done{};
        const auto record = std::ranges::find(entries_.entry_of_record, entry);
        return Error{fmt::format(
            "record {} can agree with at most {} records, {} are wanted: values that have to stay "
            "set it apart. Let some of them be blanked, or coarsen them first",
            record - entries_.entry_of_record.begin() + 1,
            agreeing,
            problem_.k)};
    }

    SuppressionProblem& problem_;
    KeySet within_;
    SuppressionEntries entries_;
    std::vector<std::size_t> agreeing_;  // by entry; from k on a lower bound
    std::vector<std::uint32_t> open_;    // entries with which fewer than k agree
};

}  // namespace

Status suppress_any_value(SuppressionProblem& problem, KeySet within) {
    return AnyValueSearch(problem, within).run();
}

}  // namespace mtm
