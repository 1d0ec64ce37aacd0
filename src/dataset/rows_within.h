#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "dataset/dataset.h"

namespace mtm {

/// What the rows of one repeat level hold in repeats within it, as XPath's node-sets: the answers
/// of all members of a household, for count(${member}) and sum(${age}). Not to be shared between
/// threads: it keeps where the rows are.
class RowsWithin {
public:
    RowsWithin(const Dataset& dataset, int level) : dataset_(dataset), level_(level) {}

    /// Whether a column or a repeat of that name lies within the level.
    [[nodiscard]] bool has(std::string_view name) const;

    /// Of a row, in the order of entries: the answers to a question, blank where it was not asked,
    /// or a blank for each entry of a repeat. None if no such name lies within.
    [[nodiscard]] NodeSet answers(std::string_view name, std::size_t row) const;

private:
    // Rows of a level by the row that holds them: from begin[r] to before begin[r + 1].
    struct Held {
        std::vector<std::uint32_t> begin;
        std::vector<std::uint32_t> rows;
    };

    struct Place {
        int level = -1;                  // −1: nowhere within
        const Column* column = nullptr;  // null: the repeat itself
    };

    [[nodiscard]] bool is_within(int level) const;
    [[nodiscard]] Place find(std::string_view name) const;
    [[nodiscard]] const Held& held(int level) const;

    const Dataset& dataset_;
    int level_;
    mutable std::map<int, Held> held_;
    mutable std::map<std::string, Place, std::less<>> places_;
};

}  // namespace mtm
