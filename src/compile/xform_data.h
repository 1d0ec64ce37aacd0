#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compile/xform_findings.h"
#include "compile/xform_tree.h"

namespace mtm {

/// A setvalue, odk:setgeopoint or odk:recordaudio of an XForm.
struct XformAction {
    const XmlElement* element = nullptr;
    int trigger = -1;  // the node whose control holds it; −1: model or repeat
};

/// A node of an XForm's primary instance, or a group of the body that has none, with all that model
/// and body say of it. Points into the tree of the document.
struct XformDatum {
    std::string name;
    std::string path;
    int parent = -1;
    std::vector<int> children;            // in the order of the body where that is another
    const XmlElement* element = nullptr;  // in the primary instance; nullptr for flat ones
    const XmlElement* bind = nullptr;
    const XmlElement* control = nullptr;  // that asks it, or its <group>
    const XmlElement* repeat = nullptr;   // <repeat>
    std::vector<XformAction> actions;
    int position = -1;  // in the body; −1: it is not there
    int line = 0;
    bool attribute = false;  // of the node of its parent: /data/meta/entity/@id
    bool flat = false;       // a group of the body without a node
    int flat_group = -1;     // the flat group of the body that it stands in
    bool open = false;       // a flat group whose members are being gathered
};

/// The nodes of an XForm: number 0 is the root of the primary instance, parents come before
/// children. A repeat that stands several times in the instance (template, first round) is one.
class XformData {
public:
    /// What of the model and the body belongs to no node is reported.
    XformData(const XmlElement& instance_root,
              const XmlElement& model,
              const XmlElement& body,
              XformFindings& findings);

    [[nodiscard]] const XformDatum& operator[](int node) const {
        return data_[static_cast<std::size_t>(node)];
    }

    /// The node of a path like /data/g/q, or −1.
    [[nodiscard]] int find(std::string_view path) const;

private:
    XformDatum& at(int node) { return data_[static_cast<std::size_t>(node)]; }

    int add(int parent, std::string name, std::string path);
    void read_instance(const XmlElement& element, int node);
    int attribute_of(std::string_view path);
    [[nodiscard]] bool has_room(std::string_view path, int line);
    int required(std::string_view path, const XmlElement& element, std::string_view what);
    void read_model(const XmlElement& model);
    void read_action(const XmlElement& action, int trigger);
    void read_body(const XmlElement& parent, int flat);
    void read_group(const XmlElement& group, int flat);
    void read_repeat(const XmlElement& repeat, const XmlElement* group, int flat);
    void read_control(const XmlElement& control, int flat);
    int begin_flat(const XmlElement& group, int flat);
    void find_nodes_of_flat();
    void gather_flat();
    void adopt(int parent, int child);
    void order_children();
    [[nodiscard]] std::string path_of(const XmlElement& control) const;

    std::deque<XformDatum> data_;
    std::unordered_map<std::string, int> by_path_;
    std::unordered_map<std::string, std::string> nodeset_of_bind_;  // by id
    int next_position_ = 0;
    std::size_t path_bytes_ = 0;
    bool told_of_size_ = false;
    XformFindings& findings_;
};

}  // namespace mtm
