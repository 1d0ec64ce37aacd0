#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "report/phrases.h"
#include "tabulate/cell_marks.h"
#include "tabulate/column_letters.h"

namespace mtm {

/// The signs that stand behind a number: "*" for a small base, "†" for one to be used with caution,
/// "‡" for one that is too imprecise.
[[nodiscard]] std::string mark_signs(const CellMarks& marks);

/// "small base; caution", in files that programs read. Empty without marks.
[[nodiscard]] std::string mark_words(const CellMarks& marks);

/// The marks of a released cell; none where it is withheld.
[[nodiscard]] CellMarks marks_in(const SafeTable& safe,
                                 std::size_t group,
                                 std::size_t category,
                                 const MarkRules& rules);

/// What a released table shows beside its numbers, for the sentences under it.
struct TableTrust {
    bool small_base = false;
    bool caution = false;
    bool unreliable = false;
    bool intervals = false;
    bool percentages = true;  // are in the table, or beside its numbers
    std::optional<ColumnLetters> letters;
};

[[nodiscard]] TableTrust trust_in(const SafeTable& safe, const MarkRules& rules);

/// The same of a table with all its parts, but without letters: those are of groups side by side.
[[nodiscard]] TableTrust trust_in_parts(const SafeTable& safe, const MarkRules& rules);

/// A sentence that explains what stands in a table.
struct TrustRemark {
    std::string_view reason;  // a name that does not change, for files: "small-base"
    std::string words;
};

/// Those on marks and letters.
[[nodiscard]] std::vector<TrustRemark> trust_remarks(const TableTrust& trust,
                                                     const MarkRules& rules,
                                                     const Phrases& words);

/// "30–36": of percentages whole numbers, or tenths if those are the same; of counts whole numbers,
/// of others so many decimals. Empty without limits.
[[nodiscard]] std::string print_interval(const Estimate& estimate,
                                         bool percent,
                                         int decimals,
                                         const Phrases& words,
                                         std::string_view language);

/// Whether numbers are of what interviews stand for.
[[nodiscard]] bool is_weighted(const Dataset& dataset);

}  // namespace mtm
