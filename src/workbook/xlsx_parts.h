#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workbook/archive.h"
#include "workbook/cell_value.h"

namespace mtm {

/// The parts of an XLSX archive that its sheets refer to: what is where (relationships, the list of
/// sheets), the looks of numbers (styles) and the shared strings.

struct XlsxRelation {
    std::string id;
    std::string type;    // the last word of its address, e.g. "worksheet"
    std::string target;  // a part name
};

/// What `part` refers to; none if it has no relationships.
Result<std::vector<XlsxRelation>> read_relations(Archive& archive, std::string_view part);

struct XlsxSheetEntry {
    std::string name;
    std::string relation;
    bool hidden = false;
};

struct XlsxContents {
    DateSystem dates = DateSystem::from_1900;
    std::vector<XlsxSheetEntry> sheets;
};

Result<XlsxContents> read_contents(Archive& archive, std::string_view part);

/// The look of each cell format, by the number that a cell gives as its style.
Result<std::vector<NumberLook>> read_styles(Archive& archive, std::string_view part);

Result<std::vector<std::string>> read_shared_strings(Archive& archive,
                                                     std::string_view part,
                                                     const ReadLimits& limits);

/// "_x000D_" stands for a carriage return, "_x005F_" for an underscore that would otherwise start
/// such a code. What is no such code stays.
[[nodiscard]] std::string decode_escapes(std::string text);

}  // namespace mtm
