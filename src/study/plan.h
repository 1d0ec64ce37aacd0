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
/// are those that the tables name, in order. Without a sheet `tables` the plan is every closed
/// question that names nobody, by sex where the form asks it, in sections that are its groups.
/// Formats: docs/formats/study.md.
[[nodiscard]] ReadPlan read_plan(const Workbook& workbook,
                                 const Questionnaire& questionnaire,
                                 const std::string& file_name);

/// The question that a table is of, or the two of a ratio: "spent / earned", "spent earned".
[[nodiscard]] std::vector<std::string> questions_of(const TableSpec& spec);

/// Mistakes in what a table counts, by name: what is no question or derived variable, what would
/// name people, and a ratio that is not of two. A warning of a derived variable without a category
/// in this table's subset. Both places may be the same.
[[nodiscard]] Diagnostics check_variables(const TableSpec& spec,
                                          const Questionnaire& questionnaire,
                                          const Plan& plan,
                                          const Place& of_question,
                                          const Place& of_by);

/// The first question in an expression that is marked as an identifier, outside asked() and
/// answered(), which say nothing of the answer; empty if there is none.
[[nodiscard]] std::string identifier_in(const Node& node, const Questionnaire& questionnaire);

/// That a table or figure shows or filters by answers to an identifier question.
[[nodiscard]] Diagnostic identifier_mistake(const std::string& name, const Place& place);

/// Parses an expression of a plan or of study.toml; mistakes become diagnostics at `place`.
[[nodiscard]] std::optional<Expression> read_expression(std::string_view text,
                                                        const Place& place,
                                                        Diagnostics& diagnostics);

}  // namespace mtm
