#include "attack/public_figures.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

std::string percentage_of(const std::string& printed) {
    PublicFigure figure;
    figure.expression = "percent(${sex} = 'male')";
    figure.printed = printed;
    const auto counts = figure_counts(figure);
    return counts ? counts->percentage : "nothing";
}

// Digits and noun stand on one line by a no-break space.
TEST(PublicFigures, ReadsPercentagesAsReportsPrintThem) {
    EXPECT_EQ(percentage_of("47%"), "47");
    EXPECT_EQ(percentage_of("47 per cent"), "47");
    EXPECT_EQ(percentage_of("47\u00a0per cent"), "47");
    EXPECT_EQ(percentage_of("47\u00a0%"), "47");
    EXPECT_EQ(percentage_of("Forty-seven per cent"), "");
}

}  // namespace
}  // namespace mtm
