#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mtm {

/// A whole number in words, as a sentence of that language begins with it: "thirty-three",
/// "тридцать три", "oʻttiz uch". Languages are BCP 47 codes; region and script are ignored. The
/// rules are those of the language's file (report/language.h); without one it keeps its digits.
[[nodiscard]] std::string number_in_words(std::int64_t number, std::string_view language);

/// With the first letter in upper case; other scripts than Latin and Cyrillic stay as they are.
[[nodiscard]] std::string capitalized(std::string_view text, std::string_view language);

}  // namespace mtm
