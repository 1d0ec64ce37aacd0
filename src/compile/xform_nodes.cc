#include "compile/xform_nodes.h"

#include <algorithm>

namespace mtm {
namespace {

std::size_t count(const std::vector<FormElement>& elements) {
    std::size_t size = elements.size();
    for (const FormElement& element : elements)
        size += count(element.children);
    return size;
}

}  // namespace

std::string XformNode::text_id() const {
    return flat > 1 ? path + "#" + std::to_string(flat) : path;
}

XformNodes::XformNodes(const FormDefinition& form) {
    const std::size_t elements = count(form.elements);
    nodes_.reserve(elements + 1);
    by_name_.reserve(elements + 1);
    nodes_.push_back({.path = "/" + form.root});
    for (const FormElement& element : form.elements)
        add(element, 0);
    by_name_.try_emplace(form.root, 0);
    nodes_[0].end = size();
}

void XformNodes::add(const FormElement& element, int parent) {
    const XformNode& above = (*this)[parent];
    XformNode node;
    node.element = &element;
    node.parent = parent;
    node.depth = above.depth + 1;
    node.repeat = above.is(FormElement::Kind::repeat) ? parent : above.repeat;
    node.path.reserve(above.path.size() + element.name.size() + 2);
    node.path = above.path;
    if (!element.flat) {
        node.path += element.kind == FormElement::Kind::attribute ? "/@" : "/";
        node.path += element.name;
    } else {
        // The plain path names the texts of the section that has it; the root has none.
        if (node.path != nodes_[0].path) flat_ = std::max(flat_, 1);
        node.flat = ++flat_;
    }
    const int index = size();
    nodes_.push_back(std::move(node));
    if ((*this)[index].is_question_or_section()) by_name_.try_emplace(element.name, index);
    for (const FormElement& child : element.children)
        add(child, index);
    nodes_[static_cast<std::size_t>(index)].end = size();
}

int XformNodes::find(std::string_view name) const {
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? -1 : at->second;
}

int XformNodes::common_section(int a, int b) const {
    a = (*this)[a].parent;
    b = (*this)[b].parent;
    while (a != b && a >= 0 && b >= 0) {
        if ((*this)[a].depth >= (*this)[b].depth) {
            a = (*this)[a].parent;
        } else {
            b = (*this)[b].parent;
        }
    }
    if (a != b) return -1;
    while (a > 0 && !(*this)[a].is(FormElement::Kind::group) &&
           !(*this)[a].is(FormElement::Kind::repeat))
        a = (*this)[a].parent;
    return a > 0 ? a : -1;
}

int XformNodes::common_repeat(int a, int b) const {
    const int section = common_section(a, b);
    if (section < 0 || (*this)[section].is(FormElement::Kind::repeat)) return section;
    return (*this)[section].repeat;
}

}  // namespace mtm
