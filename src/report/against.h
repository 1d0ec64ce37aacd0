#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "dataset/dataset.h"
#include "rounds/previous_round.h"
#include "study/study.h"

namespace mtm {

enum class Verdict { agrees, contradicted, not_checked };

/// One published figure and what the data say of it.
struct ComparedFigure {
    std::string id;
    Verdict verdict = Verdict::agrees;
    std::string finding;  // what differs and how, or why it was not checked
};

struct Comparison {
    std::vector<ComparedFigure> figures;  // in the order of the file
    Diagnostics diagnostics;  // rows that cannot be understood; they are not in `figures`

    [[nodiscard]] std::size_t contradicted() const;

    /// "contradicted F065 origin_country = (other): published 13%, the data say 5% (101 of 1,845)"
    /// and "not checked F005 …"; nothing for figures that agree.
    [[nodiscard]] std::vector<std::string> lines() const;
};

/// Compares published figures with the data. The columns are id, section, variable, category, base,
/// subset, base_n, pct, n, stat and note; the last is for people and is not read. A figure is of
/// those in its base (a name of the bases sheet) and its subset, asked or not; its category is a
/// choice of the variable, a derived category of it (one whose own subset is the figure's comes
/// before one without), or "mean". Counts are compared exactly, percentages after rounding halves
/// away from zero in integers; "<1" is a share above zero that rounds to zero. A change is this
/// round's value less that of `previous`, of unrounded values, rounded so; without interviews of
/// that round it is not checked. Where the study weighs, percentages and means are weighted as the
/// report's figures are (counts and bases are of people), and a number agrees too if it is what a
/// public report tells: means to three digits, changes of what it told of both rounds.
[[nodiscard]] Comparison compare_with_published(const Study& study,
                                                const Dataset& dataset,
                                                std::string_view figures_csv,
                                                const std::string& file_name,
                                                const PreviousRound& previous = {});

}  // namespace mtm
