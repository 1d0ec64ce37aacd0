#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compile/definition.h"

namespace mtm {

/// An element of an XML document, or (where `name` is empty) a piece of text between elements.
/// Names carry the prefixes of the ODK XForms specification, whatever the document calls them:
/// input, h:body, jr:template, odk:rank. Text between elements that only lays them out is left out.
struct XmlElement {
    std::string name;
    std::string text;       // of a piece of text
    Attributes attributes;  // xmlns too, where an element changes it
    std::vector<XmlElement> children;
    int line = 0;

    /// The first child of that name, or nullptr.
    [[nodiscard]] const XmlElement* child(std::string_view child_name) const;

    /// The value of an attribute, or empty.
    [[nodiscard]] std::string_view attribute(std::string_view attribute_name) const;

    [[nodiscard]] bool has_attribute(std::string_view attribute_name) const;

    /// All text directly inside, without blanks at the ends.
    [[nodiscard]] std::string own_text() const;

    [[nodiscard]] bool has_elements() const;
};

struct XmlTree {
    struct Mistake {
        int line = 0;
        std::string message;
    };

    XmlElement root;
    Attributes namespaces;           // prefix and address of those that ODK XForms does not use
    std::optional<Mistake> mistake;  // why there is no tree
};

/// Parses a document. Refused are a DOCTYPE (the way in for entities that grow without end), more
/// than 32 MB, 4 MB of attributes, a million elements, or elements more than 1,024 deep.
[[nodiscard]] XmlTree parse_xml_tree(std::string_view xml);

}  // namespace mtm
