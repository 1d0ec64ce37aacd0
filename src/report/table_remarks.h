#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "disclosure/released.h"

namespace mtm {

/// Why numbers of a table do not add up as a reader would expect, or what they are of.
enum class TableRemark {
    percent_of_row,       // percentages are of those who gave the answer
    percent_of_total,     // of everyone in the table
    several_answers,      // people chose several categories
    some_in_no_category,  // categories of a derived variable that do not cover everybody
    only_largest,         // the plan prints only the largest categories
    coarse_shares,        // some weighted percentages are told in steps, beside withheld ones
    rounded,              // whole percentages that add to 99 or 101
    groups_overlap,       // people are in several groups
    some_in_no_group,     // not asked what the groups are made by, no answer, or one outside them
    own_bases,            // its rows are of different people
    banners_of_others,    // banners are of other people, such as those of a household
    numbers_missing,      // some in the base gave no number
    weighted,             // numbers are weighted, and n counts people
    mean_rank,            // over those who ranked the answer
    no_mean_rank          // where a share was withheld
};

/// Whether percentages are in a table, or stand beside its counts: of means and the like nothing
/// may be said of them.
[[nodiscard]] constexpr bool has_percentages(Statistic statistic) {
    return statistic == Statistic::percent || statistic == Statistic::count;
}

/// A name that does not change, for files: "several-answers".
[[nodiscard]] std::string_view name_of(TableRemark remark);

/// In the language of that code, or in English.
[[nodiscard]] std::string_view words_for(TableRemark remark, std::string_view language);

/// The same beside the plan's own note, which is in language `of_plan` of the plan: where that
/// speaks of 100, several answers are told without the sum, and where it tells of them too, not at
/// all (empty).
[[nodiscard]] std::string_view remark_words(TableRemark remark,
                                            const TableSpec& spec,
                                            std::size_t of_plan,
                                            std::string_view language);

/// Where the plan wants the largest answers of each group, pages show those alone; files for
/// programs hold the numbers of all.
enum class TableShown { on_page, in_file };

/// All that hold for a table with its parts, in the order above. Looks only at what is printed, so
/// that a remark tells nothing that the numbers do not.
[[nodiscard]] std::vector<TableRemark> remarks_on(const SafeTable& safe,
                                                  bool is_weighted,
                                                  TableShown shown = TableShown::on_page);

}  // namespace mtm
