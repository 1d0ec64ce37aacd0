#include "report/number_words.h"

#include <gtest/gtest.h>

namespace mtm {
namespace {

struct Spelling {
    std::int64_t number;
    std::string_view language;
    std::string_view words;
};

TEST(NumberInWords, FollowsTheLanguage) {
    const Spelling cases[] = {
        {0, "en", "zero"},
        {33, "en", "thirty-three"},
        {105, "en", "one hundred and five"},
        {1845, "en", "one thousand eight hundred and forty-five"},
        {33, "en-GB", "thirty-three"},
        {1, "ru", "один"},
        {33, "ru", "тридцать три"},
        {41, "ru", "сорок один"},
        {33, "kk", "отыз үш"},
        {33, "uz", "oʻttiz uch"},
        {1845, "uz", "ming sakkiz yuz qirq besh"},
        {200, "uz", "ikki yuz"},
        {33, "tg", "сию се"},
        {45, "tg", "чилу панҷ"},
        {1200, "tg", "ҳазору дусад"},
    };
    for (const Spelling& c : cases) {
        EXPECT_EQ(number_in_words(c.number, c.language), c.words) << c.number << ' ' << c.language;
    }
}

TEST(NumberInWords, KeepsDigitsWhereNoRulesAreKnown) {
    EXPECT_EQ(number_in_words(33, "xx"), "33");
}

TEST(Capitalized, RaisesOnlyTheFirstLetter) {
    EXPECT_EQ(capitalized("thirty-three", "en"), "Thirty-three");
    EXPECT_EQ(capitalized("тридцать три", "ru"), "Тридцать три");
    EXPECT_EQ(capitalized("oʻttiz uch", "uz"), "Oʻttiz uch");
    EXPECT_EQ(capitalized("", "en"), "");
}

}  // namespace
}  // namespace mtm
