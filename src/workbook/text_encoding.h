#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// The bytes of a text file as UTF-8 without byte order mark. UTF-8 and UTF-16 (with its mark, or
/// told by its zero bytes) are understood; other encodings are not guessed, since a wrong guess
/// would turn Cyrillic into noise: the error names the line and the byte, and how to save anew.
Result<std::string> decode_text(std::string_view bytes);

/// UTF-16 code units, low byte first, as UTF-8. A lone surrogate becomes U+FFFD.
void append_utf16le(std::string& out, std::string_view bytes);

}  // namespace mtm
