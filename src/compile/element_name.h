#pragma once

#include <string_view>

namespace mtm {

/// True if the text can be the name of an XML element that has no namespace's prefix: a letter or
/// _, then letters, digits, _, - and points, of any script. Letters are those that other readers of
/// XLSForms take: not À to Ö, which XML itself would allow.
[[nodiscard]] bool is_local_name(std::string_view text);

/// True if the text can be the name of an XML element, with or without a namespace's prefix.
[[nodiscard]] bool is_element_name(std::string_view text);

}  // namespace mtm
