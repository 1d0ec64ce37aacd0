#pragma once

#include "compile/xform_facts.h"
#include "compile/xform_xml.h"

namespace mtm {

/// Writes where the choices of a control come from: an <itemset> over a list, a file or a repeat,
/// or the <item>s themselves where a device looks choices up by search(). Nothing if it has none.
void write_choices(XmlWriter& xml, const XformFacts& facts, int node);

/// Writes the attribute `query` of a select_one_external.
void write_query(XmlWriter& xml, const XformFacts& facts, int node);

}  // namespace mtm
