#pragma once

#include <vector>

#include "compile/definition.h"
#include "compile/xform_choice_lists.h"
#include "compile/xform_data.h"
#include "compile/xform_texts.h"

namespace mtm {

/// The elements of a form with their names and kinds, as the nodes stand in each other.
/// `datum_of_node` gets the number in `data` of each, in the order of XformNodes.
[[nodiscard]] std::vector<FormElement> bare_elements(const XformData& data,
                                                     std::vector<int>& datum_of_node);

/// Gives the bare elements of a form all that an XForm says of them.
class XformElementReader {
public:
    /// `paths` are of the nodes of the bare elements.
    XformElementReader(const XformData& data,
                       const std::vector<int>& datum_of_node,
                       const PathReferences& paths,
                       XformTexts& texts,
                       XformChoiceLists& lists,
                       XformFindings& findings);

    void read(std::vector<FormElement>& elements);

private:
    void read(FormElement& element);
    void read_bind(const XmlElement& bind, FormElement& element);
    void read_body(const XformDatum& datum, FormElement& element);
    void read_texts(const XmlElement& control, FormElement& element);
    void read_unshown_texts(const XformDatum& datum, FormElement& element);
    void read_instance(const XformDatum& datum, FormElement& element);
    void read_action(const XformAction& action, FormElement& element);
    void read_tags(const XmlElement& control, FormElement& element);

    const XformData& data_;
    const std::vector<int>& datum_of_node_;
    std::vector<int> node_of_datum_;
    const PathReferences& paths_;
    XformTexts& texts_;
    XformChoiceLists& lists_;
    XformFindings& findings_;
    int node_ = 0;  // that is being read
};

}  // namespace mtm
