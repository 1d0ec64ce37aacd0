#pragma once

#include <string>
#include <vector>

#include "publish/dataset_facts.h"

namespace mtm {

/// datapackage.json (Data Package v2): the CSV files with the schema of each, its categories and
/// missing values; the other files of data; size and hash of all. `files` are those of the package.
[[nodiscard]] std::string data_package_json(const DescribedData& data,
                                            const DatasetFacts& facts,
                                            const std::vector<ExportedFile>& files);

}  // namespace mtm
