#include "workbook/cell_value.h"

#include <limits>

#include <gtest/gtest.h>

namespace mtm {
namespace {

TEST(NumberText, HasTheFewestDigitsThatRoundTrip) {
    const std::pair<double, std::string_view> cases[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1"},
        {-12, "-12"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {77012345678, "77012345678"},
        {1e20, "100000000000000000000"},
        {1e22, "1e+22"},
        {0.000001, "0.000001"},
        {1e-10, "1e-10"},
        {43.238949, "43.238949"},
    };
    for (const auto& [value, text] : cases)
        EXPECT_EQ(number_text(value), text);
}

TEST(LookOfFormat, FollowsTheLettersOfTheFirstSection) {
    const std::pair<std::string_view, NumberLook> cases[] = {
        {"General", NumberLook::plain},
        {"0.00", NumberLook::plain},
        {"#,##0\\ \"days\"", NumberLook::plain},
        {"[Red]0.00;[Blue]-0.00", NumberLook::plain},
        {"0.00E+00", NumberLook::plain},
        {"@", NumberLook::plain},
        {"_-* #,##0.00\\ [$DM-407]_-", NumberLook::plain},
        {"yyyy\\-mm\\-dd;@", NumberLook::date},
        {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", NumberLook::date},
        {"mmm", NumberLook::date},
        {"d/m/yy h:mm", NumberLook::date_time},
        {"h:mm AM/PM", NumberLook::time},
        {"mm:ss.0", NumberLook::time},
        {"[h]:mm:ss", NumberLook::plain},
    };
    for (const auto& [code, look] : cases)
        EXPECT_EQ(look_of_format(code), look) << code;
}

TEST(NumberCell, CountsDaysAsExcelDoes) {
    struct Case {
        double serial;
        NumberLook look;
        DateSystem system;
        std::string_view text;
    };

    constexpr auto from_1900 = DateSystem::from_1900;
    constexpr auto from_1904 = DateSystem::from_1904;
    const Case cases[] = {
        {1, NumberLook::date, from_1900, "1900-01-01"},
        {59, NumberLook::date, from_1900, "1900-02-28"},
        {61, NumberLook::date, from_1900, "1900-03-01"},
        {36526, NumberLook::date, from_1900, "2000-01-01"},
        {45657, NumberLook::date, from_1900, "2024-12-31"},
        {2958465, NumberLook::date, from_1900, "9999-12-31"},
        {0, NumberLook::date, from_1904, "1904-01-01"},
        {35064, NumberLook::date, from_1904, "2000-01-01"},
        {45352.75, NumberLook::date, from_1900, "2024-03-01T18:00:00"},
        {45352, NumberLook::date_time, from_1900, "2024-03-01T00:00:00"},
        {45352.999999999, NumberLook::date_time, from_1900, "2024-03-02T00:00:00"},
        {0.5, NumberLook::time, from_1900, "12:00:00"},
        {0.5, NumberLook::date_time, from_1900, "12:00:00"},
        {1.0 / 86400 / 4, NumberLook::time, from_1900, "00:00:00.250"},
        {-1, NumberLook::date, from_1900, "-1"},
        {0, NumberLook::date, from_1900, "0"},
        {2958466, NumberLook::date, from_1900, "2958466"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(number_cell(c.serial, c.look, c.system).text, c.text) << c.serial;
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(number_cell(nan, NumberLook::date, from_1900).kind, Cell::Kind::number);
}

}  // namespace
}  // namespace mtm
