#include "report/drawing_size.h"

#include <cstdlib>
#include <string>

namespace mtm {
namespace {

double length_attribute(std::string_view head, std::string_view name) {
    const std::string before = " " + std::string(name) + "=\"";
    const std::size_t at = head.find(before);
    if (at == std::string_view::npos) return 1;
    const std::string digits(head.substr(at + before.size(), 16));
    const double value = std::strtod(digits.c_str(), nullptr);
    return value > 0 ? value : 1;
}

}  // namespace

DrawingSize drawing_size(std::string_view svg) {
    const std::string_view head = svg.substr(0, svg.find('>'));
    return {length_attribute(head, "width"), length_attribute(head, "height")};
}

}  // namespace mtm
