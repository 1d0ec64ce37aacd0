#pragma once

#include <gtest/gtest.h>

#include "rehearse/invent.h"
#include "tests/round4_study.h"
#include "workbook/csv.h"

namespace mtm {

/// The 1,845 invented interviews of Round 4, as `mtm rehearse` makes them.
inline std::vector<Interview> round4_interviews(const Study& study) {
    const auto records = read_csv_records(read_test_file(round4_path("margins.csv")));
    EXPECT_TRUE(records);
    InventOptions options;
    options.fieldwork_start = study.file.fieldwork_start;
    options.fieldwork_end = study.file.fieldwork_end;
    options.area_question = study.file.areas.question;
    const PublishedFigures margins =
        published_figures(records->rows, "margins.csv", records->lines);
    Rehearsal rehearsal = rehearse(study.questionnaire, study.plan, margins.figures, options);
    EXPECT_FALSE(has_errors(rehearsal.diagnostics));
    return std::move(rehearsal.interviews);
}

}  // namespace mtm
