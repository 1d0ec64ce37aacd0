#pragma once

#include <string>

#include "publish/dataset_facts.h"

namespace mtm {

/// What a catalogue of IHSN's NADA takes over its interface (schemas of survey, data file and
/// variable): an object with the study under `survey`, lists under `datafiles` and `variables`.
[[nodiscard]] std::string nada_json(const DescribedData& data, const DatasetFacts& facts);

}  // namespace mtm
