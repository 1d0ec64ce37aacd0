#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "disclosure/record_protection.h"
#include "disclosure/released.h"

namespace mtm {

/// What became of the answers to a question on their way into the open records.
struct QuestionLoss {
    std::string name;
    std::size_t answers = 0;    // that were given
    std::size_t changed = 0;    // of these, that read otherwise now: coarser, or a mean
    std::size_t blank = 0;      // of these, that are not there any more
    std::size_t diversity = 0;  // answers taken out to make sensitive ones diverse

    bool operator==(const QuestionLoss&) const = default;
};

/// What the percentages that the plan's tables publish would be, if they were made from the open
/// records instead of all answers.
struct PercentageLoss {
    std::size_t published = 0;  // percentages of tables of interviews
    /// Of these, that cannot be made: of questions that records lack or have coarser, or of people
    /// none of whose answers is left.
    std::size_t not_to_be = 0;
    std::size_t different = 0;  // of the others, those that differ as whole percentages
    double largest = 0;         // difference in percentage points
    std::string largest_of;     // its table
    double overlap = 0;  // mean over the others, 0 to 1 (Karr et al. 2006); 0: there are none

    [[nodiscard]] std::size_t compared() const { return published - not_to_be; }
};

/// What protection cost.
struct RecordLoss {
    std::vector<QuestionLoss> questions;  // of interviews that are published, in the form's order
    std::vector<std::string> left_out;    // questions with answers that are not published
    std::size_t diversity = 0;            // answers taken out, those of repeats among them
    PercentageLoss percentages;
};

/// Open records against what was collected. `counted` are the plan's tables as counted from
/// `dataset`, `released` the same as they are published: withheld numbers are not compared. Of both
/// sides the interval of a percentage is that of Wilson (1927) at 95 per cent, as if interviews had
/// been drawn at random, so that the same ruler is laid to every study. REQUIRES: `protection` is
/// of this study and dataset, and has a plan.
[[nodiscard]] RecordLoss loss_of_records(const Study& study,
                                         const Dataset& dataset,
                                         const ProtectedRecords& protection,
                                         const std::vector<Table>& counted,
                                         const std::vector<Released<SafeTable>>& released);

/// The answers of published records in the places of the interviews that they were made of, the
/// rest of the dataset as it is; derived variables are made anew, weights are those published.
[[nodiscard]] Dataset as_open_records_tell(const Study& study,
                                           const Dataset& dataset,
                                           const ProtectedRecords& protection);

}  // namespace mtm
