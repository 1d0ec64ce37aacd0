#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compile/definition.h"

namespace mtm {

/// The XForm of a form, as ODK XForms 1.0.0 says, in UTF-8: what a tablet or browser loads. Equal
/// to what pyxform 4.5 writes, but for layout and the order of attributes.
/// REQUIRES: the definition came out of `define_form` or `definition_from_xform` without errors.
[[nodiscard]] std::string to_xform(const FormDefinition& form);

/// The file itemsets.csv of a form with select_one_external; empty if it needs none.
[[nodiscard]] std::string to_itemsets_csv(const FormDefinition& form);

/// Base names of the files that an XForm takes from beside it (jr://images/…, jr://file-csv/…, the
/// tables of search()), each once, in the order of the document. What an interview before left
/// (jr://instance/last-saved) is none of them.
[[nodiscard]] std::vector<std::string> files_of_xform(std::string_view xform);

/// The key that devices encrypt interviews of this XForm with, in base64; empty if they do not.
/// REQUIRES: an XForm that `to_xform` wrote.
[[nodiscard]] std::string public_key_of_xform(std::string_view xform);

}  // namespace mtm
