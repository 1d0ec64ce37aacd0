#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "compile/xform_nodes.h"

namespace mtm {

/// Turns the paths of an XForm's expressions back into ${name}, which `with_paths`
/// (xform_references.h) made paths of. A path stays where no ${name} means the same: it leads to
/// a predicate, to an attribute, or to one of several nodes of a name that is not the first. So do
/// relative paths outside repeats: there ${name} is written as an absolute one, so an author wrote
/// them, and in the sheets they stand so too.
class PathReferences {
public:
    explicit PathReferences(const XformNodes& nodes);

    /// The node of an absolute path, or −1.
    [[nodiscard]] int find(std::string_view path) const;

    /// `node` is the element that the expression belongs to; −1: to none, so that only absolute
    /// paths are known.
    [[nodiscard]] std::string with_references(std::string_view expression, int node) const;

    /// The same for what stands in a predicate that selects rounds of a repeat: "./age" and "." are
    /// of the repeat `base`, "current()/../age" of the element.
    [[nodiscard]] std::string with_references_in(int base,
                                                 std::string_view predicate,
                                                 int node) const;

    /// The absolute path that "../../g/q" or "./q" leads to from a node, or empty.
    [[nodiscard]] std::string absolute(std::string_view relative, int node) const;

    /// "${name}" for a node, if the name means it and no other; or empty.
    [[nodiscard]] std::string reference_to(int node) const;

    [[nodiscard]] const XformNodes& nodes() const { return nodes_; }

private:
    const XformNodes& nodes_;
    std::unordered_map<std::string_view, int> by_path_;
};

}  // namespace mtm
