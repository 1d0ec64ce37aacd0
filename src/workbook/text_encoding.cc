#include "workbook/text_encoding.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

enum class Encoding { utf8, utf16_low_first, utf16_high_first };

// Text of ours is half ASCII at least (separators, digits), whose UTF-16 has every second byte 0.
Encoding guess_without_mark(std::string_view bytes) {
    std::size_t zeros[2] = {0, 0};
    const std::size_t length = std::min<std::size_t>(bytes.size() & ~std::size_t{1}, 4096);
    for (std::size_t i = 0; i < length; ++i) {
        if (bytes[i] == '\0') ++zeros[i % 2];
    }
    const std::size_t many = std::max<std::size_t>(length / 8, 1);
    if (zeros[1] > many && zeros[0] == 0) return Encoding::utf16_low_first;
    if (zeros[0] > many && zeros[1] == 0) return Encoding::utf16_high_first;
    return Encoding::utf8;
}

Result<std::string> decode_utf16(std::string_view bytes, bool high_first) {
    if (bytes.size() % 2 != 0) {
        return Error{"the UTF-16 text ends in the middle of a character: the file is cut short"};
    }
    std::string swapped;
    if (high_first) {
        swapped.assign(bytes);
        for (std::size_t i = 0; i + 1 < swapped.size(); i += 2)
            std::swap(swapped[i], swapped[i + 1]);
        bytes = swapped;
    }
    std::string out;
    out.reserve(bytes.size() / 2);
    append_utf16le(out, bytes);
    return out;
}

// How many bytes of a line are whole characters of UTF-8.
std::size_t valid_prefix(std::string_view line) {
    std::size_t good = 0;
    while (good < line.size()) {
        std::size_t length = 1;
        while (length <= 4 && !is_utf8(line.substr(good, length)))
            ++length;
        if (length > 4) break;
        good += length;
    }
    return std::min(good, line.size());
}

Error not_utf8(std::string_view bytes) {
    int number = 1;
    for (const std::string_view line : split(bytes, '\n')) {
        const std::size_t good = valid_prefix(line);
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

void append_utf16le(std::string& out, std::string_view bytes) {
    const auto unit = [bytes](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(bytes[i]) |
                                     static_cast<unsigned char>(bytes[i + 1]) << 8);
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t code_point = unit(i);
        if (code_point >= 0xD800 && code_point < 0xDC00 && i + 3 < bytes.size()) {
            const char32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        append_utf8(out, code_point);
    }
}

Result<std::string> decode_text(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) return decode_utf16(bytes.substr(2), false);
    if (bytes.starts_with("\xFE\xFF")) return decode_utf16(bytes.substr(2), true);
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
    } else if (const Encoding guess = guess_without_mark(bytes); guess != Encoding::utf8) {
        return decode_utf16(bytes, guess == Encoding::utf16_high_first);
    }
    if (!is_utf8(bytes)) return not_utf8(bytes);
    return std::string(bytes);
}

}  // namespace mtm
