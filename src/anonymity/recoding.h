#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "anonymity/key_table.h"
#include "base/result.h"

namespace mtm {

/// One level of generalisation of a key: ages in bands, areas as regions, dates as months.
struct RecodingLevel {
    std::string name;                   // "bands of ten years"
    std::vector<std::int32_t> code_of;  // by code of the key as recorded: its code at this level
    std::vector<std::string> labels;    // by code of this level

    bool operator==(const RecodingLevel&) const = default;
};

/// The levels of a key from fine to coarse. Level 0, the values as recorded, is not listed: level
/// l is levels[l - 1]. Each level joins groups of the one before it and never parts one, so that
/// to go up a level can only make more records equal.
struct RecodingHierarchy {
    std::vector<RecodingLevel> levels;
};

/// An error, naming key and level, unless every code of the key has a code with a label at every
/// level and each level joins groups of the one before.
[[nodiscard]] Status check_hierarchy(const KeyVariable& key, const RecodingHierarchy& hierarchy);

/// The key at a level; a missing value stays missing. REQUIRES: a checked hierarchy that has it.
[[nodiscard]] KeyVariable recoded(const KeyVariable& key,
                                  const RecodingHierarchy& hierarchy,
                                  std::size_t level);

/// All keys, each at its level; weights and households as they were.
[[nodiscard]] KeyTable recoded(const KeyTable& table,
                               std::span<const RecodingHierarchy> hierarchies,
                               std::span<const std::size_t> levels);

/// Everything as one value: the coarsest level there is.
[[nodiscard]] RecodingLevel all_together(std::size_t categories, std::string label);

/// Whole numbers in bands that begin at `starts` (ascending): of 18, 30 and 60 come the bands
/// "<18", "18–29", "30–59" and "60+". `values`: by code. A band without values stays listed.
[[nodiscard]] RecodingLevel in_bands(std::string name,
                                     std::span<const long long> values,
                                     std::span<const long long> starts);

/// Bottom and top coding: numbers up to `bottom` as one value "≤bottom", from `top` on as "top+";
/// those between stay. REQUIRES: bottom < top.
[[nodiscard]] RecodingLevel with_ends_joined(std::string name,
                                             std::span<const long long> values,
                                             long long bottom,
                                             long long top);

/// Each code under its parent: areas of one level up, countries as regions.
[[nodiscard]] RecodingLevel as_parents(std::string name,
                                       std::vector<std::int32_t> parent_of,
                                       std::vector<std::string> labels);

/// Labels cut after so many characters, equal ones joined: of 2024-05-17 seven are the month, four
/// the year; of a place code as many as its parent's has.
[[nodiscard]] RecodingLevel by_first_characters(std::string name,
                                                std::span<const std::string> labels,
                                                std::size_t characters);

}  // namespace mtm
