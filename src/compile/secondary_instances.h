#pragma once

#include <string>
#include <vector>

#include "compile/definition.h"

namespace mtm {

/// Data beside the answers that a form's expressions and selects look things up in.
struct SecondaryInstance {
    std::string id;
    std::string source;                    // jr://…; empty for a list of choices
    const FormChoiceList* list = nullptr;  // of a list of choices
    bool declared = false;                 // by a row of its own (csv-external, xml-external)
    bool from_file = false;                // the choices of a select
    const FormElement* element = nullptr;  // whose row needs it; a view into the form
};

/// All that a form names, in the order of its rows; then last-saved; then the lists of choices but
/// those that only search() uses. One may stand several times. The form must outlive the result.
[[nodiscard]] std::vector<SecondaryInstance> secondary_instances(const FormDefinition& form);

}  // namespace mtm
