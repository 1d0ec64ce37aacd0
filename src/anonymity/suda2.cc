#include "anonymity/suda2.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <thread>

namespace mtm {
namespace {

constexpr std::size_t most_suda_keys = 20;

double factorial(std::size_t n) {
    double out = 1;
    for (std::size_t i = 2; i <= n; ++i)
        out *= static_cast<double>(i);
    return out;
}

double score_of(SudaScores kind, std::size_t keys, std::size_t size) {
    const double without = factorial(keys - size);
    if (kind == SudaScores::factorial) return without;
    return (std::pow(2, static_cast<double>(keys - size)) - 1) * factorial(size) * without /
           factorial(keys);
}

// All sets of `size` of so many keys, in the order of numbers.
std::vector<KeySet> sets_of(std::size_t keys, std::size_t size) {
    std::vector<KeySet> out;
    for (KeySet set = 0; set < KeySet{1} << keys; ++set) {
        if (static_cast<std::size_t>(std::popcount(set)) == size) out.push_back(set);
    }
    return out;
}

using RecordBits = std::vector<std::uint64_t>;

bool holds(const RecordBits& bits, std::size_t record) {
    return (bits[record / 64] >> (record % 64) & 1U) != 0;
}

/// Which records each set of keys singles out, set by set.
class UniqueSearch {
public:
    UniqueSearch(const PackedPatterns& patterns, std::size_t keys)
        : patterns_(patterns), keys_(keys), singled_out_(std::size_t{1} << keys) {}

    /// Records that these keys single out and no part of them does.
    [[nodiscard]] std::vector<std::uint32_t> look(KeySet set) {
        RecordBits known(patterns_.size() / 64 + 1, 0);
        for (std::size_t key = 0; key < keys_; ++key) {
            const KeySet part = set & ~(KeySet{1} << key);
            if (part == set || part == 0) continue;
            for (std::size_t word = 0; word < known.size(); ++word)
                known[word] |= singled_out_[part][word];
        }
        std::vector<std::uint32_t> out = uniques_among(set, known);
        for (const std::uint32_t record : out)
            known[record / 64] |= std::uint64_t{1} << (record % 64);
        singled_out_[set] = std::move(known);
        return out;
    }

    /// Gives back the memory of sets of this size, which no longer set asks for.
    void forget(const std::vector<KeySet>& sets) {
        for (const KeySet set : sets)
            singled_out_[set] = {};
    }

private:
    [[nodiscard]] std::vector<std::uint32_t> uniques_among(KeySet set,
                                                           const RecordBits& known) const {
        constexpr std::uint32_t several = 0xFFFFFFFFU;
        const PackedPatterns::Words mask = patterns_.mask_of(set);
        PatternIndex index(patterns_.words(), patterns_.size() / 4 + 16);
        std::vector<std::uint32_t> only;  // by pattern: its record, or `several`
        for (std::size_t record = 0; record < patterns_.size(); ++record) {
            if (holds(known, record)) continue;
            if (patterns_.missing(patterns_.at(record), set) != 0) continue;
            const std::uint32_t number = index.number_of(patterns_.at(record), mask);
            if (number == only.size()) {
                only.push_back(static_cast<std::uint32_t>(record));
            } else {
                only[number] = several;
            }
        }
        std::vector<std::uint32_t> out;
        for (const std::uint32_t record : only) {
            if (record != several) out.push_back(record);
        }
        return out;
    }

