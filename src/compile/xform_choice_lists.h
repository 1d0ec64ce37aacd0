#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compile/definition.h"
#include "compile/xform_texts.h"

namespace mtm {

/// The choices of an XForm: its secondary instances, and the lists that are written out in selects.
class XformChoiceLists {
public:
    XformChoiceLists(const XmlElement& model,
                     const PathReferences& paths,
                     XformTexts& texts,
                     XformFindings& findings);

    /// Gives an element its itemset, choice_filter and what belongs to them.
    /// REQUIRES: its type is set.
    void read_control(const XmlElement& control, int node, FormElement& element);

    /// REQUIRES: all controls were read: they tell which child of an item is its value.
    [[nodiscard]] std::vector<FormChoiceList> lists();

    /// Declarations of the files that nothing else in the form asks for.
    [[nodiscard]] std::vector<FormElement> files(const FormDefinition& form) const;

private:
    struct Instance {
        std::string id;
        std::string source;                // jr://…; empty for a list
        const XmlElement* root = nullptr;  // of a list
        std::string value = "name";        // the child of an item that is its value
        std::string label = "label";
        int line = 0;
    };

    /// An <itemset>, taken apart.
    struct Itemset {
        std::string nodeset;  // without randomize()
        std::string value;
        std::string label;
        int line = 0;
    };

    void read_itemset(const XmlElement& element_itemset, int node, FormElement& element);
    void of_instance(const Itemset& itemset, int node, FormElement& element);
    void of_repeat(const Itemset& itemset, int node, FormElement& element);
    void read_query(std::string_view query, int line, int node, FormElement& element);
    void read_items(const XmlElement& control, FormElement& element);
    [[nodiscard]] FormChoice choice(const XmlElement& item, const Instance& instance);
    [[nodiscard]] std::string new_name(const XmlElement& control, const FormElement& element) const;
    void not_understood(std::string_view nodeset, int line);
    Instance* find(const std::string& id, int line);

    const PathReferences& paths_;
    XformTexts& texts_;
    XformFindings& findings_;
    std::vector<Instance> instances_;
    std::unordered_map<std::string, std::size_t> by_id_;
    std::vector<FormChoiceList> written_out_;
    std::unordered_map<std::string, std::string> name_of_written_out_;  // by their choices
};

}  // namespace mtm
