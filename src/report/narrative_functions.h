#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "disclosure/released.h"
#include "expression/node.h"
#include "report/print_number.h"
#include "study/study.h"

namespace mtm {

/// The functions of a narrative: words for figures, such as about(percent(…)), and conditions on
/// them. They see nothing but what disclosure control released, as it is printed: what is withheld
/// is known to none of them. docs/formats/report.md lists them.

/// What they ask of the publication that they stand in.
struct ReleasedFigures {
    /// A plain figure (docs/formats/figures.md), released.
    std::function<Result<SafeFigure>(const Node&)> figure;
    /// One figure less another, with its interval.
    std::function<Estimate(const Node&, const Node&)> difference;
    const Study* study = nullptr;
    std::size_t language = 0;  // of labels, an index into the questionnaire's languages
    bool has_design = false;   // without one nothing is significant, whatever the numbers are
    /// Whether a change(…) is significant by the study's rule; nothing where that is not known.
    std::function<std::optional<bool>(const Node&)> change_is_significant{};
};

/// What stands in the text. `basis` is the figure that it rests on, if it is one.
struct WordedFigure {
    std::string text;
    bool withheld = false;
    std::optional<SafeFigure> basis;
    std::vector<Base> bases{};      // of every figure that is worded
    bool is_without_value = false;  // one of them, and not withheld
};

/// Whether the tree is a function of a narrative, or a choice between texts by a condition, rather
/// than a plain figure.
[[nodiscard]] bool is_narrative_call(const Node& node);

/// The words; a plain figure is printed as such. REQUIRES: it was checked without errors.
[[nodiscard]] Result<WordedFigure> worded(const Node& node,
                                          const ReleasedFigures& figures,
                                          const NumberStyle& style);

/// What a condition says of numbers as they are printed. Nothing is known of what is withheld, nor
/// of what has no value: then neither the one nor the other text is written.
enum class KnownTruth { no, yes, unknown };

[[nodiscard]] Result<KnownTruth> holds(const Node& condition, const ReleasedFigures& figures);

/// Decimals that a figure's value is printed with: as many as round(…, k) at its top asks for, or
/// as a constant is written with; one of a ratio(), and more where it would read 0 and is not.
[[nodiscard]] int decimals_of(const Node& node, const std::optional<double>& value);

/// The plain figures that a figure of a narrative, or a condition, is made of: itself if it is one.
[[nodiscard]] std::vector<Node> plain_figures(const Node& node);

/// Every mistake in a figure of a narrative, or in a condition, that can be found without data.
/// `language` is that of the narrative.
[[nodiscard]] Diagnostics check_narrative_figure(const Study& study,
                                                 const Expression& expression,
                                                 const Place& place,
                                                 std::string_view language);
[[nodiscard]] Diagnostics check_condition(const Study& study,
                                          const Expression& expression,
                                          const Place& place,
                                          std::string_view language);

}  // namespace mtm
