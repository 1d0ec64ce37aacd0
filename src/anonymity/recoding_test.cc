#include "anonymity/recoding.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

std::vector<std::string> labels_of(const RecodingLevel& level) {
    std::vector<std::string> out;
    for (const std::int32_t code : level.code_of)
        out.push_back(level.labels[static_cast<std::size_t>(code)]);
    return out;
}

TEST(Recoding, NumbersFallIntoBands) {
    const std::vector<long long> ages{0, 17, 18, 29, 30, 59, 60, 99};
    const std::vector<long long> starts{18, 30, 60};
    EXPECT_EQ(
        labels_of(in_bands("bands", ages, starts)),
        (std::vector<std::string>{"<18", "<18", "18–29", "18–29", "30–59", "30–59", "60+", "60+"}));
    const std::vector<long long> single{5, 6};
    EXPECT_EQ(labels_of(in_bands("years", single, single)), (std::vector<std::string>{"5", "6+"}));
    EXPECT_EQ(labels_of(in_bands("all", single, {})), (std::vector<std::string>{"all", "all"}));
}

TEST(Recoding, EndsAreJoinedAndTheMiddleStays) {
    const std::vector<long long> children{0, 1, 2, 5, 6, 7, 12};
    EXPECT_EQ(labels_of(with_ends_joined("ends", children, 1, 6)),
              (std::vector<std::string>{"≤1", "≤1", "2", "5", "6+", "6+", "6+"}));
}

TEST(Recoding, DatesBecomeMonthsAndYears) {
    const std::vector<std::string> days{"2024-05-17", "2024-05-30", "2024-06-01", "2023-05-17"};
    const RecodingLevel months = by_first_characters("month", days, 7);
    EXPECT_EQ(labels_of(months),
              (std::vector<std::string>{"2024-05", "2024-05", "2024-06", "2023-05"}));
    const RecodingLevel years = by_first_characters("year", days, 4);
    EXPECT_EQ(years.labels, (std::vector<std::string>{"2024", "2023"}));
    KeyVariable key;
    key.name = "arrival";
    key.categories = 4;
    EXPECT_TRUE(check_hierarchy(key, {{months, years, all_together(4, "any day")}}));
    const std::vector<std::string> cyrillic{"Алматы", "Алмалы", "Ош"};
    EXPECT_EQ(labels_of(by_first_characters("start", cyrillic, 4)),
              (std::vector<std::string>{"Алма", "Алма", "Ош"}));
}

TEST(Recoding, MissingStaysMissing) {
    KeyVariable key;
    key.name = "area";
    key.categories = 3;
    key.codes = {2, missing_key, 0, 1};
    const RecodingHierarchy hierarchy{{as_parents("region", {0, 1, 1}, {"north", "south"})}};
    const KeyVariable up = recoded(key, hierarchy, 1);
    EXPECT_EQ(up.codes, (std::vector<std::int32_t>{1, missing_key, 0, 1}));
    EXPECT_EQ(up.categories, 2);
    EXPECT_EQ(recoded(key, hierarchy, 0).codes, key.codes);
}

TEST(Recoding, ALevelThatPartsAGroupIsRefused) {
    KeyVariable key;
    key.name = "area";
    key.categories = 3;
    const auto message = [&key](const RecodingHierarchy& hierarchy) {
        const Status status = check_hierarchy(key, hierarchy);
        return status ? std::string("fits") : status.error().message;
    };
    const RecodingLevel fine = as_parents("region", {0, 0, 1}, {"north", "south"});
    EXPECT_EQ(message({{fine, as_parents("zone", {0, 1, 1}, {"a", "b"})}}),
              "key area: level zone parts “north” of level region; a level may only join what the "
              "level before it has");
    EXPECT_EQ(message({{as_parents("region", {0, 1}, {"north", "south"})}}),
              "key area, level region: it recodes 2 categories of 3");
    EXPECT_EQ(message({{as_parents("region", {0, 1, 2}, {"north", "south"})}}),
              "key area, level region: category 2 becomes 2, of 2 labels");
    EXPECT_EQ(message({{fine, all_together(3, "everywhere")}}), "fits");
}

}  // namespace
}  // namespace mtm
