#include "workbook/text_encoding.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

// Text of ours is half ASCII at least (separators, digits), whose UTF-16 has every second byte 0.
TextEncoding guess_without_mark(std::string_view bytes) {
    std::size_t zeros[2] = {0, 0};
    const std::size_t length = std::min<std::size_t>(bytes.size() & ~std::size_t{1}, 4096);
    for (std::size_t i = 0; i < length; ++i) {
        if (bytes[i] == '\0') ++zeros[i % 2];
    }
    const std::size_t many = std::max<std::size_t>(length / 8, 1);
    if (zeros[1] > many && zeros[0] == 0) return TextEncoding::utf16_low_first;
    if (zeros[0] > many && zeros[1] == 0) return TextEncoding::utf16_high_first;
    return TextEncoding::utf8;
}

Result<std::string> decode_utf16(std::string_view bytes, TextEncoding encoding) {
    if (bytes.size() % 2 != 0) {
        return Error{"the UTF-16 text ends in the middle of a character: the file is cut short"};
    }
    std::string out;
    out.reserve(bytes.size() / 2);
    append_utf16(out, bytes, encoding, true);
    return out;
}

Error not_utf8(std::string_view bytes) {
    int number = 1;
    for (const std::string_view line : split(bytes, '\n')) {
        const std::size_t good = valid_utf8_prefix(line);
        if (good < line.size()) {
            return {
                fmt::format("line {}: byte {} (0x{:02X}) is not UTF-8. Save the file as “CSV "
                            "UTF-8”.",
                            number,
                            good + 1,
                            static_cast<unsigned char>(line[good]))};
        }
        ++number;
    }
    return {"the text is not UTF-8. Save the file as “CSV UTF-8”."};
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
    std::size_t good = 0;
    while (good < text.size()) {
        std::size_t length = 1;
        while (length <= 4 && !is_utf8(text.substr(good, length)))
            ++length;
        if (length > 4) break;
        good += length;
    }
    return std::min(good, text.size());
}

std::size_t append_utf16(std::string& out,
                         std::string_view bytes,
                         TextEncoding encoding,
                         bool is_end) {
    const bool high_first = encoding == TextEncoding::utf16_high_first;
    const auto unit = [bytes, high_first](std::size_t i) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(high_first ? first << 8 | second : first | second << 8);
    };
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        char32_t code_point = unit(i);
        if (code_point >= 0xD800 && code_point < 0xDC00) {
            if (i + 3 >= bytes.size() && !is_end) return i;
            const char32_t low = i + 3 < bytes.size() ? unit(i + 2) : 0;
            if (low >= 0xDC00 && low < 0xE000) {
                code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        append_utf8(out, code_point);
    }
    return i;
}

void append_utf16le(std::string& out, std::string_view bytes) {
    append_utf16(out, bytes, TextEncoding::utf16_low_first, true);
}

TextBeginning beginning_of_text(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) return {TextEncoding::utf16_low_first, 2};
    if (bytes.starts_with("\xFE\xFF")) return {TextEncoding::utf16_high_first, 2};
    if (bytes.starts_with("\xEF\xBB\xBF")) return {TextEncoding::utf8, 3};
    return {guess_without_mark(bytes), 0};
}

Result<std::string> decode_text(std::string_view bytes) {
    const TextBeginning beginning = beginning_of_text(bytes);
    bytes.remove_prefix(beginning.mark_bytes);
    if (beginning.encoding != TextEncoding::utf8) return decode_utf16(bytes, beginning.encoding);
    if (!is_utf8(bytes)) return not_utf8(bytes);
    return std::string(bytes);
}

}  // namespace mtm
