#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "report/document.h"
#include "report/print_number.h"
#include "rounds/round_changes.h"

namespace mtm {

/// A change as a document prints it.
struct ToldChange {
    PrintedFigure printed;  // without its expression
    Base base;              // of whom this round's number is
};

/// The change of an expression since the round before, let out by the control of both rounds. Its
/// basis says both rounds' values and bases, and the test or why there is none; "significant" is
/// said only beside both bases. Where there is no value, the text says so and the basis why.
/// `changes` null: the previous round is not at hand. `entries`: as entries_counted has it, of what
/// the figure counts.
[[nodiscard]] Result<ToldChange> told_change(const Expression& expression,
                                             RoundChanges* changes,
                                             const NumberStyle& style,
                                             Edition edition,
                                             const std::string& entries = {});

}  // namespace mtm
