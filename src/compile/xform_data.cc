// The primary instance says which nodes there are and how they stand in each other; the body says
// in which order they are asked. Where a group of the body has no node of its own (setting `flat`,
// forms of other tools), a node is made for it that holds those that it holds.
#include "compile/xform_data.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 9> controls{
    "input", "secret", "textarea", "select1", "select", "odk:rank", "range", "upload", "trigger"};
constexpr std::array<std::string_view, 3> actions{"setvalue", "odk:setgeopoint", "odk:recordaudio"};

// Far more than any device could ask; less than would exhaust the memory.
constexpr std::size_t nodes_max = 100'000;
constexpr std::size_t path_bytes_max = 64UL * 1024 * 1024;
constexpr std::size_t candidate_bytes_max = 200;  // for "did you mean"

bool is_one_of(const auto& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// The <repeat> that a <group> only puts a label to, or nullptr.
const XmlElement* labelled_repeat(const XmlElement& group) {
    const XmlElement* out = nullptr;
    for (const XmlElement& child : group.children) {
        if (child.name.empty() || child.name == "label") continue;
        if (child.name != "repeat" || out != nullptr) return nullptr;
        out = &child;
    }
    return out;
}

}  // namespace

XformData::XformData(const XmlElement& instance_root,
                     const XmlElement& model,
                     const XmlElement& body,
                     XformFindings& findings)
    : findings_(findings) {
    const int root = add(-1, instance_root.name, "/" + instance_root.name);
    read_instance(instance_root, root);
    read_model(model);
    read_body(body, -1);
    find_nodes_of_flat();
    order_children();
    gather_flat();
}

int XformData::find(std::string_view path) const {
    const auto at = by_path_.find(std::string(trim(path)));
    return at == by_path_.end() ? -1 : at->second;
}

int XformData::add(int parent, std::string name, std::string path) {
    const int node = static_cast<int>(data_.size());
    if (!path.empty()) by_path_.try_emplace(path, node);
    XformDatum& datum = data_.emplace_back();
    datum.name = std::move(name);
    datum.path = std::move(path);
    datum.parent = parent;
    if (parent >= 0) at(parent).children.push_back(node);
    return node;
}

void XformData::read_instance(const XmlElement& element, int node) {
    const bool only_template =
        at(node).element != nullptr && at(node).element->has_attribute("jr:template");
    if (at(node).element == nullptr || only_template) {
        at(node).element = &element;
        at(node).line = element.line;
    }
    if (element.name == "entity" && !element.attribute("dataset").empty()) {
        for (const auto& [name, value] : element.attributes)
            attribute_of(at(node).path + "/@" + name);
    }
    for (const XmlElement& child : element.children) {
        if (child.name.empty()) continue;
        const std::string path = at(node).path + "/" + child.name;
        int inside = find(path);
        if (inside < 0 && !has_room(path, child.line)) return;
        if (inside < 0) inside = add(node, child.name, path);
        read_instance(child, inside);
    }
}

bool XformData::has_room(std::string_view path, int line) {
    path_bytes_ += path.size();
    if (data_.size() < nodes_max && path_bytes_ < path_bytes_max) return true;
    if (!told_of_size_) {
        findings_.error("xform-too-large",
                        line,
                        "The form has more than " + std::to_string(nodes_max) +
                            " nodes, or they stand too deep in each other.",
                        "What comes behind is left out: no device could show so many.");
    }
    told_of_size_ = true;
    return false;
}

// The node of an attribute, made when it is first spoken of; −1 if its element is not there.
int XformData::attribute_of(std::string_view path) {
    const std::size_t mark = path.rfind("/@");
    if (mark == std::string_view::npos) return -1;
    const int parent = find(path.substr(0, mark));
    if (parent < 0) return -1;
    if (const int known = find(path); known >= 0) return known;
    if (!has_room(path, at(parent).line)) return -1;
    const int node = add(parent, std::string(path.substr(mark + 2)), std::string(path));
    at(node).attribute = true;
    at(node).element = at(parent).element;
    at(node).line = at(parent).line;
    return node;
}

