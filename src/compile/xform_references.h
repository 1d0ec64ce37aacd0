#pragma once

#include <string>
#include <string_view>

#include "compile/xform_nodes.h"

namespace mtm {

/// How a reference is spelled where several spellings would be right.
struct ReferenceStyle {
    bool from_current = false;  // "current()/.." instead of "..": in a predicate
    bool from_parent = false;   // relative to what holds the common repeat: to filter its instances
};

/// Replaces ${name} by paths: absolute, or relative where reader and target stand in one repeat.
/// `node` is the element that the expression belongs to; −1: to none, so all paths are absolute.
/// A name that the form does not know stays as written.
[[nodiscard]] std::string with_paths(const XformNodes& nodes,
                                     std::string_view expression,
                                     int node,
                                     ReferenceStyle style = {});

/// The same for a text that people read, as XML: each reference and each instance(…)/path becomes
/// an <output>. `has_outputs` tells whether there is one; the text then may be mixed content.
struct TextWithOutputs {
    std::string xml;
    bool has_outputs = false;
};

[[nodiscard]] TextWithOutputs with_outputs(const XformNodes& nodes,
                                           std::string_view text,
                                           int node);

}  // namespace mtm
