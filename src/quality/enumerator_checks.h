#pragma once

#include <string>
#include <vector>

#include "quality/fieldwork_rows.h"
#include "quality/finding.h"

namespace mtm {

/// What the checks of enumerators compare, of one of them.
struct EnumeratorMeasures {
    std::int32_t code = -1;  // of the enumerator's column
    std::string name;
    int interviews = 0;
    double minutes = 0;   // median; NaN where no interview has times
    double pace = 0;      // median of minutes over the minutes that reading aloud takes
    double asked = 0;     // mean number of questions that an interview asks
    double unknown = 0;   // mean share of answers “I do not know”, of questions asked
    double refused = 0;   // the same of “I do not want to answer”
    double blank = 0;     // the same of no answer
    double heaped = 0;    // share of numbers from 10 that end in 0 or 5
    double straight = 0;  // share of batteries answered alike
    double at_night = 0;  // share of interviews begun outside the hours of the day
    double likeness = 0;  // mean of each interview's best match with another of theirs; NaN
    double entropy = 0;   // of their answers, over that of everybody's; NaN where not known
    int findings_high = 0;
    int findings = 0;
};

/// What the checks of enumerators look at, of each interview and of each enumerator: measured once.
/// Numbers by row are NaN where an interview has none.
class TeamMeasures {
public:
    using ByRow = std::vector<double>;

    /// `reading_minutes` and `best_match` have one entry for each row; the latter may be empty.
    TeamMeasures(const FieldworkRows& rows, const ByRow& reading_minutes, ByRow best_match);

    /// Of every enumerator with at least one interview, in the order of their codes.
    [[nodiscard]] std::vector<EnumeratorMeasures> enumerators() const;

    /// Enumerators who stand out: `fast-enumerator`, `few-questions`, `many-unknown`,
    /// `many-refused`, `many-blank`, `heaped-numbers`, `straight-liner`, `night-worker`,
    /// `alike-interviews`, `low-entropy`.
    void check(std::vector<Finding>& out) const;

private:
    void measure_answers();
    void measure_entropies();
    void check_entropies(std::vector<Finding>& out) const;

    const FieldworkRows& rows_;
    std::vector<std::vector<std::int32_t>> by_enumerator_;
    ByRow minutes_, pace_, asked_, unknown_, refused_, blank_, heaped_, straight_, at_night_;
    ByRow best_match_;
    std::vector<double> entropies_;  // by enumerator
};

/// Questions whose answers depend on who asked: `enumerator-effect`.
void check_enumerator_effects(const FieldworkRows& rows, std::vector<Finding>& out);

/// The part of the variance of a question's answers that lies between enumerators who work in the
/// same area: one-way analysis of variance of enumerators nested in areas, with the estimator of
/// Donner (1986) for groups of unequal size. `values`, `groups` and `areas` have the same size;
/// groups and areas are numbered from 0.
struct IntraclassCorrelation {
    double icc = 0;
    double p = 1;  // of the F test that it is 0
    int groups = 0;
};

[[nodiscard]] IntraclassCorrelation intraclass_correlation(const std::vector<double>& values,
                                                           const std::vector<int>& groups,
                                                           const std::vector<int>& areas);

}  // namespace mtm
