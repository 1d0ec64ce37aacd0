#include "base/typst_text.h"

namespace mtm {

std::string typst_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
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
