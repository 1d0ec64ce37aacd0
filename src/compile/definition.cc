#include "compile/definition.h"

#include <algorithm>

namespace mtm {

bool is_generated(const FormElement& element) {
    return element.row == 0 || !find_attribute(element.extra, "or_other").empty();
}

std::string_view find_attribute(const Attributes& attributes, std::string_view name) {
    const auto at =
        std::ranges::find_if(attributes, [&](const auto& a) { return a.first == name; });
    return at == attributes.end() ? std::string_view() : std::string_view(at->second);
}

void set_attribute(Attributes& attributes, std::string_view name, std::string value) {
    const auto at =
        std::ranges::find_if(attributes, [&](const auto& a) { return a.first == name; });
    if (at != attributes.end()) {
        at->second = std::move(value);
    } else {
        attributes.emplace_back(std::string(name), std::move(value));
    }
}

const FormChoiceList* find_list(const FormDefinition& form, std::string_view name) {
    const auto at = std::ranges::find_if(
        form.lists, [&](const FormChoiceList& list) { return list.name == name; });
    return at == form.lists.end() ? nullptr : &*at;
}

}  // namespace mtm
