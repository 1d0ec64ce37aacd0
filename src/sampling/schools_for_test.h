#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sampling/margins.h"
#include "tests/shared_files.h"
#include "workbook/csv.h"

namespace mtm {

/// The schools of tests/reference/weights.csv, with the weights that R's survey computed for them
/// (tests/reference/weights.R), and what is known of all schools.
struct SchoolsForTest {
    CsvTable table;
    std::vector<std::int32_t> type;  // E, H, M
    std::vector<std::int32_t> wide;  // No, Yes

    SchoolsForTest() {
        auto read = read_csv(read_test_file(source_directory() + "/tests/reference/weights.csv"));
        EXPECT_TRUE(read.has_value());
        if (!read) return;
        table = std::move(*read);
        for (int row = 0; row < table.row_count(); ++row) {
            const std::string_view letter = table.at(row, "stype");
            type.push_back(letter == "E" ? 0 : letter == "H" ? 1 : 2);
            wide.push_back(table.at(row, "wide") == "Yes" ? 1 : 0);
        }
    }

    [[nodiscard]] std::vector<double> numbers(const std::string& column) const {
        std::vector<double> out;
        for (int row = 0; row < table.row_count(); ++row)
            out.push_back(std::stod(std::string(table.at(row, column))));
        return out;
    }

    [[nodiscard]] CodedMargin types() const {
        return {"stype", {"E", "H", "M"}, {4421, 755, 1018}, type};
    }

    [[nodiscard]] CodedMargin wides() const {
        return {"sch.wide", {"No", "Yes"}, {1072, 5122}, wide};
    }
};

/// Equal to so many significant digits.
inline void expect_alike(const std::vector<double>& ours,
                         const std::vector<double>& theirs,
                         double relative) {
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        ASSERT_NEAR(ours[i], theirs[i], relative * std::abs(theirs[i])) << "row " << i;
}

}  // namespace mtm
