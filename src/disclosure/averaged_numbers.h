#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "disclosure/variable_roles.h"
#include "study/study.h"

namespace mtm {

/// A question whose numbers are published as means ([protection.records] average).
struct AveragedQuestion {
    int question = -1;
    Column column = {};        // by row of level 0, as published before anything else is done
    std::string what = {};     // in English: "means of at least 10 people with close numbers"
    std::size_t withheld = 0;  // numbers of which no mean is printed
};

/// Microaggregation of what study.toml names: people in groups of at least the study's threshold
/// whose numbers are close, and each number the mean of its group, everybody counting once, rounded
/// to the decimals that answers have (half away from zero). One question alone is put in the groups
/// that lose least (Hansen and Mukherjee 2003); several together are (MDAV, Domingo-Ferrer and
/// Torra 2005), so that all their means together are those of as many people. Groups depend on the
/// threshold alone, not on k: every edition prints the same means.
///
/// Who was not asked, gave no answer or a code that means none keeps that. No mean is printed where
/// fewer than the threshold gave a number, nor where one number dominates its group by the p% rule
/// ([protection] dominance): all of the group's numbers are then blank.
///
/// An error if a published calculation rests on a number that is averaged: it would tell it.
[[nodiscard]] Result<std::vector<AveragedQuestion>> averaged_numbers(
    const Study& study, const Dataset& dataset, const std::vector<VariableRole>& roles);

/// Of a question of level 0 the averages where there are some, else null.
[[nodiscard]] const AveragedQuestion* averages_of(const std::vector<AveragedQuestion>& averages,
                                                  int question);

/// The column that publication starts from: of the averages, or the one given.
[[nodiscard]] const Column& with_averages(const std::vector<AveragedQuestion>& averages,
                                          const Column& column);

}  // namespace mtm
