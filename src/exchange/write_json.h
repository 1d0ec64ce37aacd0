#pragma once

#include <string>
#include <vector>

#include "exchange/export_columns.h"

namespace mtm {

/// An object a line for each interview, as KoboToolbox's interface gives them: keys are paths
/// ("intro/sex"), the rounds of a repeat are a list of objects under the repeat's path, repeats in
/// repeats too. Numbers stand as numbers, multiple answers as codes with spaces between. A question
/// that was not asked has no key; one that was asked and not answered is null.
[[nodiscard]] std::string json_lines(const ExportSource& source,
                                     const std::vector<ExportedTable>& tables);

struct ExportedMap {
    std::string bytes;
    int features = 0;
    int not_placed = 0;          // answers that are no point, line or area
    bool has_questions = false;  // that a place can be given to
};

/// A FeatureCollection (RFC 7946): a feature for each answer that is a place, with the other
/// answers of its interview or round as properties, their keys as in json_lines.
[[nodiscard]] ExportedMap geojson_file(const ExportSource& source,
                                       const std::vector<ExportedTable>& tables);

}  // namespace mtm
