#pragma once

#include <algorithm>
#include <vector>

#include "quality/near_duplicates.h"

namespace mtm {

/// Whether `same` of `compared` is nearer than the other; equally near ones are ordered by how much
/// was compared.
[[nodiscard]] inline bool is_nearer(Nearness by,
                                    std::uint32_t same,
                                    std::uint32_t compared,
                                    std::uint32_t other_same,
                                    std::uint32_t other_compared) {
    if (by == Nearness::share) {
        const std::uint64_t left = std::uint64_t{same} * other_compared;
        const std::uint64_t right = std::uint64_t{other_same} * compared;
        if (left != right) return left > right;
    } else if (compared - same != other_compared - other_same) {
        return compared - same < other_compared - other_same;
    }
    return compared > other_compared;
}

[[nodiscard]] inline bool is_nearer(Nearness by, const NearestRow& a, const NearestRow& b) {
    if (a.row == NearestRow::none || b.row == NearestRow::none)
        return b.row == NearestRow::none && a.row != NearestRow::none;
    if (is_nearer(by, a.same, a.compared, b.same, b.compared)) return true;
    if (is_nearer(by, b.same, b.compared, a.same, a.compared)) return false;
    return a.row < b.row;
}

[[nodiscard]] inline bool is_nearer(Nearness by, const NearPair& a, const NearPair& b) {
    if (is_nearer(by, a.same, a.compared, b.same, b.compared)) return true;
    if (is_nearer(by, b.same, b.compared, a.same, a.compared)) return false;
    return a.first != b.first ? a.first < b.first : a.second < b.second;
}

/// Keeps the nearest of the pairs it is given, each once, whatever their order.
class NearestPairs {
public:
    NearestPairs(Nearness by, std::size_t at_most) : by_(by), at_most_(at_most) {}

    void add(const NearPair& pair) {
        if (full_ && (at_most_ == 0 || !is_nearer(by_, pair, last_))) {
            more_ = more_ || at_most_ == 0 || pair != last_;
            return;
        }
        pairs_.push_back(pair);
        if (pairs_.size() >= 2 * at_most_ + slack) compact();
    }

    void add_all(NearestPairs&& others) {
        for (const NearPair& pair : others.pairs_)
            add(pair);
        more_ = more_ || others.more_;
    }

    /// The pairs, nearest first.
    [[nodiscard]] std::vector<NearPair> take() {
        compact();
        return std::move(pairs_);
    }

    /// Whether some were left out. Call after take().
    [[nodiscard]] bool more() const { return more_; }

private:
    static constexpr std::size_t slack = 1024;

    void compact() {
        std::ranges::sort(
            pairs_, [&](const NearPair& a, const NearPair& b) { return is_nearer(by_, a, b); });
        pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
        if (pairs_.size() > at_most_) {
            pairs_.resize(at_most_);
            more_ = true;
        }
        full_ = pairs_.size() == at_most_;
        if (full_ && at_most_ > 0) last_ = pairs_.back();
    }

    Nearness by_;
    std::size_t at_most_;
    std::vector<NearPair> pairs_;
    NearPair last_;
    bool full_ = false;
    bool more_ = false;
};

}  // namespace mtm
