#include "paper/label_text.h"

#include <cctype>
#include <set>
#include <string>

#include "base/text.h"

namespace mtm {
namespace {

// The name in "<b>", "</span>", "<font color='red'>"; empty where no tag of HTML begins.
std::string tag_at(std::string_view text) {
    static const std::set<std::string, std::less<>> known{
        "a",      "abbr", "b",     "big", "br",    "center", "code",   "div",    "em",
        "font",   "h1",   "h2",    "h3",  "h4",    "h5",     "h6",     "hr",     "i",
        "img",    "li",   "ol",    "p",   "small", "span",   "s",      "strike", "sub",
        "strong", "sup",  "table", "td",  "th",    "tr",     "output", "u",      "ul"};
    if (!text.starts_with('<')) return {};
    const std::size_t begin = text.starts_with("</") ? 2 : 1;
    std::size_t end = begin;
    while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0)
        ++end;
    std::string name = lower_ascii(text.substr(begin, end - begin));
    return known.contains(name) ? name : std::string();
}

// "<br/>" is a break; any other tag of HTML is nothing. What is none ("< 5", "<East>") stays.
std::string without_tags(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::string tag = tag_at(text.substr(i));
        const std::size_t end = tag.empty() ? std::string_view::npos : text.find('>', i);
        if (end == std::string_view::npos) {
            out += text[i++];
            continue;
        }
        if (tag == "br") out += '\n';
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
