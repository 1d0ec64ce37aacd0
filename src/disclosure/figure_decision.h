#pragma once

#include "disclosure/ledger.h"
#include "tabulate/figure.h"

namespace mtm {

/// Whether everything that a figure tells of, or its base, is few people.
[[nodiscard]] bool tells_of_few(const FigureValue& figure, std::size_t threshold);

/// Whether a figure tells of few people, or leaves few out, by itself.
[[nodiscard]] bool rests_on_few(const FigureValue& figure, std::size_t threshold);

/// Whether it would, beside all that was published, give a few people back.
[[nodiscard]] bool gives_back(const FigureValue& figure, const ReleaseLedger& ledger);

/// Enters what a reader learns from the figure, but not its base.
void publish(const FigureValue& figure, ReleaseLedger& ledger);

/// Enters its base, unless that would give a few people back: then false.
[[nodiscard]] bool publish_base(const FigureValue& figure, ReleaseLedger& ledger);

/// Enters what a reader learns from the figure's interval beside it and its base: at most the exact
/// counts. False, and nothing entered, if those would give a few people back, or there is none.
[[nodiscard]] bool publish_interval(const FigureValue& figure, ReleaseLedger& ledger);

}  // namespace mtm
