#pragma once

#include <map>
#include <string>
#include <vector>

#include "attack/public_system.h"

namespace mtm {

/// The number of interviews, as it is known or as the largest base that is printed; 0 if none is.
[[nodiscard]] long long interviews_of(const PublicTables& tables, const PublicStructure& structure);

/// Those whom the form asks a question, by their answers to others; everyone, if it says nothing of
/// that.
[[nodiscard]] Population asked_by_form(const std::string& question,
                                       const PublicStructure& structure);

/// Of whom each table is. Where a file does not say who was asked, tables of one question are of
/// the same people unless their printed bases differ, and a base as large as the survey is
/// everyone.
[[nodiscard]] std::vector<Population> populations_of(const PublicTables& tables,
                                                     const PublicStructure& structure);

}  // namespace mtm
