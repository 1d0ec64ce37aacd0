#include "report/icons.h"

#include <algorithm>
#include <utility>

namespace mtm {
namespace {

// Drawn on a field of 48 by 48 with strokes of one width.
constexpr std::pair<std::string_view, std::string_view> drawings[] = {
    {"age",
     R"(<rect x="8" y="11" width="32" height="29" rx="3"/><path d="M8 20h32M16 7v8M32 7v8"/><path d="m17 30 5 5 9-10"/>)"},
    {"contract",
     R"(<path d="M12 5h17l8 8v30H12z"/><path d="M29 5v8h8M18 20h13M18 27h13"/><path d="m18 36 3-3 3 3 3-3 3 3"/>)"},
    {"education",
     R"(<path d="M24 10 4 19l20 9 20-9z"/><path d="M12 23v10c0 3 5 6 12 6s12-3 12-6V23M44 19v12"/>)"},
    {"family",
     R"(<circle cx="14" cy="12" r="5"/><circle cx="34" cy="12" r="5"/><circle cx="24" cy="26" r="4"/><path d="M6 42V29c0-5 3-8 8-8M42 42V29c0-5-3-8-8-8M16 42c0-5 3-8 8-8s8 3 8 8"/>)"},
    {"health",
     R"(<path d="M24 41C10 31 5 25 5 18c0-6 4-10 9-10 4 0 8 2 10 6 2-4 6-6 10-6 5 0 9 4 9 10 0 7-5 13-19 23z"/><path d="M24 19v12M18 25h12"/>)"},
    {"home",
     R"(<path d="M5 23 24 7l19 16"/><path d="M10 19v22h28V19"/><path d="M20 41V29h8v12"/>)"},
    {"map",
     R"(<path d="M24 43C15 32 11 26 11 19a13 13 0 0 1 26 0c0 7-4 13-13 24z"/><circle cx="24" cy="19" r="5"/>)"},
    {"money",
     R"(<rect x="4" y="13" width="40" height="23" rx="3"/><circle cx="24" cy="24.5" r="6"/><path d="M11 20v9M37 20v9"/>)"},
    {"people",
     R"(<circle cx="24" cy="15" r="6"/><path d="M13 41v-5c0-7 4-11 11-11s11 4 11 11v5"/><circle cx="9" cy="19" r="4"/><path d="M3 37v-3c0-4 2-7 6-7"/><circle cx="39" cy="19" r="4"/><path d="M45 37v-3c0-4-2-7-6-7"/>)"},
    {"women", R"(<circle cx="24" cy="17" r="11"/><path d="M24 28v16M17 37h14"/>)"},
    {"work",
     R"(<path d="M7 31a17 17 0 0 1 34 0z"/><path d="M20 15v-4h8v4M20 14v9M28 14v9"/><path d="M4 31h40v5H4z"/>)"},
};

}  // namespace

std::optional<std::string> icon(std::string_view name) {
    const auto* found = std::find_if(
        std::begin(drawings), std::end(drawings), [&](const auto& d) { return d.first == name; });
    if (found == std::end(drawings)) return std::nullopt;
    return R"(<svg class="icon" viewBox="0 0 48 48" aria-hidden="true" focusable="false">)" +
           std::string(found->second) + "</svg>";
}

const std::vector<std::string>& icon_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out;
        for (const auto& [name, drawing] : drawings)
            out.emplace_back(name);
        return out;
    }();
    return names;
}

}  // namespace mtm
