#include "compile/element_name.h"

#include <algorithm>
#include <array>

namespace mtm {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array<Range, 14> letters{{{'A', 'Z'},
                                         {'_', '_'},
                                         {'a', 'z'},
                                         {0xd8, 0xf6},
                                         {0xf8, 0x2ff},
                                         {0x370, 0x37d},
                                         {0x37f, 0x1fff},
                                         {0x200c, 0x200d},
                                         {0x2070, 0x218f},
                                         {0x2c00, 0x2fef},
                                         {0x3001, 0xd7ff},
                                         {0xf900, 0xfdcf},
                                         {0xfdf0, 0xfffd},
                                         {0x10000, 0xeffff}}};

// What may follow the first letter besides letters.
constexpr std::array<Range, 5> others{
    {{'-', '.'}, {'0', '9'}, {0xb7, 0xb7}, {0x300, 0x36f}, {0x203f, 0x2040}}};

bool is_in(const auto& ranges, char32_t c) {
    return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

// The code point at the front, which is removed; 0 for bytes that are no UTF-8.
char32_t take_code_point(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length > text.size() || (first >= 0x80 && first < 0xc2) || first > 0xf4) {
        text.remove_prefix(1);
        return 0;
    }
    char32_t out = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i)
        out = (out << 6) | (byte(i) & 0x3fU);
    text.remove_prefix(length);
    return out;
}

}  // namespace

bool is_local_name(std::string_view text) {
    if (text.empty() || !is_in(letters, take_code_point(text))) return false;
    while (!text.empty()) {
        const char32_t c = take_code_point(text);
        if (!is_in(letters, c) && !is_in(others, c)) return false;
    }
    return true;
}

bool is_element_name(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return is_local_name(text);
    return is_local_name(text.substr(0, colon)) && is_local_name(text.substr(colon + 1));
}

}  // namespace mtm
