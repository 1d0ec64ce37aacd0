#pragma once

#include <memory>
#include <string>
#include <vector>

#include "quality/enumerator_checks.h"
#include "quality/fieldwork_rows.h"
#include "quality/finding.h"
#include "quality/near_duplicates.h"
#include "study/area_polygons.h"

namespace mtm {

/// Everything that the checks found in a round.
struct QualityReport {
    std::size_t interviews = 0;
    std::vector<Finding> findings;  // of interviews in the order of rows, then the others
    std::vector<EnumeratorMeasures> enumerators;
};

/// The checks of single interviews, which know what is usual in the round so far: an interview that
/// arrives later is checked against that in milliseconds. Changes nothing, and judges nothing: a
/// person decides what a finding means.
class InterviewChecks {
public:
    /// Learns what is usual. `areas` may be null and must outlive this, as must the study.
    InterviewChecks(const FieldworkRows& rows, const AreaPolygons* areas);
    ~InterviewChecks();

    /// Findings of one interview. `rows` are those of the constructor or the same with more
    /// interviews after them.
    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

    /// Minutes that reading its questions aloud takes at the least.
    [[nodiscard]] double reading_minutes(const FieldworkRows& rows, std::size_t row) const;

private:
    struct All;
    std::unique_ptr<All> all_;
};

/// All checks that the study has not switched off ([quality] off).
[[nodiscard]] QualityReport check_quality(const FieldworkRows& rows,
                                          const AreaPolygons* areas = nullptr);

/// The same where the checks have learned from these very rows already.
[[nodiscard]] QualityReport check_quality(const FieldworkRows& rows,
                                          const InterviewChecks& checks,
                                          unsigned threads);

/// An index of the rows for check_one_more().
[[nodiscard]] NearDuplicateIndex near_duplicate_index(const FieldworkRows& rows);

/// What is found of row `index.rows()`, one that came behind those that checks and index know, and
/// puts it into the index. The measures of its enumerator and of the round are left as they were.
[[nodiscard]] std::vector<Finding> check_one_more(const FieldworkRows& rows,
                                                  const InterviewChecks& checks,
                                                  NearDuplicateIndex& index);

}  // namespace mtm
