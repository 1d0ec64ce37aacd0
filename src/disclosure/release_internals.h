#pragma once

#include "disclosure/released.h"

namespace mtm {

/// The table as it is, with nothing withheld, without its rows and parts.
[[nodiscard]] SafeTable printed_alone(const Table& table, int threshold);

/// Takes the numbers out of what is marked as withheld.
void empty_withheld(SafeTable& safe);

/// Takes out rows and groups that are withheld and named by what people said.
void drop_withheld_words(SafeTable& safe);

/// A figure whose numbers are withheld.
[[nodiscard]] FigureValue emptied(const FigureValue& figure, std::size_t threshold);

}  // namespace mtm
