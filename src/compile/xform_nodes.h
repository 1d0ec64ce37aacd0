#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compile/definition.h"

namespace mtm {

/// An element of a form at its place in the tree.
struct XformNode {
    const FormElement* element = nullptr;  // nullptr: the root of the primary instance
    int parent = -1;
    int end = 0;      // one past the last descendant
    int depth = 0;    // of the root: 0
    int repeat = -1;  // the nearest ancestor that is a repeat
    std::string path;
    int flat = 0;  // of the sections that have no node and share a path: which, from 1

    [[nodiscard]] bool is(FormElement::Kind kind) const {
        return element != nullptr && element->kind == kind;
    }

    /// What its texts in <itext> are called before the colon: the path, and a number where that is
    /// another's already.
    [[nodiscard]] std::string text_id() const;

    /// Has a node or stands for one, so that ${name} can mean it.
    [[nodiscard]] bool is_question_or_section() const {
        return element != nullptr && element->kind != FormElement::Kind::attribute &&
               element->kind != FormElement::Kind::external_instance;
    }
};

/// All elements of a form, parents before children, each with its path, found by name at once.
/// Node 0 is the root. Points into the definition.
class XformNodes {
public:
    explicit XformNodes(const FormDefinition& form);

    [[nodiscard]] int size() const { return static_cast<int>(nodes_.size()); }

    [[nodiscard]] const XformNode& operator[](int node) const {
        return nodes_[static_cast<std::size_t>(node)];
    }

    /// The node, or −1. A name that stands twice means the first.
    [[nodiscard]] int find(std::string_view name) const;

    /// The nearest group or repeat that holds both (never one of them itself), or −1 if only the
    /// root does.
    [[nodiscard]] int common_section(int a, int b) const;

    /// The nearest repeat that holds both, or −1.
    [[nodiscard]] int common_repeat(int a, int b) const;

private:
    void add(const FormElement& element, int parent);

    std::vector<XformNode> nodes_;
    int flat_ = 0;  // sections without a node so far
    std::unordered_map<std::string_view, int> by_name_;
};

}  // namespace mtm
