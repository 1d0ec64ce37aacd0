#pragma once

#include <string>
#include <vector>

#include "attack/public_csv.h"
#include "attack/public_system.h"
#include "attack/reconstruct.h"

namespace mtm {

/// Blanks of published records that the tables fill.
struct FilledBlanks {
    std::string question;
    std::string answer;  // of every record that is blank
    std::string place;   // "table “work”, group “female”"
    std::size_t records = 0;
};

/// Whether records are of everybody whom the tables count, or rows of some were withheld.
enum class RowsAre { of_all, of_some };

/// What a table counts and the records lack was blanked in the records. Where all that are blank
/// among everyone, or in a group that the records tell too, gave one answer, the blank hides
/// nothing; unless everybody there gave it, which the table tells by itself. Tables of several
/// answers, and of other codes than the records have, tell nothing. Where rows are withheld, what
/// is not there is blank too: as many as the table counts more.
[[nodiscard]] std::vector<FilledBlanks> filled_blanks(const PublicCsv& records,
                                                      const PublicSystem& system,
                                                      const std::vector<CountBounds>& bounds,
                                                      RowsAre rows = RowsAre::of_all);

}  // namespace mtm
