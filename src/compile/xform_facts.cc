#include "compile/xform_facts.h"

#include <algorithm>

#include "compile/form_text.h"

namespace mtm {
namespace {

constexpr std::string_view search_call = "search(";

bool needs_itext(const FormChoiceList& list) {
    return std::ranges::any_of(list.choices, [](const FormChoice& choice) {
        return choice.label.translated() || !choice.media.empty() ||
               has_reference(choice.label.plain);
    });
}

}  // namespace

XformFacts::XformFacts(const FormDefinition& definition) : form(definition), nodes(definition) {
    lists.reserve(form.lists.size());
    for (const FormChoiceList& list : form.lists) {
        list_by_name_.try_emplace(list.name, lists.size());
        lists.push_back({.list = &list, .in_itext = needs_itext(list)});
    }
    for (int node = 1; node < nodes.size(); ++node) {
        const FormElement& element = *nodes[node].element;
        if (element.kind != FormElement::Kind::question) continue;
        for (const std::string& trigger : element.triggers)
            triggered_[nodes.find(trigger)].push_back(node);
    }
}

const ListFacts* XformFacts::find_list(std::string_view name) const {
    const auto at = list_by_name_.find(name);
    return at == list_by_name_.end() ? nullptr : &lists[at->second];
}

const std::vector<int>* XformFacts::triggered_by(int node) const {
    const auto at = triggered_.find(node);
    return at == triggered_.end() ? nullptr : &at->second;
}

bool uses_search(const FormElement& element) {
    const std::string_view appearance = find_attribute(element.body, "appearance");
    const std::size_t at = appearance.find(search_call);
    if (at == std::string_view::npos || appearance.size() == search_call.size()) return false;
    return appearance.find(')', at + search_call.size()) != std::string_view::npos;
}

bool label_in_itext(const FormElement& element) {
    return element.label.translated() || !element.media.empty();
}

bool hint_in_itext(const FormElement& element) {
    return element.hint.translated() || !element.guidance_hint.empty();
}

bool message_in_itext(const FormText& message) {
    return message.translated() || has_reference(message.plain);
}

}  // namespace mtm
