#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "tabulate/table.h"

namespace mtm {

/// How a figure's number is to be printed.
enum class FigureUnit { percent, count, number, percentage_points, text };

/// One aggregate of a figure: what its number rests on. Disclosure control looks at each of them.
struct FigurePart {
    std::string aggregate;  // "percent", "mean", …
    Estimate estimate;      // for base(): of those who satisfy `where`, the ones who were asked
    Base base;
    RowSet counted{};  // the n of the estimate; for top() and rank() who gave the answer
    RowSet of{};       // its base
    /// Questions that decide who is in the base: skip logic and `where`, not the answer counted.
    std::vector<std::string> base_sources{};
    std::vector<SummedNumbers> summed{};  // of a total or mean one, of a ratio two

    bool operator==(const FigurePart&) const = default;
};

/// One number of a sentence: the estimate, its base, and its unit. `text` instead of a number for
/// top() and for plain text expressions. In arithmetic over several aggregates `n` is 0, and so are
/// the bases unless all share one; `parts` has each.
struct FigureValue {
    FigureUnit unit = FigureUnit::number;
    Estimate estimate;
    Base base;
    std::string text;
    bool spelled_out = false;  // inside words()
    std::vector<FigurePart> parts;
    std::vector<std::string> sources{};  // questions that decide who is in its sets
    std::shared_ptr<const Node>
        expression{};  // of which `parts` are the aggregates; of one alone it can be missing
};

/// The value of a figure over a dataset: percent(c, where), share(c, where), count(c, where),
/// base(q, where), mean(q, where), median, total, ratio(a, b, where), top(q, k, where),
/// rank(q, 'choice', where), change(e, 'round'), words(e), and arithmetic of them. The rules are
/// those of docs/formats/figures.md. Errors name what cannot be answered and why. `language` is
/// that of labels, an index into the questionnaire's languages; without it the first language of
/// the report.
[[nodiscard]] Result<FigureValue> evaluate_figure(const Study& study,
                                                  const Dataset& dataset,
                                                  const Expression& expression,
                                                  std::optional<std::size_t> language = {});

/// The figure with other aggregates in place of its own, in their order: the number or text that
/// comes out of them, without precision. REQUIRES: none of them is top(), whose text no part keeps;
/// there is one at least.
[[nodiscard]] FigureValue with_parts(const FigureValue& figure, std::vector<FigurePart> parts);

/// Every mistake that can be found in a figure without data: unknown questions, choices that do not
/// exist, aggregates inside aggregates. `place` is that of the expression in its file; if its
/// `column` is a number, the diagnostics' columns point into the expression.
[[nodiscard]] Diagnostics check_figure(const Study& study,
                                       const Expression& expression,
                                       const Place& place);

}  // namespace mtm
