#include "report/sentence.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

Position after(std::string_view text) {
    Sentence sentence;
    sentence.add(text);
    return sentence.next();
}

TEST(Sentence, BeginsWithTheBlockAndAfterWhatEndsOne) {
    for (const std::string_view text : {"",
                                        "  ",
                                        "“",
                                        "He left. ",
                                        "Did he? ",
                                        "He said “no.” ",
                                        "Yes (all of them). ",
                                        "It is «так». ",
                                        "He left.\n",
                                        "That was in 2023. ",
                                        "He asked. “"}) {
        EXPECT_EQ(after(text), Position::sentence_start) << text;
    }
}

TEST(Sentence, GoesOnElsewhere) {
    for (const std::string_view text : {"Men were ",
                                        "Of these, ",
                                        "They were: ",
                                        "See No. ",
                                        "For example, e.g. ",
                                        "в 2024 г. ",
                                        "by J. ",
                                        "Men—",
                                        "version 1.",
                                        "one; ",
                                        "To “Where next?” ",
                                        "To \"Where next?\" ",
                                        "На вопрос «Куда?» ",
                                        "They live in the U.S. ",
                                        "т.е. "}) {
        EXPECT_EQ(after(text), Position::prose) << text;
    }
}

TEST(Sentence, KnowsBracketsHoweverFarAway) {
    EXPECT_EQ(after("Men ("), Position::brackets);
    EXPECT_EQ(after("Men (women: 30%; men: "), Position::brackets);
    EXPECT_EQ(after("Men (of whom (many) "), Position::brackets);
    EXPECT_EQ(after("Men (83%) and "), Position::prose);
    EXPECT_EQ(after(") a) "), Position::prose);
}

TEST(Sentence, LeavesCellsToTheirForm) {
    Sentence cell(Position::brackets);
    EXPECT_EQ(cell.next(), Position::brackets);
}

}  // namespace
}  // namespace mtm
