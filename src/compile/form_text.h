#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compile/definition.h"

namespace mtm {

/// Adds a text to those of other languages. `language` is empty for a column that names none: its
/// text stands for all languages, or for the default one where others are named too.
void add_text(FormText& text,
              std::string_view language,
              std::string value,
              std::string_view default_language);

/// As add_text, but for columns of one word (label, hint, guidance_hint): one that names no
/// language replaces what columns before it said.
void put_text(FormText& text,
              std::string_view language,
              std::string value,
              std::string_view default_language);

/// The media of that type, made if it is not there.
[[nodiscard]] FormText& media_text(std::vector<FormMedia>& media, std::string_view type);

/// A reference ${name} or ${last-saved#name} in a text.
struct TextReference {
    std::size_t begin = 0;  // of the "${"
    std::size_t end = 0;    // behind the "}"
    std::string_view name;
    bool last_saved = false;
};

/// The references of a text in their order. `broken` (if given) is set where a "${" is not followed
/// by a name and "}".
[[nodiscard]] std::vector<TextReference> text_references(std::string_view text,
                                                         bool* broken = nullptr);

[[nodiscard]] bool has_reference(std::string_view text);

/// True if the text is one reference and nothing else.
[[nodiscard]] bool is_reference(std::string_view text);

/// What a setting or a cell says in one of the spellings of yes and no that XLSForms have; absent
/// for any other text.
[[nodiscard]] std::optional<bool> yes_or_no(std::string_view text);

/// yes and no, in all the spellings that XLSForms have, as XPath where the attribute of <bind> is a
/// condition or calculation; anything else unchanged.
[[nodiscard]] std::string_view as_condition(std::string_view attribute, std::string_view value);

}  // namespace mtm
