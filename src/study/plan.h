#pragma once

#include <string>

#include "base/diagnostic.h"
#include "study/study.h"
#include "workbook/cells.h"

namespace mtm {

struct ReadPlan {
    Plan plan;
    Diagnostics diagnostics;
};

/// Reads MTM's own sheets of a questionnaire workbook: `tables`, `bases` and `derived`. Sections
/// are those that the tables name, in order. Formats: docs/formats/study.md.
[[nodiscard]] ReadPlan read_plan(const Workbook& workbook,
                                 const Questionnaire& questionnaire,
                                 const std::string& file_name);

/// Parses an expression of a plan or of study.toml; mistakes become diagnostics at `place`.
[[nodiscard]] std::optional<Expression> read_expression(std::string_view text,
                                                        const Place& place,
                                                        Diagnostics& diagnostics);

}  // namespace mtm
