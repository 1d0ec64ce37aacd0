#include "base/typst_text.h"

namespace mtm {

namespace {

// The bytes of a pictograph (U+1F000 and beyond, in UTF-8) with what joins it to the next one or
// says how it is drawn; 0 where none begins.
std::size_t pictograph_at(std::string_view text) {
    if (!text.starts_with("\xF0\x9F") || text.size() < 4) return 0;
    std::size_t length = 4;
    for (const std::string_view more : {"\xEF\xB8\x8F", "\xE2\x80\x8D"}) {
        if (text.substr(length).starts_with(more)) length += more.size();
    }
    return length;
}

}  // namespace

std::string typst_string(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (const std::size_t length = pictograph_at(text.substr(i)); length > 0) {
            i += length - 1;
            continue;
        }
        const char c = text[i];
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) >= 0x20) {
            out += c;
        }
    }
    return out + "\"";
}

std::string typst_strings(const std::vector<std::string>& texts) {
    std::string out = "(";
    for (const std::string& text : texts)
        out += typst_string(text) + ", ";
    return out + ")";
}

}  // namespace mtm
