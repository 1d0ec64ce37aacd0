#pragma once

#include <string_view>

#include "dataset/dataset.h"
#include "report/structured_table.h"

namespace mtm {

/// Words of tables with levels in the language of that code, or in English; `language` is that of
/// labels, an index into the questionnaire's languages. REQUIRES: study and dataset outlive them.
[[nodiscard]] StructureWords structure_words_in(std::string_view code,
                                                const Study& study,
                                                const Dataset& dataset,
                                                std::size_t language);

}  // namespace mtm
