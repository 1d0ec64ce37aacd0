#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "anonymity/key_table.h"
#include "base/random.h"

namespace mtm {

/// So many records with random values; one in `missing_one_in` is missing (0: none).
inline KeyTable random_keys(std::uint64_t seed,
                            std::size_t records,
                            const std::vector<int>& categories,
                            std::size_t missing_one_in = 0) {
    Random random(seed);
    KeyTable out;
    for (const int count : categories) {
        KeyVariable& key = out.keys.emplace_back();
        key.name = "k" + std::to_string(out.keys.size());
        key.categories = count;
        for (std::size_t record = 0; record < records; ++record) {
            const bool missing = missing_one_in > 0 && random.below(missing_one_in) == 0;
            // Squared: some values are rare.
            const double u = random.uniform();
            const auto code = static_cast<std::int32_t>(u * u * count);
            key.codes.push_back(missing ? missing_key : code);
        }
    }
    for (std::size_t record = 0; record < records; ++record)
        out.weights.push_back(1 + static_cast<double>(random.below(90)));
    return out;
}

/// Keys written record by record, −1 for a missing value; codes from 0.
inline KeyTable keys_of(const std::vector<std::vector<int>>& records,
                        std::vector<double> weights = {}) {
    KeyTable out;
    out.keys.resize(records.front().size());
    for (std::size_t key = 0; key < out.keys.size(); ++key) {
        out.keys[key].name = "k" + std::to_string(key + 1);
        for (const std::vector<int>& record : records) {
            out.keys[key].codes.push_back(record[key]);
            out.keys[key].categories = std::max(out.keys[key].categories, record[key] + 1);
        }
    }
    out.weights = std::move(weights);
    return out;
}

}  // namespace mtm
