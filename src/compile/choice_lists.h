#pragma once

#include <string>
#include <vector>

#include "compile/definition.h"
#include "compile/sheet_columns.h"

namespace mtm {

struct ChoiceListOptions {
    std::string default_language;
    bool clean = true;              // quotes are made plain
    bool allow_duplicates = false;  // setting allow_choice_duplicates
    bool checked = true;            // mistakes are reported
};

/// The lists of the sheet choices, or of one that is made like it (external_choices, osm). Rows
/// without a list are remarks.
[[nodiscard]] std::vector<FormChoiceList> read_choice_lists(const SheetForm& sheet,
                                                            const ChoiceListOptions& options,
                                                            Diagnostics& diagnostics);

/// A sheet as it stands: its headers, then its rows.
[[nodiscard]] std::vector<std::vector<std::string>> read_table(const SheetForm& sheet);

}  // namespace mtm
