#pragma once

#include <optional>
#include <string>
#include <vector>

#include "disclosure/released.h"
#include "rounds/mix_change.h"
#include "rounds/recode.h"

namespace mtm {

/// A difference is called significant if its corrected p is under this.
inline constexpr double significant_below = 0.05;

/// What one round says of a category, or of a mean. Nothing of it where it is withheld.
struct RoundValue {
    std::optional<double> value;  // per cent, or the mean; whole where `coarse`
    std::size_t n = 0;            // 0 where `coarse`
    std::size_t base = 0;
    std::optional<double> standard_error;
    std::optional<double> df;
    std::optional<double> low;  // its interval, by the round's own level
    std::optional<double> high;
    bool there = false;       // the round has the category
    bool withheld = false;    // by disclosure control
    bool coarse = false;      // of whole percentages no n, no base and no test may be told
    bool printed = false;     // what a round printed: there are no interviews behind it here
    bool weighted = false;    // in public such values are rounded
    bool of_rounded = false;  // of counts rounded as another survey rounds them
    bool in_steps = false;    // to 2 points or more, beside a number that a table withholds
    bool precision_withheld = false;  // for the same reason
};

/// A row of the comparison.
struct DifferenceRow {
    Category category;
    RoundValue before;
    RoundValue now;
    std::optional<double> difference;  // now less before, of the values as told; percentage points
    std::optional<double> standard_error;
    std::optional<double> low;  // interval of the difference
    std::optional<double> high;
    std::optional<double> p;         // two-sided
    std::optional<double> p_family;  // corrected for all tests of the comparison
    bool significant = false;        // p_family under 0.05
    std::string not_tested;          // why there is no test; empty if there is
    std::optional<MixChange> parts;  // of a difference of percentages
};

struct ComparedQuestion {
    std::string name;
    Translated label;  // in this round's languages
    bool numeric = false;
    bool several = false;            // somebody could give several answers
    Base base;                       // of this round: of whom the numbers are
    std::vector<std::string> notes;  // as QuestionMatch::notes
    std::vector<DifferenceRow> rows;
    std::string no_parts;  // why the change of the mix is not told apart
};

struct NotCompared {
    std::string name;
    std::string reason;
};

/// Two rounds side by side. Everything in it has passed disclosure control.
struct RoundComparison {
    std::string before;
    std::string now;
    std::string since;  // first day of each round's fieldwork, ISO 8601; may be empty
    std::string now_since;
    std::string no_test;           // why no difference can be tested; empty if any is
    std::vector<std::string> mix;  // questions by which people are divided
    TestCorrection correction = TestCorrection::holm;
    double confidence =
        95;  // of intervals of differences, in per cent: as this round's study has it
    std::size_t tests = 0;  // in the family: two answers of which one says all count once
    std::vector<ComparedQuestion> questions;
    std::vector<NotCompared> not_compared;
    std::vector<std::string> about;  // interviews and weights of each round, in sentences
    bool internal = false;
    bool rehearsal = false;
    int threshold = 0;
};

/// A round with the control of its publication, which has let out the tables of its plan already:
/// what is public is then withheld as there.
struct PublishedRound {
    const ComparedRound& round;  // recoded
    DisclosureControl& control;
};

/// The title of a table of everyone that the plan has of a derived variable; empty if it has none.
[[nodiscard]] Translated label_of_derived(const Plan& plan, const std::string& name);

/// What a released table says of everyone in a category; nothing for -1.
[[nodiscard]] RoundValue value_of(const SafeTable& safe, int category);

/// Compares every category of the closed questions and derived variables, and the means of the
/// numeric questions, that both rounds ask and define alike; what is not compared has its reason. A
/// difference is tested where both rounds have a standard error: independent_difference
/// (estimation/many_tests.h), and p values corrected over all hypotheses of the comparison: two
/// answers that together everybody gave in both rounds are one, and so are rows of the same people.
/// Not tested are answers missing or blank, categories of one round, and those that nobody or
/// everybody is in in a round, whose variance is not known. The change of a percentage is divided
/// into mix and within (rounds/mix_change.h) by [compare] mix, or fieldwork's area and group, where
/// nothing of the table by these is withheld. REQUIRES: both studies were checked without errors.
[[nodiscard]] RoundComparison compare_rounds(const PublishedRound& before,
                                             const PublishedRound& now);

}  // namespace mtm
