#include "rehearse/conflicts.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace mtm {
namespace {

std::vector<int> joined(const std::vector<int>& a, const std::vector<int>& b) {
    std::vector<int> out;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

std::vector<int> without(const std::vector<int>& a, const std::vector<int>& b) {
    std::vector<int> out;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

/// REQUIRES: background ∪ candidates cannot hold. `grown`: the background grew since it was tried.
std::vector<int> explain(const std::vector<int>& background,
                         bool grown,
                         const std::vector<int>& candidates,
                         const Oracle& oracle) {
    if (grown && oracle(background)) return {};
    if (candidates.size() == 1) return candidates;
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(candidates.size() / 2);
    const std::vector<int> first(candidates.begin(), middle);
    const std::vector<int> second(middle, candidates.end());
    const std::vector<int> of_second = explain(joined(background, first), true, second, oracle);
    const std::vector<int> of_first =
        explain(joined(background, of_second), !of_second.empty(), first, oracle);
    return joined(of_first, of_second);
}

/// Depth-first search with the count of disjoint sets as bound; sets are few and small.
class HittingSearch {
public:
    HittingSearch(const std::vector<std::vector<int>>& sets,
                  const std::vector<std::vector<int>>& barred)
        : sets_(sets), barred_(barred) {}

    bool find(std::size_t size) {
        size_ = size;
        chosen_.clear();
        excluded_.clear();
        return extend();
    }

    [[nodiscard]] std::vector<int> chosen() const { return {chosen_.begin(), chosen_.end()}; }

private:
    [[nodiscard]] bool is_hit(const std::vector<int>& set) const {
        return std::any_of(set.begin(), set.end(), [&](int x) { return chosen_.count(x) > 0; });
    }

    /// Sets not yet hit that share no member: each needs a member of its own.
    [[nodiscard]] std::size_t disjoint_open_sets(const std::vector<int>** smallest) const {
        std::set<int> used;
        std::size_t count = 0;
        std::size_t fewest = 0;
        for (const std::vector<int>& set : sets_) {
            if (is_hit(set)) continue;
            std::size_t open = 0;
            bool disjoint = true;
            for (const int x : set) {
                if (excluded_.count(x) > 0) continue;
                ++open;
                disjoint = disjoint && used.count(x) == 0;
            }
            if (*smallest == nullptr || open < fewest) {
                *smallest = &set;
                fewest = open;
            }
            if (!disjoint) continue;
            ++count;
            for (const int x : set) {
                if (excluded_.count(x) == 0) used.insert(x);
            }
        }
        return count;
    }

    [[nodiscard]] bool is_barred() const {
        return std::any_of(barred_.begin(), barred_.end(), [&](const std::vector<int>& set) {
            return std::all_of(set.begin(), set.end(), [&](int x) { return chosen_.count(x) > 0; });
        });
    }

    bool extend() {
        const std::vector<int>* open = nullptr;
        const std::size_t needed = disjoint_open_sets(&open);
        if (chosen_.size() + needed > size_) return false;
        if (open == nullptr) return !is_barred();
        std::vector<int> tried;
        bool found = false;
        for (const int x : *open) {
            if (excluded_.count(x) > 0) continue;
            chosen_.insert(x);
            found = extend();
            if (found) break;
            chosen_.erase(x);
            excluded_.insert(x);
            tried.push_back(x);
        }
        if (!found) {
            for (const int x : tried)
                excluded_.erase(x);
        }
        return found;
    }

    const std::vector<std::vector<int>>& sets_;
    const std::vector<std::vector<int>>& barred_;
    std::size_t size_ = 0;
    std::set<int> chosen_;
    std::set<int> excluded_;
};

/// Conflicts among `claims`, no two of which share a claim; nothing left over cannot hold.
bool add_conflicts(std::vector<int> claims,
                   const Oracle& oracle,
                   std::vector<std::vector<int>>& conflicts) {
    bool any = false;
    while (const auto narrowed = oracle(claims)) {
        std::vector<int> conflict = minimal_conflict(*narrowed, {}, oracle);
        any = true;
        conflicts.push_back(conflict);
        if (conflict.empty()) return true;
        claims = without(claims, conflict);
    }
    return any;
}

}  // namespace

std::vector<int> minimal_conflict(const std::vector<int>& candidates,
                                  const std::vector<int>& kept,
                                  const Oracle& oracle) {
    if (candidates.empty() || oracle(kept)) return {};
    return explain(kept, false, candidates, oracle);
}

std::optional<std::vector<int>> smallest_hitting_set(const std::vector<std::vector<int>>& sets,
                                                     const std::vector<std::vector<int>>& barred,
                                                     std::size_t most) {
    HittingSearch search(sets, barred);
    for (std::size_t size = 0; size <= most; ++size) {
        if (search.find(size)) return search.chosen();
    }
    return std::nullopt;
}

std::optional<Hitting> fewest_withdrawn(const std::vector<int>& claims,
                                        const Oracle& oracle,
                                        std::size_t most) {
    std::vector<std::vector<int>> conflicts;
    std::optional<std::vector<int>> best;
    for (;;) {
        best = smallest_hitting_set(conflicts, {}, most);
        if (!best) return std::nullopt;
        if (!add_conflicts(without(claims, *best), oracle, conflicts)) break;
    }
    Hitting out{*best, true};
    while (!best->empty()) {
        const auto other = smallest_hitting_set(conflicts, {*best}, best->size());
        if (!other) break;
        if (!add_conflicts(without(claims, *other), oracle, conflicts)) {
            out.unique = false;
            break;
        }
    }
    return out;
}

}  // namespace mtm
