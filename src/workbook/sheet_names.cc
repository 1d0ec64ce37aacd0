#include <algorithm>

#include "base/text.h"
#include "workbook/write.h"

namespace mtm {
namespace {

constexpr std::size_t name_max = 31;

// The longest beginning of whole characters that Excel, which counts UTF-16 units, finds at most
// `units` long.
std::string_view shortened(std::string_view name, std::size_t units) {
    std::size_t used = 0;
    for (std::size_t i = 0; i < name.size();) {
        const auto lead = static_cast<unsigned char>(name[i]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        used += bytes == 4 ? 2 : 1;
        if (used > units) return name.substr(0, i);
        i += bytes;
    }
    return name;
}

std::string cleaned(std::string_view wanted) {
    std::string name = squeeze(wanted);
    for (char& c : name) {
        if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) c = '-';
    }
    while (name.starts_with('\''))
        name.erase(0, 1);
    name = std::string(trim(shortened(name, name_max)));
    while (name.ends_with('\''))
        name.pop_back();
    if (lower_ascii(name) == "history") name += "-1";
    return name.empty() ? "Sheet" : name;
}

}  // namespace

std::string sheet_name_for(std::string_view wanted, const std::vector<std::string>& taken) {
    const auto free = [&taken](std::string_view name) {
        return std::ranges::none_of(taken, [name](const std::string& other) {
            return lower_ascii(other) == lower_ascii(name);
        });
    };
    std::string name = cleaned(wanted);
    if (free(name)) return name;
    for (int number = 2;; ++number) {
        const std::string suffix = " " + std::to_string(number);
        std::string numbered(trim(shortened(name, name_max - suffix.size())));
        numbered += suffix;
        if (free(numbered)) return numbered;
    }
}

}  // namespace mtm
