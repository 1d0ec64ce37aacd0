#pragma once

#include <string>

#include "publish/dataset_facts.h"

namespace mtm {

/// A codebook in DDI-Codebook 2.5: citation, scope, method and terms of the study; each file of
/// microdata; each variable with its labels in every language, question, universe, categories with
/// their frequencies and percentages, and what was done to protect people. Frequencies are of the
/// published records, for anybody who has the files can count them; a category that is no answer
/// has missing="Y".
[[nodiscard]] std::string ddi_codebook(const DescribedData& data, const DatasetFacts& facts);

}  // namespace mtm
