#include "compile/xform_names.h"

#include <algorithm>
#include <array>

namespace mtm {
namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 1;
};

struct Range {
    char32_t first;
    char32_t last;
};

constexpr char32_t no_character = 0x110000;

// Of valid UTF-8; a stray byte is no character.
CodePoint code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t bytes = lead < 0xC0 ? 1U : lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
    if (lead < 0x80) return {lead, 1};
    if (bytes == 1 || bytes > text.size()) return {no_character, 1};
    char32_t value = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i)
        value = (value << 6U) | (byte(i) & 0x3FU);
    return {value, bytes};
}

bool is_in(const auto& ranges, char32_t c) {
    return std::ranges::any_of(ranges, [&](const Range& r) { return c >= r.first && c <= r.last; });
}

// NameStartChar and NameChar of XML 1.0, without the colon.
constexpr std::array<Range, 15> name_start{{{'a', 'z'},
                                            {'A', 'Z'},
                                            {'_', '_'},
                                            {0xC0, 0xD6},
                                            {0xD8, 0xF6},
                                            {0xF8, 0x2FF},
                                            {0x370, 0x37D},
                                            {0x37F, 0x1FFF},
                                            {0x200C, 0x200D},
                                            {0x2070, 0x218F},
                                            {0x2C00, 0x2FEF},
                                            {0x3001, 0xD7FF},
                                            {0xF900, 0xFDCF},
                                            {0xFDF0, 0xFFFD},
                                            {0x10000, 0xEFFFF}}};
constexpr std::array<Range, 6> name_further{
    {{'0', '9'}, {'-', '-'}, {'.', '.'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};
constexpr std::array<Range, 11> spaces{{{' ', ' '},
                                        {'\t', '\r'},
                                        {0x1C, 0x1F},
                                        {0x85, 0x85},
                                        {0xA0, 0xA0},
                                        {0x1680, 0x1680},
                                        {0x2000, 0x200A},
                                        {0x2028, 0x2029},
                                        {0x202F, 0x202F},
                                        {0x205F, 0x205F},
                                        {0x3000, 0x3000}}};

}  // namespace

std::size_t name_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const CodePoint c = code_point(text.substr(length));
        if (!is_in(name_start, c.value) && (length == 0 || !is_in(name_further, c.value))) break;
        length += c.bytes;
    }
    return length;
}

std::size_t space_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const CodePoint c = code_point(text.substr(length));
        if (!is_in(spaces, c.value)) break;
        length += c.bytes;
    }
    return length;
}

}  // namespace mtm
