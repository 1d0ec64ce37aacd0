#include "study/public_key.h"

#include <algorithm>

namespace mtm {
namespace {

bool has_instance_id(const FormDefinition& form) {
    return std::ranges::any_of(form.elements, [](const FormElement& meta) {
        return std::ranges::any_of(meta.children, [](const FormElement& child) {
            return child.name == "instanceID" || child.name.ends_with(":instanceID");
        });
    });
}

}  // namespace

Place place_of_public_key(const std::string& own,
                          const std::string& toml_name,
                          const DefinedForm& form) {
    Place out;
    out.file = own.empty() ? form.source.file : toml_name;
    if (!own.empty() || out.file.ends_with(".xml")) return out;
    out.sheet = "settings";
    out.row = 2;
    out.column = "public_key";
    return out;
}

Diagnostics take_public_key(const std::string& own,
                            const std::string& toml_name,
                            DefinedForm& form) {
    Diagnostics out;
    std::string& key = form.definition.public_key;
    if (own.empty() || own == key) return out;
    const Place place = place_of_public_key(own, toml_name, form);
    if (!key.empty()) {
        out.push_back({.code = "two-public-keys",
                       .severity = Severity::error,
                       .place = place,
                       .message = "study.toml has another public key than the form itself.",
                       .remedy = "Keep the one whose private key you have, and remove the other."});
        return out;
    }
    key = own;
    if (has_instance_id(form.definition) || form.definition.elements.empty()) return out;
    out.push_back({.code = "bad-setting",
                   .severity = Severity::error,
                   .place = place,
                   .message = "An encrypted form cannot do without an instanceID.",
                   .remedy = "Remove omit_instanceID from the settings sheet."});
    return out;
}

}  // namespace mtm
