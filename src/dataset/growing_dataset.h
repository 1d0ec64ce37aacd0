#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "dataset/dataset.h"

namespace mtm {

/// A dataset that interviews are added to and taken from while it is looked at, for a server that
/// checks each interview as it comes: `assemble` reads a few, and this puts them behind the others.
/// Its columns stay where they are in memory. Whatever the order of additions, `keep` leaves what
/// `assemble` would have made of the same interviews in that order.
class GrowingDataset {
public:
    /// Empty.
    explicit GrowingDataset(const Study& study);

    [[nodiscard]] const Dataset& dataset() const { return dataset_; }

    /// Puts rows behind those that are there. REQUIRES: `more` was assembled by the same study.
    void append(const Dataset& more);

    /// Keeps these rows of level 0, in this order, and what hangs on them; nothing stays of the
    /// others, in no dictionary either.
    void keep(std::span<const std::int32_t> rows);

private:
    // Finds entries of a column's dictionary: an open hash table of codes.
    class Entries {
    public:
        [[nodiscard]] std::int32_t find(const Column& column, std::string_view text) const;
        /// The column's last entry, if there is none like it.
        void add_last(const Column& column);
        void rebuild(const Column& column);

    private:
        void place(const Column& column, std::int32_t code);

        std::vector<std::int32_t> slots_;
        std::size_t used_ = 0;
    };

    void append_column(const Column& from, Column& to, Entries& entries) const;
    static void keep_column(std::span<const std::int32_t> rows, Column& column);

    Dataset dataset_;
    std::vector<std::vector<Entries>> entries_;  // by level and column
};

}  // namespace mtm
