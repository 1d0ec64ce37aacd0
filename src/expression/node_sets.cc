#include "expression/node_sets.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mtm {
namespace {

void add_new(const std::string& name, std::vector<std::string>& names) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

void collect_single(const Node& node, std::vector<std::string>& names) {
    if (is_of_node_set(node)) return;
    if (node.kind == NodeKind::reference) add_new(node.text, names);
    for (const Node& child : node.children)
        collect_single(child, names);
}

void collect_sets(const Node& node, std::vector<std::string>& names) {
    if (is_of_node_set(node)) {
        for (const std::string& name : references(node))
            add_new(name, names);
        return;
    }
    for (const Node& child : node.children)
        collect_sets(child, names);
}

}  // namespace

bool is_of_node_set(const Node& node) {
    static constexpr std::array<std::string_view, 5> always{
        "count", "count-non-empty", "sum", "join", "indexed-repeat"};
    if (node.kind != NodeKind::call) return false;
    if ((node.text == "min" || node.text == "max") && node.children.size() == 1) return true;
    return std::ranges::find(always, node.text) != always.end();
}

std::vector<std::string> row_references(const Node& node) {
    std::vector<std::string> names;
    collect_single(node, names);
    return names;
}

std::vector<std::string> node_set_references(const Node& node) {
    std::vector<std::string> names;
    collect_sets(node, names);
    return names;
}

}  // namespace mtm
