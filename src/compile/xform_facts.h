#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "compile/definition.h"
#include "compile/xform_nodes.h"

namespace mtm {

/// What an XForm needs to know of a choice list beyond its choices.
struct ListFacts {
    const FormChoiceList* list = nullptr;
    bool in_itext = false;  // its labels stand in <itext>: translated, with media or with ${…}
};

/// A form with all that the parts of its XForm ask for more than once. Points into the definition.
struct XformFacts {
    explicit XformFacts(const FormDefinition& definition);

    /// nullptr if there is no such list.
    [[nodiscard]] const ListFacts* find_list(std::string_view name) const;

    /// Nodes that are calculated when this one changes, in the order of the sheet; or nullptr.
    [[nodiscard]] const std::vector<int>* triggered_by(int node) const;

    const FormDefinition& form;
    XformNodes nodes;
    std::vector<ListFacts> lists;

private:
    std::unordered_map<std::string_view, std::size_t> list_by_name_;
    std::unordered_map<int, std::vector<int>> triggered_;
};

/// Whether the device looks the choices up by search() in the appearance.
[[nodiscard]] bool uses_search(const FormElement& element);

/// Where texts stand: a label is in <itext> if it is translated or has media; a hint if it is
/// translated or has guidance; a message if it is translated or refers to an answer.
[[nodiscard]] bool label_in_itext(const FormElement& element);
[[nodiscard]] bool hint_in_itext(const FormElement& element);
[[nodiscard]] bool message_in_itext(const FormText& message);

}  // namespace mtm
