#include "report/anchors.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace mtm {
namespace {

/// "note-12", or "ref-12-3" of two numbers.
bool is_numbered(std::string_view name, std::string_view word, std::size_t numbers) {
    const auto parts = split(name, '-');
    const auto is_number = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return parts.size() == numbers + 1 && parts[0] == word &&
           std::all_of(parts.begin() + 1, parts.end(), is_number);
}

}  // namespace

bool is_anchor_of_page(std::string_view name) {
    static constexpr std::array<std::string_view, 3> own{"contents", "map", "report"};
    return std::ranges::find(own, name) != own.end() || is_numbered(name, "note", 1) ||
           is_numbered(name, "ref", 2) || name.starts_with("mtm-");
}

std::string heading_anchor(std::string_view title) {
    std::string out;
    for (const char c : lower_ascii(title)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        } else if (!out.empty() && out.back() != '-') {
            out += '-';
        }
    }
    while (!out.empty() && out.back() == '-')
        out.pop_back();
    return out.empty() ? "section" : out;
}

std::string Anchors::unique(const std::string& name) {
    const std::string stem = name.starts_with("mtm-") ? "section-" + name : name;
    std::string out = stem;
    for (int i = 2; is_anchor_of_page(out) || !taken_.insert(out).second; ++i)
        out = stem + "-" + std::to_string(i);
    return out;
}

}  // namespace mtm
