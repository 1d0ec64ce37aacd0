#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "study/study.h"
#include "tabulate/table.h"

namespace mtm {

/// What one round says of everyone in a category, or their mean, as its publication let it out.
struct RoundNumber {
    std::optional<double> value;  // per cent, or the mean; absent where withheld or not there
    std::optional<std::size_t> n;
    bool there = false;  // the round has the category
    bool withheld = false;
};

struct RoundsRow {
    Category category;
    std::vector<RoundNumber> rounds;   // as RoundsOfQuestion::names
    std::optional<double> difference;  // the last less the one before it; percentage points
    std::optional<bool> significant;   // absent where it was not tested
};

/// A question that rounds ask and define alike, with their numbers side by side, oldest first.
struct RoundsOfQuestion {
    std::string question;  // or derived variable
    bool numeric = false;
    std::vector<std::string> names;                      // of the rounds
    std::vector<std::optional<std::size_t>> bases = {};  // of each; absent where not told
    std::vector<RoundsRow> rows;
};

}  // namespace mtm
