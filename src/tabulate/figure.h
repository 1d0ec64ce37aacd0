#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "tabulate/table.h"

namespace mtm {

/// How a figure's number is to be printed.
enum class FigureUnit { percent, count, number, percentage_points, text };

/// One number of a sentence: the estimate, its base, and its unit. `text` instead of a number for
/// top() and for plain text expressions.
struct FigureValue {
    FigureUnit unit = FigureUnit::number;
    Estimate estimate;
    Base base;
    std::string text;
    bool spelled_out = false;  // inside words()
};

/// The value of a figure over a dataset: percent(c, where), share(c, where), count(c, where),
/// base(q, where), mean(q, where), median, total, ratio(a, b, where), top(q, k, where),
/// rank(q, 'choice', where), change(e, 'round'), words(e), and arithmetic of them. The rules are
/// those of docs/formats/figures.md. Errors name what cannot be answered and why.
[[nodiscard]] Result<FigureValue> evaluate_figure(const Study& study,
                                                  const Dataset& dataset,
                                                  const Expression& expression);

/// Every mistake that can be found in a figure without data: unknown questions, choices that do not
/// exist, aggregates inside aggregates. `place` is that of the expression in its file.
[[nodiscard]] Diagnostics check_figure(const Study& study,
                                       const Expression& expression,
                                       const Place& place);

}  // namespace mtm
