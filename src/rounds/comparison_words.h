#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rounds/comparison.h"

namespace mtm {

/// Stands on everything of an internal edition.
inline constexpr const char* internal_mark = "Internal: not for publication";

/// A category in this round's language of that index: its label, or its name; "No answer" for the
/// row of blanks, and the question's own words for a mean.
[[nodiscard]] std::string label_of_row(const ComparedQuestion& question,
                                       const DifferenceRow& row,
                                       std::size_t language);

/// The question's words, or its name where it has none.
[[nodiscard]] std::string label_of_question(const ComparedQuestion& question, std::size_t language);

/// "47.3", "47", "<1", "withheld", "–" where the round has none.
[[nodiscard]] std::string print_value(const RoundValue& value);

/// "n 646 of 1,845"; empty where it may not be told.
[[nodiscard]] std::string print_base(const RoundValue& value);

/// A difference with its sign: "+4.2"; whole where one of the values is a whole percentage or a
/// number that was printed whole.
[[nodiscard]] std::string print_difference(const ComparedQuestion& question,
                                           const DifferenceRow& row);

/// With its sign, to one decimal: "+4.2", "−0.3", "0.0".
[[nodiscard]] std::string print_signed(double value);

/// "0.031", "under 0.001".
[[nodiscard]] std::string print_p(double p);

/// What holds for the whole comparison, in sentences: rounds, tests, what was withheld.
[[nodiscard]] std::vector<std::string> remarks_of(const RoundComparison& comparison);

/// Why a row has no test; empty where it has one, and where nothing is tested for the one reason
/// that remarks_of says.
[[nodiscard]] std::string reason_of_row(const RoundComparison& comparison,
                                        const DifferenceRow& row);

/// How many rows are called significant.
[[nodiscard]] std::size_t count_significant(const RoundComparison& comparison);

}  // namespace mtm
