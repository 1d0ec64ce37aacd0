#pragma once

#include "disclosure/released.h"

namespace mtm {

/// What may be told of how precise a number is, after what may be told of the number: standard
/// errors, intervals, contrasts and weighted values are made of counts too.
///
/// - A withheld cell has none of them, and no other cell is compared with it.
/// - A coarse table has none: with a percentage and its standard error the base could be computed.
/// - Where a cell of a row is withheld, the row's number of everyone together, or of the groups
///   that it is a part of, have none, and where it is weighted it is told only to as much as
///   `threshold` people make of it, and withheld where that is more than 10 points (in
///   sentences, which cannot say so, 5), or would make nobody or everybody of it; of percentages of
///   the row no number of the row has any. Of a stratified or clustered sample both are known
///   functions of the counts of the groups, and would give the withheld ones back.
/// - For the same reason, across tables: standard errors have two significant digits, and limits
///   follow from those. Weighted percentages are whole, weighted counts are told to as much as
///   `threshold` people make of them, other weighted numbers to three digits; their limits lie
///   around what is told, not around the number itself.
///
/// REQUIRES: withheld cells are emptied.
void limit_precision(SafeTable& safe);

/// What is told of one category of which a number is withheld in some table of the question: every
/// group to as many points as the threshold makes of everyone.
void limit_beside_gaps(SafeTable& safe, std::size_t category);

/// Of a figure, to so many points; false if nothing can be told.
[[nodiscard]] bool limit_beside_gaps(FigureValue& figure, double points);

/// Percentage points that so many people make of a base, as a unit to round to (1, 2, 5, 10, …);
/// 0 up to a point, for weighted percentages are whole as they are.
[[nodiscard]] double points_beside_gaps(std::size_t base, double people);

/// To so many significant digits.
[[nodiscard]] double to_digits(double value, int digits);

/// The same of a figure that is let out, if it is a weighted percentage; `weighted`: people are,
/// whatever its own numbers show.
void limit_precision(FigureValue& figure, bool weighted, int threshold);

/// Leaves neither standard error nor limits nor contrasts.
void drop_precision(Estimate& estimate);

/// Of a table of which a group went: contrasts with it go too, and others keep theirs.
void renumber_contrasts(SafeTable& safe, std::size_t gone);

/// A weighted count to as much as so many of those counted make of it.
[[nodiscard]] double told_weighted_count(double value, std::size_t n, double people);

/// What is above 0 but not half a percent stands as the middle between them.
[[nodiscard]] double whole_percentage_of(const Estimate& cell);

}  // namespace mtm
