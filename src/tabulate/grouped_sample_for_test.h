#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "estimation/frame_for_test.h"
#include "tabulate/small_survey.h"
#include "tests/source_directory.h"

namespace mtm {

/// The made-up sample of tests/reference/column_tests.R and quantiles.R, whose groups share its
/// clusters, as a study; and what R says of it. The parameter is the design: "two_stage" or
/// another.
class GroupedSampleAsR : public ::testing::TestWithParam<std::string> {
protected:
    explicit GroupedSampleAsR(const std::string& results)
        : rows_(reference_path("column_rows.csv")), results_(reference_path(results)) {
        std::string answers = "group | answer | income | hours\n";
        for (std::size_t r = 0; r < rows_.rows(); ++r) {
            const auto cell = [&](const char* name) { return rows_.texts(name)[r]; };
            answers += cell("group") + " | " + cell("answer") + " | " + cell("income") + " | " +
                       cell("hours") + "\n";
        }
        small_ = small_survey_of(
            "select_one | group | north south east west abroad\n"
            "select_one | answer | paid own none\n"
            "select_multiple | needs | food cash\n"
            "integer | income |\n"
            "integer | hours |\n",
            answers);
        SampleDesign design;
        design.weights = rows_.numbers("weight");
        const bool two = GetParam() == "two_stage";
        design.stages.push_back({rows_.codes("stratum"),
                                 rows_.codes("town"),
                                 two ? rows_.numbers("towns") : std::vector<double>()});
        if (two) design.stages.push_back({{}, {}, rows_.numbers("people")});
        EXPECT_EQ(check_design(design), Diagnostics{});
        small_.dataset.design = std::make_shared<const TaylorVariance>(std::move(design));
    }

    TestFrame rows_;
    TestFrame results_;
    SmallSurvey small_;

private:
    static std::string reference_path(const std::string& name) {
        return source_directory() + "/tests/reference/" + name;
    }
};

}  // namespace mtm
