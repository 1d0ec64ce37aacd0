#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "quality/back_check_sample.h"
#include "quality/fieldwork_rows.h"
#include "workbook/cells.h"
#include "workbook/write.h"

namespace mtm {

/// An interview that was drawn, and who is to check it.
struct BackCheckVisit {
    std::size_t row = 0;       // of the dataset
    std::string back_checker;  // empty where study.toml names none

    bool operator==(const BackCheckVisit&) const = default;
};

struct BackCheckList {
    std::vector<BackCheckVisit> visits;  // by back-checker, area and enumerator
    std::size_t enumerators = 0;
    std::size_t without_key = 0;  // interviews that could not be drawn: no second one would find it
};

/// Draws the sample among the counted interviews, and divides it among the back-checkers: each gets
/// as many, areas that lie together in the list, and none that they held themselves. `kept`:
/// instanceIDs drawn before; they stay and count.
[[nodiscard]] BackCheckList draw_back_check_list(const FieldworkRows& rows,
                                                 const BackCheckDraw& draw,
                                                 const std::set<std::string>& kept);

/// What of a person stands in a list.
enum class ListShows {
    codes,     // nothing by which somebody could be found, and no answer that is compared
    contacts,  // also the key and the questions that [back_check] contact names
};

/// The list as a table with headers: what a back-checker needs, a row an interview.
[[nodiscard]] std::vector<std::vector<std::string>> back_check_table(const FieldworkRows& rows,
                                                                     const BackCheckList& list,
                                                                     ListShows shows);

/// The same as a workbook, a sheet for each back-checker.
[[nodiscard]] WorkbookOut back_check_list_workbook(const FieldworkRows& rows,
                                                   const BackCheckList& list,
                                                   ListShows shows,
                                                   std::chrono::sys_seconds now);

/// The instanceIDs that stand in a list written before, in either form.
[[nodiscard]] std::set<std::string> ids_of_back_check_list(const Workbook& list);

}  // namespace mtm
