#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "quality/answer_tiles.h"

namespace mtm {

/// Groups of rows that agree in columns drawn at random: one table of locality-sensitive hashing by
/// sampling (Indyk & Motwani 1998; Gionis, Indyk & Motwani 1999). So many columns are drawn that
/// two rows without anything to do with each other seldom meet; where more rows than
/// `group_at_most` meet all the same, further columns part them (as in the LSH forest of Bawa,
/// Condie & Ganesan 2005). Calls `visit` with each group of two or more, in an order that the seed
/// decides alone.
void visit_look_alikes(const AnswerRows& rows,
                       const std::vector<double>& agreement,
                       std::uint64_t seed,
                       const std::function<void(std::span<const std::uint32_t>)>& visit);

}  // namespace mtm
