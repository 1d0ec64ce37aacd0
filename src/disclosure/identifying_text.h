#pragma once

#include <string_view>

namespace mtm {

/// What in a free answer can tell who somebody is.
enum class IdentifyingKind {
    nothing,
    telephone,
    email,
    web_address,  // or the name of an account
    coordinates,
    document_number,
    date,
    person  // words that read like a person's name
};

/// The first such thing in a text; names are looked for last. It sees signs, not sense: a number of
/// seven digits is taken for a telephone, two capitalised words side by side for a name, in Latin
/// and Cyrillic letters. What it does not see is not safe by that.
[[nodiscard]] IdentifyingKind identifying_in(std::string_view text);

/// In English, with the article: "a telephone number".
[[nodiscard]] std::string_view words_for(IdentifyingKind kind);

}  // namespace mtm
