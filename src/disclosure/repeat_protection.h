#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "disclosure/record_keys.h"
#include "disclosure/variable_roles.h"

namespace mtm {

/// How a repeat (the members of a household) is published.
struct RepeatDecision {
    std::size_t level = 0;  // of the dataset
    std::string repeat = {};
    std::string left_out = {};                // why nothing of it is published; empty: it is
    std::vector<int> questions = {};          // that are published: keys and others
    std::vector<RecordKey> keys = {};         // of its rows
    std::vector<std::size_t> levels = {};     // how each key is published
    std::vector<std::uint8_t> withheld = {};  // by interview: whether its rows are
    std::vector<std::int32_t> kinds = {};     // by row: which are alike in all published keys
};

struct RepeatDecisions {
    std::vector<RepeatDecision> repeats;
    /// By interview, those that are alike in their own published keys and in the published keys of
    /// all rows of their repeats, or whose rows are withheld: at least k each.
    std::vector<std::int32_t> households;
};

/// What the rows of repeats may tell. Who knows a household knows all its members, and who finds
/// one of them has found the others (Franconi and Polettini 2004): so what counts as a key is the
/// composition of the household, the keys of all its members taken together, beside the keys of the
/// interview. Of each such combination there are k households; of those that are left over the rows
/// are withheld, and of more where these alone would be fewer than k. Keys of members become as
/// coarse, for everybody, as keeps most of keys and rows together. Whether a question was asked is
/// a key of its own, wherever it varies.
///
/// A repeat is left out where it would tell what is blanked elsewhere: it rests on a sensitive
/// answer of another table, or what is published elsewhere rests on its rows.
///
/// `alike`: by interview, those that are alike in their own published keys. `acceptable`: whether
/// households so divided are safe beyond k. REQUIRES: of each value of `alike` there are k.
[[nodiscard]] RepeatDecisions decide_repeats(
    const Study& study,
    const Dataset& dataset,
    const std::vector<VariableRole>& roles,
    const std::vector<std::int32_t>& alike,
    const std::function<bool(const std::vector<std::int32_t>&)>& acceptable);

/// The same decisions for another edition, whose interviews are divided by `alike` too.
[[nodiscard]] RepeatDecisions repeats_as_decided(const RepeatDecisions& before,
                                                 const std::vector<std::int32_t>& alike);

}  // namespace mtm
