#pragma once

#include <string>
#include <vector>

#include "attack/count_names.h"
#include "attack/public_system.h"

namespace mtm {

/// What a printed percentage tells of its count and of the count that it is of.
void add_percentage_row(CountSystem& system, int count, int of, const std::string& value);

/// Categories that add up to their base, groups that add up to everyone, populations within
/// others, and what questionnaire and codebook say.
void add_sum_rows(CountSystem& system,
                  CountNames& names,
                  const std::vector<TableCounts>& tables,
                  const PublicStructure& structure);

}  // namespace mtm
