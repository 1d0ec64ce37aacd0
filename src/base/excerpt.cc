#include "base/excerpt.h"

#include <algorithm>

namespace mtm {
namespace {

bool continues_letter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

}  // namespace

std::string excerpt(std::string_view text, std::size_t at) {
    constexpr std::size_t longest = 400;
    constexpr std::size_t before = 100;
    if (text.size() <= longest) return std::string(text);
    std::size_t begin = std::min(at, text.size());
    begin = begin > before ? begin - before : 0;
    std::size_t end = std::min(begin + longest, text.size());
    while (begin > 0 && continues_letter(text[begin]))
        --begin;
    while (end < text.size() && continues_letter(text[end]))
        ++end;
    return (begin > 0 ? "…" : "") + std::string(text.substr(begin, end - begin)) +
           (end < text.size() ? "…" : "");
}

}  // namespace mtm
