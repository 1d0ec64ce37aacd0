#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tabulate/level_columns.h"
#include "tabulate/table.h"

namespace mtm {

/// How the rows of a column fall into categories: where each category's count comes from. A
/// derived variable or a question with several answers is read from its sets; rows in no category
/// of a derived variable are read from the question that it is made from.
struct Coding {
    enum class From { code, member, rest };

    struct Source {
        From from = From::code;
        int code = -1;
        bool only_where_seen = false;  // no row of its own while nobody is in it
    };

    const Column* column = nullptr;
    const Column* rest = nullptr;       // by sets only
    std::vector<std::uint64_t> wanted;  // by sets only: bits that are categories
    std::vector<Category> categories;
    std::vector<Source> sources;  // as categories

    [[nodiscard]] bool by_sets() const { return rest != nullptr; }
};

/// Categories of a question or derived variable, in the order of its choices, then those of answers
/// that are no choice, then the blank. `where` selects among definitions of derived categories.
/// REQUIRES: the name has a column.
[[nodiscard]] Coding coding_of(const LevelColumns& columns,
                               std::string_view name,
                               const Node* where);

/// How many of the rows in the base are in each category.
[[nodiscard]] std::vector<std::size_t> category_counts(const Coding& coding,
                                                       const std::vector<std::uint8_t>& in_base);

/// The rows in one category, 1 where a row belongs to it.
[[nodiscard]] std::vector<std::uint8_t> rows_in(const Coding& coding, std::size_t category);

/// The same of all categories at once, as bits: bit r % 64 of word r / 64 is row r's.
[[nodiscard]] std::vector<std::vector<std::uint64_t>> bits_of_categories(
    const Coding& coding, std::span<const std::size_t> categories);

/// Rows divided into groups. Each layer puts a row into one group or none (-1); there are several
/// layers only if a row can be in several groups.
struct Grouping {
    std::vector<Category> groups;
    std::vector<std::vector<std::int32_t>> layers;
    bool overlap = false;
};

/// The groups of several variables crossed; without names no groups and no layers.
[[nodiscard]] Grouping grouping_of(const LevelColumns& columns,
                                   const std::vector<std::string>& names,
                                   const Node* where);

/// Both texts in each language, with a comma between them.
[[nodiscard]] Translated joined(const Translated& first, const Translated& second);

/// Whether an entry of a column's dictionary is an answer.
[[nodiscard]] MissingChoice meaning_of(const Column& column, std::size_t code);

/// The number that a row has as its answer; absent where it has none.
[[nodiscard]] std::optional<double> number_at(const Column& column, std::size_t row);

/// Of each row; NaN where there is none.
[[nodiscard]] std::vector<double> numbers_in(const Column& column);

}  // namespace mtm
