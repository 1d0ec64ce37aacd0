#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "anonymity/key_table.h"
#include "disclosure/public_records.h"

namespace mtm {

/// What was answered in each row as numbers from 0: equal answers are equal, sets of several
/// answers too; −1 for a blank.
[[nodiscard]] std::vector<std::int32_t> answers_as_numbers(const Column& column);

/// What is published of the keys of interviews; a blank is a value of its own. Without weights.
[[nodiscard]] KeyTable published_keys(const PublicRecords& records);

/// Two divisions of the same records at once, numbered from 0 in the order in which groups come.
[[nodiscard]] std::vector<std::int32_t> groups_of_both(const std::vector<std::int32_t>& first,
                                                       const std::vector<std::int32_t>& second);

/// Of each of so many records the number of the group of those that are alike in all keys, from 0
/// in the order in which groups come; a missing value is a value of its own.
[[nodiscard]] std::vector<std::int32_t> groups_alike(const KeyTable& keys, std::size_t records);

}  // namespace mtm
