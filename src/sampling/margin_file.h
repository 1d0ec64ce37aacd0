#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "sampling/interview_columns.h"
#include "sampling/margins.h"

namespace mtm {

/// Known totals as a file gives them, beside the interviews. The spans of the margins look into
/// `columns` and `values`.
struct BoundMargins {
    std::vector<CodedMargin> coded;
    std::vector<NumericMargin> numbers;
    std::vector<std::string> scaled = {};  // a sentence on each margin brought to another one's sum
    std::deque<std::vector<std::int32_t>> columns = {};
    std::deque<std::vector<double>> values = {};
};

/// Whether margins of several variables must have one sum, and what becomes of those that do not.
enum class MarginSums { must_agree, scaled_to_first, any };

/// What becomes of people of a category that nobody interviewed is of: a mistake, or left to be
/// joined with another category, as long as somebody is of one.
enum class CategoriesOfNobody { refused, left };

/// Reads a table of totals (variable, category, total; a row a category) and finds each category
/// among the interviews. A row without a category is the total of a number; of the variable
/// `everyone`, the number of people. Variables may be crossed: “sex * region”, category
/// “female * north”. Told, with place and remedy, all at once: what is no number, stands twice,
/// names no variable or choice; categories of people that nobody interviewed is in; interviews that
/// are in none of the categories; margins whose sums differ.
[[nodiscard]] std::optional<BoundMargins> bind_margins(const NamedTable& file,
                                                       InterviewColumns& interviews,
                                                       MarginSums sums,
                                                       CategoriesOfNobody of_nobody,
                                                       Diagnostics& diagnostics);

}  // namespace mtm
