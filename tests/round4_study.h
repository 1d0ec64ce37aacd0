#pragma once

#include <gtest/gtest.h>

#include "study/check.h"
#include "study/text_sheets.h"
#include "tests/shared_files.h"
#include "workbook/read.h"

namespace mtm {

inline std::string round4_path(const std::string& name) {
    return source_directory() + "/studies/kazakhstan-2024-r4/" + name;
}

/// The Round 4 study as it stands in studies/, checked.
inline CheckedStudy round4_study() {
    const auto workbook =
        read_workbook(read_test_file(round4_path("questionnaire.xlsx")), "questionnaire.xlsx");
    EXPECT_TRUE(workbook);
    return check_study(
        *workbook, "questionnaire.xlsx", read_test_file(round4_path("study.toml")), "study.toml");
}

/// The sheets of a study's questionnaire as they are kept in text: of Round 4, or of another folder
/// of studies/.
inline std::vector<TextSheet> round4_text_sheets(const std::string& study = "kazakhstan-2024-r4") {
    std::vector<TextSheet> sheets;
    for (const char* name : {"survey", "choices", "settings", "tables", "bases", "derived"}) {
        auto records = read_csv_records(read_test_file(source_directory() + "/studies/" + study +
                                                       "/questionnaire/" + name + ".csv"));
        EXPECT_TRUE(records);
        sheets.push_back({name, std::move(*records)});
    }
    return sheets;
}

}  // namespace mtm
