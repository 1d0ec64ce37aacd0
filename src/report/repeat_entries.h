#pragma once

#include <string>

#include "dataset/dataset.h"
#include "expression/node.h"
#include "study/study.h"

namespace mtm {

/// Of what the rows of a table are entries where they are no interviews: the repeat's label in that
/// language, or its name where a label has none or holds answers ("Member ${number}"). Empty where
/// interviews are counted, and where the table cannot be made.
[[nodiscard]] std::string entries_counted(const Study& study,
                                          const Dataset& dataset,
                                          const TableSpec& spec,
                                          std::size_t language);

/// The same of a figure.
[[nodiscard]] std::string entries_counted(const Study& study,
                                          const Dataset& dataset,
                                          const Node& figure,
                                          std::size_t language);

}  // namespace mtm
