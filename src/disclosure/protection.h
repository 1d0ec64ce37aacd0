#pragma once

#include <cstddef>
#include <vector>

namespace mtm {

/// The counts of a table as its reader could reason about them. Group 0 is everyone together.
/// `hidden` cells and bases are not printed; the sums that tie them to printed ones are known.
struct CountGrid {
    std::vector<std::vector<std::size_t>> n;  // [group][category]
    std::vector<std::size_t> base;
    std::vector<std::vector<bool>> hidden;
    std::vector<bool> base_hidden;
    std::vector<std::vector<bool>> known{};    // printed elsewhere: cannot be hidden; may be empty
    std::vector<bool> base_known{};            // the same of bases
    std::vector<std::vector<bool>> sensitive;  // must not be narrowed down
    std::vector<bool> base_sensitive;
    bool groups_add_up = false;         // groups 1… sum to group 0, in each category
    std::vector<std::size_t> parent{};  // by group, with those that add up to it; empty: flat
    bool categories_add_up = false;     // the categories of a group sum to its base
};

/// In CountGrid::parent, of group 0 and of groups whose likes do not add up.
inline constexpr std::size_t no_parent_group = static_cast<std::size_t>(-1);

/// What a reader can know of one hidden count.
struct Bounds {
    std::size_t low = 0;
    std::size_t high = 0;
};

/// Exact bounds of a cell from everything that is printed, except that the reader is not assumed
/// to know the rule by which cells are withheld.
[[nodiscard]] Bounds bounds_of(const CountGrid& grid, std::size_t group, std::size_t category);

/// Hides as much more as it takes that every sensitive count could be anything from 1 to the
/// threshold (or its base less as much, if it is the others who are few; or as much more or less
/// than it is, if it is neither): not even that it is small is certain. Small cells go first,
/// totals last; a group whose base must go is hidden whole. False if what is known from elsewhere
/// leaves no way to do so: then nothing of the table should be printed.
[[nodiscard]] bool protect(CountGrid& grid, std::size_t threshold);

}  // namespace mtm
