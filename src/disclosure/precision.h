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
/// `beside_gaps`: the categories of which a number is withheld in some other table of the question;
/// every group tells those to as many points as the threshold makes of everyone, without precision.
///
/// Percentages of a coarse table become whole, its other numbers have a decimal or, where numbers
/// of people are rounded or weighted, as many digits as they have elsewhere, if that is less.
///
/// REQUIRES: withheld cells are emptied; all others are as they were counted.
void limit_precision(SafeTable& safe, const std::vector<bool>& beside_gaps = {});

/// The same of a figure, exact and as it is told, to so many points; false if nothing can be told.
[[nodiscard]] bool limit_beside_gaps(const FigureValue& exact, double points, FigureValue& told);

/// Percentage points that so many people make of a base, as a unit to round to (1, 2, 5, 10, …);
/// 0 up to a point, for weighted percentages are whole as they are.
[[nodiscard]] double points_beside_gaps(std::size_t base, double people);

/// To so many significant digits.
[[nodiscard]] double to_digits(double value, int digits);

/// A weighted mean, total or ratio: to three digits.
[[nodiscard]] double told_weighted_number(double value);

/// How many of these digits such a number has behind the point.
[[nodiscard]] int decimals_of_weighted(double told);

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
