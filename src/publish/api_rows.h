#pragma once

#include <string>

#include "publish/dataset_facts.h"
#include "publish/open_data.h"

namespace mtm {

/// api.json of a package: what an interface for programs hands out of the published tables, so that
/// whoever serves it needs to know neither study nor data:
/// `{format: 1, operation: {…}, tables: {fields, rows}, figures: {fields, rows}}`, where
/// `operation` holds what all rows have in common, a row of `tables` is a table and a row of
/// `figures` a cell. Names of fields are those of the API of IOM's Displacement Tracking Matrix
/// (version 3) where it has the thing, else those of tables.csv. A withheld cell has no number, and
/// obsStatus Q. Fields: docs/formats/public-api.md.
[[nodiscard]] std::string api_json(const OpenDataSource& source, const DatasetFacts& facts);

}  // namespace mtm
