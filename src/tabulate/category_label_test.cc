#include "tabulate/category_label.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

using Labels = std::vector<std::string>;

TEST(CategoryLabel, OfWhatIsNoAnswerSaysSo) {
    const Translated none;
    EXPECT_EQ(label_of({.name = "farm", .label = {{"Farming"}}}, 0, "No answer"), "Farming");
    EXPECT_EQ(label_of({.name = "farm", .label = none}, 0, "No answer"), "farm");
    EXPECT_EQ(label_of({.name = "", .label = none, .blank = true}, 0, "No answer"), "No answer");
    EXPECT_EQ(
        label_of({.name = "999", .label = none, .meaning = MissingChoice::unknown}, 0, "No answer"),
        "No answer (999)");
    EXPECT_EQ(
        label_of({.name = "dk", .label = {{"Does not know"}}, .meaning = MissingChoice::unknown},
                 0,
                 "No answer"),
        "Does not know");
}

// Of two groups within one, a blank one is called no answer and not as the group it is in.
TEST(CategoryLabel, OfANestedGroupIsTheWayToIt) {
    Table table;
    table.groups = {{}, {.name = "north", .label = {{"North"}}}, {}, {}};
    table.places = {{},
                    {.parent = 0, .depth = 1, .own = table.groups[1]},
                    {.parent = 1, .depth = 2, .own = {.name = "female", .label = {{"Women"}}}},
                    {.parent = 1, .depth = 2, .own = {.name = "", .label = {}, .blank = true}}};
    EXPECT_EQ(labels_to_group(table, 0, 0, "No answer"), Labels());
    EXPECT_EQ(labels_to_group(table, 1, 0, "No answer"), Labels({"North"}));
    EXPECT_EQ(labels_to_group(table, 2, 0, "No answer"), Labels({"North", "Women"}));
    EXPECT_EQ(labels_to_group(table, 3, 0, "No answer"), Labels({"North", "No answer"}));
}

}  // namespace
}  // namespace mtm
