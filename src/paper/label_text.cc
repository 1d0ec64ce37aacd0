#include "paper/label_text.h"

#include "base/text.h"

namespace mtm {
namespace {

// "<br/>" is a break; any other tag is nothing. A sign that opens no tag ("< 5") stays.
std::string without_tags(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const bool opens = text[i] == '<' && i + 1 < text.size() &&
                           (text[i + 1] == '/' || (text[i + 1] >= 'A' && text[i + 1] <= 'Z') ||
                            (text[i + 1] >= 'a' && text[i + 1] <= 'z'));
        const std::size_t end = opens ? text.find('>', i) : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += text[i++];
            continue;
        }
        if (lower_ascii(text.substr(i, 3)) == "<br") out += '\n';
        i = end + 1;
    }
    return out;
}

}  // namespace

std::string plain_label(std::string_view label) {
    std::string out;
    const std::string text_only = without_tags(label);
    for (std::string_view line : split(text_only, '\n')) {
        while (line.starts_with('#'))
            line.remove_prefix(1);
        std::string text = replace_all(replace_all(squeeze(line), "**", ""), "__", "");
        for (const char sign : {'*', '_', '#'})
            text = replace_all(text, std::string("\\") + sign, std::string(1, sign));
        if (text.empty()) continue;
        if (!out.empty()) out += '\n';
        out += text;
    }
    return replace_all(replace_all(replace_all(out, "&lt;", "<"), "&gt;", ">"), "&amp;", "&");
}

bool is_right_to_left(std::string_view language) {
    const std::string_view primary = language.substr(0, language.find_first_of("-_"));
    for (const char* code : {"ar", "fa", "prs", "ps", "ur", "he", "ckb", "ug", "sd", "dv"}) {
        if (primary == code) return true;
    }
    return false;
}

}  // namespace mtm
