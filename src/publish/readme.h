#pragma once

#include <string>
#include <vector>

#include "publish/dataset_facts.h"

namespace mtm {

/// README.md: terms and citation, what was done to protect people and what a blank means, how many
/// interviews and what their design allows to say, the files. In English, then what is most
/// important in each language of the report that has words for it (Russian).
[[nodiscard]] std::string package_readme(const DescribedData& data,
                                         const DatasetFacts& facts,
                                         const std::vector<ExportedFile>& files);

}  // namespace mtm