    const PackedPatterns& patterns_;
    std::size_t keys_;
    std::vector<RecordBits> singled_out_;  // by set of keys, those that a part of it does too
};

// The new uniques of each set; sets of one size do not ask for each other.
std::vector<std::vector<std::uint32_t>> look_at_all(UniqueSearch& search,
                                                    const std::vector<KeySet>& sets,
                                                    int threads) {
    std::vector<std::vector<std::uint32_t>> out(sets.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < sets.size(); i = next++)
            out[i] = search.look(sets[i]);
    };
    std::vector<std::jthread> others;
    for (int thread = 1; thread < threads; ++thread)
        others.emplace_back(work);
    work();
    others.clear();
    return out;
}

void count_uniques_and_pairs(const PackedPatterns& patterns, KeySet all, SudaResult& out) {
    PatternIndex index(patterns.words(), patterns.size());
    std::vector<std::size_t> counts;
    const PackedPatterns::Words mask = patterns.mask_of(all);
    for (std::size_t record = 0; record < patterns.size(); ++record) {
        const std::uint32_t number = index.number_of(patterns.at(record), mask);
        if (number == counts.size()) counts.push_back(0);
        ++counts[number];
    }
    out.uniques = static_cast<std::size_t>(std::ranges::count(counts, std::size_t{1}));
    out.paired = 2 * static_cast<std::size_t>(std::ranges::count(counts, std::size_t{2}));
}

// The file's chance of a right match, shared out by the scores: Elliot, Manning and Ford 2002 as
// sdcMicro's Suda2.h has it.
void add_dis_scores(std::size_t keys, double fraction, SudaResult& out) {
    const auto uniques = static_cast<double>(out.uniques);
    const auto paired = static_cast<double>(out.paired);
    out.dis_scores.assign(out.scores.size(), 0);
    if (out.uniques == 0) return;
    out.dis = uniques * fraction / (uniques * fraction + paired * (1 - fraction));
    const double power = 1 + (8 - static_cast<double>(keys)) / 20;
    double inverse_sum = 0;
    for (const double score : out.scores) {
        if (score > 0) inverse_sum += std::pow(score, -power);
    }
    for (std::size_t record = 0; record < out.scores.size(); ++record) {
        const double score = out.scores[record];
        if (score <= 0) continue;
        const double adjusted =
            (uniques / out.dis - uniques) / (std::pow(score, power) * inverse_sum);
        out.dis_scores[record] = 1 / (1 + adjusted);
    }
}

}  // namespace

Result<SudaResult> suda2(const KeyTable& table, const SudaSettings& settings) {
    const PackedPatterns patterns = TRY(PackedPatterns::create(table));
    const std::size_t keys = table.keys.size();
    if (keys > most_suda_keys)
        return Error{"special uniques of more than 20 keys are too many to look for"};
    const std::size_t counted_keys = std::max<std::size_t>(keys, 3);
    const std::size_t most = settings.most_keys == 0 ? keys : std::min(settings.most_keys, keys);
    SudaResult out;
    out.scores.assign(patterns.size(), 0);
    out.smallest.assign(patterns.size(), 0);
    out.key_shares.assign(keys, 0);
    out.minimal_of_size.assign(most + 1, 0);
    UniqueSearch search(patterns, keys);
    std::vector<KeySet> shorter;
    double all_scores = 0;
    for (std::size_t size = 1; size <= most; ++size) {
        const std::vector<KeySet> sets = sets_of(keys, size);
        const auto found = look_at_all(search, sets, settings.threads);
        const double score = score_of(settings.scores, counted_keys, size);
        for (std::size_t i = 0; i < sets.size(); ++i) {
            out.minimal_of_size[size] += found[i].size();
            const double added = score * static_cast<double>(found[i].size());
            all_scores += added;
            for (std::size_t key = 0; key < keys; ++key) {
                if ((sets[i] >> key & 1U) != 0) out.key_shares[key] += added;
            }
            for (const std::uint32_t record : found[i]) {
                out.scores[record] += score;
                if (out.smallest[record] == 0) out.smallest[record] = sets[i];
            }
        }
        search.forget(shorter);
        shorter = sets;
    }
    for (double& share : out.key_shares)
        share = all_scores > 0 ? share / all_scores : 0;
    count_uniques_and_pairs(patterns, keys == 32 ? ~KeySet{0} : (KeySet{1} << keys) - 1, out);
    add_dis_scores(counted_keys, settings.sampling_fraction, out);
    return out;
}

}  // namespace mtm
