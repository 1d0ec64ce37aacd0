#pragma once

#include <cstddef>
#include <vector>

#include "publish/open_data.h"

namespace mtm {

/// Whether labels of choices have columns beside those of their codes.
enum class LabelColumns { none, one_language };

/// The tables of published records, that of the interviews first: the columns of an export, but
/// rows are numbered from 1 (`record`, and `parent_record` in the tables of repeats) and not known
/// by their instanceIDs, there are no versions of forms, and `weight` stands where there are
/// weights. `mtm_status` is there where the records are invented. A choice of several is blank
/// where the question has no answer, for that may have been blanked. Points into the records.
[[nodiscard]] std::vector<ExportedTable> open_tables(const OpenDataSource& source,
                                                     LabelColumns labels);

/// The view of the records that files of statistics programs and workbooks are made from.
[[nodiscard]] ExportSource open_export_source(const OpenDataSource& source);

/// "microdata", or "microdata-member" of a repeat.
[[nodiscard]] std::string open_file_stem(const ExportedTable& table);

/// The language of labels and descriptions: the report's first.
[[nodiscard]] std::size_t open_language(const OpenDataSource& source);

}  // namespace mtm
