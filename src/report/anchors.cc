#include "report/anchors.h"

#include "base/text.h"

namespace mtm {

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
    std::string out = name;
    for (int i = 2; !taken_.insert(out).second; ++i)
        out = name + "-" + std::to_string(i);
    return out;
}

}  // namespace mtm
