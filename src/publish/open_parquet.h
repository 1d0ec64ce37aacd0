#pragma once

#include <string>

#include "publish/open_variables.h"

namespace mtm {

/// The microdata as Parquet: codes and texts as UTF-8, whole numbers and flags as INT32, others as
/// DOUBLE, days as DATE; what is blank in the CSV is null. The footer has the file's title under
/// "title", and of invented records what they are under "warning".
[[nodiscard]] std::string open_parquet(const OpenDataSource& source, const OpenTable& table);

}  // namespace mtm
