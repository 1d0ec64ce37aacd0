#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
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

/// `::: table NAME …`: which table stands here, and what differs from its row in the plan. Or
/// `::: rounds NAME …`: the numbers of everyone in several rounds.
struct TableDirective {
    std::string name;
    std::optional<std::vector<std::string>> by;
    std::optional<ChartForm> chart;
    std::optional<Statistic> statistic;
    double share = 0.5;  // of a quantile
    std::optional<int> top;
    std::optional<Expression> where;
    std::string title;
    bool rounds = false;
    std::vector<std::string> round_names;  // the oldest first; empty: as the rounds name themselves
    int line = 0;

    /// What it is called in links and files: "table-education", "rounds-education".
    [[nodiscard]] std::string anchor() const { return (rounds ? "rounds-" : "table-") + name; }
};

/// What stands in a narrative and not in the document made from it. A condition's block has two
/// children, what is written where it holds and where it does not, whose children are the text; the
/// children of a loop are the text that is repeated; those of a glossary are items, each with its
/// term in `text`.
struct NarrativeDirective {
    enum class Kind { condition, each, figures, glossary, annex };

    Kind kind = Kind::figures;
    std::optional<Expression> expression;  // of a condition
    std::string variable;                  // of a loop: what the text calls the group
    bool over_groups = false;              // of a table; else the choices of a question
    bool all = false;                      // choices that nobody gave as well
    std::string name;                      // the table, question or derived variable; the annex
    int line = 0;
};

/// Where a line of a narrative was written.
struct LineOrigin {
    std::size_t file = 0;  // of Narrative::files
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
    std::vector<NarrativeDirective> directives;
    /// What study.toml says, in the language of the narrative: by its key there.
    std::map<std::string, std::vector<std::string>> cover;
    std::vector<std::string> files;   // included ones after the first
    std::vector<LineOrigin> origins;  // by line, from 1; empty where nothing is included

    /// A line of the whole, and a column in it (0: none), as the author wrote it.
    [[nodiscard]] Place place(int line, int column = 0) const;
};

/// The text of a file that a narrative includes, by the name that it gives.
using NarrativeIncludes = std::function<Result<std::string>(const std::string& name)>;

struct ReadNarrative {
    Narrative narrative;
    Diagnostics diagnostics;
};

/// Reads a narrative and what it includes. Never stops at the first mistake.
[[nodiscard]] ReadNarrative read_narrative(std::string_view text,
                                           const std::string& file_name,
                                           const NarrativeIncludes& includes = {});

/// What is wrong with a narrative in view of its study: tables, questions and choices that do not
/// exist, figures that cannot be computed, references to nothing. `language` is that of the
/// narrative.
[[nodiscard]] Diagnostics check_narrative(const Narrative& narrative,
                                          const Study& study,
                                          std::string_view language = "en");

/// Every mistake in a narrative, by itself and in view of its study.
[[nodiscard]] Diagnostics check_report(const Study& study,
                                       std::string_view text,
                                       const std::string& file_name);

/// Keys of study.toml that a narrative can say in its own language.
[[nodiscard]] const std::vector<std::string>& cover_keys();

/// The row of the plan that a directive names, with its changes; a directive may also name a
/// question or a derived variable that has no row. Absent if nothing has that name.
[[nodiscard]] std::optional<TableSpec> table_spec(const TableDirective& directive,
                                                  const Study& study);

}  // namespace mtm
