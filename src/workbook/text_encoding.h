#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

enum class TextEncoding { utf8, utf16_low_first, utf16_high_first };

/// How a text is encoded, and how many bytes of byte order mark it begins with.
struct TextBeginning {
    TextEncoding encoding = TextEncoding::utf8;
    std::size_t mark_bytes = 0;
};

/// Of the first few thousand bytes of a text, by its mark, or by its zero bytes.
[[nodiscard]] TextBeginning beginning_of_text(std::string_view bytes);

/// The bytes of a text file as UTF-8 without byte order mark. UTF-8 and UTF-16 (with its mark, or
/// told by its zero bytes) are understood; other encodings are not guessed, since a wrong guess
/// would turn Cyrillic into noise: the error names the line and the byte, and how to save anew.
Result<std::string> decode_text(std::string_view bytes);

/// The whole characters at the beginning of `bytes` as UTF-8: how many bytes they were. What is not
/// whole stays for later, unless `is_end`: then a lone surrogate becomes U+FFFD.
std::size_t append_utf16(std::string& out,
                         std::string_view bytes,
                         TextEncoding encoding,
                         bool is_end);

/// How many bytes of a text are whole characters of UTF-8 before the first that is none.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view text);

/// UTF-16 code units, low byte first, as UTF-8. A lone surrogate becomes U+FFFD.
void append_utf16le(std::string& out, std::string_view bytes);

}  // namespace mtm
