#pragma once

#include <vector>

#include "disclosure/ledger.h"
#include "disclosure/told_sums.h"
#include "tabulate/figure.h"

namespace mtm {

/// Whether an aggregate counts people who fulfil a condition.
[[nodiscard]] bool is_condition(const FigurePart& part);

/// Whether an aggregate tells the order of answers, which has no sets of people behind it.
[[nodiscard]] bool is_of_order(const FigurePart& part);

/// Whether an aggregate tells of few people.
[[nodiscard]] bool is_part_few(const FigurePart& part, std::size_t threshold);

/// Whether everything that a figure tells of, or its base, is few people.
[[nodiscard]] bool tells_of_few(const FigureValue& figure, std::size_t threshold);

/// Whether a figure tells of few people, or leaves few out, by itself.
[[nodiscard]] bool rests_on_few(const FigureValue& figure, std::size_t threshold);

/// Whether it would, beside all that was published, give a few people back.
[[nodiscard]] bool gives_back(const FigureValue& figure, const ReleaseLedger& ledger);

/// The same of the sums that its totals, means and ratios tell.
[[nodiscard]] bool gives_back(const FigureValue& figure, bool weighted, const ToldSums& sums);

/// The sums that they tell.
[[nodiscard]] std::vector<ToldSum> sums_told(const FigureValue& figure, bool weighted);

/// Whether it tells the place of an answer whose number a table withheld.
[[nodiscard]] bool orders_withheld(const FigureValue& figure, const ReleaseLedger& ledger);

/// The sets of which a figure tells how large they are, as it is printed; of a total or a mean,
/// those whose sum it tells.
[[nodiscard]] std::vector<KnownCount> known_from(const FigureValue& figure);

/// Those of them that it tells exactly.
[[nodiscard]] std::vector<RowSet> told_exactly(const FigureValue& figure);

/// The set of which its base is printed; null if none is.
[[nodiscard]] const RowSet* printed_base(const FigureValue& figure);

/// The sets whose exact sizes a standard error would tell: of each part, who is counted and the
/// others of its base, and whom two parts share.
[[nodiscard]] std::vector<RowSet> behind_precision(const FigureValue& figure);

/// Enters what a reader learns from the figure, but not its base.
void publish(const FigureValue& figure, ReleaseLedger& ledger);
void publish(const FigureValue& figure, bool weighted, ToldSums& sums);

/// Leaves no row of anybody in its parts.
void forget_rows(FigureValue& figure);

/// Enters its base, unless that would give a few people back: then false.
[[nodiscard]] bool publish_base(const FigureValue& figure, ReleaseLedger& ledger);

/// Enters what a reader learns from the figure's standard error and interval beside it and its
/// base: at most the exact counts, and how many people two parts of arithmetic share, for by that
/// they vary together. False, and nothing entered, if those would give a few people back, or if
/// there is no standard error.
[[nodiscard]] bool publish_precision(const FigureValue& figure, ReleaseLedger& ledger);

}  // namespace mtm
