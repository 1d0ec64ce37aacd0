#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace mtm {

/// A reference ${name} or ${last-saved#name} in a text.
struct FormReference {
    std::size_t begin = 0;  // of the $
    std::size_t end = 0;    // after the }
    std::string_view name;
    bool last_saved = false;
};

/// The length of the XML name without colon (NCName) that begins the text; 0 if none does.
[[nodiscard]] std::size_t name_length(std::string_view text);

/// The length of the white space that begins the text, Unicode's included.
[[nodiscard]] std::size_t space_length(std::string_view text);

/// The first reference at or after a position. What only looks like one (${}, ${a b}) is none.
[[nodiscard]] std::optional<FormReference> find_reference(std::string_view text,
                                                          std::size_t from = 0);

}  // namespace mtm
