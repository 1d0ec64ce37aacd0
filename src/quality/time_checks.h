#pragma once

#include <vector>

#include "quality/fieldwork_rows.h"
#include "quality/finding.h"

namespace mtm {

/// When and how long an interview was held: `too-fast-to-read`, `too-short`, `too-long`, `overlap`,
/// `same-start`, `short-gap`, `at-night`, `before-round`, `after-round`, `many-a-day`.
class TimeChecks {
public:
    /// Learns what is usual; refers to the study.
    explicit TimeChecks(const FieldworkRows& rows);

    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

    /// Minutes that reading aloud what interview `row` was asked takes at the least.
    [[nodiscard]] double reading_minutes(const FieldworkRows& rows, std::size_t row) const;

private:
    void check_length(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;
    void check_clock(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;
    void check_neighbours(const FieldworkRows& rows,
                          std::size_t row,
                          std::vector<Finding>& out) const;

    const Study& study_;
    std::vector<int> languages_;                   // of the form, by code of the language column
    std::vector<std::vector<double>> reading_ms_;  // by question and language + 1
    double usual_pace_ = 0;                        // median of minutes / reading minutes
    double usual_minutes_ = 0;                     // median
    std::vector<std::vector<std::int32_t>> by_enumerator_;
    std::vector<std::int32_t> place_in_day_;  // of its enumerator's interviews, from 1
    std::int64_t first_day_ = no_instant;     // local milliseconds
    std::int64_t after_last_day_ = no_instant;
};

}  // namespace mtm
