#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// Appends a text as a JSON string, with its quotation marks. Bytes that are no UTF-8 become
/// U+FFFD.
void append_json(std::string& out, std::string_view text);

}  // namespace mtm