int XformData::required(std::string_view path, const XmlElement& element, std::string_view what) {
    path = trim(path);
    int node = find(path);
    if (node < 0) node = attribute_of(path);
    if (node >= 0) return node;
    if (findings_.full()) return -1;
    std::vector<std::string> paths;
    const bool suggests = findings_.may_suggest(data_.size()) && path.size() <= candidate_bytes_max;
    for (std::size_t i = 0; suggests && i < data_.size(); ++i) {
        if (data_[i].path.size() <= candidate_bytes_max) paths.push_back(data_[i].path);
    }
    findings_.error(
        "unknown-node",
        element.line,
        path.empty() ? "This " + std::string(what) + " names no node."
                     : "This " + std::string(what) + " is for “" + std::string(path) +
                           "”, which the primary instance does not have.",
        did_you_mean(path, paths, "Add the node to the instance, or correct the path."));
    return -1;
}

void XformData::read_model(const XmlElement& model) {
    for (const XmlElement& child : model.children) {
        if (child.name == "bind") {
            const std::string nodeset(child.attribute("nodeset"));
            if (const std::string_view id = child.attribute("id"); !id.empty())
                nodeset_of_bind_.emplace(id, nodeset);
            const int node = required(nodeset, child, "bind");
            if (node >= 0 && at(node).bind == nullptr) at(node).bind = &child;
        } else if (is_one_of(actions, child.name)) {
            read_action(child, -1);
        }
    }
}

void XformData::read_action(const XmlElement& action, int trigger) {
    const int node = required(path_of(action), action, "action");
    if (node >= 0) at(node).actions.push_back({.element = &action, .trigger = trigger});
}

std::string XformData::path_of(const XmlElement& control) const {
    for (const char* name : {"ref", "nodeset"}) {
        const std::string_view path = trim(control.attribute(name));
        if (!path.empty()) return std::string(path);
    }
    const auto bind = nodeset_of_bind_.find(std::string(control.attribute("bind")));
    return bind == nodeset_of_bind_.end() ? std::string() : bind->second;
}

void XformData::read_body(const XmlElement& parent, int flat) {
    for (const XmlElement& child : parent.children) {
        if (child.name == "group") {
            read_group(child, flat);
        } else if (child.name == "repeat") {
            read_repeat(child, nullptr, flat);
        } else if (is_one_of(controls, child.name)) {
            read_control(child, flat);
        } else if (is_one_of(actions, child.name)) {
            read_action(child, -1);
        } else if (!child.name.empty() && child.name != "label" && child.name != "hint") {
            findings_.warning("unknown-body-element",
                              child.line,
                              "The body holds a <" + child.name + ">, which no XLSForm asks for.",
                              "It is left out; its node, if it has one, is not asked.");
        }
    }
}

void XformData::read_group(const XmlElement& group, int flat) {
    const std::string path = path_of(group);
    const XmlElement* repeat = labelled_repeat(group);
    if (repeat != nullptr && (path.empty() || path == path_of(*repeat)))
        return read_repeat(*repeat, &group, flat);
    if (path.empty()) return read_body(group, begin_flat(group, flat));
    const int node = required(path, group, "group");
    if (node >= 0) {
        at(node).control = &group;
        at(node).position = next_position_++;
        at(node).flat_group = flat;
    }
    read_body(group, -1);
}

void XformData::read_repeat(const XmlElement& repeat, const XmlElement* group, int flat) {
    const int node = required(path_of(repeat), repeat, "repeat");
    if (node >= 0) {
        at(node).control = group;
        at(node).repeat = &repeat;
        at(node).position = next_position_++;
        at(node).flat_group = flat;
    }
    read_body(repeat, -1);
}

void XformData::read_control(const XmlElement& control, int flat) {
    const int node = required(path_of(control), control, control.name);
    for (const XmlElement& child : control.children) {
        if (is_one_of(actions, child.name)) read_action(child, node);
    }
    if (node < 0) return;
    if (at(node).control != nullptr) {
        findings_.warning("asked-twice",
                          control.line,
                          "“" + at(node).path + "” is asked a second time.",
                          "The first control counts; an XLSForm asks a question once.");
        return;
    }
    at(node).control = &control;
    at(node).position = next_position_++;
    at(node).flat_group = flat;
}

