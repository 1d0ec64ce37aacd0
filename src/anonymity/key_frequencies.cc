#include "anonymity/key_frequencies.h"

#include <map>

#include "anonymity/packed_patterns.h"

namespace mtm {
namespace {

struct Tally {
    double records = 0;
    double weight = 0;

    void add(const Tally& other, double factor) {
        records += factor * other.records;
        weight += factor * other.weight;
    }
};

// Distinct patterns that miss the same keys.
struct PatternClass {
    KeySet missing = 0;
    std::vector<std::uint32_t> patterns;
};

KeySet all_keys(const KeyTable& table) {
    return table.keys.size() == most_packed_keys ? ~KeySet{0}
                                                 : (KeySet{1} << table.keys.size()) - 1;
}

// What each pattern of `asking` agrees with among those of `held`.
void add_class(const PatternIndex& distinct,
               const PackedPatterns& layout,
               const PatternClass& asking,
               const PatternClass& held,
               KeySet all,
               double alpha,
               const std::vector<Tally>& own,
               std::vector<Tally>& totals) {
    const KeySet both = all & ~(asking.missing | held.missing);
    const bool by_gaps_alone = held.missing != 0 && held.missing != asking.missing;
    const PackedPatterns::Words mask = layout.mask_of(both);
    PatternIndex merged(layout.words(), held.patterns.size());
    std::vector<Tally> sums;
    for (const std::uint32_t pattern : held.patterns) {
        const std::uint32_t number = merged.number_of(distinct.pattern(pattern), mask);
        if (number == sums.size()) sums.emplace_back();
        sums[number].add(own[pattern], 1);
    }
    for (const std::uint32_t pattern : asking.patterns) {
        const std::uint32_t number = merged.find(distinct.pattern(pattern), mask);
        if (number != PatternIndex::absent)
            totals[pattern].add(sums[number], by_gaps_alone ? alpha : 1);
    }
}

}  // namespace

Result<KeyFrequencies> key_frequencies(const KeyTable& table, double alpha) {
    const PackedPatterns patterns = TRY(PackedPatterns::create(table));
    const KeySet all = all_keys(table);
    const PackedPatterns::Words whole = patterns.mask_of(all);
    PatternIndex distinct(patterns.words(), patterns.size());
    std::vector<std::uint32_t> number(patterns.size());
    std::vector<Tally> own;
    for (std::size_t record = 0; record < patterns.size(); ++record) {
        number[record] = distinct.number_of(patterns.at(record), whole);
        if (number[record] == own.size()) own.emplace_back();
        own[number[record]].add({1, table.weights.empty() ? 1 : table.weights[record]}, 1);
    }
    std::map<KeySet, PatternClass> classes;
    for (std::uint32_t pattern = 0; pattern < distinct.size(); ++pattern) {
        const KeySet missing = patterns.missing(distinct.pattern(pattern), all);
        classes[missing].missing = missing;
        classes[missing].patterns.push_back(pattern);
    }
    std::vector<Tally> totals = own;
    if (classes.size() > 1 || (!classes.empty() && classes.begin()->first != 0)) {
        totals.assign(own.size(), {});
        for (const auto& [missing, asking] : classes) {
            for (const auto& [other, held] : classes)
                add_class(distinct, patterns, asking, held, all, alpha, own, totals);
        }
    }
    KeyFrequencies out;
    out.sample.reserve(number.size());
    out.population.reserve(number.size());
    for (const std::uint32_t pattern : number) {
        out.sample.push_back(totals[pattern].records);
        out.population.push_back(totals[pattern].weight);
    }
    return out;
}

}  // namespace mtm
