#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "report/tree.h"
#include "study/study.h"

namespace mtm {

/// A number to be: the expression between double braces. Line and column count from 1, columns in
/// characters.
struct NarrativeFigure {
    std::string source;
    std::optional<Expression> expression;  // absent if it could not be parsed
    int line = 0;
    int column = 0;
};

/// `::: table NAME …`: which table stands here, and what differs from its row in the plan.
struct TableDirective {
    std::string name;
    std::optional<std::vector<std::string>> by;
    std::optional<ChartForm> chart;
    std::optional<Statistic> statistic;
    std::optional<int> top;
    std::optional<Expression> where;
    std::string title;
    int line = 0;
};

struct Footnote {
    std::string label;
    std::vector<Inline> inlines;
    int line = 0;
};

/// report.md as read: CommonMark with figures, footnotes and directives. The format is described in
/// docs/formats/report.md.
struct Narrative {
    std::string file;
    std::vector<Block> blocks;
    std::vector<NarrativeFigure> figures;
    std::vector<TableDirective> tables;
    std::vector<Footnote> footnotes;
};

struct ReadNarrative {
    Narrative narrative;
    Diagnostics diagnostics;
};

/// Reads a narrative. Never stops at the first mistake.
[[nodiscard]] ReadNarrative read_narrative(std::string_view text, const std::string& file_name);

/// What is wrong with a narrative in view of its study: tables, questions and choices that do not
/// exist, figures that cannot be computed.
[[nodiscard]] Diagnostics check_narrative(const Narrative& narrative, const Study& study);

/// Every mistake in a narrative, by itself and in view of its study.
[[nodiscard]] Diagnostics check_report(const Study& study,
                                       std::string_view text,
                                       const std::string& file_name);

/// The row of the plan that a directive names, with its changes; a directive may also name a
/// question or a derived variable that has no row. Absent if nothing has that name.
[[nodiscard]] std::optional<TableSpec> table_spec(const TableDirective& directive,
                                                  const Study& study);

}  // namespace mtm
