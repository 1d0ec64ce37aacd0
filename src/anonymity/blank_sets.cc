#include "anonymity/blank_sets.h"

#include <algorithm>
#include <bit>

namespace mtm {
namespace {

constexpr std::size_t most_sets = 4096;
constexpr double tie_break = 1e-6;

// Appends all sets of `size` of the keys from `first` on, each with `chosen`.
void append_combinations(const std::vector<KeySet>& keys,
                         std::size_t first,
                         std::size_t size,
                         KeySet chosen,
                         std::vector<KeySet>& out) {
    if (size == 0) {
        out.push_back(chosen);
        return;
    }
    for (std::size_t i = first; i + size <= keys.size(); ++i)
        append_combinations(keys, i + 1, size - 1, chosen | keys[i], out);
}

std::vector<KeySet> single_keys(KeySet within) {
    std::vector<KeySet> out;
    for (std::size_t j = 0; j < most_packed_keys; ++j)
        if ((within >> j & 1) != 0) out.push_back(KeySet{1} << j);
    return out;
}

double combinations(std::size_t keys, std::size_t size) {
    double out = 1;
    for (std::size_t i = 0; i < size; ++i)
        out = out * static_cast<double>(keys - i) / static_cast<double>(i + 1);
    return out;
}

}  // namespace

KeySet all_keys(std::size_t keys) {
    return keys >= most_packed_keys ? ~KeySet{0} : (KeySet{1} << keys) - 1;
}

std::vector<KeySet> key_combinations(std::size_t keys, std::size_t size) {
    std::vector<KeySet> out;
    append_combinations(single_keys(all_keys(keys)), 0, size, 0, out);
    return out;
}

BlankCosts::BlankCosts(const KeyTable& table, std::span<const double> importance) {
    for (std::size_t j = 0; j < table.keys.size(); ++j) {
        std::size_t more = 0;  // keys that have more categories
        for (std::size_t other = 0; other < table.keys.size(); ++other)
            more += table.keys[other].categories > table.keys[j].categories ? 1 : 0;
        const double by_weight = importance.empty() ? 1.0 : importance[j];
        by_key_.push_back(by_weight * (1 + tie_break * static_cast<double>(more)));
    }
}

double BlankCosts::of(KeySet keys) const {
    double out = 0;
    for (std::size_t j = 0; j < by_key_.size(); ++j)
        if ((keys >> j & 1) != 0) out += by_key_[j];
    return out;
}

std::vector<KeySet> BlankCosts::sets(KeySet within) const {
    std::vector<KeySet> keys = single_keys(within);
    std::vector<KeySet> out;
    for (std::size_t size = 1; size <= keys.size(); ++size) {
        if (static_cast<double>(out.size()) + combinations(keys.size(), size) > most_sets) break;
        append_combinations(keys, 0, size, 0, out);
    }
    const auto cheaper = [this](KeySet a, KeySet b) {
        const double cost_a = of(a);
        const double cost_b = of(b);
        return cost_a != cost_b ? cost_a < cost_b : a < b;
    };
    std::ranges::sort(out, cheaper);
    std::ranges::sort(keys, cheaper);
    KeySet chain = 0;
    for (const KeySet key : keys) {
        chain |= key;
        if (std::ranges::find(out, chain) == out.end()) out.push_back(chain);
    }
    return out;
}

}  // namespace mtm