int XformData::begin_flat(const XmlElement& group, int flat) {
    if (!has_room({}, group.line)) return flat;
    const int node = add(-1, "flat_group_" + std::to_string(data_.size()), "");
    at(node).control = &group;
    at(node).flat = true;
    at(node).line = group.line;
    at(node).flat_group = flat;
    return node;
}

// Some programs leave out the ref of a group that has a node all the same: it is the one that all
// its questions stand in. Innermost first, since a group found so is a question's peer further out.
void XformData::find_nodes_of_flat() {
    std::vector<std::vector<int>> members(data_.size());
    for (std::size_t node = 0; node < data_.size(); ++node) {
        if (data_[node].flat_group >= 0)
            members[static_cast<std::size_t>(data_[node].flat_group)].push_back(
                static_cast<int>(node));
    }
    for (int group = static_cast<int>(data_.size()) - 1; group > 0; --group) {
        std::vector<int>& inside = members[static_cast<std::size_t>(group)];
        std::erase_if(inside, [&](int node) { return at(node).flat && !at(node).control; });
        if (!at(group).flat || inside.empty()) continue;
        const int parent = at(inside.front()).parent;
        const bool is_theirs =
            parent > 0 && at(parent).control == nullptr && at(parent).repeat == nullptr &&
            std::ranges::all_of(inside, [&](int node) { return at(node).parent == parent; });
        if (!is_theirs) continue;
        at(parent).control = std::exchange(at(group).control, nullptr);
        at(parent).position = at(group).position;
        at(parent).flat_group = at(group).flat_group;
        for (const int node : inside)
            at(node).flat_group = -1;
        if (at(parent).flat_group >= 0)
            members[static_cast<std::size_t>(at(parent).flat_group)].push_back(parent);
    }
}

// The children of each node, in their order, with the flat groups that they stand in put between.
// Nodes without a control go where their neighbours stand together.
void XformData::gather_flat() {
    const int nodes = static_cast<int>(data_.size());
    for (int parent = 0; parent < nodes; ++parent) {
        if (at(parent).flat) continue;
        const std::vector<int> children = std::move(at(parent).children);
        at(parent).children.clear();
        std::vector<int> open{parent};
        std::vector<int> silent;
        const auto close_down_to = [&](int node) {
            for (; open.back() != node; open.pop_back())
                at(open.back()).open = false;
            for (const int child : silent)
                adopt(node, child);
            silent.clear();
        };
        for (const int child : children) {
            if (at(child).position < 0) {
                silent.push_back(child);
                continue;
            }
            std::vector<int> to_open;
            int flat = at(child).flat_group;
            for (; flat >= 0 && !at(flat).open; flat = at(flat).flat_group) {
                if (at(flat).parent < 0) to_open.push_back(flat);
            }
            close_down_to(flat < 0 ? parent : flat);
            for (; !to_open.empty(); to_open.pop_back()) {
                const int group = to_open.back();
                at(group).open = true;
                at(group).path = at(parent).path;
                adopt(open.back(), group);
                open.push_back(group);
            }
            adopt(open.back(), child);
        }
        close_down_to(parent);
    }
}

void XformData::adopt(int parent, int child) {
    at(child).parent = parent;
    at(parent).children.push_back(child);
}

// Nodes without a control keep their places; those with one stand in the order of the body.
void XformData::order_children() {
    for (XformDatum& datum : data_) {
        std::vector<int> asked;
        for (const int child : datum.children) {
            if (at(child).position >= 0) asked.push_back(child);
        }
        const auto position = [&](int child) { return at(child).position; };
        if (std::ranges::is_sorted(asked, {}, position)) continue;
        std::ranges::sort(asked, {}, position);
        std::size_t next = 0;
        for (int& child : datum.children) {
            if (at(child).position >= 0) child = asked[next++];
        }
    }
}

}  // namespace mtm
