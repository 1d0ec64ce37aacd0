#pragma once

#include <optional>
#include <string>
#include <vector>

#include "expression/node.h"

namespace mtm {

/// A check of the study's own: a row of [[quality.rule]] in study.toml.
struct QualityRule {
    std::string name;
    std::optional<Expression> wrong;  // true of an interview that somebody should look at
    std::string message;              // in a sentence
};

/// Numbers that are also held against their mean: a row of [[quality.outlier]] in study.toml.
struct OutlierRule {
    std::vector<std::string> questions;  // of one kind, judged together: sold from plot 1, plot 2
    double deviations = 3;               // standard deviations
    int line = 0;                        // of study.toml
};

/// What an interview, an enumerator or a question is held against: [quality] of study.toml.
/// docs/quality.md defines each.
struct QualityRules {
    int near_duplicate = 95;    // per cent of answers that two interviews share
    int fastest = 50;           // per cent of the time that reading its questions aloud takes
    int longest_minutes = 180;  // of an interview
    int day_begins = 6;         // hours of the study's time zone in which interviews are held
    int day_ends = 22;
    int shortest_gap = 0;             // minutes between two interviews of an enumerator
    int most_a_day = 25;              // interviews of an enumerator
    int fastest_km_h = 120;           // between two interviews of an enumerator
    int area_tolerance_km = 5;        // so far outside the area that it says, by simplified borders
    int same_place_metres = 5;        // points nearer to each other are one place
    int same_place = 5;               // so many interviews of an enumerator at one place
    double outlier_mads = 5;          // robust standard deviations from the median
    int fewest_interviews = 15;       // of an enumerator whom the checks of enumerators judge
    std::string respondent_language;  // a question: the language that the respondent speaks best
    std::vector<std::string> off;     // codes of checks that are not made
    std::vector<QualityRule> rules;
    std::vector<OutlierRule> outliers;
};

}  // namespace mtm
