#pragma once

#include <string>
#include <string_view>

#include "compile/xform_nodes.h"
#include "compile/xform_xml.h"

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

/// Writes a text that people read: each reference and each instance(…)/path in it becomes an
/// <output>. `prefix` goes before it as it is.
void write_text(XmlWriter& xml,
                const XformNodes& nodes,
                std::string_view text,
                int node,
                std::string_view prefix = {});

}  // namespace mtm
