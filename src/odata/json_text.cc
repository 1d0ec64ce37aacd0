#include "odata/json_text.h"

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::string_view hex = "0123456789abcdef";

// Length of the valid UTF-8 sequence at the beginning of a text; 0 if there is none.
std::size_t sequence_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > text.size() || !is_utf8(text.substr(0, length))) return 0;
    return length;
}

void append_valid(std::string& out, std::string_view text) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out += text.substr(from, i - from);
        from = i + 1;
        out += '\\';
        switch (c) {
            case '"':
            case '\\':
                out += text[i];
                break;
            case '\n':
                out += 'n';
                break;
            case '\t':
                out += 't';
                break;
            case '\r':
                out += 'r';
                break;
            default:
                out.append("u00").append(1, hex[c >> 4U]).append(1, hex[c & 15U]);
        }
    }
    out += text.substr(from);
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
    out += '"';
    if (is_utf8(text)) {
        append_valid(out, text);
    } else {
        while (!text.empty()) {
            const std::size_t length = sequence_length(text);
            append_valid(out, length == 0 ? "\xEF\xBF\xBD" : text.substr(0, length));
            text.remove_prefix(length == 0 ? 1 : length);
        }
    }
    out += '"';
}

}  // namespace mtm
