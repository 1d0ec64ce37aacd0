#pragma once

#include <string>
#include <vector>

#include "publish/dataset_facts.h"

namespace mtm {

/// A record of the Humanitarian Data Exchange, with the fields that it requires; of the restricted
/// edition one that data are asked for with. Its resources have what HDX requires but package_id,
/// which it gives itself. A record of invented interviews is private and says what they are.
[[nodiscard]] std::string hdx_json(const DescribedData& data,
                                   const DatasetFacts& facts,
                                   const std::vector<ExportedFile>& files);

/// What of hdx.json study.toml leaves open, in sentences.
[[nodiscard]] std::vector<std::string> gaps_of_hdx(const PublishRules& rules);

/// A Dataset of schema.org. Safe inside <script type="application/ld+json">.
[[nodiscard]] std::string schema_org_json(const DescribedData& data,
                                          const DatasetFacts& facts,
                                          const std::vector<ExportedFile>& files);

/// A dcat:Dataset of W3C's DCAT 3 in JSON-LD. As safe.
[[nodiscard]] std::string dcat_json(const DescribedData& data,
                                    const DatasetFacts& facts,
                                    const std::vector<ExportedFile>& files);

}  // namespace mtm
