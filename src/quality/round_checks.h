#pragma once

#include <vector>

#include "quality/fieldwork_rows.h"
#include "quality/finding.h"

namespace mtm {

/// What a server saw of an interview: `logic`, `clock`, `mock-location`, `read-too-fast`,
/// `missing-file`, `old-version`, `other-language`.
class ArrivalChecks {
public:
    explicit ArrivalChecks(const FieldworkRows& rows);

    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

private:
    const Study& study_;
    std::vector<std::int64_t> first_use_;  // of each version, oldest first; or no_instant
    std::size_t spoken_column_ = 0;        // of the language that the respondent speaks best
    std::vector<int> spoken_;  // language of the form by entry of that column; empty: none
    std::vector<int> held_;    // the same of the column of the interview's language
};

/// Questions of the round: `never-answered`, `one-answer`, `drift`.
void check_questions(const FieldworkRows& rows, std::vector<Finding>& out);

/// Interviews against the study's targets: `quota-exceeded`, `quota-short`.
void check_quotas(const FieldworkRows& rows, std::vector<Finding>& out);

}  // namespace mtm
