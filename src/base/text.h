#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// Without white space (ASCII, and the no-break space that spreadsheets are fond of) at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Runs of white space become one space; trimmed.
[[nodiscard]] std::string squeeze(std::string_view text);

/// Whether it is one of 0 to 9.
[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// ASCII letters in lower case, everything else unchanged.
[[nodiscard]] std::string lower_ascii(std::string_view text);

/// The parts between separators; "a,,b" has three, "" has one (empty).
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The words of a text: maximal runs without ASCII white space. Never empty ones.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

[[nodiscard]] std::string replace_all(std::string_view text,
                                      std::string_view from,
                                      std::string_view to);

/// For text and attribute values (double quotes) of XML and HTML. Control characters that XML 1.0
/// does not admit are dropped.
[[nodiscard]] std::string escape_xml(std::string_view text);

/// True if the bytes are valid UTF-8.
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Bytes as lower-case hexadecimal digits.
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

/// Everything but letters, digits and -._~ as %XX (RFC 3986): for one segment of a URL's path, or a
/// name that must be one of a file.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Number of code points of valid UTF-8.
[[nodiscard]] std::size_t length_utf8(std::string_view text);

/// Appends a code point as UTF-8; U+FFFD for what is not one.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace mtm
